package io.github.insiderwebpush.test;

/**
 * A bucket that is full at first and fills evenly. The level is kept in whole numbers, a
 * token being worth one period, so that nothing is lost to rounding.
 */
final class TokenBucketBudget implements ServerBudget {

	private final int capacity;

	private final int perPeriod;

	private final long period;

	private long level;

	private long filledAt;

	TokenBucketBudget(int capacity, int perPeriod, long period, long now) {
		this.capacity = capacity;
		this.perPeriod = perPeriod;
		this.period = period;
		this.level = capacity * period;
		this.filledAt = now;
	}

	@Override
	public boolean tryTake(long now) {
		if (left(now) == 0) {
			return false;
		}
		this.level -= this.period;
		return true;
	}

	@Override
	public int left(long now) {
		long full = this.capacity * this.period;
		long untilFull = -Math.floorDiv(this.level - full, (long) this.perPeriod);
		long passed = now - this.filledAt;
		this.level = (passed >= untilFull) ? full : this.level + passed * this.perPeriod;
		this.filledAt = now;
		return (int) (this.level / this.period);
	}

	@Override
	public long nanosUntilFree(long now) {
		return (left(now) > 0) ? 0 : -Math.floorDiv(this.level - this.period, (long) this.perPeriod);
	}

}
