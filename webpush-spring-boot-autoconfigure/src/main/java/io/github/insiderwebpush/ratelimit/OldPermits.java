package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import io.github.resilience4j.ratelimiter.RateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * A budget as a call uses it. Every permit that was granted is ended exactly once, by
 * {@link #answered}, {@link #unanswered} or {@link #unused}.
 *
 * @since 0.1.0
 */
public interface OldPermits {

	/** The timeout of those who wait as long as it takes. */
	long FOREVER = Long.MAX_VALUE;

	/**
	 * Take a permit if one is free and nobody waits.
	 * @return whether it was taken
	 */
	boolean tryAcquire();

	/**
	 * Wait for a permit, first come, first served. It holds no thread.
	 * @param waiter who waits; told within this call if there is a permit, or if a wait
	 * cannot end in time
	 * @param timeoutNanos the longest wait in nanoseconds, or {@link #FOREVER}
	 * @param first whether to go before all others: for a call that the server refused
	 */
	void acquire(PermitWaiter waiter, long timeoutNanos, boolean first);

	/**
	 * Stop waiting.
	 * @param waiter who waited
	 * @return whether it did; if not, it was told already or is being told
	 */
	boolean cancel(PermitWaiter waiter);

	/**
	 * The request was answered, or never left.
	 * @param failure how it failed, {@code null} if it did not; a {@link ThrottleSignal}
	 * stops everyone who waits for this budget
	 */
	void answered(@Nullable Throwable failure);

	/**
	 * The request has no answer, but may still be on its way to the server.
	 * @param failure how it failed
	 * @param sentAt when it was sent, by the timer: from then on it takes no longer than
	 * the longest request
	 */
	void unanswered(Throwable failure, long sentAt);

	/**
	 * No request was sent.
	 */
	void unused();

	/**
	 * The server asked for a pause without refusing anything, such as "0 remaining, reset
	 * in 12 s": nobody is granted a permit before it is over, and who cannot wait so long
	 * is refused at once. It never shortens a stop.
	 * @param pause how long; more than ten minutes are taken as ten minutes, and a
	 * negative one as none
	 */
	void holdBack(Duration pause);

	/**
	 * Return how many requests count against the limit: those in flight, and those
	 * answered within the period.
	 * @return the number, or -1 if the limiter cannot tell
	 */
	int inUse();

	/**
	 * Return for how long throttles and used-up quotas have stopped this budget.
	 * @return the length of all stops since the start, the present one included
	 */
	Duration stopped();

	/**
	 * Return a view of this budget for calls that have time: at most one of all that wait
	 * in the view stands in the queue, so that others are never behind more than one of
	 * them. They wait as long as it takes.
	 * @return permits from the same budget
	 */
	default OldPermits inSingleFile() {
		return new SingleFile(this);
	}

	/**
	 * Use a limiter. A {@link RollingWindowRateLimiter} is used directly; any other gives
	 * what it guarantees, and is waited for with the timer and no thread.
	 * @param limiter the limiter
	 * @param timer the timer to wait with
	 * @return its permits
	 */
	static OldPermits of(RateLimiter limiter, WebPushTimer timer) {
		return (limiter instanceof RollingWindowRateLimiter own) ? own.permits() : new ForeignPermits(limiter, timer);
	}

}
