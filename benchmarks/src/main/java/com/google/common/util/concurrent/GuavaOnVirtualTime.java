package com.google.common.util.concurrent;

import java.util.function.LongSupplier;

import org.jspecify.annotations.NullMarked;

/**
 * Guava's {@link RateLimiter} with a clock of our choice. It lives in Guava's package
 * because the seam for that is package-private.
 */
@NullMarked
@SuppressWarnings("UnstableApiUsage")
public final class GuavaOnVirtualTime {

	private final RateLimiter limiter;

	/**
	 * Create a limiter.
	 * @param permitsPerSecond the rate
	 * @param nanoTime the clock
	 */
	public GuavaOnVirtualTime(double permitsPerSecond, LongSupplier nanoTime) {
		this.limiter = RateLimiter.create(permitsPerSecond, new RateLimiter.SleepingStopwatch() {

			@Override
			protected long readMicros() {
				return nanoTime.getAsLong() / 1000;
			}

			@Override
			protected void sleepMicrosUninterruptibly(long micros) {
				throw new UnsupportedOperationException();
			}

		});
	}

	/**
	 * Book a permit, as {@link RateLimiter#acquire()} does before it sleeps.
	 * @return in how many nanoseconds it may be used
	 */
	public long reserve() {
		return this.limiter.reserve(1) * 1000;
	}

}
