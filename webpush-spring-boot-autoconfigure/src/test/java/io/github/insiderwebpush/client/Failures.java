package io.github.insiderwebpush.client;

import java.time.Duration;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushException.CallSummary;
import io.github.insiderwebpush.WebPushOperation;

/**
 * Failed calls, for tests that make none.
 */
public final class Failures {

	private Failures() {
	}

	public static WebPushException of(WebPushOperation operation, WebPushError error, Outcome outcome, int attempts) {
		CallSummary call = new CallSummary(operation, "default", "Summer sale", attempts, Duration.ZERO, outcome);
		return WebPushException.of(call, WebPushErrorDetails.of(error, outcome).build(),
				operation + " failed: " + error + ", outcome " + call.outcome(), null);
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
