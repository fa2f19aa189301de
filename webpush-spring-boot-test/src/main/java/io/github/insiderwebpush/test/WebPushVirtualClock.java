package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Virtual clock for tests. It stands still while work is in progress. When only waiting
 * is left, it advances to the earliest task and runs it, so that a wait of minutes takes
 * no real time.
 * <p>
 * Tasks run one at a time, by the time they are due, and in the order in which they were
 * scheduled if that is the same. They run without any lock held, on a daemon thread of
 * the clock that exists only while tasks do, or on the thread that called
 * {@link #advance}. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class WebPushVirtualClock implements WebPushTimer, AutoCloseable {

	private static final long IDLE_THREAD_SECONDS = 5;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final TreeSet<Task> tasks = new TreeSet<>(
			Comparator.comparingLong(Task::due).thenComparingLong(Task::number));

	private volatile long now;

	private volatile long startedAt;

	private long scheduled;

	private int working;

	private @Nullable Thread runner;

	private @Nullable Thread mover;

	private boolean closed;

	@Override
	public long nanoTime() {
		return this.now;
	}

	/**
	 * Return the virtual time since the clock was created or {@link #reset()}.
	 * @return the virtual time
	 */
	public Duration elapsed() {
		return Duration.ofNanos(this.now - this.startedAt);
	}

	/**
	 * Restart {@link #elapsed()}. The time itself and the scheduled tasks are kept,
	 * because their owners rely on both.
	 */
	public void reset() {
		this.startedAt = this.now;
	}

	@Override
	public Scheduled schedule(Runnable task, long delayNanos) {
		Assert.notNull(task, "'task' must not be null");
		this.lock.lock();
		try {
			long latest = Long.MAX_VALUE - this.now;
			long due = this.now + Math.min(Math.max(delayNanos, 0), latest);
			Task entry = new Task(due, this.scheduled++, task);
			if (!this.closed) {
				this.tasks.add(entry);
				startMover();
				this.changed.signalAll();
			}
			return () -> cancel(entry);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void cancel(Task task) {
		this.lock.lock();
		try {
			this.tasks.remove(task);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void workBegins() {
		this.lock.lock();
		try {
			this.working++;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@inheritDoc}
	 * @throws IllegalStateException if more work ends than began
	 */
	@Override
	public void workEnds() {
		this.lock.lock();
		try {
			Assert.state(this.working > 0, "workEnds() without workBegins(): the calls must be paired");
			this.working--;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Advance the clock and run the tasks that become due, even while work is in
	 * progress. Work that a task starts ends before time moves on.
	 * @param time the time to advance, zero or more
	 * @throws IllegalStateException if called by a task of this clock
	 */
	public void advance(Duration time) {
		Assert.notNull(time, "'time' must not be null");
		Assert.isTrue(!time.isNegative(), () -> "'time' must not be negative, but is " + time);
		this.lock.lock();
		try {
			Assert.state(this.runner != Thread.currentThread(), "A task of the clock cannot advance the clock");
			while (this.runner != null) {
				this.changed.awaitUninterruptibly();
			}
			this.runner = Thread.currentThread();
			try {
				advanceTo(this.now + time.toNanos(), this.working);
			}
			finally {
				this.runner = null;
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void advanceTo(long target, int alreadyWorking) {
		while (!this.tasks.isEmpty() && this.tasks.first().due() <= target) {
			runFirst();
			while (this.working > alreadyWorking) {
				this.changed.awaitUninterruptibly();
			}
		}
		setNow(target);
	}

	private void startMover() {
		if (this.mover == null) {
			this.mover = new Thread(this::move, "webpush-virtual-clock");
			this.mover.setDaemon(true);
			this.mover.start();
		}
	}

	private void move() {
		this.lock.lock();
		try {
			while (awaitTurn()) {
				this.runner = Thread.currentThread();
				try {
					runFirst();
				}
				catch (RuntimeException | Error ex) {
					// Report it as a timer thread does, and continue with the other
					// tasks.
					Thread current = Thread.currentThread();
					current.getUncaughtExceptionHandler().uncaughtException(current, ex);
				}
				finally {
					this.runner = null;
					this.changed.signalAll();
				}
			}
		}
		finally {
			this.mover = null;
			this.lock.unlock();
		}
	}

	private boolean awaitTurn() {
		while (!this.closed) {
			if (this.working == 0 && this.runner == null && !this.tasks.isEmpty()) {
				return true;
			}
			try {
				if (!this.changed.await(IDLE_THREAD_SECONDS, TimeUnit.SECONDS) && this.tasks.isEmpty()) {
					return false;
				}
			}
			catch (InterruptedException ex) {
				// A task interrupted its own thread; the next task is not affected.
			}
		}
		return false;
	}

	private void runFirst() {
		Task task = this.tasks.first();
		this.tasks.remove(task);
		setNow(task.due());
		this.lock.unlock();
		try {
			task.action().run();
		}
		finally {
			this.lock.lock();
		}
	}

	private void setNow(long time) {
		this.now = Math.max(this.now, time);
	}

	/**
	 * Remove all tasks and end the clock's thread. Time no longer advances by itself.
	 * Safe to repeat.
	 */
	@Override
	public void close() {
		Thread thread;
		this.lock.lock();
		try {
			this.closed = true;
			this.tasks.clear();
			this.changed.signalAll();
			thread = this.mover;
		}
		finally {
			this.lock.unlock();
		}
		if (thread != null && thread != Thread.currentThread()) {
			joinQuietly(thread);
		}
	}

	private static void joinQuietly(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private record Task(long due, long number, Runnable action) {
	}

}
