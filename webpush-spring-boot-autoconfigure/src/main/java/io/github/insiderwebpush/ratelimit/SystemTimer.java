package io.github.insiderwebpush.ratelimit;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The system's clock, and one daemon thread for the whole process.
 */
final class SystemTimer implements WebPushTimer {

	static final SystemTimer INSTANCE = new SystemTimer();

	private final ScheduledThreadPoolExecutor executor;

	private SystemTimer() {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			// It outlives the application that schedules first, and must keep nothing of
			// it alive.
			Thread thread = new Thread(null, task, "webpush-timer", 0, false);
			thread.setContextClassLoader(SystemTimer.class.getClassLoader());
			thread.setDaemon(true);
			return thread;
		});
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Scheduled schedule(Runnable task, long delayNanos) {
		Future<?> future = this.executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

}
