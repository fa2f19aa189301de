package io.github.insiderwebpush;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs what a call has to do on the thread that waits for it: what makes a call a
 * blocking one.
 */
final class CallerThread implements Executor {

	private final BlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();

	@Override
	public void execute(Runnable step) {
		this.steps.add(step);
	}

	/**
	 * Work for a call until it has ended. An interrupt gives it up, and is still set
	 * afterwards.
	 */
	<T> T await(Call<T> call, CompletableFuture<T> result) {
		boolean interrupted = false;
		while (!result.isDone()) {
			try {
				this.steps.take().run();
			}
			catch (InterruptedException ex) {
				interrupted = true;
				call.cancel(Call.Cancellation.INTERRUPT);
			}
		}
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
			if (ex.getCause() instanceof Error failure) {
				throw failure;
			}
			throw ex;
		}
	}

}
