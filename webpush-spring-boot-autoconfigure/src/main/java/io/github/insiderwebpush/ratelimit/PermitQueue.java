package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Queue of calls that wait for a permit of one budget. It asks the {@link BudgetWindow}
 * whether a permit is free, has the timer wake it when the next one will be, and calls
 * back without its lock. Nothing is reserved before it is granted, so a call that leaves
 * the queue leaves no gap.
 */
final class PermitQueue implements Permits {

	private static final long NEVER = Long.MAX_VALUE;

	private final ReentrantLock lock = new ReentrantLock();

	private final WebPushTimer timer;

	/** Times are counted from here, so that they can be compared and do not overflow. */
	private final long startedAt;

	private final BudgetWindow window;

	private final Runnable onAcquired;

	private final Runnable onRejected;

	private final Map<PendingAcquire, Waiter> retries = new LinkedHashMap<>();

	private final Map<PendingAcquire, Waiter> normal = new LinkedHashMap<>();

	/** All but the first of the background line, which waits in the normal line. */
	private final Map<PendingAcquire, Waiter> background = new LinkedHashMap<>();

	/** In the order in which they are served. */
	private final List<Map<PendingAcquire, Waiter>> lines = List.of(this.retries, this.normal, this.background);

	private @Nullable PendingAcquire firstOfBackground;

	/** To be run when the lock is released. */
	private List<Runnable> callbacks = new ArrayList<>();

	private @Nullable Scheduled wakeUp;

	private long wakeUpAt = NEVER;

	/**
	 * Create a queue.
	 * @param window the window, used by this queue only
	 * @param timer the clock, and what wakes the queue
	 * @param startedAt the time of the timer from which the window counts
	 * @param onAcquired run for each permit that is granted, without the lock
	 * @param onRejected run for each wait that is rejected, without the lock
	 */
	PermitQueue(BudgetWindow window, WebPushTimer timer, long startedAt, Runnable onAcquired, Runnable onRejected) {
		this.window = window;
		this.timer = timer;
		this.startedAt = startedAt;
		this.onAcquired = onAcquired;
		this.onRejected = onRejected;
	}

	/**
	 * Return the length of a pause that the server asked for, in nanoseconds.
	 */
	static long pauseNanos(Duration asked) {
		return Math.max(0, Math.min(TimeUnit.NANOSECONDS.convert(asked), BudgetWindow.LONGEST_PAUSE.toNanos()));
	}

	/**
	 * Return when a wait ends, {@link #NEVER} if that is too far ahead for the clock.
	 */
	static long deadline(long timeoutNanos, long now) {
		return now + Math.min(timeoutNanos, NEVER - now);
	}

	@Override
	public void acquire(PendingAcquire pending, PermitLine line, long timeoutNanos) {
		run((now) -> {
			Assert.state(this.lines.stream().noneMatch((each) -> each.containsKey(pending)), "The call waits already");
			if (takeIfFree(now)) {
				grant(pending);
				return;
			}
			long deadline = deadline(timeoutNanos, now);
			int before = before(line);
			if (isUnreachable(deadline, before, now)) {
				reject(pending, deadline, before, now);
				return;
			}
			Scheduled expiry = (deadline != NEVER)
					? this.timer.schedule(() -> expire(pending), Math.max(timeoutNanos, this.window.decisionTime()))
					: null;
			join(new Waiter(pending, deadline, expiry), line);
		});
	}

	/**
	 * Take a permit if one is free and no call waits.
	 * @return the permit, or {@code null}
	 */
	@Nullable Permit tryAcquire() {
		return change((now) -> takeIfFree(now) ? new GrantedPermit() : null);
	}

	private boolean takeIfFree(long now) {
		if (size() > 0 || this.window.nanosUntilFree(now) > 0) {
			return false;
		}
		this.window.take(false, now);
		return true;
	}

	private void join(Waiter waiter, PermitLine line) {
		switch (line) {
			case RETRY -> this.retries.put(waiter.pending(), waiter);
			case NORMAL -> this.normal.put(waiter.pending(), waiter);
			case BACKGROUND -> {
				this.background.put(waiter.pending(), waiter);
				advanceBackground();
			}
		}
	}

