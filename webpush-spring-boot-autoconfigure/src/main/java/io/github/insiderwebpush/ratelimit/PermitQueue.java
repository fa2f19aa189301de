package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Who waits for a budget, in order. It asks the {@link RollingWindow} who may go, has the
 * timer wake it when the first in line may, and tells waiters once its lock is released.
 * Nothing is reserved before it is granted, so whoever leaves the queue leaves no gap.
 */
final class PermitQueue implements OldPermits {

	/** A server that asks for a longer stop is not believed. */
	static final Duration LONGEST_STOP = Duration.ofMinutes(10);

	private static final Log logger = LogFactory.getLog(PermitQueue.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final WebPushTimer timer;

	private final RollingWindow window;

	private final IntConsumer onGrant;

	private final IntConsumer onRefusal;

	/** Calls that the server refused: they go before all others. */
	private final WaitingLine frontLine = new WaitingLine();

	private final WaitingLine backLine = new WaitingLine();

	/** What waiters are to be told once the lock is released. */
	private List<Runnable> verdicts = new ArrayList<>();

	private @Nullable Scheduled wakeUp;

	private long wakeUpAt;

	/** Tells the wake-up that is due from one that was taken back too late. */
	private int wakeUps;

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

	/**
	 * Return how long a stop lasts that the server asked for, in nanoseconds.
	 */
	static long stopNanos(Duration asked) {
		if (asked.isNegative()) {
			return 0;
		}
		return ((asked.compareTo(LONGEST_STOP) < 0) ? asked : LONGEST_STOP).toNanos();
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
			boolean untimed = permits == 1 && reportsEnd && size() == 0 && this.window.takeUntimed();
			if (!untimed && !takeIfFree(permits, reportsEnd, now())) {
				return false;
			}
		}
		finally {
			this.lock.unlock();
		}
		this.onGrant.accept(permits);
		return true;
	}

	private boolean takeIfFree(int permits, boolean reportsEnd, long now) {
		if (size() > 0 || !this.window.isFree(permits, now)) {
			return false;
		}
		this.window.take(permits, reportsEnd, false, now);
		return true;
	}

	@Override
	public void acquire(PermitWaiter waiter, long timeoutNanos, boolean first) {
		change((now) -> {
			Assert.state(waiter.line == null, "The waiter waits already");
			if (takeIfFree(waiter.permits(), waiter.reportsEnd(), now)) {
				grant(waiter);
				return;
			}
			long leastWait = leastWait(first ? this.frontLine.wanted() : wanted(), waiter.permits(), now);
			if (leastWait > timeoutNanos || waiter.permits() > this.window.limit()) {
				refuse(waiter, leastWait);
				return;
			}
			(first ? this.frontLine : this.backLine).add(waiter);
			if (timeoutNanos != FOREVER) {
				long wait = Math.max(timeoutNanos, this.window.patience());
				waiter.deadline = now + wait;
				waiter.expiry = this.timer.schedule(() -> expire(waiter), wait);
			}
		});
	}

	@Override
	public boolean cancel(PermitWaiter waiter) {
		boolean[] waited = new boolean[1];
		change((now) -> waited[0] = leave(waiter));
		return waited[0];
	}

