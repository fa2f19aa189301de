package io.github.insiderwebpush.client;

import java.time.Duration;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;

/**
 * Failed calls, for tests that make none.
 */
public final class Failures {

	private Failures() {
	}

	public static WebPushException of(WebPushOperation operation, WebPushError error, Outcome outcome, int attempts) {
		return WebPushException.of(operation, error, outcome)
			.build()
			.completed("default", "Summer sale", attempts, Duration.ZERO, outcome);
	}

	public static WebPushException create(WebPushError error, Outcome outcome) {
		return of(WebPushOperation.CREATE, error, outcome, 1);
	}

	/**
	 * What a call ends with that was taken back before anything was sent.
	 */
	public static WebPushException takenBack() {
		return of(WebPushOperation.CREATE, WebPushError.CANCELLED, Outcome.NOT_APPLIED, 0);
	}

}
