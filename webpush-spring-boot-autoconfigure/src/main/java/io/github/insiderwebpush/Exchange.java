package io.github.insiderwebpush;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import javax.net.ssl.SSLHandshakeException;

import io.github.insiderwebpush.statistics.UnreadableStatisticsException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Exactly one request on the wire, and what its answer means.
 */
final class Exchange {

	private static final Log logger = LogFactory.getLog(Exchange.class);

	private final RestClient restClient;

	private final WebPushCredentials credentials;

	private final WebPushErrorTranslator translator;

	private final WebPushErrorTranslator defaultTranslator = new DefaultWebPushErrorTranslator();

	Exchange(RestClient restClient, WebPushCredentials credentials, WebPushErrorTranslator translator) {
		this.restClient = restClient;
		this.credentials = credentials;
		this.translator = translator;
	}

	/**
	 * Send a request and read its answer.
	 * @param request what to send
	 * @param headers told the headers of the answer, if there is one
	 * @return the result
	 * @throws WebPushException however it failed
	 */
	<T> T perform(Request<T> request, Consumer<HttpHeaders> headers) {
		String token;
		byte[] body;
		try {
			token = Tokens.checked(this.credentials.token());
			body = Json.write(withPartnerId(request.fields()));
		}
		catch (RuntimeException ex) {
			throw WebPushException.of(request.operation(), WebPushError.UNREACHABLE, Outcome.NOT_APPLIED)
				.hint("Nothing was sent, because token or partner ID could not be obtained")
				.cause(ex)
				.build();
		}
		Answer answer = send(request, token, body);
		headers.accept(answer.headers());
		return result(request, answer, token);
	}

	private Map<String, Object> withPartnerId(Map<String, Object> fields) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("partner_id", this.credentials.partnerId());
		body.putAll(fields);
		return body;
	}

	private Answer send(Request<?> request, String token, byte[] body) {
		WebPushOperation operation = request.operation();
		try {
			return this.restClient.method(HttpMethod.valueOf(operation.method()))
				.uri(operation.path(), request.pathVariables())
				.header(HttpHeaders.AUTHORIZATION, "Bearer " + token)
				.contentType(MediaType.APPLICATION_JSON)
				.accept(MediaType.APPLICATION_JSON)
				.body(body)
				.exchangeForRequiredValue((sent, response) -> Answer.read(response));
		}
		catch (ResourceAccessException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw wasNeverConnected(cause)
					? WebPushException.of(operation, WebPushError.UNREACHABLE, Outcome.NOT_APPLIED)
						.hint("Nothing was sent: " + reason(cause))
						.cause(cause)
						.build()
					: unanswered(operation, Outcome.UNKNOWN, cause);
		}
		catch (RuntimeException ex) {
			throw unanswered(operation, Outcome.UNKNOWN, ex);
		}
	}

	private <T> T result(Request<T> request, Answer answer, String token) {
		if (!answer.status().is2xxSuccessful()) {
			throw translate(request.operation(), answer.without(token));
		}
		boolean success = Json.saysSuccess(answer.body());
		IOException broken = answer.broken();
		if (broken != null && !(broken instanceof Answer.TooLongException)) {
			throw unanswered(request.operation(), success ? Outcome.APPLIED : Outcome.UNKNOWN, broken);
		}
		JsonNode json = (broken == null) ? Json.read(answer.body()) : null;
		if (json != null && json.path("success").isBoolean() && !json.path("success").booleanValue()) {
			throw translate(request.operation(), answer.without(token));
		}
		T result = null;
		Throwable cause = broken;
		try {
			result = (json != null) ? request.reader().apply(json) : null;
		}
		catch (UnreadableStatisticsException ex) {
			cause = ex;
		}
		if (result == null) {
			throw WebPushException
				.of(request.operation(), WebPushError.UNREADABLE_RESPONSE, success ? Outcome.APPLIED : Outcome.UNKNOWN)
				.status(answer.status())
				.detail(ErrorText.of(answer.without(token).body()).readable())
				.cfRay(DefaultWebPushErrorTranslator.cfRay(answer.headers()))
				.cause(cause)
				.build();
		}
		return result;
	}

	private WebPushException translate(WebPushOperation operation, Answer answer) {
		try {
			return this.translator.translate(operation, answer.status(), answer.headers(), answer.body());
		}
		catch (RuntimeException ex) {
			logger.warn("The error translator " + this.translator.getClass().getName()
					+ " failed; the default one decides in its place", ex);
			return this.defaultTranslator.translate(operation, answer.status(), answer.headers(), answer.body());
		}
	}

	/**
	 * Of causes, the deepest says most: it names the certificate, the host or the port.
	 * Where it says nothing, as when a connection is refused, its kind is all there is.
	 */
	private static String reason(Throwable failure) {
		Throwable deepest = failure;
		while (deepest.getCause() != null) {
			deepest = deepest.getCause();
		}
		String name = deepest.getClass().getSimpleName();
		String message = deepest.getMessage();
		if (message != null) {
			return name + ": " + message;
		}
		return (deepest != failure) ? failure.getClass().getSimpleName() + " (" + name + ")" : name;
	}

	private static WebPushException unanswered(WebPushOperation operation, Outcome outcome, Throwable cause) {
		WebPushError error = Thread.currentThread().isInterrupted() ? WebPushError.CANCELLED : WebPushError.NO_ANSWER;
		return WebPushException.of(operation, error, outcome).cause(cause).build();
	}

	/**
	 * What is not known to have failed before the request was sent counts as sent.
	 */
	private static boolean wasNeverConnected(Throwable failure) {
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
					|| cause instanceof UnknownHostException || cause instanceof NoRouteToHostException
					|| cause instanceof SSLHandshakeException) {
				return true;
			}
		}
		return false;
	}

}
