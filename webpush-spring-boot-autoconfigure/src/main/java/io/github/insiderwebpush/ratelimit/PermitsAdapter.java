package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/** To be deleted with the old queue. */
final class PermitsAdapter implements Permits {

	private final OldPermits permits;

	private final OldPermits background;

	private final Map<PendingAcquire, Waiter> waiters = new ConcurrentHashMap<>();

	PermitsAdapter(OldPermits permits, WebPushTimer timer) {
		this.permits = permits;
		this.background = permits.inSingleFile();
	}

	@Override
	public void acquire(PendingAcquire pending, PermitLine line, long timeoutNanos) {
		Waiter waiter = new Waiter(pending, (line == PermitLine.BACKGROUND) ? this.background : this.permits);
		this.waiters.put(pending, waiter);
		waiter.permits.acquire(waiter, timeoutNanos, line == PermitLine.RETRY);
	}

	@Override
	public boolean cancel(PendingAcquire pending) {
		Waiter waiter = this.waiters.remove(pending);
		return waiter != null && waiter.permits.cancel(waiter);
	}

	@Override
	public void pause(Duration pause) {
		this.permits.holdBack(pause);
	}

	@Override
	public Duration pauseLeft() {
		return Duration.ZERO;
	}

	@Override
	public Duration paused() {
		return this.permits.stopped();
	}

	@Override
	public int inUse() {
		return this.permits.inUse();
	}

	private final class Waiter extends PermitWaiter {

		private final PendingAcquire pending;

		private final OldPermits permits;

		Waiter(PendingAcquire pending, OldPermits permits) {
			this.pending = pending;
			this.permits = permits;
		}

		@Override
		protected void granted() {
			PermitsAdapter.this.waiters.remove(this.pending);
			OldPermits old = this.permits;
			AtomicBoolean ended = new AtomicBoolean();
			this.pending.onAcquired(new Permit() {

				@Override
				public void complete(@Nullable Throwable failure) {
					if (!ended.getAndSet(true)) {
						old.answered(failure);
					}
				}

				@Override
				public void abandon(Throwable failure, long sentAt) {
					if (!ended.getAndSet(true)) {
						old.unanswered(failure, sentAt);
					}
				}

				@Override
				public void release() {
					if (!ended.getAndSet(true)) {
						old.unused();
					}
				}

			});
		}

		@Override
		protected void refused(long leastWaitNanos) {
			PermitsAdapter.this.waiters.remove(this.pending);
			this.pending.onRejected(Duration.ofNanos(leastWaitNanos), null);
		}

	}

}
