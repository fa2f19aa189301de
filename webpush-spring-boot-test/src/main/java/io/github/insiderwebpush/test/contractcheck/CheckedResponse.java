package io.github.insiderwebpush.test.contractcheck;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A response as the report shows it.
 *
 * @param status the HTTP status, or 0 if there was no response
 * @param headers the headers that matter for the contract
 * @param body the body
 * @param time the time from the request to the whole response
 */
record CheckedResponse(int status, Map<String, String> headers, String body, Duration time) {

	private static final Set<String> REPORTED_HEADERS = Set.of("content-type", "retry-after", "cf-ray", "server");

	private static final int MAX_SHOWN = 300;

	static CheckedResponse of(int status, Map<String, List<String>> headers, String body, Duration time) {
		Map<String, String> reported = new TreeMap<>();
		headers.forEach((name, values) -> {
			String lowerCase = name.toLowerCase(Locale.ROOT);
			if (REPORTED_HEADERS.contains(lowerCase) || lowerCase.contains("ratelimit")) {
				reported.put(lowerCase, String.join(", ", values));
			}
		});
		return new CheckedResponse(status, reported, body, time);
	}

	static CheckedResponse failed(IOException failure, Duration time) {
		return new CheckedResponse(0, Map.of(), failure.getClass().getSimpleName(), time);
	}

	boolean isSuccess() {
		return this.status / 100 == 2;
	}

	/**
	 * Return the ID of the campaign in digits, at the top level or under {@code content}.
	 */
	@Nullable String campaignId() {
		JsonNode json = json();
		if (json == null) {
			return null;
		}
		JsonNode id = json.path("campaign_id").isMissingNode() ? json.at("/content/campaign_id")
				: json.path("campaign_id");
		String digits = id.isValueNode() ? id.asString() : "";
		return digits.matches("[0-9]+") ? digits : null;
	}

	/**
	 * Return the body for the report: the text of an error, but only names and types of a
	 * success, whose values belong to the account.
	 */
	String text() {
		JsonNode json = json();
		String text = (isSuccess() && json != null) ? shape(json) : this.body.strip().replaceAll("\\s+", " ");
		return (text.length() > MAX_SHOWN) ? text.substring(0, MAX_SHOWN) + "…" : text;
	}

	private @Nullable JsonNode json() {
		try {
			return DraftClient.parse(this.body);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static String shape(JsonNode node) {
		if (node.isObject()) {
			return node.propertyStream()
				.map((field) -> field.getKey() + ": " + shape(field.getValue()))
				.collect(Collectors.joining(", ", "{", "}"));
		}
		if (node.isArray()) {
			return node.isEmpty() ? "[]" : "[" + shape(node.get(0)) + "]";
		}
		if (node.isBoolean() || node.isNull()) {
			return node.toString();
		}
		String type = node.isNumber() ? "number" : "text";
		String value = node.asString();
		return value.matches("[0-9]+") ? type + " of " + value.length() + " digits" : type;
	}

}
