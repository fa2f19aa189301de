package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * Adapter for any other Resilience4j limiter, with the guarantees that it gives. Such a
 * limiter books permits ahead: a wait that is cancelled or out of time has spent its
 * permit, and a pause delays only the calls that have not booked yet. A call that ends
 * while its permit is booked does not wait yet: it is called back when the permit is due,
 * or cancels once more.
 */
final class Resilience4jPermits implements Permits {

	private static final long NEVER = Long.MAX_VALUE;

	private final RateLimiter limiter;

	private final WebPushTimer timer;

	private final long startedAt;

	/** The waits, each with the task that continues it. */
	private final Map<PendingAcquire, Scheduled> waiting = new HashMap<>();

	private long pausedUntil;

	private long paused;

	Resilience4jPermits(RateLimiter limiter, WebPushTimer timer) {
		this.limiter = limiter;
		this.timer = timer;
		this.startedAt = timer.nanoTime();
	}

	@Override
	public void acquire(PendingAcquire pending, PermitLine line, long timeoutNanos) {
		book(pending, PermitQueue.deadline(timeoutNanos, now()));
	}

	private void book(PendingAcquire pending, long deadline) {
		long left = (deadline == NEVER) ? NEVER : deadline - now();
		long pause = pauseLeft().toNanos();
		if (pause > 0) {
			if (pause > left) {
				pending.onRejected(Duration.ofNanos(pause), Duration.ofNanos(pause));
			}
			else {
				schedule(pending, () -> book(pending, deadline), pause);
			}
			return;
		}
		long wait;
		try {
			wait = this.limiter.reservePermission();
		}
		catch (RuntimeException | Error ex) {
			pending.onFailed(ex);
			return;
		}
		if (wait < 0) {
			notBooked(pending, deadline);
		}
		else if (wait > left) {
			pending.onRejected(Duration.ofNanos(wait), null);
		}
		else if (wait > 0) {
			schedule(pending, () -> pending.onAcquired(new BookedPermit()), wait);
		}
		else {
			pending.onAcquired(new BookedPermit());
		}
	}

	/**
	 * The limiter's own timeout is too short for the wait, which it does not tell.
	 */
	private void notBooked(PendingAcquire pending, long deadline) {
		if (deadline == NEVER) {
			schedule(pending, () -> book(pending, deadline), periodNanos());
		}
		else {
			pending.onRejected(Duration.ofNanos(periodNanos()), null);
		}
	}

	private synchronized void schedule(PendingAcquire pending, Runnable next, long delay) {
		this.waiting.put(pending, this.timer.schedule(() -> {
			if (cancel(pending)) {
				next.run();
			}
		}, delay));
	}

	@Override
	public synchronized boolean cancel(PendingAcquire pending) {
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
