package io.github.insiderwebpush.client;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A small pool for asynchronous calls where the application has no executor, or has one
 * that does not take a task. Its threads exist only while they are needed.
 */
final class FallbackExecutor {

	private static final int THREADS = 4;

	private static final int KEEP_ALIVE_SECONDS = 10;

	private FallbackExecutor() {
	}

	static Executor create() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(THREADS, THREADS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "webpush-async");
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

}
