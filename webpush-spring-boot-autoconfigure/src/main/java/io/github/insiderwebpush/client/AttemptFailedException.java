package io.github.insiderwebpush.client;

import io.github.insiderwebpush.WebPushErrorDetails;
import org.jspecify.annotations.Nullable;

/**
 * One attempt failed. The {@link Call} makes a
 * {@link io.github.insiderwebpush.WebPushException} of it, once, when it knows all
 * attempts. Has no stack trace of its own.
 */
final class AttemptFailedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final WebPushErrorDetails details;

	AttemptFailedException(WebPushErrorDetails details, @Nullable Throwable cause) {
		super(null, cause, false, false);
		this.details = details;
	}

	WebPushErrorDetails details() {
		return this.details;
	}

}
