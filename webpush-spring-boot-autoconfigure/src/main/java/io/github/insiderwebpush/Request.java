package io.github.insiderwebpush;

import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is to be sent for one operation, and how its answer is read.
 *
 * @param <T> the type of the result
 * @param operation where it goes
 * @param subject the title or id that it is about, for messages
 * @param pathVariables what fills the operation's path
 * @param fields the fields of the body, beside the partner ID
 * @param reader reads the JSON of a 2xx answer; {@code null} if it says nothing usable
 * @param titleUnique whether a duplicate can only be our own doing
 * @param ifGone the result when a repeated attempt finds no campaign after an unclear
 * one; {@code null} if that is a failure
 */
record Request<T>(WebPushOperation operation, @Nullable String subject, Object[] pathVariables,
		Map<String, Object> fields, Function<JsonNode, @Nullable T> reader, boolean titleUnique, @Nullable T ifGone) {

	Request(WebPushOperation operation, @Nullable String subject, Map<String, Object> fields,
			Function<JsonNode, @Nullable T> reader) {
		this(operation, subject, new Object[0], fields, reader, false, null);
	}

	/**
	 * Return the result of a repeated attempt that failed because an earlier one had
	 * succeeded after all, or {@code null}.
	 */
	@Nullable T resultIfDoneBefore(WebPushException failure, boolean unclear) {
		return (unclear && failure.error() == WebPushError.CAMPAIGN_NOT_FOUND) ? this.ifGone : null;
	}

}
