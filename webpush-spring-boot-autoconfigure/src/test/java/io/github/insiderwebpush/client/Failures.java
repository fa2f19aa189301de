package io.github.insiderwebpush.client;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;

/**
 * Failed calls, for tests that make none.
 */
public final class Failures {

	private Failures() {
	}

	public static WebPushException of(WebPushOperation operation, WebPushError error, Outcome outcome, int attempts) {
		return WebPushException.of(operation, WebPushErrorDetails.of(error, outcome).build())
			.subject("Summer sale")
			.attempts(attempts)
			.build();
	}

	public static WebPushException create(WebPushError error, Outcome outcome) {
		return of(WebPushOperation.CREATE, error, outcome, 1);
	}

	/**
	 * The failure of a call that was cancelled before anything was sent.
	 */
	public static WebPushException cancelledUnsent() {
		return of(WebPushOperation.CREATE, WebPushError.CANCELLED, Outcome.NOT_APPLIED, 0);
	}

}
