package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's error answers, each in the shape in which its documents show it. There is
 * no single one: the text is under {@code message}, under {@code error} or under
 * {@code errors}.
 */
final class Envelopes {

	private static final String CAMPAIGN_NOT_FOUND = "Campaign not found";

	private Envelopes() {
	}

	static SandboxAnswer badRequest(WebPushOperation operation, String text) {
		if (operation == WebPushOperation.CREATE) {
			return SandboxAnswer.json(400, ordered("success", false, "message", text));
		}
		return SandboxAnswer.json(400, Map.of("error", text));
	}

	/**
	 * Only the statistics calls name the fields in a map.
	 */
	static SandboxAnswer invalid(WebPushOperation operation, Map<String, List<String>> problems) {
		if (operation.isRead()) {
			return SandboxAnswer.json(422, ordered("status_code", 422, "errors", problems));
		}
		return badRequest(operation, text(problems));
	}

	static String text(Map<String, List<String>> problems) {
		return problems.values().stream().flatMap(List::stream).collect(Collectors.joining(" "));
	}

	static SandboxAnswer unauthorized(WebPushOperation operation) {
		return SandboxAnswer.json(401,
				operation.isRead() ? Map.of("status_code", 401) : Map.of("message", "Unauthorized"));
	}

	static SandboxAnswer forbidden(WebPushOperation operation, String text) {
		return operation.isRead() ? forbidden(text) : SandboxAnswer.json(403, Map.of("message", text));
	}

	private static SandboxAnswer forbidden(String text) {
		return SandboxAnswer.json(403, ordered("error", Map.of("message", text), "status", 403));
	}

	static SandboxAnswer throttledForbidden() {
		return forbidden("Too many attempts, please slow down the request. " + Budget.STATISTICS.requestsPerMinute()
				+ " Requests/minute is allowed.");
	}

	static SandboxAnswer throttled(WebPushOperation operation, @Nullable Duration retryAfter) {
		SandboxAnswer answer = switch (operation) {
			case LAUNCH, DELETE -> SandboxAnswer.json(429, Map.of("error", "rejected: too many requests"));
			default -> SandboxAnswer.json(429, ordered("message", "Too Many Requests", "status", 429));
		};
		return (retryAfter != null) ? answer.with("Retry-After", Long.toString(wholeSeconds(retryAfter))) : answer;
	}

	private static long wholeSeconds(Duration duration) {
		return duration.plusSeconds(1).minusNanos(1).toSeconds();
	}

	static SandboxAnswer failedDependency(WebPushOperation operation, String reason) {
		String field = (operation == WebPushOperation.DELETE || operation.isRead()) ? "error" : "message";
		return SandboxAnswer.json(424, Map.of(field, "SERVICE:-" + reason));
	}

	static SandboxAnswer campaignNotFound(WebPushOperation operation) {
		return failedDependency(operation, CAMPAIGN_NOT_FOUND);
	}

	static SandboxAnswer statisticsExpired() {
		return SandboxAnswer.json(406, ordered("error",
				Map.of("message", "Analytics data is available for the last 1 year only."), "status", 406));
	}

	static SandboxAnswer serverError(int status) {
		return SandboxAnswer.json(status, Map.of("message", "Server Error"));
	}

	static SandboxAnswer html(int status) {
		return SandboxAnswer.text(status, "text/html; charset=UTF-8", """
				<!DOCTYPE html>
				<html><head><title>useinsider.com | %1$d</title></head>
				<body><h1>Error %1$d</h1><p>The web server returned an unknown error.</p></body></html>
				""".formatted(status));
	}

	static SandboxAnswer noSuchPath() {
		return SandboxAnswer.text(404, "text/html; charset=UTF-8",
				"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>");
	}

	private static Map<String, Object> ordered(String first, Object firstValue, String second, Object secondValue) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put(first, firstValue);
		body.put(second, secondValue);
		return body;
	}

}
