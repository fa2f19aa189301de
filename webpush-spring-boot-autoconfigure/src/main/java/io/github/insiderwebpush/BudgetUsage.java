package io.github.insiderwebpush;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * How a budget stands, and what has happened to it since the application started.
 *
 * @param limit how many requests may arrive in one period
 * @param period the period
 * @param available how many of them are free now
 * @param waiting how many calls wait
 * @param throttledBy429 answers with status 429
 * @param throttledBy403 throttling answers with status 403
 * @param refusedLocally calls that the local limiter refused
 * @param stopped for how long the server made everyone stop who waits, all together
 * @since 0.1.0
 */
public record BudgetUsage(int limit, Duration period, int available, int waiting, long throttledBy429,
		long throttledBy403, long refusedLocally, Duration stopped) {

	/**
	 * Counts what happens.
	 */
	static final class Counters {

		final LongAdder throttledBy429 = new LongAdder();

		final LongAdder throttledBy403 = new LongAdder();

		final LongAdder refusedLocally = new LongAdder();

		void throttled(@Nullable Integer statusCode) {
			((statusCode != null && statusCode == 403) ? this.throttledBy403 : this.throttledBy429).increment();
		}

	}

}
