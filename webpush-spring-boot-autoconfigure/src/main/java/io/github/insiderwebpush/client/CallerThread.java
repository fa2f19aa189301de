package io.github.insiderwebpush.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

import io.github.insiderwebpush.ratelimit.WebPushTimer;

/**
 * Runs the steps of a blocking call on the thread that waits for it.
 */
final class CallerThread implements CallExecutor {

	private final BlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();

	private final WebPushTimer timer;

	CallerThread(WebPushTimer timer) {
		this.timer = timer;
	}

	@Override
	public void execute(Runnable step) {
		this.timer.workBegins();
		this.steps.add(step);
	}

	@Override
	public void executeInAnyCase(Runnable step) {
		execute(step);
	}

	/**
	 * Run the steps of a call until it has ended. An interrupt gives it up, and is still
	 * set afterwards.
	 */
	<T> T await(Call<T> call, CompletableFuture<T> result) {
		boolean interrupted = false;
		while (!result.isDone()) {
			try {
				run(this.steps.take());
			}
			catch (InterruptedException ex) {
				interrupted = true;
				call.cancel(Call.CancelReason.INTERRUPT);
			}
		}
		this.steps.forEach((step) -> this.timer.workEnds());
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		try {
			return result.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw ex;
		}
	}

	private void run(Runnable step) {
		try {
			step.run();
		}
		finally {
			this.timer.workEnds();
		}
	}

}
