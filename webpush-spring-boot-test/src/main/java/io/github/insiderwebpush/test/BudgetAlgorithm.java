package io.github.insiderwebpush.test;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * Algorithms by which a server may count requests against a limit. Insider One does not
 * publish its algorithm, so a client has to work with each.
 *
 * @since 0.1.0
 */
public enum BudgetAlgorithm {

	/**
	 * At most the limit in any span of one period: a log of the requests taken. The
	 * strictest, and the sandbox's default.
	 */
	ROLLING_WINDOW {
		@Override
		ServerBudget create(int limit, long period, long now) {
			return new RollingWindowBudget(limit, period);
		}
	},

	/**
	 * At most the limit in each window, the windows following one another from the start
	 * or last reset of the server; up to twice the limit passes around an edge.
	 */
	FIXED_WINDOW {
		@Override
		ServerBudget create(int limit, long period, long now) {
			return new FixedWindowBudget(limit, period, now);
		}
	},

	/**
	 * The current window's count plus the previous window's, the latter weighted by how
	 * much of it lies within the last period.
	 */
	SLIDING_COUNTER {
		@Override
		ServerBudget create(int limit, long period, long now) {
			return new SlidingCounterBudget(limit, period, now);
		}
	},

	/**
	 * A bucket of as many tokens as the limit, full at first, that fills evenly by one
	 * limit per period.
	 */
	TOKEN_BUCKET {
		@Override
		ServerBudget create(int limit, long period, long now) {
			return new TokenBucketBudget(limit, limit, period, now);
		}
	};

	/**
	 * Return a new budget with this algorithm.
	 * @param limit the number of requests in a period, positive
	 * @param period the period, positive
	 * @param now the time at which it starts, in nanoseconds
	 * @return the budget
	 */
	public ServerBudget newBudget(int limit, Duration period, long now) {
		check(limit, period);
		return create(limit, period.toNanos(), now);
	}

	/**
	 * Return a token bucket whose burst differs from its limit.
	 * @param capacity the number of tokens of the full bucket, positive
	 * @param limit the number of tokens that return in a period, positive
	 * @param period the period, positive
	 * @param now the time at which it starts, full, in nanoseconds
	 * @return the budget
	 */
	public static ServerBudget newTokenBucket(int capacity, int limit, Duration period, long now) {
		Assert.isTrue(capacity > 0, () -> "'capacity' must be positive, but is " + capacity);
		check(limit, period);
		return new TokenBucketBudget(capacity, limit, period.toNanos(), now);
	}

	private static void check(int limit, Duration period) {
		Assert.isTrue(limit > 0, () -> "'limit' must be positive, but is " + limit);
		Assert.notNull(period, "'period' must not be null");
		Assert.isTrue(period.compareTo(Duration.ZERO) > 0, () -> "'period' must be positive, but is " + period);
	}

	abstract ServerBudget create(int limit, long period, long now);

}
