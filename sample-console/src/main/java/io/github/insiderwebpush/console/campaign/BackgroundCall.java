package io.github.insiderwebpush.console.campaign;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.github.insiderwebpush.WebPushException;

/**
 * Waits for calls that have no deadline.
 */
public final class BackgroundCall {

	private BackgroundCall() {
	}

	/**
	 * Wait for a call. A shutdown interrupts the wait, but not a request that is on the
	 * wire: its response is worth knowing. The interrupt goes no further, because H2
	 * closes its file when an interrupted thread writes to it; the thread ends anyway.
	 * @param <T> the type of the result
	 * @param call the call
	 * @return its result
	 * @throws WebPushException if it failed
	 */
	public static <T> T await(CompletableFuture<T> call) {
		try {
			call.handle((result, failure) -> Boolean.TRUE).get();
		}
		catch (InterruptedException ex) {
			call.cancel(false);
		}
		catch (java.util.concurrent.ExecutionException ex) {
			throw new CompletionException(ex.getCause());
		}
		try {
			return call.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof WebPushException failure) {
				throw failure;
			}
			throw ex;
		}
	}

}
