package io.github.insiderwebpush.statistics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import org.springframework.util.Assert;

/**
 * ID by which the statistics of one campaign are requested: {@code builderId} of its
 * {@link CampaignMetricsRow row}, and the number in the campaign's URL in the InOne
 * panel. It is not the ID that the create call returns, and Insider One documents no way
 * from one to the other. In JSON it is a number.
 *
 * @param value Insider One's number, positive
 * @since 0.1.0
 */
public record BuilderId(@JsonValue long value) {

	public BuilderId {
		Assert.isTrue(value > 0, () -> "'value' must be a positive builder ID, but is " + value);
	}

	/**
	 * Return the ID for a number of Insider One.
	 * @param value the number, positive
	 * @return the ID
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static BuilderId of(long value) {
		return new BuilderId(value);
	}

	@Override
	public String toString() {
		return Long.toString(this.value);
	}

}
