package io.github.insiderwebpush.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushCredentials;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Sends exactly one request, its body without message converters, and returns the
 * response without the token in it.
 */
final class HttpSender {

	private final RestClient restClient;

	private final WebPushCredentials credentials;

	/**
	 * Create a sender.
	 * @param restClient a client on a {@link WebPushRequestFactory}
	 * @param credentials asked before each request
	 */
	HttpSender(RestClient restClient, WebPushCredentials credentials) {
		this.restClient = restClient;
		this.credentials = credentials;
	}

	ApiResponse send(ApiRequest<?> request) throws AttemptFailedException {
		String token = token();
		byte[] body = body(request);
		WireAttempt attempt = new WireAttempt(headers(token));
		TokenRedactor redactor = new TokenRedactor(token);
		try {
			ApiResponse response = this.restClient.method(HttpMethod.valueOf(request.operation().method()))
				.uri(request.operation().path(), request.pathVariables())
				.attribute(WireAttempt.ATTRIBUTE, attempt)
				.contentType(MediaType.APPLICATION_JSON)
				.accept(MediaType.APPLICATION_JSON)
				.body((output) -> output.write(body))
				.exchangeForRequiredValue((sent, received) -> ApiResponse.read(received, redactor));
			if (attempt.isExecuted() && !attempt.isHandedOver()) {
				throw notSent("a proxy on the way responded with HTTP " + response.status().value(), null);
			}
			return response;
		}
		catch (RuntimeException | Error ex) {
			Throwable cause = (ex instanceof ResourceAccessException && ex.getCause() != null) ? ex.getCause() : ex;
			if (Thread.currentThread().isInterrupted()) {
				throw failed(WebPushError.CANCELLED, attempt.isHandedOver() ? Outcome.UNKNOWN : Outcome.NOT_APPLIED,
						null, cause);
			}
			if (!attempt.isHandedOver()) {
				throw notSent(redactor.redact(reason(cause)), cause);
			}
			throw failed(WebPushError.NO_RESPONSE, Outcome.UNKNOWN, attempt.repetition(), cause);
		}
	}

	private String token() throws AttemptFailedException {
		String token = obtain("the token", this.credentials::token);
		String problem = problemOf(token);
		if (problem != null) {
			throw failed(WebPushError.UNAUTHORIZED, Outcome.NOT_APPLIED, "Nothing was sent: " + problem, null);
		}
		return token;
	}

	/**
	 * Return why a token cannot go into a header as it is, without the token, or
	 * {@code null} if it can. The HTTP client would refuse it, too, but print it.
	 */
	static @Nullable String problemOf(@Nullable String token) {
		if (token == null || token.isBlank()) {
			return "The token is empty";
		}
		boolean visible = token.chars().allMatch((c) -> c > ' ' && c <= '~');
		return visible ? null : "The token has a character that cannot be in an HTTP header: "
				+ "only visible ASCII characters can, so no spaces and no line breaks";
	}

	private static String obtain(String what, Supplier<String> source) throws AttemptFailedException {
		try {
			return source.get();
		}
		catch (RuntimeException | Error ex) {
			throw notSent(what + " could not be obtained", ex);
		}
	}

	private byte[] body(ApiRequest<?> request) throws AttemptFailedException {
		String partnerId = obtain("the partner ID", this.credentials::partnerId);
		if (partnerId == null || partnerId.isBlank()) {
			throw failed(WebPushError.UNAUTHORIZED, Outcome.NOT_APPLIED, "Nothing was sent: the partner ID is empty",
					null);
		}
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("partner_id", partnerId);
		fields.putAll(request.fields());
		return Json.write(fields);
	}

	/**
	 * The headers that the innermost part sets last.
	 */
	private static HttpHeaders headers(String token) {
		HttpHeaders headers = new HttpHeaders();
		headers.setBearerAuth(token);
		headers.setContentType(MediaType.APPLICATION_JSON);
		headers.setAccept(List.of(MediaType.APPLICATION_JSON));
		return headers;
	}

	private static AttemptFailedException notSent(String reason, @Nullable Throwable cause) {
		return failed(WebPushError.UNREACHABLE, Outcome.NOT_APPLIED, "Nothing was sent: " + reason, cause);
	}

	private static AttemptFailedException failed(WebPushError error, Outcome outcome, @Nullable String hint,
			@Nullable Throwable cause) {
		return new AttemptFailedException(WebPushErrorDetails.of(error, outcome).hint(hint).build(), cause);
	}

	/**
	 * Return the message of the root cause, which names the certificate, the host or the
	 * port, or its class where it has no message.
	 */
	private static String reason(Throwable failure) {
		Throwable deepest = NestedExceptionUtils.getMostSpecificCause(failure);
		String name = deepest.getClass().getSimpleName();
		String message = deepest.getMessage();
		if (message != null) {
			return name + ": " + message;
		}
		return (deepest != failure) ? failure.getClass().getSimpleName() + " (" + name + ")" : name;
	}

}
