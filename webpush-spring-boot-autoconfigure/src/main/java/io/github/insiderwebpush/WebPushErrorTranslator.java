package io.github.insiderwebpush;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * Turns an answer that is not a success into an exception. A bean of this type replaces
 * the default, {@link DefaultWebPushErrorTranslator}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WebPushErrorTranslator {

	/**
	 * Translate an answer. It must not throw: if it does, the default translator decides.
	 * @param operation the operation that was answered
	 * @param status the HTTP status; 2xx when the body says {@code "success": false} or
	 * says nothing usable
	 * @param headers the headers of the answer
	 * @param body the body, as far as it could be read; may be empty, HTML or cut short
	 * @return the exception, built with {@link WebPushException#of}
	 */
	WebPushException translate(WebPushOperation operation, HttpStatusCode status, HttpHeaders headers, byte[] body);

}
