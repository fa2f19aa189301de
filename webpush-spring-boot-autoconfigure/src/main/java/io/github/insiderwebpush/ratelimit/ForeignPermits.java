package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * The permits of any Resilience4j limiter, with the guarantees that it gives. Such a
 * limiter books its permits ahead, so whoever gives up loses one; and it keeps no queue,
 * so a call that the server refused goes first only in so far as nobody books while the
 * stop lasts.
 */
final class ForeignPermits implements Permits {

	private final RateLimiter limiter;

	private final WebPushTimer timer;

	private final Set<PermitWaiter> waiters = ConcurrentHashMap.newKeySet();

	private volatile long stoppedUntil;

	ForeignPermits(RateLimiter limiter, WebPushTimer timer) {
		this.limiter = limiter;
		this.timer = timer;
		this.stoppedUntil = timer.nanoTime();
	}

	@Override
	public boolean tryAcquire() {
		// Asking would book a permit ahead.
		return false;
	}

	@Override
	public void acquire(PermitWaiter waiter, long timeoutNanos, boolean first) {
		long now = this.timer.nanoTime();
		waiter.deadline = now + timeoutNanos;
		this.waiters.add(waiter);
		long untilStopEnds = this.stoppedUntil - now;
		if (untilStopEnds <= 0) {
			reserve(waiter, timeoutNanos == FOREVER);
		}
		else if (untilStopEnds > timeoutNanos) {
			refuse(waiter, untilStopEnds);
		}
		else {
			waiter.expiry = this.timer.schedule(() -> reserve(waiter, timeoutNanos == FOREVER), untilStopEnds);
		}
	}

	private void reserve(PermitWaiter waiter, boolean forever) {
		long wait = this.limiter.reservePermission();
		long period = this.limiter.getRateLimiterConfig().getLimitRefreshPeriod().toNanos();
		if (wait == 0) {
			grant(waiter);
		}
		else if (wait > 0 && (forever || wait <= waiter.deadline - this.timer.nanoTime())) {
			waiter.expiry = this.timer.schedule(() -> grant(waiter), wait);
		}
		else if (forever) {
			waiter.expiry = this.timer.schedule(() -> reserve(waiter, true), period);
		}
		else {
			refuse(waiter, (wait > 0) ? wait : period);
		}
	}

	private void grant(PermitWaiter waiter) {
		if (this.waiters.remove(waiter)) {
			waiter.granted();
		}
	}

	private void refuse(PermitWaiter waiter, long leastWait) {
		if (this.waiters.remove(waiter)) {
			waiter.refused(leastWait);
		}
	}

	@Override
	public boolean cancel(PermitWaiter waiter) {
		boolean waited = this.waiters.remove(waiter);
		Scheduled expiry = waiter.expiry;
		if (waited && expiry != null) {
			expiry.cancel();
		}
		return waited;
	}

	@Override
	public void answered(@Nullable Throwable failure) {
		ThrottleSignal throttle = ThrottleSignal.in(failure);
		if (throttle != null) {
			Duration retryAfter = throttle.retryAfter();
			Duration stop = (retryAfter != null) ? retryAfter
					: this.limiter.getRateLimiterConfig().getLimitRefreshPeriod();
			stop = (stop.compareTo(PermitQueue.LONGEST_STOP) < 0) ? stop : PermitQueue.LONGEST_STOP;
			this.stoppedUntil = this.timer.nanoTime() + stop.toNanos();
		}
		if (failure != null) {
			this.limiter.onError(failure);
		}
		else {
			this.limiter.onSuccess();
		}
	}

	@Override
	public void unanswered(Throwable failure, long grantedAt) {
		answered(failure);
	}

	@Override
	public void unused() {
		// Resilience4j has no way to give a permit back: it is spent.
	}

	@Override
	public int inUse() {
		return -1;
	}

}
