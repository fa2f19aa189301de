package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import io.github.resilience4j.ratelimiter.RateLimiter;

/**
 * The permits of one budget, as the client uses them: by callback, without a thread that
 * waits. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface Permits {

	/** The timeout of a wait without a deadline. */
	long NO_TIMEOUT = Long.MAX_VALUE;

	/**
	 * Wait for a permit, first come, first served within a line.
	 * @param pending called back, within this call if a permit is free or if the wait
	 * cannot end in time
	 * @param line where to wait
	 * @param timeoutNanos the longest wait in nanoseconds, or {@link #NO_TIMEOUT}
	 */
	void acquire(PendingAcquire pending, PermitLine line, long timeoutNanos);

	/**
	 * Stop waiting.
	 * @param pending the wait
	 * @return whether it waited; if not, it was called back already or is being called
	 */
	boolean cancel(PendingAcquire pending);

	/**
	 * The server asked for a pause without refusing anything, such as "0 remaining, reset
	 * in 12 s": no permit is granted before it is over, and a wait that cannot end in
	 * time is rejected at once. It never shortens a pause.
	 * @param pause how long, at most ten minutes
	 */
	void pause(Duration pause);

	/**
	 * Return what is left of a pause that the server asked for.
	 * @return the time until permits are granted again, zero if there is no pause
	 */
	Duration pauseLeft();

	/**
	 * Return for how long pauses have lasted since the start, the present one included.
	 * @return the sum of all pauses
	 */
	Duration paused();

	/**
	 * Return the permits of a limiter. A {@link RollingWindowRateLimiter} is used
	 * directly; any other gives what it guarantees, and is waited for with the timer.
	 * @param limiter the limiter
	 * @param timer the timer to wait with
	 * @return its permits
	 */
	static Permits of(RateLimiter limiter, WebPushTimer timer) {
		return (limiter instanceof RollingWindowRateLimiter rolling) ? rolling.permits()
				: new Resilience4jPermits(limiter, timer);
	}

}
