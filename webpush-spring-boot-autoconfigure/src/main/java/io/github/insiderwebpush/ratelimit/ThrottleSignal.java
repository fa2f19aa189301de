package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Implemented by a failure that may be the server saying "too many requests". It is how a
 * limiter learns of a throttle through Resilience4j's {@code onError}.
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

}
