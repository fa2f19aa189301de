package io.github.insiderwebpush.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Insider One's samples, and JSON written by a test, as trees.
 */
final class Samples {

	static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	/** The message for a response that is not the report, which has one short line. */
	static final String REFUSAL = "The statistics cannot be read: (\\$|overview|data) "
			+ "(must be an object|must be an array|is required), but is '.{0,100}'";

	private Samples() {
	}

	static JsonNode sample(String name) {
		try (InputStream file = Samples.class.getResourceAsStream("/samples/" + name)) {
			if (file == null) {
				throw new IllegalArgumentException("No sample is named '" + name + "'");
			}
			return MAPPER.readTree(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read JSON that may have single quotes for double ones.
	 */
	static JsonNode json(String json) {
		return MAPPER.readTree(json.replace('\'', '"'));
	}

}
