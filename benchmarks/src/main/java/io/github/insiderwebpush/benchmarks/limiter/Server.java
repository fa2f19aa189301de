package io.github.insiderwebpush.benchmarks.limiter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * How a server may count 30 requests per minute. A request that it refuses does not
 * count.
 */
interface Server {

	int LIMIT = 30;

	long PERIOD = 60 * VirtualTime.SECOND;

	/**
	 * A request arrives.
	 * @return 0 if it is admitted, or else in how many nanoseconds one would be
	 */
	long receive(long now);

	/**
	 * The algorithms that are tried; which one Insider One uses is unknown.
	 */
	enum Algorithm {

		FIXED_WINDOW("fixed window"), SLIDING_LOG("sliding log"), SLIDING_COUNTER("sliding counter"),
		TOKEN_BUCKET("token bucket 30"), SMALL_BUCKET("bucket 10 + 0.5/s");

		private final String title;

		Algorithm(String title) {
			this.title = title;
		}

		String title() {
			return this.title;
		}

		Server start(SplittableRandom random) {
			return switch (this) {
				case FIXED_WINDOW -> new FixedWindow(random.nextLong(PERIOD));
				case SLIDING_LOG -> new SlidingLog();
				case SLIDING_COUNTER -> new SlidingCounter(random.nextLong(PERIOD));
				case TOKEN_BUCKET -> new TokenBucket(LIMIT);
				case SMALL_BUCKET -> new TokenBucket(10);
			};
		}

	}

	/**
	 * A counter that is set to zero once in each period, by the server's clock.
	 */
	final class FixedWindow implements Server {

		private long end;

		private int count;

		FixedWindow(long phase) {
			this.end = phase;
		}

		@Override
		public long receive(long now) {
			while (now >= this.end) {
				this.end += PERIOD;
				this.count = 0;
			}
			if (this.count == LIMIT) {
				return this.end - now;
			}
			this.count++;
			return 0;
		}

	}

	/**
	 * The exact times of the last period.
	 */
	final class SlidingLog implements Server {

		private final Deque<Long> log = new ArrayDeque<>();

		@Override
		public long receive(long now) {
			while (!this.log.isEmpty() && this.log.getFirst() + PERIOD <= now) {
				this.log.removeFirst();
			}
			if (this.log.size() == LIMIT) {
				return this.log.getFirst() + PERIOD - now;
			}
			this.log.addLast(now);
			return 0;
		}

	}

	/**
	 * Two counters of windows that follow the server's clock, the previous one weighted
	 * by how much of it lies within the last period.
	 */
	final class SlidingCounter implements Server {

		private long start;

		private int previous;

		private int current;

		SlidingCounter(long phase) {
			this.start = -phase;
		}

		@Override
		public long receive(long now) {
			while (now >= this.start + PERIOD) {
				this.start += PERIOD;
				this.previous = this.current;
				this.current = 0;
			}
			double weight = 1 - (now - this.start) / (double) PERIOD;
			double excess = this.previous * weight + this.current + 1 - LIMIT;
			if (excess > 0) {
				return untilDecayed(excess, this.start + PERIOD - now);
			}
			this.current++;
			return 0;
		}

		private long untilDecayed(double excess, long untilNextWindow) {
			double decayed = (this.previous > 0) ? excess / this.previous * PERIOD : Double.POSITIVE_INFINITY;
			if (decayed <= untilNextWindow) {
				return Math.max(1, (long) Math.ceil(decayed));
			}
			double excessThen = Math.max(0, this.current + 1 - LIMIT);
			return untilNextWindow + (long) Math.ceil(excessThen / this.current * PERIOD);
		}

	}

	/**
	 * Tokens that come back at the rate of the limit.
	 */
	final class TokenBucket implements Server {

		private static final long TOKEN = PERIOD / LIMIT;

		private final long capacity;

		private long saved;

		private long savedAt;

		TokenBucket(int capacity) {
			this.capacity = capacity * TOKEN;
			this.saved = this.capacity;
		}

		@Override
		public long receive(long now) {
			this.saved = Math.min(this.capacity, this.saved + now - this.savedAt);
			this.savedAt = now;
			if (this.saved < TOKEN) {
				return TOKEN - this.saved;
			}
			this.saved -= TOKEN;
			return 0;
		}

	}

}
