package io.github.insiderwebpush.test;

import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * The vendor's error answers, for {@link FaultPlan#failWith}. Each comes in the shape in
 * which the vendor gives it to the operation that it meets.
 *
 * @since 0.1.0
 */
public final class Faults {

	private Faults() {
	}

	/**
	 * 424 without a reason: an inner service failed, and nobody says whether the request
	 * took effect.
	 * @return the answer
	 */
	public static ScriptedError failedDependency() {
		return new ScriptedError("424 without a reason", (operation) -> Envelopes.failedDependency(operation, ""));
	}

	/**
	 * 424 with the inner service's reason.
	 * @param reason the reason, which follows {@code SERVICE:-}
	 * @return the answer
	 */
	public static ScriptedError failedDependency(String reason) {
		Assert.hasText(reason, "'reason' must not be empty");
		return new ScriptedError("424 " + reason, (operation) -> Envelopes.failedDependency(operation, reason));
	}

	/**
	 * 424 for a campaign that does not exist.
	 * @return the answer
	 */
	public static ScriptedError campaignNotFound() {
		return new ScriptedError("424 Campaign not found", Envelopes::campaignNotFound);
	}

	/**
	 * 400 with a text.
	 * @param text what is wrong
	 * @return the answer
	 */
	public static ScriptedError badRequest(String text) {
		Assert.hasText(text, "'text' must not be empty");
		return new ScriptedError("400 " + text, (operation) -> Envelopes.badRequest(operation, text));
	}

	/**
	 * 422 with one field and what is wrong with it.
	 * @param field the field's name
	 * @param text what is wrong with it
	 * @return the answer
	 */
	public static ScriptedError invalid(String field, String text) {
		Assert.hasText(field, "'field' must not be empty");
		Assert.hasText(text, "'text' must not be empty");
		Map<String, Object> body = OddFormats.object("status_code", 422, "errors", Map.of(field, List.of(text)));
		return new ScriptedError("422 " + text, (operation) -> SandboxAnswer.json(422, body));
	}

	/**
	 * 401, as for a token that is wrong, expired or bound to another address.
	 * @return the answer
	 */
	public static ScriptedError unauthorized() {
		return new ScriptedError("401 Unauthorized", Envelopes::unauthorized);
	}

	/**
	 * 403 that is not a throttle.
	 * @return the answer
	 */
	public static ScriptedError forbidden() {
		return new ScriptedError("403 Invalid api key",
				(operation) -> Envelopes.forbidden(operation, "Invalid api key"));
	}

	/**
	 * 406: statistics of more than a year ago.
	 * @return the answer
	 */
	public static ScriptedError statisticsExpired() {
		return new ScriptedError("406 statistics too old", (operation) -> Envelopes.statisticsExpired());
	}

	/**
	 * A server error in JSON.
	 * @param status 500 to 599
	 * @return the answer
	 */
	public static ScriptedError serverError(int status) {
		Assert.isTrue(status >= 500 && status <= 599, () -> "'status' must be 500 to 599, but is " + status);
		return new ScriptedError(status + " Server Error", (operation) -> Envelopes.serverError(status));
	}

}
