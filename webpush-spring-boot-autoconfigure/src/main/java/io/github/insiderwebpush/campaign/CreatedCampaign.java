package io.github.insiderwebpush.campaign;

import org.springframework.util.Assert;

/**
 * A draft that the vendor has accepted. Nothing is sent before it is launched.
 *
 * @param id the id that launches and deletes it
 * @param title its name in the vendor's panel, exactly as it was sent
 * @since 0.1.0
 */
public record CreatedCampaign(CampaignId id, String title) {

	public CreatedCampaign {
		Assert.notNull(id, "'id' must not be null");
		Assert.notNull(title, "'title' must not be null");
	}

}
