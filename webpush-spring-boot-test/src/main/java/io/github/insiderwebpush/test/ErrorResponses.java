package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import org.jspecify.annotations.Nullable;

/**
 * The error responses of the API, each in its documented shape. There is no common one:
 * the text is under {@code message}, {@code error} or {@code errors}.
 */
final class ErrorResponses {

	private static final String CAMPAIGN_NOT_FOUND = "Campaign not found";

	private ErrorResponses() {
	}

	static SandboxResponse badRequest(WebPushOperation operation, String text) {
		if (operation == WebPushOperation.CREATE) {
			return SandboxResponse.json(400, Json.object("success", false, "message", text));
		}
		return SandboxResponse.json(400, Map.of("error", text));
	}

	static SandboxResponse duplicateTitle(int status, String text) {
		return (status == 422)
				? SandboxResponse.json(422, Json.object("status_code", 422, "errors", Map.of("title", List.of(text))))
				: SandboxResponse.json(status, Json.object("success", false, "message", text));
	}

	/**
	 * Only the statistics calls name the fields in a map.
	 */
	static SandboxResponse invalid(WebPushOperation operation, Map<String, List<String>> problems) {
		if (operation.isRead()) {
			return SandboxResponse.json(422, Json.object("status_code", 422, "errors", problems));
		}
		return badRequest(operation, text(problems));
	}

	static String text(Map<String, List<String>> problems) {
		return problems.values().stream().flatMap(List::stream).collect(Collectors.joining(" "));
	}

	static SandboxResponse unauthorized(WebPushOperation operation) {
		return SandboxResponse.json(401,
				operation.isRead() ? Map.of("status_code", 401) : Map.of("message", "Unauthorized"));
	}

	static SandboxResponse forbidden(WebPushOperation operation, String text) {
		return operation.isRead() ? forbidden(text) : SandboxResponse.json(403, Map.of("message", text));
	}

	private static SandboxResponse forbidden(String text) {
		return SandboxResponse.json(403, Json.object("error", Map.of("message", text), "status", 403));
	}

	static SandboxResponse throttledForbidden() {
		return forbidden("Too many attempts, please slow down the request. " + Budget.STATISTICS.requestsPerMinute()
				+ " Requests/minute is allowed.");
	}

	static SandboxResponse throttled(WebPushOperation operation, @Nullable Duration retryAfter) {
		SandboxResponse response = switch (operation) {
			case LAUNCH, DELETE -> SandboxResponse.json(429, Map.of("error", "rejected: too many requests"));
			default -> SandboxResponse.json(429, Json.object("message", "Too Many Requests", "status", 429));
		};
		return (retryAfter != null) ? response.withHeader("Retry-After", Long.toString(wholeSeconds(retryAfter)))
				: response;
	}

	private static long wholeSeconds(Duration duration) {
		return duration.plusSeconds(1).minusNanos(1).toSeconds();
	}

	static SandboxResponse failedDependency(WebPushOperation operation, String reason) {
		String field = (operation == WebPushOperation.DELETE || operation.isRead()) ? "error" : "message";
		return SandboxResponse.json(424, Map.of(field, "SERVICE:-" + reason));
	}

	static SandboxResponse campaignNotFound(WebPushOperation operation) {
		return failedDependency(operation, CAMPAIGN_NOT_FOUND);
	}

	static SandboxResponse statisticsExpired() {
		return SandboxResponse.json(406, Json.object("error",
				Map.of("message", "Analytics data is available for the last 1 year only."), "status", 406));
	}

	static SandboxResponse serverError(int status) {
		return SandboxResponse.json(status, Map.of("message", "Server Error"));
	}

	static SandboxResponse html(int status) {
		return SandboxResponse.text(status, "text/html; charset=UTF-8", """
				<!DOCTYPE html>
				<html><head><title>useinsider.com | STATUS</title></head>
				<body><h1>Error STATUS</h1><p>The web server returned an unknown error.</p></body></html>
				""".replace("STATUS", Integer.toString(status)));
	}

	static SandboxResponse noSuchPath() {
		return SandboxResponse.text(404, "text/html; charset=UTF-8",
				"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>");
	}

}
