package io.github.insiderwebpush;

import org.jspecify.annotations.Nullable;

/**
 * The budget does not allow the call in time: the server throttled it
 * ({@link WebPushError#RATE_LIMITED}), the server asked for a pause
 * ({@link WebPushError#PAUSED_BY_SERVER}), or the local limiter expects a longer wait
 * ({@link WebPushError#BUDGET_EXHAUSTED}). {@link #retryAfter()} says when it is worth
 * another try, where that is known.
 *
 * @since 0.1.0
 */
public final class WebPushRateLimitException extends WebPushException {

	private static final long serialVersionUID = 1L;

	WebPushRateLimitException(CallSummary call, WebPushErrorDetails details, String message,
			@Nullable Throwable cause) {
		super(call, details, message, cause);
	}

}
