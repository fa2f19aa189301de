package io.github.insiderwebpush.statistics;

import org.springframework.util.Assert;

/**
 * The id by which the statistics of one campaign are asked: {@code builderId} of its
 * {@link CampaignMetricsRow row}. It is not the id that the create call returns, and the
 * vendor documents no way from one to the other.
 *
 * @param value the vendor's number, positive
 * @since 0.1.0
 */
public record BuilderId(long value) {

	public BuilderId {
		Assert.isTrue(value > 0, () -> "'value' must be a positive builder id, but is " + value);
	}

	/**
	 * Return the id for the vendor's number.
	 * @param value the vendor's number, positive
	 * @return the id
	 */
	public static BuilderId of(long value) {
		return new BuilderId(value);
	}

	@Override
	public String toString() {
		return Long.toString(this.value);
	}

}
