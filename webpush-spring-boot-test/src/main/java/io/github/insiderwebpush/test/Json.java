package io.github.insiderwebpush.test;

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sandbox's own JSON, independent of the application's.
 */
final class Json {

	static final JsonMapper MAPPER = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

	private Json() {
	}

	/**
	 * Return a JSON object whose fields stay in order.
	 * @param namesAndValues names and values by turns
	 */
	static Map<String, Object> object(Object... namesAndValues) {
		Map<String, Object> object = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			object.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		return object;
	}

	static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

}
