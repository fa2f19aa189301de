package io.github.insiderwebpush.ratelimit;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The system's clock, and one daemon thread for the whole process.
 */
final class SystemTimer implements WebPushTimer {

	static final SystemTimer INSTANCE = new SystemTimer();

	private final ScheduledThreadPoolExecutor executor;

	private SystemTimer() {
		this.executor = new ScheduledThreadPoolExecutor(1, daemonThreads("webpush-timer"));
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Return a factory of threads that outlive the application which uses them first, and
	 * keep nothing of it alive.
	 */
	static ThreadFactory daemonThreads(String name) {
		return (task) -> {
			Thread thread = new Thread(null, task, name, 0, false);
			thread.setContextClassLoader(SystemTimer.class.getClassLoader());
			thread.setDaemon(true);
			return thread;
		};
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
