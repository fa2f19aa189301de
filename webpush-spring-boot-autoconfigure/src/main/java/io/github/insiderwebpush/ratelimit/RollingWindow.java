package io.github.insiderwebpush.ratelimit;

/**
 * The arithmetic of one budget: who may go at a given time, and if not, when. It has no
 * clock, no lock and no thread, and is not safe for use by several threads.
 * <p>
 * A permit is in one of three places. <em>In flight</em>: its request was not answered
 * yet. <em>Cooling</em>: answered less than one period ago. <em>Unreported</em>: nobody
 * will say exactly when its request ended, so it comes back one period after the longest
 * time that a request may take. All others are free. Because a permit cools from the
 * answer and not from the grant, two requests that use the same permit arrive at the
 * server more than one period apart, whatever the latency.
 * <p>
 * On top of that a token bucket evens the flow out: {@code burst} at once when there was
 * time to save up for it, then one each {@code period / limit}.
 */
final class RollingWindow {

	/**
	 * The wait ends when a request in flight is answered, and nobody knows when that is.
	 */
	static final long UNTIL_AN_ANSWER = Long.MAX_VALUE;

	/**
	 * How much of one interval a grant that had to wait may be made up for by the next:
	 * late timers and answers then cost nothing at saturation, and two grants are never
	 * closer than the rest of the interval.
	 */
	private static final double CATCH_UP = 0.1;

	private final long period;

	private final long longestRequest;

	private final int burst;

	private final TimeRing cooling;

	private final TimeRing unreported;

	private int limit;

	private long interval;

	private int inFlight;

	/** Until then, permits taken several at a time are among the unreported ones. */
	private long severalUntil;

	/** What the token bucket holds, in nanoseconds: a grant costs one interval. */
	private long saved;

	private long savedAt;

	private long stoppedUntil;

	private long evenUntil;

	/** The least rest of the window if the server throttles before {@link #evenUntil}. */
	private long leastRest;

	/**
	 * Create the window of a budget that was not used before.
	 * @param limit how many requests may arrive in one period
	 * @param period the period in nanoseconds
	 * @param burst how many may go at once
	 * @param longestRequest the longest time that a request may take, in nanoseconds
	 * @param now the time
	 */
	RollingWindow(int limit, long period, int burst, long longestRequest, long now) {
		this.period = period;
		this.burst = burst;
		this.longestRequest = longestRequest;
		this.cooling = new TimeRing(Math.min(limit, 64));
		this.unreported = new TimeRing(1);
		this.severalUntil = now;
		this.stoppedUntil = now;
		this.evenUntil = now;
		this.savedAt = now;
		changeLimit(limit, now);
		this.saved = capacity(now);
	}

	/**
	 * Return how long it takes until so many permits can be taken.
	 * @return nanoseconds, 0 if they can be taken now, or {@link #UNTIL_AN_ANSWER}
	 */
	long nanosUntilFree(int permits, long now) {
		advance(now);
		long untilStopEnds = Math.max(0, this.stoppedUntil - now);
		long untilEven = Math.max(0, price(permits, now) - this.saved);
		return Math.max(Math.max(untilStopEnds, untilEven), nanosUntilReturned(permits, now));
	}

	private long nanosUntilReturned(int permits, long now) {
		int missing = inUse() + permits - this.limit;
		if (missing <= 0) {
			return 0;
		}
		return (missing <= known()) ? Math.max(0, knownReturn(missing - 1) - now) : UNTIL_AN_ANSWER;
	}

	/**
	 * Take permits that {@link #nanosUntilFree} says are free.
	 * @param waited whether the taker had to wait: then what was saved up meanwhile is
	 * forfeit, or a full window would be followed by a burst
	 */
	void take(int permits, boolean waited) {
		this.saved -= permits * this.interval;
		if (waited) {
			this.saved = Math.min(this.saved, (long) (CATCH_UP * this.interval));
		}
		this.inFlight += permits;
	}

	/**
	 * Nobody will report exactly when the request ends that the permits just taken are
	 * for.
	 */
	void takenUnreported(int permits, long now) {
		long back = now + this.longestRequest + this.period;
		this.inFlight -= permits;
		for (int i = 0; i < permits; i++) {
			this.unreported.add(back);
		}
		if (permits > 1) {
			this.severalUntil = back;
		}
	}

	/**
	 * A request in flight was answered, or can no longer arrive.
	 */
	void answered(long now) {
		advance(now);
		this.inFlight--;
		this.cooling.add(now + this.period);
	}

	/**
	 * An end was reported, without saying of which request. Of all that are possible, the
	 * one that was granted first is the safe guess: what is left then comes back latest.
	 * As long as permits are out that were taken several at a time, no guess is safe, and
	 * all come back by themselves.
	 */
	void someAnswered(long now) {
		advance(now);
		if (!this.unreported.isEmpty() && this.severalUntil - now <= 0) {
			this.unreported.remove();
			this.cooling.add(now + this.period);
		}
	}

	/**
	 * A request in flight will not be answered any more, but may still arrive.
	 */
	void unanswered(long grantedAt, long now) {
		advance(now);
		long back = grantedAt + this.longestRequest + this.period;
		this.inFlight--;
		this.unreported.insert((back - now > this.period) ? back : now + this.period);
	}