	private void expire(PermitWaiter waiter) {
		change((now) -> {
			// A permit that is due at the very deadline is still in time.
			serve(now);
			if (leave(waiter)) {
				refuse(waiter, leastWait(wanted(), waiter.permits(), now));
			}
		});
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

	/**
	 * As {@link #change}, but on the path of every call: without an object to allocate.
	 */
	private void ended(@Nullable Throwable failure, boolean exactly) {
		ThrottleSignal throttle = ThrottleSignal.in(failure);
		List<Runnable> toTell;
		this.lock.lock();
		try {
			long now = now();
			if (exactly) {
				this.window.answered(now);
			}
			else {
				this.window.someAnswered(now);
			}
			if (throttle != null) {
				Duration retryAfter = throttle.retryAfter();
				if (retryAfter != null) {
					this.window.stop(stopNanos(retryAfter), now);
				}
				else {
					this.window.stopForRestOfWindow(now);
				}
				refuseHopeless(now);
			}
			toTell = serveAndCollect(now);
		}
		finally {
			this.lock.unlock();
		}
		tell(toTell);
	}

	@Override
	public void unanswered(Throwable failure, long sentAt) {
		change((now) -> this.window.unanswered(sentAt, now));
	}

	@Override
	public void unused() {
		unused(1, true);
	}

	void unused(int permits, boolean reportsEnd) {
		change((now) -> this.window.unused(permits, reportsEnd, now));
	}

	@Override
	public void holdBack(Duration pause) {
		change((now) -> {
			this.window.holdBack(stopNanos(pause), now);
			refuseHopeless(now);
		});
	}

	/**
	 * Take all free permits out of use for one period.
	 * @return how many
	 */
	int drain() {
		int[] drained = new int[1];
		change((now) -> drained[0] = this.window.drain(now));
		return drained[0];
	}

	/**
	 * Change the limit to what is configured now.
	 */
	void changeLimit(IntSupplier limit) {
		change((now) -> {
			this.window.changeLimit(limit.getAsInt(), now);
			refuseHopeless(now);
		});
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
			return this.window.free(now());
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int inUse() {
		this.lock.lock();
		try {
			return this.window.inUse(now());
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Duration stopped() {
		this.lock.lock();
		try {
			return Duration.ofNanos(this.window.stopped());
		}
		finally {
			this.lock.unlock();
		}
	}

	private long now() {
		long now = this.timer.nanoTime();
		this.window.tell(now);
		return now;
	}

	/**
	 * Change something under the lock, serve those who can go after it, and tell them
	 * without the lock.
	 */
	void change(LongConsumer step) {
		List<Runnable> toTell;
		this.lock.lock();
		try {
			long now = now();
			step.accept(now);
			toTell = serveAndCollect(now);
		}
		finally {
			this.lock.unlock();
		}
		tell(toTell);
	}

	/**
	 * See to what is due by now.
	 */
	void attend() {
		change((now) -> {
		});
	}

	/**
	 * The window has learned something from elsewhere. Refuses those for whom there is no
	 * hope any more if it says so.
	 */
	void learn(LongPredicate step) {
		change((now) -> {
			if (step.test(now)) {
				refuseHopeless(now);
			}
		});
	}

	/**
	 * Look at something that the lock guards.
	 */
	<T> T look(Supplier<T> view) {
		this.lock.lock();
		try {
			return view.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many permits the first in line wants, 0 if nobody waits.
	 */
	int wantedByFirst() {
		PermitWaiter head = head();
		return (head != null) ? head.permits() : 0;
	}

	private List<Runnable> serveAndCollect(long now) {
		boolean waiting = size() > 0 || this.wakeUp != null;
		if (waiting) {
			serve(now);
		}
		this.window.attend(this, now);
		if (waiting) {
			scheduleWakeUp(now);
		}
		if (this.verdicts.isEmpty()) {
			return List.of();
		}
		List<Runnable> collected = this.verdicts;
		this.verdicts = new ArrayList<>();
		return collected;
	}

	private void serve(long now) {
		PermitWaiter head = head();
		while (head != null && this.window.isFree(head.permits(), now)) {
			leave(head);
			this.window.take(head.permits(), head.reportsEnd(), true, now);
			grant(head);
			head = head();
		}
	}

	private void scheduleWakeUp(long now) {
		PermitWaiter head = head();
		long wait = (head != null) ? this.window.nanosUntilFree(head.permits(), now) : RollingWindow.UNTIL_AN_ANSWER;
		boolean needed = wait != RollingWindow.UNTIL_AN_ANSWER;
		Scheduled scheduled = this.wakeUp;
		if (scheduled != null) {
			if (needed && this.wakeUpAt == now + wait) {
				return;
			}
			scheduled.cancel();
			this.wakeUp = null;
		}
		if (needed) {
			int number = ++this.wakeUps;
			this.wakeUpAt = now + wait;
			this.wakeUp = this.timer.schedule(() -> wakeUp(number), wait);
		}
	}

	private void wakeUp(int number) {
		change((now) -> {
			if (number == this.wakeUps) {
				this.wakeUp = null;
			}
		});
	}

	private void refuseHopeless(long now) {
		long before = refuseHopeless(this.frontLine, 0, now);
		refuseHopeless(this.backLine, before, now);
	}

	private long refuseHopeless(WaitingLine line, long before, long now) {
		long stillBefore = before;
		PermitWaiter waiter = line.first();
		while (waiter != null) {
			PermitWaiter next = waiter.next;
			long leastWait = leastWait(stillBefore, waiter.permits(), now);
			boolean tooLate = waiter.expiry != null && leastWait > waiter.deadline - now;
			if (tooLate || waiter.permits() > this.window.limit()) {
				leave(waiter);
				refuse(waiter, leastWait);
			}
			else {
				stillBefore += waiter.permits();
			}
			waiter = next;
		}
		return stillBefore;
	}

	/**
	 * Return the least that somebody has to wait before whom so many permits are wanted.
	 */
	private long leastWait(long before, int permits, long now) {
		PermitWaiter head = head();
		return this.window.leastWait((head != null) ? head.permits() : 0, before, permits, now);
	}

	private boolean leave(PermitWaiter waiter) {
		WaitingLine line = waiter.line;
		if (line == null) {
			return false;
		}
		line.remove(waiter);
		Scheduled expiry = waiter.expiry;
		if (expiry != null) {
			expiry.cancel();
		}
		return true;
	}

	private void grant(PermitWaiter waiter) {
		this.verdicts.add(() -> {
			waiter.granted();
			this.onGrant.accept(waiter.permits());
		});
	}

	private void refuse(PermitWaiter waiter, long leastWait) {
		this.verdicts.add(() -> {
			waiter.refused(leastWait);
			this.onRefusal.accept(waiter.permits());
		});
	}

	private @Nullable PermitWaiter head() {
		PermitWaiter head = this.frontLine.first();
		return (head != null) ? head : this.backLine.first();
	}

	int size() {
		return this.frontLine.size() + this.backLine.size();
	}

	private long wanted() {
		return this.frontLine.wanted() + this.backLine.wanted();
	}

	/**
	 * Tell everyone, even if one of them fails: the others would wait for ever.
	 */
	private static void tell(List<Runnable> verdicts) {
		for (Runnable verdict : verdicts) {
			try {
				verdict.run();
			}
			catch (RuntimeException | Error ex) {
				logger.error("A waiter for a permit failed when it was told", ex);
			}
		}
	}

}
