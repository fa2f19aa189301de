package io.github.insiderwebpush.campaign;

import io.github.insiderwebpush.statistics.BuilderId;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A draft that Insider One has accepted. Nothing is sent before it is launched.
 *
 * @param id the ID that launches and deletes it
 * @param title its name in the InOne panel, exactly as it was sent
 * @param builderId the ID of its statistics, {@code null} if the response did not have
 * it, which is the rule
 * @since 0.1.0
 */
public record CreatedCampaign(CampaignId id, String title, @Nullable BuilderId builderId) {

	public CreatedCampaign {
		Assert.notNull(id, "'id' must not be null");
		Assert.notNull(title, "'title' must not be null");
	}

}
