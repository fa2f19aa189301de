package io.github.insiderwebpush.ratelimit;

/**
 * Clock and scheduler of limiter, retries and timeouts. Replaced by a bean of this type,
 * usually the virtual clock of the test module.
 *
 * @since 0.1.0
 */
public interface WebPushTimer {

	/**
	 * Return the time, as {@link System#nanoTime()} does.
	 * @return nanoseconds since an arbitrary origin; may be negative, may overflow
	 */
	long nanoTime();

	/**
	 * Run a task once. Tasks must be short and must not block: one thread runs them all.
	 * @param task what to run; it must not throw
	 * @param delayNanos in how many nanoseconds; at once if zero or negative
	 * @return a handle that cancels the task
	 */
	Scheduled schedule(Runnable task, long delayNanos);

	/**
	 * A call begins to do something other than wait. A virtual clock stands still until
	 * {@link #workEnds()} was called as often; the system's clock ignores it.
	 */
	default void workBegins() {
	}

	/**
	 * A call has ended, or waits again.
	 */
	default void workEnds() {
	}

	/**
	 * Return the timer of the running system: {@link System#nanoTime()}, and one daemon
	 * thread for the whole process, which exists only while something is scheduled.
	 * @return the system's timer
	 */
	static WebPushTimer system() {
		return SystemTimer.INSTANCE;
	}

	/**
	 * A task that waits for its time.
	 */
	@FunctionalInterface
	interface Scheduled {

		/**
		 * Cancel the task. Does nothing if it ran already.
		 */
		void cancel();

	}

}
