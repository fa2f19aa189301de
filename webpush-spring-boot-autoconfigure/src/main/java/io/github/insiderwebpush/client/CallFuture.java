package io.github.insiderwebpush.client;

import java.util.concurrent.CompletableFuture;

import io.github.insiderwebpush.WebPushException;
import org.jspecify.annotations.Nullable;

/**
 * The result of an asynchronous call. However it is completed from outside, by
 * {@code cancel}, by {@code orTimeout} or otherwise, the call is given up. A cancelled
 * one ends with a {@link WebPushException} whose outcome says whether it took effect.
 * {@code cancel(false)} leaves a request alone that is on the wire: its response is the
 * result, and no other attempt follows.
 *
 * @param <T> the type of the result
 */
final class CallFuture<T> extends CompletableFuture<T> {

	private volatile @Nullable Call<?> call;

	private volatile boolean cancelled;

	@SuppressWarnings("FutureReturnValueIgnored")
	void follow(Call<?> newCall) {
		this.call = newCall;
		whenComplete((result, failure) -> newCall.cancel(Call.CancelReason.CALLER));
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		Call<?> followed = this.call;
		if (followed != null && (mayInterruptIfRunning ? followed.cancel(Call.CancelReason.CALLER)
				: followed.cancelUnsent(Call.CancelReason.CALLER))) {
			this.cancelled = true;
		}
		return isCancelled();
	}

	@Override
	public boolean isCancelled() {
		return this.cancelled || super.isCancelled();
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		return new CompletableFuture<>();
	}

}
