package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A failure that may be the server's "too many requests". A limiter recognizes a throttle
 * by it, through Resilience4j's {@code onError}, too.
 *
 * @since 0.1.0
 */
public interface ThrottleSignal {

	/**
	 * Return whether the server throttled.
	 * @return {@code false} if this failure was something else
	 */
	boolean isThrottled();

	/**
	 * Return how long the server asked to wait.
	 * @return the wait, or {@code null} if the server did not say
	 */
	@Nullable Duration retryAfter();

	/**
	 * Find the throttle in a failure or its causes.
	 * @param failure the failure, or {@code null}
	 * @return the signal of a server that throttled, or {@code null} if it did not
	 */
	static @Nullable ThrottleSignal in(@Nullable Throwable failure) {
		Throwable cause = failure;
		// Causes may form a cycle.
		for (int left = 50; cause != null && left > 0; left--) {
			if (cause instanceof ThrottleSignal signal && signal.isThrottled()) {
				return signal;
			}
			cause = cause.getCause();
		}
		return null;
	}

}