	private void advanceBackground() {
		if (this.firstOfBackground == null && !this.background.isEmpty()) {
			Waiter first = this.background.values().iterator().next();
			this.background.remove(first.pending());
			this.normal.put(first.pending(), first);
			this.firstOfBackground = first.pending();
		}
	}

	@Override
	public boolean cancel(PendingAcquire pending) {
		return change((now) -> leave(pending) != null);
	}

	private @Nullable Waiter leave(PendingAcquire pending) {
		for (Map<PendingAcquire, Waiter> line : this.lines) {
			Waiter waiter = line.remove(pending);
			if (waiter != null) {
				left(waiter);
				return waiter;
			}
		}
		return null;
	}

	private void left(Waiter waiter) {
		if (waiter.expiry() != null) {
			waiter.expiry().cancel();
		}
		if (waiter.pending() == this.firstOfBackground) {
			this.firstOfBackground = null;
			advanceBackground();
		}
	}

	private void expire(PendingAcquire pending) {
		run((now) -> {
			// A permit that is due at the deadline is still in time.
			serve(now);
			Waiter waiter = leave(pending);
			if (waiter != null) {
				reject(pending, waiter.deadline(), before(PermitLine.NORMAL), now);
			}
		});
	}

	/**
	 * The server has throttled a request.
	 */
	void throttled(ThrottleSignal signal) {
		run((now) -> throttled(signal, now));
	}

	private void throttled(ThrottleSignal signal, long now) {
		Duration retryAfter = signal.retryAfter();
		this.window.throttled((retryAfter != null) ? pauseNanos(retryAfter) : BudgetWindow.UNKNOWN, now);
		rejectUnreachableDeadlines(now);
	}

	@Override
	public void pause(Duration pause) {
		run((now) -> {
			this.window.pause(pauseNanos(pause), now);
			rejectUnreachableDeadlines(now);
		});
	}

	@Override
	public Duration pauseLeft() {
		return Duration.ofNanos(read(this.window::pauseLeft));
	}

	@Override
	public Duration paused() {
		return Duration.ofNanos(read((now) -> this.window.paused()));
	}

	/**
	 * Return how many permits are free.
	 */
	int free() {
		return read(this.window::free);
	}

	/**
	 * Return how many wait.
	 */
	int waiting() {
		return read((now) -> size());
	}

	/**
	 * Take all free permits out of use for one period.
	 * @return how many
	 */
	int drain() {
		return change(this.window::drain);
	}

	/**
	 * Apply the limit that is configured now.
	 */
	void changeLimit(IntSupplier limit) {
		run((now) -> {
			this.window.changeLimit(limit.getAsInt(), now);
			rejectUnreachableDeadlines(now);
		});
	}

	/**
	 * Change the window from outside.
	 * @param step returns whether waiters may have to wait longer than was expected
	 */
	void update(LongPredicate step) {
		run((now) -> {
			if (step.test(now)) {
				rejectUnreachableDeadlines(now);
			}
		});
	}

