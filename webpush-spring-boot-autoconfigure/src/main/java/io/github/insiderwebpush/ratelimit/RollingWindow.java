package io.github.insiderwebpush.ratelimit;

/**
 * The arithmetic of one budget: who may go at a given time, and if not, when. It has no
 * clock, no lock and no thread, and is not safe for use by several threads. Times are
 * those of a {@link WebPushTimer}: only their differences mean something.
 * <p>
 * A permit that is in use is in one of three places. <em>In flight</em>: its request was
 * not answered yet. <em>Cooling</em>: it comes back at a known time, which is one period
 * after the answer. <em>Unreported</em>: nobody will say exactly when its request ended,
 * so it comes back one period after the longest time that a request may take. All others
 * are free. Because a permit cools from the answer and not from the grant, two requests
 * that use the same permit arrive at the server at least one period apart, whatever the
 * latency.
 * <p>
 * On top of that a token bucket evens the flow out: {@code burst} at once when there was
 * time to save up for it, then one each {@code period / limit}.
 */
class RollingWindow {

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

	final long period;

	final long longestRequest;

	private final int burst;

	private final TimeRing cooling;

	private final TimeRing unreported = new TimeRing(1);

	int limit;

	private long interval;

	/** What the token bucket holds when it is full. */
	private long capacity;

	private int inFlight;

	/** The latest time that was told. The true one is the same or later. */
	private long latest;

	/** Whether a permit was taken after {@link #latest} that is not paid for yet. */
	private boolean unpaid;

	/** Until then, permits taken several at a time are among the unreported ones. */
	private long severalUntil;

	/**
	 * When the token bucket was empty, or will be. What it holds is the time since, up to
	 * its capacity: a grant costs one interval.
	 */
	long emptyAt;

	long stoppedUntil;

	/** The length of all stops. */
	private long stopped;

