package io.github.insiderwebpush;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * Translates a response that is not a success. A bean of this type replaces the default.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WebPushErrorTranslator {

	/**
	 * Translate a response. If this method throws or returns {@code null}, the default
	 * translator decides.
	 * @param operation the operation that was called
	 * @param status the HTTP status; 2xx when the body does not say
	 * {@code "success": true}
	 * @param headers the headers of the response
	 * @param body the body, as far as it could be read, without the token; may be empty,
	 * HTML or cut short
	 * @return what went wrong, built with {@link WebPushErrorDetails#of}
	 */
	WebPushErrorDetails translate(WebPushOperation operation, HttpStatusCode status, HttpHeaders headers, byte[] body);

}
