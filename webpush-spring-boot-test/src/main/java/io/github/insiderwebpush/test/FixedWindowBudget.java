package io.github.insiderwebpush.test;

/**
 * Counts in windows that follow one another from a fixed origin, and forgets everything
 * at the edge.
 */
final class FixedWindowBudget implements ServerBudget {

	private final int limit;

	private final long period;

	private final long origin;

	private long window;

	private int taken;

	FixedWindowBudget(int limit, long period, long origin) {
		this.limit = limit;
		this.period = period;
		this.origin = origin;
	}

	@Override
	public boolean tryTake(long now) {
		if (left(now) == 0) {
			return false;
		}
		this.taken++;
		return true;
	}

	@Override
	public int left(long now) {
		long current = Math.floorDiv(now - this.origin, this.period);
		if (current != this.window) {
			this.window = current;
			this.taken = 0;
		}
		return this.limit - this.taken;
	}

	@Override
	public long nanosUntilFree(long now) {
		return (left(now) > 0) ? 0 : this.period - Math.floorMod(now - this.origin, this.period);
	}

}