	/**
	 * Read something that the lock guards.
	 */
	<T> T read(LongFunction<T> reader) {
		this.lock.lock();
		try {
			return reader.apply(now());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void run(LongConsumer step) {
		this.<@Nullable Void>change((now) -> {
			step.accept(now);
			return null;
		});
	}

	/**
	 * Change something under the lock, serve the queue, and call back without the lock.
	 */
	private <T extends @Nullable Object> T change(LongFunction<T> step) {
		List<Runnable> toRun;
		T result;
		this.lock.lock();
		try {
			long now = now();
			result = step.apply(now);
			this.window.prepare(size(), now);
			serve(now);
			scheduleWakeUp(now);
			toRun = this.callbacks;
			this.callbacks = new ArrayList<>();
		}
		finally {
			this.lock.unlock();
		}
		CallbackRunner.run(toRun);
		return result;
	}

	private long now() {
		return this.timer.nanoTime() - this.startedAt;
	}

	private void serve(long now) {
		while (size() > 0 && this.window.nanosUntilFree(now) == 0) {
			this.window.take(true, now);
			Map<PendingAcquire, Waiter> line = this.retries.isEmpty() ? this.normal : this.retries;
			PendingAcquire first = line.keySet().iterator().next();
			leave(first);
			grant(first);
			this.window.prepare(size(), now);
		}
	}

	private void scheduleWakeUp(long now) {
		long wait = this.window.nanosUntilAction(now);
		if (size() > 0) {
			wait = Math.min(wait, this.window.nanosUntilFree(now));
		}
		long next = (wait != BudgetWindow.UNKNOWN) ? now + wait : NEVER;
		if (next == this.wakeUpAt) {
			return;
		}
		if (this.wakeUp != null) {
			this.wakeUp.cancel();
		}
		this.wakeUpAt = next;
		this.wakeUp = (next != NEVER) ? this.timer.schedule(this::wakeUp, wait) : null;
	}

	private void wakeUp() {
		run((now) -> this.wakeUpAt = NEVER);
	}

	private void rejectUnreachableDeadlines(long now) {
		List<Waiter> inOrder = this.lines.stream().flatMap((line) -> line.values().stream()).toList();
		int before = 0;
		for (Waiter waiter : inOrder) {
			if (isUnreachable(waiter.deadline(), before, now)) {
				leave(waiter.pending());
				reject(waiter.pending(), waiter.deadline(), before, now);
			}
			else {
				before++;
			}
		}
	}

	private boolean isUnreachable(long deadline, int before, long now) {
		return deadline != NEVER && minimumWait(before, now) > deadline - now;
	}

	private long minimumWait(int before, long now) {
		return this.window.minimumWait(before, this.window.pauseLeft(now), now);
	}

	private void grant(PendingAcquire pending) {
		this.callbacks.add(() -> {
			GrantedPermit permit = new GrantedPermit();
			try {
				pending.onAcquired(permit);
			}
			catch (RuntimeException | Error ex) {
				// The permit must not be lost; a request may be on its way.
				permit.abandon(ex, this.timer.nanoTime());
				throw ex;
			}
			this.onAcquired.run();
		});
	}

	private void reject(PendingAcquire pending, long deadline, int before, long now) {
		Duration wait = Duration.ofNanos(minimumWait(before, now));
		long pause = this.window.pauseLeft(now);
		long timeLeft = deadline - now;
		boolean becauseOfPause = pause > timeLeft || this.window.minimumWait(before, 0, now) <= timeLeft;
		Duration pauseLeft = (pause > 0 && becauseOfPause) ? Duration.ofNanos(pause) : null;
		this.callbacks.add(() -> {
			pending.onRejected(wait, pauseLeft);
			this.onRejected.run();
		});
	}

	/**
	 * Return how many are served before a call that joins a line now.
	 */
	private int before(PermitLine line) {
		return switch (line) {
			case RETRY -> this.retries.size();
			case NORMAL -> this.retries.size() + this.normal.size();
			case BACKGROUND -> size();
		};
	}

	private int size() {
		return this.retries.size() + this.normal.size() + this.background.size();
	}

	/** A call that waits. */
	private record Waiter(PendingAcquire pending, long deadline, @Nullable Scheduled expiry) {
	}

	private final class GrantedPermit implements Permit {

		private final AtomicBoolean ended = new AtomicBoolean();

		@Override
		public void complete(@Nullable Throwable failure) {
			ThrottleSignal signal = ThrottleSignal.in(failure);
			end((now) -> {
				PermitQueue.this.window.complete(now);
				if (signal != null) {
					throttled(signal, now);
				}
			});
		}

		@Override
		public void abandon(@Nullable Throwable failure, long sentAt) {
			end((now) -> PermitQueue.this.window.abandon(sentAt - PermitQueue.this.startedAt, now));
		}

		@Override
		public void release() {
			end(PermitQueue.this.window::release);
		}

		private void end(LongConsumer step) {
			if (!this.ended.getAndSet(true)) {
				run(step);
			}
		}

	}

}
