package io.github.insiderwebpush.ratelimit;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that ask shared budgets: at most one for each budget, daemons, gone when
 * nobody asks.
 */
final class AskThreads {

	static final Executor INSTANCE = create();

	private AskThreads() {
	}

	private static Executor create() {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), (task) -> {
			// It outlives whoever asks first, and must keep nothing of theirs alive.
			Thread thread = new Thread(null, task, "webpush-shared-budget", 0, false);
			thread.setContextClassLoader(AskThreads.class.getClassLoader());
			thread.setDaemon(true);
			return thread;
		});
	}

}
