package io.github.insiderwebpush.test;

/**
 * Response of the statistics calls when their budget is used up. The documents of Insider
 * One disagree on it.
 *
 * @since 0.1.0
 */
public enum StatisticsThrottle {

	/**
	 * 403 with "Too many attempts, please slow down the request.", without
	 * {@code Retry-After}.
	 */
	FORBIDDEN,

	/**
	 * 429, as for the other calls.
	 */
	TOO_MANY_REQUESTS

}
