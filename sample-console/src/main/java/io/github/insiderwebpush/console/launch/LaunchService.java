package io.github.insiderwebpush.console.launch;

import java.time.Instant;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.FailureWords;
import io.github.insiderwebpush.console.campaign.LaunchState;
import io.github.insiderwebpush.console.campaign.Message;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.util.Assert;

/**
 * Launches a campaign once for each form. The launch is recorded before it is sent; if
 * its outcome is not known, it is unclear and is not sent again.
 */
@Service
class LaunchService {

	private final LaunchStore store;

	private final WebPushOperations webPush;

	LaunchService(LaunchStore store, WebPushOperations webPush) {
		this.store = store;
		this.webPush = webPush;
	}

	/**
	 * Launch a campaign.
	 * @param campaign a campaign that exists
	 * @param message a message without problems
	 * @param form the token, and the number of launches that the form has seen
	 * @param who who launches it
	 * @return whether this call sent it or was refused; {@code false} if another launch
	 * of it was begun since the form was shown
	 */
	boolean launch(Campaign campaign, Message message, LaunchForm form, String who) {
		Long campaignId = campaign.campaignId();
		Assert.notNull(campaignId, "'campaign' must have an ID");
		PushMessage push = message.toPushMessage(campaign.toAll());
		LaunchRecord launch = LaunchRecord.of(form.token(), campaign, message, push, Instant.now(), who);
		if (!begin(campaign, launch, message, form.seen())) {
			return false;
		}
		try {
			this.webPush.launchCampaign(CampaignId.of(campaignId), push);
			this.store.ended(launch, LaunchState.LAUNCHED, null);
		}
		catch (WebPushException ex) {
			this.store.ended(launch, (ex.outcome() == Outcome.NOT_APPLIED) ? LaunchState.NONE : LaunchState.UNCLEAR,
					FailureWords.launch(ex, campaign.toAll()));
		}
		return true;
	}

	private boolean begin(Campaign campaign, LaunchRecord launch, Message message, int seen) {
		try {
			return this.store.begin(campaign, launch, message, seen);
		}
		catch (DuplicateKeyException ex) {
			// The same form was submitted before: its launch was recorded then.
			return false;
		}
	}

}
