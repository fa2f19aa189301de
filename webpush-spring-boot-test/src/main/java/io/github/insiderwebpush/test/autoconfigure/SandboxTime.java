package io.github.insiderwebpush.test.autoconfigure;

/**
 * Time of a test.
 *
 * @since 0.1.0
 */
public enum SandboxTime {

	/**
	 * Limiter, retries and sandbox share one
	 * {@link io.github.insiderwebpush.test.WebPushVirtualClock}: waiting takes no time,
	 * and yet passes.
	 */
	VIRTUAL,

	/**
	 * The system's time: waiting takes as long as in production.
	 */
	REAL

}
