package io.github.insiderwebpush.benchmarks.limiter;

import java.time.Duration;

import io.github.insiderwebpush.ratelimit.ThrottleSignal;
import org.jspecify.annotations.Nullable;

/**
 * A 429.
 */
final class Throttled extends RuntimeException implements ThrottleSignal {

	private final @Nullable Duration retryAfter;

	Throttled(@Nullable Duration retryAfter) {
		super("429", null, false, false);
		this.retryAfter = retryAfter;
	}

	@Override
	public boolean isThrottled() {
		return true;
	}

	@Override
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
