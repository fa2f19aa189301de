package io.github.insiderwebpush.test;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A sliding log: remembers each request for one period.
 */
final class RollingWindowBudget implements ServerBudget {

	private final int limit;

	private final long period;

	private final Deque<Long> taken = new ArrayDeque<>();

	RollingWindowBudget(int limit, long period) {
		this.limit = limit;
		this.period = period;
	}

	@Override
	public boolean tryTake(long now) {
		if (left(now) == 0) {
			return false;
		}
		this.taken.addLast(now);
		return true;
	}

	@Override
	public int left(long now) {
		while (!this.taken.isEmpty() && now - this.taken.getFirst() >= this.period) {
			this.taken.removeFirst();
		}
		return this.limit - this.taken.size();
	}

	@Override
	public long nanosUntilFree(long now) {
		return (left(now) > 0) ? 0 : this.period - (now - this.taken.getFirst());
	}

}
