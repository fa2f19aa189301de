package io.github.insiderwebpush.test;

/**
 * How the statistics calls say that there were too many: the vendor's documents disagree.
 *
 * @since 0.1.0
 */
public enum StatisticsThrottle {

	/**
	 * 403 with "Too many attempts, please slow down the request.", and no hint how long
	 * to wait.
	 */
	FORBIDDEN,

	/**
	 * 429, as the other calls.
	 */
	TOO_MANY_REQUESTS

}
