package io.github.insiderwebpush;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The result of an asynchronous call. However it is completed from outside, by
 * {@code cancel}, by {@code orTimeout} or otherwise, the call is given up. A cancelled
 * one ends with a {@link WebPushException} that says whether it took effect.
 *
 * @param <T> the type of the result
 */
final class CallFuture<T> extends CompletableFuture<T> {

	private volatile @Nullable Call<?> call;

	private volatile boolean cancelled;

	@SuppressWarnings("FutureReturnValueIgnored")
	void follow(Call<?> newCall) {
		this.call = newCall;
		whenComplete((result, failure) -> newCall.cancel(Call.Cancellation.CALLER));
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		Call<?> followed = this.call;
		if (followed != null && followed.cancel(Call.Cancellation.CALLER)) {
			this.cancelled = true;
		}
		return isCancelled();
	}

	/**
	 * Give the call up, unless a request of it is on the wire.
	 */
	void withdraw() {
		Call<?> followed = this.call;
		if (followed != null) {
			followed.withdraw();
		}
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
