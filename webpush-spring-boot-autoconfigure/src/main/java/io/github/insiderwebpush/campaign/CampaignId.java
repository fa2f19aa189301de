package io.github.insiderwebpush.campaign;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import org.springframework.util.Assert;

/**
 * ID of a campaign as the create call returns it. It launches and deletes the campaign.
 * It is not the ID of its statistics, which is a
 * {@link io.github.insiderwebpush.statistics.BuilderId}. In JSON it is a number.
 *
 * @param value Insider One's number, positive
 * @since 0.1.0
 */
public record CampaignId(@JsonValue long value) {

	public CampaignId {
		Assert.isTrue(value > 0, () -> "'value' must be a positive campaign ID, but is " + value);
	}

	/**
	 * Return the ID for a number of Insider One.
	 * @param value the number, positive
	 * @return the ID
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static CampaignId of(long value) {
		return new CampaignId(value);
	}

	@Override
	public String toString() {
		return Long.toString(this.value);
	}

}
