package io.github.insiderwebpush.ratelimit;

import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for a permit. Of {@link #granted()} and {@link #refused} at most one
 * is called, at most once, without any lock held, by the timer's thread or that of
 * another caller: they must be short, must not block and must not throw.
 *
 * @since 0.1.0
 */
public abstract class PermitWaiter {

	/**
	 * The line it stands in, {@code null} when it does not. Guarded by the queue's lock,
	 * as are its neighbours.
	 */
	@Nullable WaitingLine line;

	@Nullable PermitWaiter previous;

	@Nullable PermitWaiter next;

	/** When it gives up, if it ever does. Guarded by the queue's lock. */
	long deadline;

	/**
	 * What ends its wait at the deadline, {@code null} if nothing does. Guarded likewise.
	 */
	volatile @Nullable Scheduled expiry;

	/**
	 * The permit is there. Its holder must end it.
	 */
	protected abstract void granted();

	/**
	 * There will be no permit in time.
	 * @param leastWaitNanos how long somebody who asked now would wait at the least
	 */
	protected abstract void refused(long leastWaitNanos);

	/**
	 * Return how many permits are wanted.
	 */
	int permits() {
		return 1;
	}

	/**
	 * Return whether the end of the request will be reported exactly.
	 */
	boolean reportsEnd() {
		return true;
	}

}
