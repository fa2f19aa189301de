package io.github.insiderwebpush.campaign;

import org.springframework.util.Assert;

/**
 * A campaign whose launch Insider One has accepted. The messages are not delivered yet:
 * the statistics show how many subscribers were reached.
 *
 * @param id the ID of the campaign
 * @since 0.1.0
 */
public record LaunchedCampaign(CampaignId id) {

	public LaunchedCampaign {
		Assert.notNull(id, "'id' must not be null");
	}

}
