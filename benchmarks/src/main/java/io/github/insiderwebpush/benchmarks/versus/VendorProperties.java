package io.github.insiderwebpush.benchmarks.versus;

import java.net.URI;
import java.time.Duration;

/**
 * How the teams reach the server of a run, and what they believe of its budget.
 *
 * @param baseUrl where it is
 * @param token the API key
 * @param partnerId the partner ID
 * @param limit how many creates it takes in a period
 * @param period the period, a minute on the scaled clock
 */
public record VendorProperties(URI baseUrl, String token, String partnerId, int limit, Duration period) {

	/**
	 * Return a span of the scaled clock.
	 * @param seconds its length where a minute is a minute
	 */
	public Duration scaled(double seconds) {
		return Duration.ofNanos((long) (this.period.toNanos() * seconds / 60));
	}

}
