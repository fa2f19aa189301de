package io.github.insiderwebpush.test;

/**
 * Two fixed windows, of which the previous one counts by the share of it that a period
 * ending now still covers. Cheap, and only roughly a rolling window: it takes the
 * previous window's requests as evenly spread.
 */
final class SlidingCounterBudget implements ServerBudget {

	private final int limit;

	private final long period;

	private final long origin;

	private long window;

	private int previous;

	private int current;

	SlidingCounterBudget(int limit, long period, long origin) {
		this.limit = limit;
		this.period = period;
		this.origin = origin;
	}

	@Override
	public boolean tryTake(long now) {
		if (left(now) == 0) {
			return false;
		}
		this.current++;
		return true;
	}

	@Override
	public int left(long now) {
		turnTo(Math.floorDiv(now - this.origin, this.period));
		long free = this.limit * this.period - this.current * this.period - this.previous * remaining(now);
		return (int) Math.max(0, Math.floorDiv(free, this.period));
	}

	@Override
	public long nanosUntilFree(long now) {
		if (left(now) > 0) {
			return 0;
		}
		if (this.current < this.limit) {
			return remaining(now) - covered(this.limit - this.current, this.previous);
		}
		return remaining(now) + this.period - covered(this.limit, this.current);
	}

	/**
	 * The longest cover of a window of so many requests that leaves room for one more.
	 */
	private long covered(int room, int requests) {
		return Math.min(this.period, (room - 1) * this.period / requests);
	}

	private long remaining(long now) {
		return this.period - Math.floorMod(now - this.origin, this.period);
	}

	private void turnTo(long window) {
		if (window != this.window) {
			this.previous = (window == this.window + 1) ? this.current : 0;
			this.current = 0;
			this.window = window;
		}
	}

}
