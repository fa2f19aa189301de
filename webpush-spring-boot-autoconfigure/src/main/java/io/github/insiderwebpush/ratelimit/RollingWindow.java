package io.github.insiderwebpush.ratelimit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Arithmetic of one budget within one process. It has no clock, no lock and no thread.
 * <p>
 * A permit that is in use is either in flight, because its request has not been answered,
 * or returns at a known time, which is one period after the response. Two requests that
 * use the same permit therefore arrive at the server at least one period apart, whatever
 * the latency. A token bucket spaces the requests: {@code burst} at once when the bucket
 * is full, then one each {@code period / limit}.
 */
final class RollingWindow implements BudgetWindow {

	/**
	 * The part of an interval that a late grant may make up for, so that late timers and
	 * responses cost nothing at saturation.
	 */
	private static final double CATCH_UP = 0.1;

	private final long period;

	private final long longestRequest;

	/** When permits return that are not in flight, earliest first. */
	private final List<Long> returns = new ArrayList<>();

	private int inFlight;

	private int limit;

	private int burst;

	/** The cost of a permit in the token bucket, whose tokens are nanoseconds. */
	private long interval;

	/** When the token bucket was empty; it has filled since. */
	private long emptyAt;

	private long pausedUntil;

	private long paused;

	private long lastPause;

	/** Until when there is no burst, because the server has throttled. */
	private long evenUntil;

	/**
	 * Create the window of a budget that was not used before.
	 * @param limit how many requests may arrive in one period
	 * @param period the period in nanoseconds
	 * @param burst how many may be sent at once
	 * @param longestRequest the longest time that a request may take, in nanoseconds
	 */
	RollingWindow(int limit, long period, int burst, long longestRequest) {
		this.period = period;
		this.longestRequest = longestRequest;
		this.evenUntil = -period;
		this.burst = burst;
		setLimit(limit);
		this.emptyAt = -capacity();
	}

	@Override
	public long nanosUntilFree(long now) {
		long wait = Math.max(pauseLeft(now), this.interval - availableTokens(now));
		int missing = inUse(now) - this.limit;
		return (missing < 0) ? Math.max(0, wait) : Math.max(wait, nanosUntilReturn(missing, now));
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Waiters are spaced by an interval, and each needs a permit that returns, or one
	 * that an earlier waiter has used for at least a period.
	 */
	@Override
	public long minimumWait(int before, long pause, long now) {
		long firstReturn = minimumReturn(0, now);
		long first = Math.max(Math.max(pause, this.interval - availableTokens(now)), firstReturn);
		if (before == 0) {
			return Math.max(0, first);
		}
		long spaced = (long) (Math.max(0, first) + (double) before * this.interval - catchUp());
		long ownReturn = minimumReturn(Math.min(before, this.limit - 1), now);
		return Math.max(spaced, Math.min(ownReturn, firstReturn + this.period));
	}

	/**
	 * Return the time until so many and one more permits are free, provided that all
	 * requests in flight are answered now.
	 */
	private long minimumReturn(int index, long now) {
		int missing = inUse(now) + index - this.limit;
		if (missing < 0) {
			return 0;
		}
		long known = nanosUntilReturn(missing, now);
		return (this.inFlight == 0) ? known
				: Math.max(Math.min(known, this.period), nanosUntilReturn(missing - this.inFlight, now));
	}

	private long nanosUntilReturn(int index, long now) {
		if (index < 0) {
			return 0;
		}
		return (index < this.returns.size()) ? this.returns.get(index) - now : UNKNOWN;
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * A caller that had to wait forfeits the tokens that are left: otherwise a burst
	 * would follow a full window.
	 */
	@Override
	public void take(boolean waited, long now) {
		long left = availableTokens(now) - this.interval;
		this.emptyAt = now - (waited ? Math.min(left, catchUp()) : left);
		this.inFlight++;
	}

	@Override
	public void complete(long now) {
		this.inFlight--;
		addReturn(now + this.period);
	}

	@Override
	public void abandon(long sentAt, long now) {
		this.inFlight--;
		addReturn(Math.max(now, sentAt + this.longestRequest) + this.period);
	}

	@Override
	public void release(long now) {
		this.inFlight--;
		this.emptyAt -= this.interval;
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Without a wait from the server the pause is the rest of the window: until the first
	 * permit returns. A server that throttles again within a period counts something that
	 * this process does not see; then the pause is at least twice as long as the last.
	 */
	@Override
	public void throttled(long wait, long now) {
		boolean isNew = pauseLeft(now) == 0;
		long pause = wait;
		if (wait == UNKNOWN) {
			inUse(now);
			long rest = this.returns.isEmpty() ? this.period : this.returns.get(0) - now;
			long atLeast = (isNew && now < this.evenUntil) ? 2 * this.lastPause : this.interval;
			pause = Math.min(Math.max(rest, Math.max(atLeast, this.interval)), this.period);
		}
		if (isNew) {
			this.lastPause = pause;
		}
		pause(pause, now);
		this.evenUntil = this.pausedUntil + this.period;
	}

	@Override
	public void pause(long nanos, long now) {
		this.paused += Math.max(0, nanos - pauseLeft(now));
		this.pausedUntil = Math.max(this.pausedUntil, now + nanos);
	}

	@Override
	public long pauseLeft(long now) {
		return Math.max(0, this.pausedUntil - now);
	}

	@Override
	public long paused() {
		return this.paused;
	}

	/**
	 * Return how many requests count against the limit: those in flight, and those
	 * answered within the period.
	 */
	int inUse(long now) {
		while (!this.returns.isEmpty() && this.returns.get(0) <= now) {
			this.returns.remove(0);
		}
		return this.inFlight + this.returns.size();
	}

	@Override
	public int free(long now) {
		return this.limit - inUse(now);
	}

	@Override
	public int drain(long now) {
		int free = Math.max(0, free(now));
		for (int i = 0; i < free; i++) {
			addReturn(now + this.period);
		}
		return free;
	}

	@Override
	public void changeLimit(int limit, long now) {
		changeLimit(limit, this.burst, now);
	}

	void changeLimit(int limit, int burst, long now) {
		this.emptyAt = now - availableTokens(now);
		this.burst = burst;
		setLimit(limit);
	}

	private void setLimit(int limit) {
		this.limit = limit;
		this.interval = (this.period - 1) / limit + 1;
	}

	private void addReturn(long time) {
		int index = Collections.binarySearch(this.returns, time);
		this.returns.add((index < 0) ? ~index : index, time);
	}

	/**
	 * Return the tokens in the bucket: one interval at most as long as the spacing is
	 * even, and more is earned only after that.
	 */
	private long availableTokens(long now) {
		long sinceEven = Math.max(0, now - this.evenUntil);
		return Math.min(now - this.emptyAt, Math.min(this.interval + sinceEven, capacity()));
	}

	private long capacity() {
		return Math.min(this.burst, this.limit) * this.interval;
	}

	private long catchUp() {
		return (long) (CATCH_UP * this.interval);
	}

}
