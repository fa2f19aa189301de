package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A server's "too many requests".
 */
final class Throttle extends RuntimeException implements ThrottleSignal {

	private final @Nullable Duration retryAfter;

	private final boolean throttled;

	private Throttle(@Nullable Duration retryAfter, boolean throttled) {
		super("throttled: " + throttled);
		this.retryAfter = retryAfter;
		this.throttled = throttled;
	}

	static Throttle unspecified() {
		return new Throttle(null, true);
	}

	static Throttle retryAfter(Duration retryAfter) {
		return new Throttle(retryAfter, true);
	}

	static Throttle otherFailure() {
		return new Throttle(Duration.ofSeconds(7), false);
	}

	@Override
	public boolean isThrottled() {
		return this.throttled;
	}

	@Override
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
