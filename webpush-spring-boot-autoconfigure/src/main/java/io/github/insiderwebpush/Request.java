package io.github.insiderwebpush;

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
 * @param body makes the body, from the partner ID
 * @param reader reads the JSON of a 2xx answer; {@code null} if it says nothing usable
 * @param titleUnique whether a duplicate can only be our own doing
 */
record Request<T>(WebPushOperation operation, @Nullable String subject, Object[] pathVariables,
		Function<String, Object> body, Function<JsonNode, @Nullable T> reader, boolean titleUnique) {
}
