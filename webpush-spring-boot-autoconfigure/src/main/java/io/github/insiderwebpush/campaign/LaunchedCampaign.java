package io.github.insiderwebpush.campaign;

import org.springframework.util.Assert;

/**
 * A campaign whose launch the vendor has accepted. That is not yet a delivery: how many
 * subscribers it reached is told by the statistics.
 *
 * @param id the id of the campaign
 * @since 0.1.0
 */
public record LaunchedCampaign(CampaignId id) {

	public LaunchedCampaign {
		Assert.notNull(id, "'id' must not be null");
	}

}
