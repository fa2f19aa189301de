package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a budget, in order. It asks the {@link RollingWindow} who may go, has the
 * timer wake it when the first in line may, and tells waiters once its lock is released.
 * Nothing is reserved before it is granted, so whoever leaves the queue leaves no gap.
 */
final class PermitQueue implements Permits {

	/** A server that asks for a longer stop is not believed. */
	static final Duration LONGEST_STOP = Duration.ofMinutes(10);

	private final ReentrantLock lock = new ReentrantLock();

	private final WebPushTimer timer;

	private final RollingWindow window;

	private final IntConsumer onGrant;

	private final IntConsumer onRefusal;

	/** Calls that the server refused: they go before all others. */
	private final Set<PermitWaiter> frontLine = new LinkedHashSet<>();

	private final Set<PermitWaiter> backLine = new LinkedHashSet<>();

	private int wantedInFront;

	private int wantedInBack;

	private @Nullable Scheduled wakeUp;

	private long wakeUpAt;

	/**
	 * Create a queue.
	 * @param window what it alone uses from now on
	 * @param timer the clock, and what wakes the queue
	 * @param onGrant told how many permits were granted, outside the lock
	 * @param onRefusal told how many permits were refused, outside the lock
	 */
	PermitQueue(RollingWindow window, WebPushTimer timer, IntConsumer onGrant, IntConsumer onRefusal) {
		this.window = window;
		this.timer = timer;
		this.onGrant = onGrant;
		this.onRefusal = onRefusal;
	}

	@Override
	public boolean tryAcquire() {
		return tryAcquire(1, true);
	}

	/**
	 * Take permits if they are free and nobody waits.
	 * @param reportsEnd whether the end of the request will be reported exactly
	 */
	boolean tryAcquire(int permits, boolean reportsEnd) {
		this.lock.lock();
		try {
			long now = this.timer.nanoTime();
			if (size() > 0 || this.window.nanosUntilFree(permits, now) > 0) {
				return false;
			}
			take(permits, reportsEnd, false, now);
		}
		finally {
			this.lock.unlock();
		}
		this.onGrant.accept(permits);
		return true;
	}

	@Override
	public void acquire(PermitWaiter waiter, long timeoutNanos, boolean first) {
		Verdicts verdicts = new Verdicts();
		this.lock.lock();
		try {
			long now = this.timer.nanoTime();
			int before = first ? this.wantedInFront : this.wantedInFront + this.wantedInBack;
			int permits = waiter.permits();
			long leastWait = this.window.leastWait(before, permits, now);
			if (before == 0 && this.window.nanosUntilFree(permits, now) == 0) {
				take(permits, waiter.reportsEnd(), false, now);
				verdicts.grant(waiter);
			}
			else if (leastWait > timeoutNanos || permits > this.window.limit()) {
				verdicts.refuse(waiter, leastWait);
			}
			else {
				enqueue(waiter, timeoutNanos, first, now);
				scheduleWakeUp(now);
			}
		}
		finally {
			this.lock.unlock();
		}
		verdicts.tell();
	}

	@Override
	public boolean cancel(PermitWaiter waiter) {
		boolean waited;
		Verdicts verdicts = null;
		this.lock.lock();
		try {
			waited = leave(waiter);
			verdicts = serve(this.timer.nanoTime(), null);
		}
		finally {
			this.lock.unlock();
		}
		tell(verdicts);
		return waited;
	}

	private void expire(PermitWaiter waiter) {
		Verdicts verdicts = new Verdicts();
		this.lock.lock();
		try {
			long now = this.timer.nanoTime();
			// A permit that is due at the very deadline is still in time.
			serve(now, verdicts);
			if (leave(waiter)) {
				verdicts.refuse(waiter, leastWaitOfNext(now));
			}
			serve(now, verdicts);
		}
		finally {
			this.lock.unlock();
		}
		verdicts.tell();
	}

