package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * OldPermits for those who have time. They stand in a line of their own, from which one
 * at a time goes on to wait for the budget, behind all who wait there already: so nobody
 * else is ever behind more than one of them, however many they are. That holds for a call
 * that the server refused, too: it goes first in this line only.
 */
final class SingleFile implements OldPermits {

	private final ReentrantLock lock = new ReentrantLock();

	private final OldPermits permits;

	private final Deque<PermitWaiter> line = new ArrayDeque<>();

	private @Nullable Place inQueue;

	private boolean serving;

	SingleFile(OldPermits permits) {
		this.permits = permits;
	}

	@Override
	public boolean tryAcquire() {
		this.lock.lock();
		try {
			if (this.inQueue != null || !this.line.isEmpty()) {
				return false;
			}
		}
		finally {
			this.lock.unlock();
		}
		return this.permits.tryAcquire();
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * The timeout is not looked at: who has one does not wait here.
	 */
	@Override
	public void acquire(PermitWaiter waiter, long timeoutNanos, boolean first) {
		this.lock.lock();
		try {
			if (first) {
				this.line.addFirst(waiter);
			}
			else {
				this.line.addLast(waiter);
			}
		}
		finally {
			this.lock.unlock();
		}
		serve();
	}

	@Override
	public boolean cancel(PermitWaiter waiter) {
		Place place;
		this.lock.lock();
		try {
			if (this.line.remove(waiter)) {
				return true;
			}
			place = this.inQueue;
			if (place == null || place.waiter != waiter) {
				return false;
			}
			place.cancelled = true;
		}
		finally {
			this.lock.unlock();
		}
		return cancel(place);
	}

	private boolean cancel(Place place) {
		boolean waited = this.permits.cancel(place);
		if (waited) {
			left();
			serve();
		}
		return waited;
	}

	/**
	 * Send on who is next, one after the other as long as permits are there at once. Only
	 * one thread does so at a time, and never within itself.
	 */
	private void serve() {
		this.lock.lock();
		try {
			if (this.serving) {
				return;
			}
			this.serving = true;
		}
		finally {
			this.lock.unlock();
		}
		for (Place place = next(); place != null; place = next()) {
			sendOn(place);
		}
	}

	private void sendOn(Place place) {
		try {
			this.permits.acquire(place, FOREVER, false);
		}
		catch (RuntimeException ex) {
			left();
			stopServing();
			throw ex;
		}
		if (place.cancelled) {
			cancel(place);
		}
	}

	private @Nullable Place next() {
		this.lock.lock();
		try {
			PermitWaiter waiter = (this.inQueue == null) ? this.line.poll() : null;
			if (waiter == null) {
				this.serving = false;
				return null;
			}
			Place place = new Place(waiter);
			this.inQueue = place;
			return place;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void stopServing() {
		this.lock.lock();
		try {
			this.serving = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void left() {
		this.lock.lock();
		try {
			this.inQueue = null;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void answered(@Nullable Throwable failure) {
		this.permits.answered(failure);
	}

	@Override
	public void unanswered(Throwable failure, long grantedAt) {
		this.permits.unanswered(failure, grantedAt);
	}

	@Override
	public void unused() {
		this.permits.unused();
	}

	@Override
	public void holdBack(Duration pause) {
		this.permits.holdBack(pause);
	}

	@Override
	public Duration stopped() {
		return this.permits.stopped();
	}

	@Override
	public int inUse() {
		return this.permits.inUse();
	}

	/**
	 * Stands in the queue for one of the line.
	 */
	private final class Place extends PermitWaiter {

		private final PermitWaiter waiter;

		private volatile boolean cancelled;

		Place(PermitWaiter waiter) {
			this.waiter = waiter;
		}

		@Override
		protected void granted() {
			left();
			try {
				this.waiter.granted();
			}
			finally {
				serve();
			}
		}

		@Override
		protected void refused(long leastWaitNanos) {
			left();
			try {
				this.waiter.refused(leastWaitNanos);
			}
			finally {
				serve();
			}
		}

	}

}
