package io.github.insiderwebpush.benchmarks.limiter;

import java.util.PriorityQueue;

import io.github.insiderwebpush.ratelimit.WebPushTimer;

/**
 * A clock that jumps from one scheduled task to the next. Tasks of the same time run in
 * the order in which they were scheduled. For one thread.
 */
final class VirtualTime implements WebPushTimer {

	static final long SECOND = 1_000_000_000;

	private final PriorityQueue<Task> tasks = new PriorityQueue<>();

	private long now;

	private long scheduled;

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public Scheduled schedule(Runnable task, long delayNanos) {
		Task entry = new Task(this.now + Math.max(0, delayNanos), this.scheduled++, task);
		this.tasks.add(entry);
		return entry;
	}

	/**
	 * Run all tasks that are due before a time, and those that they schedule.
	 */
	void runUntil(long end) {
		for (Task task = this.tasks.peek(); task != null && task.time < end; task = this.tasks.peek()) {
			this.tasks.remove();
			if (!task.cancelled) {
				this.now = task.time;
				task.action.run();
			}
		}
	}

	private static final class Task implements Scheduled, Comparable<Task> {

		private final long time;

		private final long order;

		private final Runnable action;

		private boolean cancelled;

		Task(long time, long order, Runnable action) {
			this.time = time;
			this.order = order;
			this.action = action;
		}

		@Override
		public void cancel() {
			this.cancelled = true;
		}

		@Override
		public int compareTo(Task other) {
			int byTime = Long.compare(this.time, other.time);
			return (byTime != 0) ? byTime : Long.compare(this.order, other.order);
		}

	}

}
