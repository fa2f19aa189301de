package io.github.insiderwebpush.client;

import java.io.IOException;

/**
 * The response is longer than any that the API gives.
 */
final class ResponseTooLongException extends IOException {

	private static final long serialVersionUID = 1L;

	ResponseTooLongException() {
		super("The response is longer than " + WebPushRequestFactory.MAX_BODY_LENGTH
				+ " bytes and was not read further");
	}

}
