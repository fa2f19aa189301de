package io.github.insiderwebpush;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Whether Insider One accepts an account's credentials, as far as its responses so far
 * tell.
 *
 * @param state the state, by the last response that tells
 * @param since the time of the last change, {@code null} before the first response
 * @param reason the error of the rejection, {@code null} if there was none
 * @since 0.1.0
 */
public record AccountStatus(State state, @Nullable Instant since, @Nullable String reason) {

	/**
	 * The states.
	 */
	public enum State {

		/** There was no response yet. */
		UNKNOWN,

		/** The credentials are accepted. */
		ACCEPTED,

		/** The credentials are rejected, with a 401 or a 403 that is no throttling. */
		REJECTED

	}

}
