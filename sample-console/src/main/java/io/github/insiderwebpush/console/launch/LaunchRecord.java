package io.github.insiderwebpush.console.launch;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.LaunchState;
import io.github.insiderwebpush.console.campaign.Message;

/**
 * A launch as it was recorded before it was sent.
 *
 * @param token the one-time token of its form
 * @param campaign the console's number of the campaign
 * @param launchedAt when it was begun
 * @param launchedBy who began it
 * @param state what is known of it
 * @param title the title of the message
 * @param text the text of the message
 * @param link where a click leads
 * @param audience who it was for, in words
 */
public record LaunchRecord(String token, long campaign, Instant launchedAt, String launchedBy, LaunchState state,
		String title, String text, String link, String audience) {

	static LaunchRecord of(String token, Campaign campaign, Message message, PushMessage push, Instant now,
			String who) {
		return new LaunchRecord(token, campaign.id(), now.truncatedTo(ChronoUnit.MICROS), who, LaunchState.LAUNCHING,
				push.title(), push.description(), push.link().toString(), message.audience(campaign));
	}

}
