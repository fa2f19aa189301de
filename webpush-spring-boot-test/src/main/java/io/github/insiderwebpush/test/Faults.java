package io.github.insiderwebpush.test;

import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * Error responses of the API, for {@link FaultPlan#failWith}. Each has the documented
 * shape of the operation that receives it.
 *
 * @since 0.1.0
 */
public final class Faults {

	private Faults() {
	}

	/**
	 * 424 without a reason: an inner service failed, and whether the request took effect
	 * is unknown.
	 * @return the error
	 */
	public static ScriptedError failedDependency() {
		return new ScriptedError("424 without a reason", (operation) -> ErrorResponses.failedDependency(operation, ""));
	}

	/**
	 * 424 with the inner service's reason.
	 * @param reason the reason, which follows {@code SERVICE:-}
	 * @return the error
	 */
	public static ScriptedError failedDependency(String reason) {
		Assert.hasText(reason, "'reason' must not be empty");
		return new ScriptedError("424 " + reason, (operation) -> ErrorResponses.failedDependency(operation, reason));
	}

	/**
	 * 424 for a campaign that does not exist.
	 * @return the error
	 */
	public static ScriptedError campaignNotFound() {
		return new ScriptedError("424 Campaign not found", ErrorResponses::campaignNotFound);
	}

	/**
	 * 400 with a text.
	 * @param text the text
	 * @return the error
	 */
	public static ScriptedError badRequest(String text) {
		Assert.hasText(text, "'text' must not be empty");
		return new ScriptedError("400 " + text, (operation) -> ErrorResponses.badRequest(operation, text));
	}

	/**
	 * 422 for one field.
	 * @param field the field's name
	 * @param text the problem
	 * @return the error
	 */
	public static ScriptedError invalid(String field, String text) {
		Assert.hasText(field, "'field' must not be empty");
		Assert.hasText(text, "'text' must not be empty");
		Map<String, Object> body = Json.object("status_code", 422, "errors", Map.of(field, List.of(text)));
		return new ScriptedError("422 " + text, (operation) -> SandboxResponse.json(422, body));
	}

	/**
	 * The title exists already.
	 * @param status 400, 409 or 422
	 * @return the error
	 */
	public static ScriptedError duplicateTitle(int status) {
		checkDuplicateTitleStatus(status);
		return new ScriptedError(status + " duplicate title",
				(operation) -> ErrorResponses.duplicateTitle(status, "The title has already been taken."));
	}

	static void checkDuplicateTitleStatus(int status) {
		Assert.isTrue(status == 400 || status == 409 || status == 422,
				() -> "'status' must be 400, 409 or 422, but is " + status);
	}

	/**
	 * A response of an intermediary between client and API, which it may give after it
	 * forwarded the request: 408 (request timeout), 425 (too early), 499 (client closed
	 * request), 502, 504 and the like. Use it with {@link FaultPlan#afterApplying()} and
	 * without.
	 * @param status 400 to 599
	 * @return the error
	 */
	public static ScriptedError intermediary(int status) {
		Assert.isTrue(status >= 400 && status <= 599, () -> "'status' must be 400 to 599, but is " + status);
		return new ScriptedError(status + " of an intermediary", (operation) -> ErrorResponses.html(status));
	}

	/**
	 * 401, as for a token that is wrong, expired or bound to another address.
	 * @return the error
	 */
	public static ScriptedError unauthorized() {
		return new ScriptedError("401 Unauthorized", ErrorResponses::unauthorized);
	}

	/**
	 * 403 that is not a throttle.
	 * @return the error
	 */
	public static ScriptedError forbidden() {
		return new ScriptedError("403 Invalid api key",
				(operation) -> ErrorResponses.forbidden(operation, "Invalid api key"));
	}

	/**
	 * 406: statistics of more than a year ago.
	 * @return the error
	 */
	public static ScriptedError statisticsExpired() {
		return new ScriptedError("406 statistics too old", (operation) -> ErrorResponses.statisticsExpired());
	}

	/**
	 * A server error in JSON.
	 * @param status 500 to 599
	 * @return the error
	 */
	public static ScriptedError serverError(int status) {
		Assert.isTrue(status >= 500 && status <= 599, () -> "'status' must be 500 to 599, but is " + status);
		return new ScriptedError(status + " Server Error", (operation) -> ErrorResponses.serverError(status));
	}

}
