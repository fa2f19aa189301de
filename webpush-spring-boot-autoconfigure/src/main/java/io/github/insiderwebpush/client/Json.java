package io.github.insiderwebpush.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by a mapper of the client's own, so that the application's mapper changes nothing.
 */
final class Json {

	/**
	 * No response of the API has a hundredth of it. It bounds the memory that a body of
	 * the longest length can take when it is read.
	 */
	private static final long MAX_TOKENS = 100_000;

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
			.build())
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private Json() {
	}

	static byte[] write(Object body) {
		return MAPPER.writeValueAsBytes(body);
	}

	/**
	 * Read a body.
	 * @return its JSON, or {@code null} if it is none
	 */
	static @Nullable JsonNode read(byte[] body) {
		if (!isUtf8(body)) {
			return null;
		}
		try {
			JsonNode json = MAPPER.readTree(body);
			return json.isMissingNode() ? null : json;
		}
		catch (JacksonException | NumberFormatException ex) {
			// The latter for an exponent of more than ten digits.
			return null;
		}
	}

	/**
	 * Jackson also detects UTF-16 and UTF-32, in which the token would not be found. JSON
	 * is UTF-8, and has no byte that is 0.
	 */
	private static boolean isUtf8(byte[] body) {
		for (int i = 0; i < Math.min(body.length, 4); i++) {
			if (body[i] == 0 || body[i] == (byte) 0xfe || body[i] == (byte) 0xff) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return whether a body, which may be cut short, says {@code "success": true} at its
	 * top level.
	 */
	static boolean saysSuccess(byte[] body) {
		try (JsonParser parser = MAPPER.createParser(body)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return false;
			}
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				String name = parser.currentName();
				JsonToken value = parser.nextToken();
				if (name.equals("success")) {
					return value == JsonToken.VALUE_TRUE;
				}
				parser.skipChildren();
			}
			return false;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

}
