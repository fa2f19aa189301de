package io.github.insiderwebpush.benchmarks.versus;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushException;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;

import org.springframework.web.client.RestClientResponseException;

/**
 * What a caller learns from a call.
 */
enum Ending {

	/** It has the result. */
	DONE,

	/** It is told that nothing happened. */
	REFUSED,

	/** It is told that it may have happened, or did. */
	UNCLEAR,

	/** It gets an exception that does not say whether anything happened. */
	UNEXPLAINED;

	static Ending of(Throwable failure) {
		if (failure instanceof WebPushException ex) {
			return (ex.outcome() == Outcome.NOT_APPLIED) ? REFUSED : UNCLEAR;
		}
		if (failure instanceof RequestNotPermitted) {
			return REFUSED;
		}
		if (failure instanceof RestClientResponseException ex) {
			return switch (ex.getStatusCode().value()) {
				// Documented as refusals, so whoever has read the documents knows.
				case 400, 401, 403, 404, 406, 422, 429 -> REFUSED;
				default -> UNEXPLAINED;
			};
		}
		return UNEXPLAINED;
	}

}