	@Override
	public void answered(@Nullable Throwable failure) {
		ended(failure, true);
	}

	/**
	 * An end was reported, without saying of which request.
	 */
	void someAnswered(@Nullable Throwable failure) {
		ended(failure, false);
	}

	private void ended(@Nullable Throwable failure, boolean exactly) {
		ThrottleSignal throttle = ThrottleSignal.in(failure);
		Verdicts verdicts = null;
		this.lock.lock();
		try {
			long now = this.timer.nanoTime();
			if (exactly) {
				this.window.answered(now);
			}
			else {
				this.window.someAnswered(now);
			}
			if (throttle != null) {
				verdicts = new Verdicts();
				stop(throttle.retryAfter(), now, verdicts);
			}
			verdicts = serve(now, verdicts);
		}
		finally {
			this.lock.unlock();
		}
		tell(verdicts);
	}

	private void stop(@Nullable Duration retryAfter, long now, Verdicts verdicts) {
		long wait = (retryAfter == null) ? this.window.restOfWindow(now)
				: (retryAfter.compareTo(LONGEST_STOP) < 0) ? retryAfter.toNanos() : LONGEST_STOP.toNanos();
		this.window.stop(wait, now);
		refuseHopeless(now, verdicts);
	}

	@Override
	public void unanswered(Throwable failure, long grantedAt) {
		this.lock.lock();
		try {
			long now = this.timer.nanoTime();
			this.window.unanswered(grantedAt, now);
			scheduleWakeUp(now);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void unused() {
		unused(1, true);
	}

	void unused(int permits, boolean reportsEnd) {
		Verdicts verdicts = null;
		this.lock.lock();
		try {
			long now = this.timer.nanoTime();
			for (int i = 0; i < permits; i++) {
				if (reportsEnd) {
					this.window.unused(now);
				}
				else {
					this.window.unusedUnreported(now);
				}
			}
			verdicts = serve(now, null);
		}
		finally {
			this.lock.unlock();
		}
		tell(verdicts);
	}

	/**
	 * Take all free permits out of use for one period.
	 * @return how many
	 */
	int drain() {
		this.lock.lock();
		try {
			long now = this.timer.nanoTime();
			int drained = this.window.drain(now);
			scheduleWakeUp(now);
			return drained;
		}
		finally {
			this.lock.unlock();
		}
	}

	void changeLimit(int limit) {
		Verdicts verdicts = new Verdicts();
		this.lock.lock();
		try {
			long now = this.timer.nanoTime();
			this.window.changeLimit(limit, now);
			refuseHopeless(now, verdicts);
			serve(now, verdicts);
		}
		finally {
			this.lock.unlock();
		}
		verdicts.tell();
	}

	/**
	 * Return how many wait.
	 */
	int waiting() {
		this.lock.lock();
		try {
			return size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many permits are free; negative after the limit was lowered below what
	 * is in use.
	 */
	int free() {
		this.lock.lock();
		try {
			this.window.nanosUntilFree(1, this.timer.nanoTime());
			return this.window.free();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int inUse() {
		this.lock.lock();
		try {
			this.window.nanosUntilFree(1, this.timer.nanoTime());
			return this.window.inUse();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void wakeUp() {
		Verdicts verdicts = null;
		this.lock.lock();
		try {
			this.wakeUp = null;
			verdicts = serve(this.timer.nanoTime(), null);
		}
		finally {
			this.lock.unlock();
		}
		tell(verdicts);
	}

	/**
	 * Grant what can be granted, and see to it that somebody wakes the queue for the
	 * rest.
	 */
	private @Nullable Verdicts serve(long now, @Nullable Verdicts verdicts) {
		Verdicts all = verdicts;
		while (size() > 0) {
			PermitWaiter head = head();
			if (this.window.nanosUntilFree(head.permits(), now) > 0) {
				break;
			}
			leave(head);
			take(head.permits(), head.reportsEnd(), true, now);
			all = (all != null) ? all : new Verdicts();
			all.grant(head);
		}
		scheduleWakeUp(now);
		return all;
	}

	private void scheduleWakeUp(long now) {
		long wait = (size() > 0) ? this.window.nanosUntilFree(head().permits(), now) : RollingWindow.UNTIL_AN_ANSWER;
		if (this.wakeUp != null) {
			if (wait != RollingWindow.UNTIL_AN_ANSWER && this.wakeUpAt == now + wait) {
				return;
			}
			this.wakeUp.cancel();
			this.wakeUp = null;
		}
		if (wait != RollingWindow.UNTIL_AN_ANSWER) {
			this.wakeUpAt = now + wait;
			this.wakeUp = this.timer.schedule(this::wakeUp, wait);
		}
	}

	private void refuseHopeless(long now, Verdicts verdicts) {
		int before = refuseHopeless(this.frontLine, 0, now, verdicts);
		refuseHopeless(this.backLine, before, now, verdicts);
	}

	private int refuseHopeless(Set<PermitWaiter> line, int before, long now, Verdicts verdicts) {
		int stillBefore = before;
		for (PermitWaiter waiter : List.copyOf(line)) {
			long leastWait = this.window.leastWait(stillBefore, waiter.permits(), now);
			if (waiter.expiry != null && leastWait > waiter.deadline - now) {
				leave(waiter);
				verdicts.refuse(waiter, leastWait);
			}
			else {
				stillBefore += waiter.permits();
			}
		}
		return stillBefore;
	}

	private void enqueue(PermitWaiter waiter, long timeoutNanos, boolean first, long now) {
		waiter.line = first ? this.frontLine : this.backLine;
		waiter.line.add(waiter);
		countWanted(waiter.line, waiter.permits());
		if (timeoutNanos != FOREVER) {
			waiter.deadline = now + timeoutNanos;
			waiter.expiry = this.timer.schedule(() -> expire(waiter), timeoutNanos);
		}
	}

	private boolean leave(PermitWaiter waiter) {
		Set<PermitWaiter> line = waiter.line;
		if (line == null) {
			return false;
		}
		line.remove(waiter);
		waiter.line = null;
		countWanted(line, -waiter.permits());
		Scheduled expiry = waiter.expiry;
		if (expiry != null) {
			expiry.cancel();
			waiter.expiry = null;
		}
		return true;
	}

	private void countWanted(Set<PermitWaiter> line, int permits) {
		if (line == this.frontLine) {
			this.wantedInFront += permits;
		}
		else {
			this.wantedInBack += permits;
		}
	}

	private void take(int permits, boolean reportsEnd, boolean waited, long now) {
		this.window.take(permits, waited);
		if (!reportsEnd) {
			this.window.takenUnreported(permits, now);
		}
	}

	private long leastWaitOfNext(long now) {
		return this.window.leastWait(this.wantedInFront + this.wantedInBack, 1, now);
	}

	private int size() {
		return this.frontLine.size() + this.backLine.size();
	}

	private PermitWaiter head() {
		Iterator<PermitWaiter> front = this.frontLine.iterator();
		return front.hasNext() ? front.next() : this.backLine.iterator().next();
	}

	private static void tell(@Nullable Verdicts verdicts) {
		if (verdicts != null) {
			verdicts.tell();
		}
	}

	/**
	 * What waiters are to be told once the lock is released.
	 */
	private final class Verdicts {

		private final List<Runnable> messages = new ArrayList<>(1);

		void grant(PermitWaiter waiter) {
			this.messages.add(() -> {
				PermitQueue.this.onGrant.accept(waiter.permits());
				waiter.granted();
			});
		}

		void refuse(PermitWaiter waiter, long leastWait) {
			this.messages.add(() -> {
				PermitQueue.this.onRefusal.accept(waiter.permits());
				waiter.refused(leastWait);
			});
		}

		void tell() {
			this.messages.forEach(Runnable::run);
		}

	}

}
