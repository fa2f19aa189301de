package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

/**
 * The view that a {@link PermitQueue} has of its budget: whether a permit is free, and if
 * not, for how long. Used under the lock of the queue only. Times are nanoseconds since
 * the start of the queue.
 */
interface BudgetWindow {

	/** The longest pause that a server may ask for. */
	Duration LONGEST_PAUSE = Duration.ofMinutes(10);

	/** The wait ends with an event whose time is not known yet. */
	long UNKNOWN = Long.MAX_VALUE;

	/**
	 * Return how long it takes until a permit is free.
	 * @return nanoseconds, 0 if one is free now, or {@link #UNKNOWN}
	 */
	long nanosUntilFree(long now);

	/**
	 * Return a lower bound of the wait for a permit. The actual wait may be longer, as
	 * requests in flight may be answered late.
	 * @param before how many are served first
	 * @param pause the pause to count with, in nanoseconds
	 */
	long minimumWait(int before, long pause, long now);

	/**
	 * Take a permit that {@link #nanosUntilFree} said is free.
	 * @param waited whether its caller had to wait
	 */
	void take(boolean waited, long now);

	/**
	 * A request in flight was answered: its permit returns one period from now.
	 */
	void complete(long now);

	/**
	 * A request in flight was given up, but may still arrive: its permit returns one
	 * period after the longest time that it may take.
	 */
	void abandon(long sentAt, long now);

	/**
	 * A permit was not used.
	 */
	void release(long now);

	/**
	 * The server throttled.
	 * @param wait the pause that it asked for, in nanoseconds, or {@link #UNKNOWN}
	 */
	void throttled(long wait, long now);

	/**
	 * The server asked for a pause without refusing anything.
	 */
	void pause(long nanos, long now);

	/**
	 * Return what is left of a pause, in nanoseconds.
	 */
	long pauseLeft(long now);

	/**
	 * Return the length of all pauses so far, in nanoseconds.
	 */
	long paused();

	/**
	 * Return how many permits are free; negative after the limit was lowered below what
	 * is in use.
	 */
	int free(long now);

	/**
	 * Take all free permits out of use for one period.
	 * @return how many
	 */
	int drain(long now);

	void changeLimit(int limit, long now);

	/**
	 * Called before the queue is served, whenever something has changed.
	 * @param waiting how many wait
	 */
	default void prepare(int waiting, long now) {
	}

	/**
	 * Return the time until {@link #prepare} has something to do although nothing else
	 * happens, in nanoseconds, or {@link #UNKNOWN}.
	 */
	default long nanosUntilAction(long now) {
		return UNKNOWN;
	}

	/**
	 * Return how long it may take to learn whether a permit is free, in nanoseconds. A
	 * wait is not given up before that.
	 */
	default long decisionTime() {
		return 0;
	}

}
