package io.github.insiderwebpush.ratelimit;

/**
 * The one seam for time: limiter, retries and timeouts read the clock here and wait here.
 * Replaced by a bean of this type, usually the virtual clock of the test module.
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
	 * Run a task once. Tasks must be short and must not block: one thread serves them
	 * all.
	 * @param task what to run; it must not throw
	 * @param delayNanos in how many nanoseconds; at once if zero or negative
	 * @return a handle that cancels the task
	 */
	Scheduled schedule(Runnable task, long delayNanos);

	/**
	 * A call has something to do other than wait. A virtual clock stands still until as
	 * many calls have said {@link #workEnds()}; the system's clock takes no notice.
	 */
	default void workBegins() {
	}

	/**
	 * A call has ended, or has nothing to do but wait.
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
		 * Take the task back. Does nothing if it ran already.
		 */
		void cancel();

	}

}
