package io.github.insiderwebpush.campaign;

import org.springframework.util.Assert;

/**
 * The id of a campaign as the vendor's create call returns it. It launches and deletes
 * the campaign. It is not the id that statistics are asked by.
 *
 * @param value the vendor's number, positive
 * @since 0.1.0
 */
public record CampaignId(long value) {

	public CampaignId {
		Assert.isTrue(value > 0, () -> "'value' must be a positive campaign id, but is " + value);
	}

	/**
	 * Return the id for the vendor's number.
	 * @param value the vendor's number, positive
	 * @return the id
	 */
	public static CampaignId of(long value) {
		return new CampaignId(value);
	}

	@Override
	public String toString() {
		return Long.toString(this.value);
	}

}
