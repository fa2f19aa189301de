package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * Adapter for any other Resilience4j limiter, with the guarantees that it gives. Such a
 * limiter books permits ahead: a wait that is cancelled or out of time has spent its
 * permit, and a pause delays only the calls that have not booked yet.
 */
final class Resilience4jPermits implements Permits {

	private static final long NEVER = Long.MAX_VALUE;

	private final RateLimiter limiter;

	private final WebPushTimer timer;

	private final long startedAt;

	/** The waits, each with the task that continues it. */
	private final Map<PendingAcquire, Scheduled> waiting = new ConcurrentHashMap<>();

	private long pausedUntil;

	private long paused;

	Resilience4jPermits(RateLimiter limiter, WebPushTimer timer) {
		this.limiter = limiter;
		this.timer = timer;
		this.startedAt = timer.nanoTime();
	}

	@Override
	public void acquire(PendingAcquire pending, PermitLine line, long timeoutNanos) {
		long now = now();
		long deadline = (timeoutNanos > NEVER - now) ? NEVER : now + timeoutNanos;
		this.waiting.put(pending, () -> {
		});
		try {
			book(pending, deadline);
		}
		catch (RuntimeException ex) {
			this.waiting.remove(pending);
			throw ex;
		}
	}

	private void book(PendingAcquire pending, long deadline) {
		if (!this.waiting.containsKey(pending)) {
			return;
		}
		long left = (deadline == NEVER) ? NEVER : deadline - now();
		long pause = pauseLeft().toNanos();
		if (pause > 0) {
			if (pause > left) {
				reject(pending, pause, Duration.ofNanos(pause));
			}
			else {
				schedule(pending, () -> book(pending, deadline), pause);
			}
			return;
		}
		long wait = this.limiter.reservePermission();
		if (wait == 0) {
			grant(pending);
		}
		else if (wait > left || (wait < 0 && deadline != NEVER)) {
			reject(pending, (wait > 0) ? wait : periodNanos(), null);
		}
		else if (wait > 0) {
			schedule(pending, () -> grant(pending), wait);
		}
		else {
			schedule(pending, () -> book(pending, deadline), periodNanos());
		}
	}

	private void schedule(PendingAcquire pending, Runnable next, long delay) {
		Scheduled scheduled = this.timer.schedule(next, delay);
		if (this.waiting.replace(pending, scheduled) == null) {
			scheduled.cancel();
		}
	}

	private void grant(PendingAcquire pending) {
		if (this.waiting.remove(pending) != null) {
			pending.onAcquired(new BookedPermit());
		}
	}

	private void reject(PendingAcquire pending, long wait, @Nullable Duration pause) {
		if (this.waiting.remove(pending) != null) {
			pending.onRejected(Duration.ofNanos(wait), pause);
		}
	}

	@Override
	public boolean cancel(PendingAcquire pending) {
		Scheduled scheduled = this.waiting.remove(pending);
		if (scheduled != null) {
			scheduled.cancel();
		}
		return scheduled != null;
	}

	@Override
	public synchronized void pause(Duration pause) {
		long nanos = PermitQueue.pauseNanos(pause);
		this.paused += Math.max(0, nanos - pauseLeft().toNanos());
		this.pausedUntil = Math.max(this.pausedUntil, now() + nanos);
	}

	@Override
	public synchronized Duration pauseLeft() {
		return Duration.ofNanos(Math.max(0, this.pausedUntil - now()));
	}

	@Override
	public synchronized Duration paused() {
		return Duration.ofNanos(this.paused);
	}

	@Override
	public int inUse() {
		return -1;
	}

	private long now() {
		return this.timer.nanoTime() - this.startedAt;
	}

	private long periodNanos() {
		return this.limiter.getRateLimiterConfig().getLimitRefreshPeriod().toNanos();
	}

	private final class BookedPermit implements Permit {

		private final AtomicBoolean ended = new AtomicBoolean();

		@Override
		public void complete(@Nullable Throwable failure) {
			if (this.ended.getAndSet(true)) {
				return;
			}
			ThrottleSignal signal = ThrottleSignal.in(failure);
			if (signal != null) {
				Duration retryAfter = signal.retryAfter();
				pause((retryAfter != null) ? retryAfter : Duration.ofNanos(periodNanos()));
			}
			if (failure != null) {
				Resilience4jPermits.this.limiter.onError(failure);
			}
			else {
				Resilience4jPermits.this.limiter.onSuccess();
			}
		}

		@Override
		public void abandon(@Nullable Throwable failure, long sentAt) {
			complete((failure != null) ? failure : new IllegalStateException("No response"));
		}

		@Override
		public void release() {
			// Resilience4j cannot take a permit back: it is spent.
			this.ended.set(true);
		}

	}

}
