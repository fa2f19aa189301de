package io.github.insiderwebpush.bulk;

import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.PushMessage;

import org.springframework.util.Assert;

/**
 * One launch of a bulk run.
 *
 * @param id the campaign
 * @param message what subscribers see, and who gets it
 * @since 0.1.0
 */
public record BulkLaunch(CampaignId id, PushMessage message) {

	public BulkLaunch {
		Assert.notNull(id, "'id' must not be null");
		Assert.notNull(message, "'message' must not be null");
	}

}
