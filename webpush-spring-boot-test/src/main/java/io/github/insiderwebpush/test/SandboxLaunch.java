package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.List;

import io.github.insiderwebpush.campaign.CampaignId;
import org.jspecify.annotations.Nullable;

/**
 * A launch that the sandbox accepted.
 *
 * @param account the name of the account, {@code default} for that of
 * {@code webpush.token}
 * @param campaignId the campaign
 * @param title the title of the notification
 * @param description its text
 * @param image the icon's URL, or {@code null}
 * @param banner the large picture's URL, or {@code null}
 * @param link where a click leads
 * @param includeUnengaged whether it goes to unengaged subscribers too
 * @param ttl how long delivery to an offline subscriber is tried
 * @param target the segment, or {@code null} for all subscribers
 * @param launchedAt when, counted from the sandbox's start or last reset
 * @since 0.1.0
 */
public record SandboxLaunch(String account, CampaignId campaignId, String title, String description,
		@Nullable String image, @Nullable String banner, String link, boolean includeUnengaged, Duration ttl,
		@Nullable Target target, Duration launchedAt) {

	/**
	 * The segment of subscribers that a launch goes to.
	 *
	 * @param attribute the attribute's name
	 * @param values the values that belong to the segment
	 */
	public record Target(String attribute, List<String> values) {

		public Target {
			values = List.copyOf(values);
		}

	}

}