	long evenUntil;

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
		this.latest = now;
		this.severalUntil = now;
		this.stoppedUntil = now;
		this.evenUntil = now - period;
		setLimit(limit);
		this.emptyAt = now - this.capacity;
	}

	long stopped() {
		return this.stopped;
	}

	int limit() {
		return this.limit;
	}

	/**
	 * Return how many permits are in use.
	 */
	int inUse(long now) {
		advance(now);
		return inUse();
	}

	/**
	 * Return how many permits are free; negative after the limit was lowered below what
	 * is in use.
	 */
	int free(long now) {
		return this.limit - inUse(now);
	}

	/**
	 * Return whether so many permits can be taken now.
	 */
	boolean isFree(int permits, long now) {
		return !isStopped(now) && price(permits, now) <= saved(now) && hasRoom(permits, now);
	}

	private boolean hasRoom(int permits, long now) {
		// Seldom needed, and most of what a free permit costs apart from clock and lock.
		if (inUse() + permits > this.limit) {
			advance(now);
		}
		return inUse() + permits <= this.limit;
	}

	/**
	 * Return how long it takes until so many permits can be taken.
	 * @return nanoseconds, 0 if they can be taken now, or {@link #UNTIL_AN_ANSWER}
	 */
	long nanosUntilFree(int permits, long now) {
		long untilStopEnds = Math.max(0, this.stoppedUntil - now);
		long untilSaved = price(permits, now) - saved(now);
		return Math.max(Math.max(untilStopEnds, untilSaved), nanosUntilReturned(permits, now));
	}

	private long nanosUntilReturned(int permits, long now) {
		int missing = inUse() + permits - this.limit;
		return (missing > 0) ? knownReturn(missing - 1, UNTIL_AN_ANSWER, now) : 0;
	}

	/**
	 * Take permits that {@link #isFree} just said are free.
	 * @param reportsEnd whether the end of the request will be reported exactly
	 * @param waited whether the taker had to wait: then what was saved up meanwhile is
	 * forfeit, or a full window would be followed by a burst
	 */
	void take(int permits, boolean reportsEnd, boolean waited, long now) {
		pay(permits, waited, now);
		if (reportsEnd) {
			this.inFlight += permits;
			return;
		}
		long back = now + this.longestRequest + this.period;
		for (int i = 0; i < permits; i++) {
			this.unreported.add(back, now);
		}
		if (permits > 1) {
			this.severalUntil = back;
		}
	}

	private void pay(int permits, boolean waited, long now) {
		long left = saved(now) - permits * this.interval;
		this.emptyAt = now - (waited ? Math.min(left, catchUp()) : left);
	}

	/**
	 * Take a permit whose end will be reported if it was free already at the latest time
	 * that was told: as time only frees permits, it still is. This spares reading a
	 * clock. It is paid for when the time is told next, as if it were taken then, so that
	 * what follows goes no sooner than it may, and at most one interval later. Hence
	 * there has to be one more to spend: the price of the last one is due at once, or
	 * whoever never has two would pay late each time.
	 * @return whether it is taken; if not, it may be free all the same
	 */
	boolean takeUntimed() {
		if (this.unpaid || saved(this.latest) < 2 * this.interval || !isFree(1, this.latest)) {
			return false;
		}
		this.unpaid = true;
		this.inFlight++;
		return true;
	}

	/**
	 * Tell the time, before anything else is said or asked at that time.
	 */
	final void tell(long now) {
		this.latest = now;
		if (this.unpaid) {
			this.unpaid = false;
			pay(1, false, now);
		}
	}

	/**
	 * A request in flight was answered, or can no longer arrive.
	 */
	void answered(long now) {
		this.inFlight--;
		this.cooling.add(now + this.period, now);
	}

	/**
	 * An end was reported, without saying of which request. Of all that are possible, the
	 * one that was granted first is the safe guess: what is left then comes back latest.
	 * As long as permits are out that were taken several at a time, no guess is safe, and
	 * all come back by themselves.
	 */
	final void someAnswered(long now) {
		if (this.severalUntil - now > 0) {
			return;
		}
		while (this.unreported.size() > 0) {
			if (this.unreported.remove() - now > 0) {
				firstUnreportedAnswered(now);
				return;
			}
		}
	}

	/**
	 * The first of the unreported ones, which is none any more, was answered.
	 */
	void firstUnreportedAnswered(long now) {
		this.cooling.add(now + this.period, now);
	}

	/**
	 * A request in flight will not be answered any more, but may still arrive.
	 */
	void unanswered(long sentAt, long now) {
		this.inFlight--;
		this.cooling.add(now + this.period + Math.max(0, sentAt + this.longestRequest - now), now);
	}

	/**
	 * Permits are given back unused: no request was sent for them.
	 */
	void unused(int permits, boolean reportsEnd, long now) {
		advance(now);
		if (reportsEnd) {
			this.inFlight -= permits;
		}
		else {
			for (int i = Math.min(permits, this.unreported.size()); i > 0; i--) {
				this.unreported.remove();
			}
		}
		this.emptyAt -= permits * this.interval;
	}

	/**
	 * Take all free permits out of use for one period.
	 * @return how many
	 */
	int drain(long now) {
		advance(now);
		int free = Math.max(0, this.limit - inUse());
		for (int i = 0; i < free; i++) {
			this.cooling.add(now + this.period, now);
		}
		return free;
	}

	/**
	 * Nobody goes for a while.
	 * @param wait how long, in nanoseconds
	 */
	void holdBack(long wait, long now) {
		hold(wait, now);
	}

	final void hold(long wait, long now) {
		long stillStopped = Math.max(0, this.stoppedUntil - now);
		long longer = Math.max(0, wait - stillStopped);
		this.stopped += longer;
		this.stoppedUntil = now + stillStopped + longer;
	}

	/**
	 * The server throttled: nobody goes for a while, and then evenly until a whole window
	 * has passed without another throttle.
	 * @param wait how long, in nanoseconds
	 */
	void stop(long wait, long now) {
		if (!isStopped(now)) {
			this.leastRest = Math.min(this.period, 2 * (isEven(now) ? this.leastRest : this.interval));
		}
		hold(wait, now);
		this.evenUntil = this.stoppedUntil + this.period;
	}

	/**
	 * The server throttled and did not say for how long.
	 */
	void stopForRestOfWindow(long now) {
		stop(restOfWindow(now), now);
	}

	/**
	 * Return how long the rest of the window is: until one period after the first of the
	 * requests that count now was answered. A server that throttles again within a window
	 * counts something that is not seen from here: then the rest is at least twice as
	 * long as the time before, up to one period.
	 */
	long restOfWindow(long now) {
		advance(now);
		long rest = (this.cooling.size() > 0) ? this.cooling.get(0) - now : this.period;
		rest = Math.min(Math.max(this.interval, rest), this.period);
		boolean again = !isStopped(now) && isEven(now);
		return again ? Math.max(rest, this.leastRest) : rest;
	}

	void changeLimit(int limit, long now) {
		this.emptyAt = now - saved(now);
		setLimit(limit);
	}

	private void setLimit(int limit) {
		this.limit = limit;
		this.interval = (this.period - 1) / limit + 1;
		this.capacity = Math.min(this.burst, limit) * this.interval;
	}

	/**
	 * Return how long it may take to learn whether a permit is free: so long everybody
	 * waits.
	 */
	long patience() {
		return 0;
	}

	/**
	 * The queue has served whom it could: do what else there is to do.
	 */
	void attend(PermitQueue queue, long now) {
	}

	/**
	 * Return the least that somebody has to wait who wants permits when others are served
	 * before. The true wait may be longer, as answers in flight may come late.
	 * @param first how many permits the first of the others wants
	 * @param before how many all of them want
	 * @param permits how many are wanted after that
	 * @return nanoseconds
	 */
	long leastWait(int first, long before, int permits, long now) {
		advance(now);
		long price = price(permits, now);
		long untilSaved = before * this.interval + price - saved(now);
		long untilStopEnds = Math.max(0, this.stoppedUntil - now);
		long least = Math.max(Math.max(untilStopEnds, untilSaved), leastReturn(before + permits - 1, now));
		if (before == 0) {
			return least;
		}
		long afterFirst = (before - first) * this.interval + price - catchUp();
		return Math.max(least, leastWait(0, 0, first, now) + afterFirst);
	}

	/**
	 * Return the least wait for the permit that the grant at this index gets, of all that
	 * follow now. It is one that returns after {@code index % limit} others, or one that
	 * an earlier grant used, which takes a period or more. Each further round takes
	 * another.
	 */
	private long leastReturn(long index, long now) {
		int missing = inUse() - this.limit;
		long nth = leastNthReturn(missing + (int) (index % this.limit), now);
		long again = leastNthReturn(missing, now) + this.period;
		return Math.min(nth, again) + index / this.limit * this.period;
	}

	/**
	 * Return the least wait until so many and one more permits have returned, supposed
	 * that all other ends are reported as soon as they can be.
	 */
	private long leastNthReturn(int index, long now) {
		if (index < 0) {
			return 0;
		}
		long ifReported = Math.max(0, this.severalUntil - now) + this.period;
		if (this.inFlight == 0) {
			return knownReturn(index, ifReported, now);
		}
		long withInFlight = Math.min(knownReturn(index, ifReported, now), this.period);
		return (index < this.inFlight) ? withInFlight
				: Math.max(withInFlight, knownReturn(index - this.inFlight, ifReported, now));
	}

	/**
	 * Return how long it takes until so many and one more permits have returned, of those
	 * for which that is known.
	 * @param unreportedAtMost the longest that an unreported one takes
	 * @return nanoseconds, or {@link #UNTIL_AN_ANSWER} if it is known for fewer
	 */
	private long knownReturn(int index, long unreportedAtMost, long now) {
		int cool = Math.max(0, index - this.unreported.size());
		int most = Math.min(index, this.cooling.size());
		while (cool < most) {
			int middle = (cool + most) >>> 1;
			if (unreportedReturn(index - middle - 1, unreportedAtMost, now) > this.cooling.get(middle) - now) {
				cool = middle + 1;
			}
			else {
				most = middle;
			}
		}
		long ofCooling = (cool < this.cooling.size()) ? this.cooling.get(cool) - now : UNTIL_AN_ANSWER;
		long ofUnreported = (index - cool < this.unreported.size())
				? unreportedReturn(index - cool, unreportedAtMost, now) : UNTIL_AN_ANSWER;
		return Math.min(ofCooling, ofUnreported);
	}

	private long unreportedReturn(int index, long atMost, long now) {
		return Math.min(this.unreported.get(index) - now, atMost);
	}

	private boolean isStopped(long now) {
		return this.stoppedUntil - now > 0;
	}

	private boolean isEven(long now) {
		return this.evenUntil - now > 0;
	}

	private int inUse() {
		return this.inFlight + known();
	}

	private int known() {
		return this.cooling.size() + this.unreported.size();
	}

	private void advance(long now) {
		this.cooling.removeUntil(now);
		this.unreported.removeUntil(now);
	}

	/**
	 * Return what the token bucket holds. While grants are even that is one interval at
	 * the most, and more is earned only from then on.
	 */
	private long saved(long now) {
		long sinceEven = Math.max(0, now - this.evenUntil);
		return Math.min(now - this.emptyAt, Math.min(this.interval + sinceEven, this.capacity));
	}

	private long catchUp() {
		return (long) (CATCH_UP * this.interval);
	}

	/**
	 * What has to be saved up for so many permits: more than fits is not asked for, it is
	 * taken as a debt.
	 */
	private long price(int permits, long now) {
		return Math.min(permits * this.interval, isEven(now) ? this.interval : this.capacity);
	}

}