	/**
	 * A permit is given back unused: no request was sent for it.
	 */
	void unused(long now) {
		advance(now);
		this.inFlight--;
		this.saved = Math.min(this.saved + this.interval, capacity(now));
	}

	/**
	 * An unreported permit is given back unused.
	 */
	void unusedUnreported(long now) {
		advance(now);
		if (!this.unreported.isEmpty()) {
			this.unreported.remove();
		}
	}

	/**
	 * Take all free permits out of use for one period.
	 * @return how many
	 */
	int drain(long now) {
		advance(now);
		int free = Math.max(0, free());
		for (int i = 0; i < free; i++) {
			this.cooling.add(now + this.period);
		}
		return free;
	}

	/**
	 * The server throttled: nobody goes for a while, and then evenly until a whole window
	 * has passed without another throttle.
	 * @param wait how long, in nanoseconds
	 */
	void stop(long wait, long now) {
		advance(now);
		if (!isStopped(now)) {
			boolean again = this.evenUntil - now > 0;
			this.leastRest = Math.min(this.period, 2 * (again ? this.leastRest : this.interval));
		}
		if (now + wait - this.stoppedUntil > 0) {
			this.stoppedUntil = now + wait;
		}
		this.evenUntil = this.stoppedUntil + this.period;
	}

	/**
	 * Return how long the rest of the window is: until one period after the first of the
	 * requests that count now was answered. A server that throttles again within a window
	 * counts something that is not seen from here: then the rest is at least twice as
	 * long as the time before, up to one period.
	 */
	long restOfWindow(long now) {
		advance(now);
		long rest = this.cooling.isEmpty() ? this.period : Math.max(this.interval, this.cooling.get(0) - now);
		boolean again = !isStopped(now) && this.evenUntil - now > 0;
		return again ? Math.max(rest, this.leastRest) : rest;
	}

	void changeLimit(int limit, long now) {
		this.limit = limit;
		this.interval = Math.max(1, (this.period + limit - 1) / limit);
		this.saved = Math.min(this.saved, capacity(now));
	}

	/**
	 * Return the least that somebody has to wait who wants permits when so many others
	 * are served before. The true wait may be longer, as answers in flight may come late.
	 * @return nanoseconds
	 */
	long leastWait(int before, int permits, long now) {
		advance(now);
		int last = before + permits - 1;
		long untilStopEnds = this.stoppedUntil - now;
		long wait = Math.max(0, (last + 1L) * this.interval - this.saved);
		if (untilStopEnds > 0) {
			wait = Math.max(wait, untilStopEnds + last * this.interval);
		}
		return Math.max(wait, leastWaitForReturn(last, now));
	}

	/**
	 * Of the permits that are granted from now on, the one at this index is one that
	 * returns for the first time after {@code index % limit} others, and then one period
	 * or more after each use.
	 */
	private long leastWaitForReturn(int index, long now) {
		int used = inUse() - this.limit + index % this.limit;
		long first = 0;
		if (used >= 0) {
			first = (used < known()) ? Math.max(0, knownReturn(used) - now) : this.period;
			first = (this.inFlight > 0) ? Math.min(first, this.period) : first;
		}
		return first + (index / this.limit) * this.period;
	}

	int limit() {
		return this.limit;
	}

	int free() {
		return this.limit - inUse();
	}

	int inUse() {
		return this.inFlight + known();
	}

	private int known() {
		return this.cooling.size() + this.unreported.size();
	}

	boolean isStopped(long now) {
		return this.stoppedUntil - now > 0;
	}

	/**
	 * Return the time at which a permit returns, of those for which it is known, in
	 * order.
	 */
	private long knownReturn(int index) {
		if (this.unreported.isEmpty()) {
			return this.cooling.get(index);
		}
		int c = 0;
		int u = 0;
		while (true) {
			boolean takeCooling = u == this.unreported.size()
					|| (c < this.cooling.size() && this.cooling.get(c) - this.unreported.get(u) <= 0);
			if (c + u == index) {
				return takeCooling ? this.cooling.get(c) : this.unreported.get(u);
			}
			c += takeCooling ? 1 : 0;
			u += takeCooling ? 0 : 1;
		}
	}

	private void advance(long now) {
		returnAllDue(this.cooling, now);
		returnAllDue(this.unreported, now);
		long elapsed = now - this.savedAt;
		if (elapsed > 0) {
			long room = capacity(now) - this.saved;
			this.saved += Math.max(0, Math.min(room, elapsed));
			this.savedAt = now;
		}
		this.saved = Math.min(this.saved, capacity(now));
	}

	private static void returnAllDue(TimeRing returns, long now) {
		while (!returns.isEmpty() && returns.get(0) - now <= 0) {
			returns.remove();
		}
	}

	private long capacity(long now) {
		boolean even = this.evenUntil - now > 0;
		return (even ? 1 : this.burst) * this.interval;
	}

	/**
	 * What has to be saved up for so many permits: more than fits is not asked for, it is
	 * taken as a debt.
	 */
	private long price(int permits, long now) {
		return Math.min(permits * this.interval, capacity(now));
	}

}
