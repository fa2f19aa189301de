package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A clock that a test drives by hand. What is due at the same instant runs in the order
 * in which it was scheduled.
 */
public final class ManualTimer implements WebPushTimer {

	private final List<Task> tasks = new ArrayList<>();

	private long now;

	private int working;

	public ManualTimer() {
		this(0);
	}

	ManualTimer(long now) {
		this.now = now;
	}

	@Override
	public synchronized long nanoTime() {
		return this.now;
	}

	@Override
	public synchronized Scheduled schedule(Runnable work, long delayNanos) {
		Task task = new Task(work, this.now + Math.max(0, delayNanos));
		this.tasks.add(task);
		return () -> remove(task);
	}

	private synchronized boolean remove(Task task) {
		return this.tasks.remove(task);
	}

	public void advance(Duration span) {
		advance(span.toNanos());
	}

	/**
	 * Let time pass, and run what falls due meanwhile, each at its own time.
	 */
	void advance(long nanos) {
		long end = nanoTime() + nanos;
		for (Task next = next(end); next != null; next = next(end)) {
			next.work().run();
		}
		jump(end);
	}

	/**
	 * Let time pass without running anything, as when the timer's thread is late.
	 */
	public synchronized void jump(long end) {
		this.now = end;
	}

	private synchronized @Nullable Task next(long end) {
		Task next = null;
		for (Task task : this.tasks) {
			if (next == null || task.due() - next.due() < 0) {
				next = task;
			}
		}
		if (next == null || next.due() - end > 0) {
			return null;
		}
		this.tasks.remove(next);
		if (next.due() - this.now > 0) {
			this.now = next.due();
		}
		return next;
	}

	/**
	 * Return how much is scheduled.
	 */
	public synchronized int scheduled() {
		return this.tasks.size();
	}

	@Override
	public synchronized void workBegins() {
		this.working++;
	}

	@Override
	public synchronized void workEnds() {
		this.working--;
	}

	/**
	 * Return how much work was said to have begun and not to have ended.
	 */
	public synchronized int working() {
		return this.working;
	}

	private static final class Task {

		private final Runnable work;

		private final long due;

		Task(Runnable work, long due) {
			this.work = work;
			this.due = due;
		}

		Runnable work() {
			return this.work;
		}

		long due() {
			return this.due;
		}

	}

}
