package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * The permits of any Resilience4j limiter, with the guarantees that it gives. Such a
 * limiter books its permits ahead, so whoever gives up loses one, and so does everyone
 * whose permit falls due while a stop lasts: they book again when it ends. And it keeps
 * no queue, so a call that the server refused does not go first.
 */
final class ForeignPermits implements OldPermits {

	private final RateLimiter limiter;

	private final WebPushTimer timer;

	private final Set<PermitWaiter> waiters = ConcurrentHashMap.newKeySet();

	private final AtomicLong stoppedUntil;

	private final LongAdder stopped = new LongAdder();

	ForeignPermits(RateLimiter limiter, WebPushTimer timer) {
		this.limiter = limiter;
		this.timer = timer;
		this.stoppedUntil = new AtomicLong(timer.nanoTime());
	}

	@Override
	public boolean tryAcquire() {
		// Asking would book a permit ahead.
		return false;
	}

	@Override
	public void acquire(PermitWaiter waiter, long timeoutNanos, boolean first) {
		waiter.deadline = this.timer.nanoTime() + timeoutNanos;
		this.waiters.add(waiter);
		try {
			ask(waiter, timeoutNanos == FOREVER);
		}
		catch (RuntimeException ex) {
			this.waiters.remove(waiter);
			throw ex;
		}
	}

	private void ask(PermitWaiter waiter, boolean forever) {
		if (!this.waiters.contains(waiter) || waitsForStop(waiter, forever)) {
			return;
		}
		long wait = this.limiter.reservePermission();
		boolean booked = wait >= 0;
		if (!booked) {
			wait = this.limiter.getRateLimiterConfig().getLimitRefreshPeriod().toNanos();
		}
		if (wait == 0) {
			grant(waiter);
		}
		else if (!forever && (!booked || wait > waiter.deadline - this.timer.nanoTime())) {
			refuse(waiter, wait);
		}
		else {
			Runnable next = booked ? () -> due(waiter, forever) : () -> ask(waiter, forever);
			waiter.expiry = this.timer.schedule(next, wait);
		}
	}

	private void due(PermitWaiter waiter, boolean forever) {
		if (!waitsForStop(waiter, forever)) {
			grant(waiter);
		}
	}

	private boolean waitsForStop(PermitWaiter waiter, boolean forever) {
		long now = this.timer.nanoTime();
		long until = this.stoppedUntil.get();
		long untilStopEnds = until - now;
		if (untilStopEnds <= 0) {
			return false;
		}
		if (until - waiter.deadline > 0) {
			refuse(waiter, untilStopEnds);
		}
		else {
			waiter.expiry = this.timer.schedule(() -> ask(waiter, forever), untilStopEnds);
		}
		return true;
	}

	private void grant(PermitWaiter waiter) {
		if (this.waiters.remove(waiter)) {
			waiter.granted();
		}
	}

	private void refuse(PermitWaiter waiter, long leastWait) {
		if (cancel(waiter)) {
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
			stop((retryAfter != null) ? PermitQueue.stopNanos(retryAfter)
					: this.limiter.getRateLimiterConfig().getLimitRefreshPeriod().toNanos());
		}
		if (failure != null) {
			this.limiter.onError(failure);
		}
		else {
			this.limiter.onSuccess();
		}
	}

	@Override
	public void unanswered(Throwable failure, long sentAt) {
		answered(failure);
	}

	@Override
	public void unused() {
		// Resilience4j has no way to give a permit back: it is spent.
	}

	@Override
	public void holdBack(Duration pause) {
		stop(PermitQueue.stopNanos(pause));
	}

	@Override
	public Duration stopped() {
		return Duration.ofNanos(this.stopped.sum());
	}

	private void stop(long wait) {
		long now = this.timer.nanoTime();
		long before = this.stoppedUntil.getAndAccumulate(now + wait, ForeignPermits::later);
		long until = later(before, now + wait);
		this.stopped.add(until - later(before, now));
		for (PermitWaiter waiter : this.waiters) {
			if (until - waiter.deadline > 0) {
				refuse(waiter, until - now);
			}
		}
	}

	private static long later(long one, long other) {
		return (one - other > 0) ? one : other;
	}

	@Override
	public int inUse() {
		return -1;
	}

}
