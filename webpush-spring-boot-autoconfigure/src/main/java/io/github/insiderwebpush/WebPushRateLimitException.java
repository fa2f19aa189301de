package io.github.insiderwebpush;

/**
 * The call would go past the vendor's budget: either the server said so
 * ({@link WebPushError#RATE_LIMITED}), or the local limiter foresees that the wait cannot
 * end in time ({@link WebPushError#BUDGET_EXHAUSTED}). {@link #retryAfter()} says when it
 * is worth another try, where that is known.
 *
 * @since 0.1.0
 */
public final class WebPushRateLimitException extends WebPushException {

	private static final long serialVersionUID = 1L;

	WebPushRateLimitException(Builder builder) {
		super(builder);
	}

}
