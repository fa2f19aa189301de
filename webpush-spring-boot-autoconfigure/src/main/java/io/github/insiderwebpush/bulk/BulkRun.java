package io.github.insiderwebpush.bulk;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A bulk run under way. Safe for use by several threads.
 *
 * @param <T> the type of the items
 * @param <R> the type of the results
 * @since 0.1.0
 */
public final class BulkRun<T, R> {

	private final BulkWork<T, R> work;

	private final WebPushTimer timer;

	BulkRun(BulkWork<T, R> work, WebPushTimer timer) {
		this.work = work;
		this.timer = timer;
	}

	/**
	 * Wait until the run has ended, however long that takes. Not to be called by the
	 * run's own listener or mapping, which would wait for themselves.
	 * @return what became of it; that items failed is no exception
	 * @throws InterruptedException if the thread that waits is interrupted; the run goes
	 * on
	 */
	public BulkReport<T, R> await() throws InterruptedException {
		return await(this.work.report());
	}

	/**
	 * Wait until the run has ended, but not longer than this.
	 * @param timeout the longest wait
	 * @return what became of the run
	 * @throws TimeoutException if it has not ended by then; the run goes on
	 * @throws InterruptedException if the thread that waits is interrupted; the run goes
	 * on
	 */
	public BulkReport<T, R> await(Duration timeout) throws InterruptedException, TimeoutException {
		Assert.notNull(timeout, "'timeout' must not be null");
		CompletableFuture<@Nullable BulkReport<T, R>> first = this.work.report().copy();
		Scheduled alarm = this.timer.schedule(() -> first.complete(null), TimeUnit.NANOSECONDS.convert(timeout));
		try {
			BulkReport<T, R> report = await(first);
			if (report == null) {
				throw new TimeoutException("The bulk run has not ended within " + timeout + "; it goes on");
			}
			return report;
		}
		finally {
			alarm.cancel();
		}
	}

	private static <V> V await(CompletableFuture<V> future) throws InterruptedException {
		try {
			return future.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The report of a bulk run cannot fail", ex);
		}
	}

	/**
	 * Return what is completed with the report when the run has ended. It never fails.
	 * What depends on it is run by a thread of the application's task executor.
	 * @return the report to come
	 */
	public CompletionStage<BulkReport<T, R>> completion() {
		return this.work.report().minimalCompletionStage();
	}

	/**
	 * Return whether the run has ended.
	 * @return whether its report is there
	 */
	public boolean isDone() {
		return this.work.report().isDone();
	}

	/**
	 * End the run before its time. What waits is taken back; what was sent is waited for,
	 * and its answer is its result, but it is not repeated. The rest is not attempted.
	 * Returns at once: the run has ended when its report is there. Safe to repeat.
	 */
	public void cancel() {
		this.work.cancel();
	}

}
