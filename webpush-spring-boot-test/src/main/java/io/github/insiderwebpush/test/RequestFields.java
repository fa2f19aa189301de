package io.github.insiderwebpush.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of a request's body and collects their problems. JSON types are
 * strict: a number is not a string.
 */
final class RequestFields {

	private final WebPushOperation operation;

	private final JsonNode body;

	private final Map<String, List<String>> problems = new LinkedHashMap<>();

	private RequestFields(WebPushOperation operation, JsonNode body) {
		this.operation = operation;
		this.body = body;
	}

	static RequestFields read(WebPushOperation operation, ReceivedRequest request) {
		if (!request.hasJsonBody()) {
			throw bad(operation, "The Content-Type must be application/json.");
		}
		try {
			JsonNode body = Json.MAPPER.readTree(request.body());
			if (!body.isObject()) {
				throw bad(operation, "The body must be a JSON object.");
			}
			return new RequestFields(operation, body);
		}
		catch (JacksonException ex) {
			throw bad(operation, "The body is not valid JSON.");
		}
	}

	private static RejectedRequestException bad(WebPushOperation operation, String text) {
		return new RejectedRequestException(ErrorResponses.badRequest(operation, text), text);
	}

	@Nullable JsonNode get(String field) {
		JsonNode value = this.body.get(field);
		return (value == null || value.isNull()) ? null : value;
	}

	@Nullable JsonNode required(String field) {
		JsonNode value = get(field);
		if (value == null || (value.isString() && value.stringValue().isBlank())) {
			problem(field, "The " + words(field) + " field is required.");
			return null;
		}
		return value;
	}

	@Nullable String requiredText(String field) {
		return asText(field, required(field));
	}

	@Nullable String text(String field) {
		return asText(field, get(field));
	}

	private @Nullable String asText(String field, @Nullable JsonNode value) {
		if (value != null && !value.isString()) {
			problem(field, "The " + words(field) + " must be a string.");
			return null;
		}
		return (value != null) ? value.stringValue() : null;
	}

	@Nullable String requiredText(String field, int maxLength) {
		String text = requiredText(field);
		checkLength(field, text, maxLength);
		return text;
	}

	void checkLength(String field, @Nullable String text, int maxLength) {
		if (text != null && text.codePointCount(0, text.length()) > maxLength) {
			problem(field, "The " + words(field) + " may not be greater than " + maxLength + " characters.");
		}
	}

	boolean flag(String field) {
		JsonNode value = get(field);
		if (value != null && !value.isBoolean()) {
			problem(field, "The " + words(field) + " field must be true or false.");
		}
		return value != null && value.isBoolean() && value.booleanValue();
	}

	int requiredInteger(String field, int min, int max) {
		JsonNode value = required(field);
		if (value == null) {
			return min;
		}
		if (!value.isInt()) {
			problem(field, "The " + words(field) + " must be an integer.");
			return min;
		}
		if (value.intValue() < min) {
			problem(field, "The " + words(field) + " must be at least " + min + ".");
		}
		else if (value.intValue() > max) {
			problem(field, "The " + words(field) + " may not be greater than " + max + ".");
		}
		return value.intValue();
	}

	void problem(String field, String text) {
		this.problems.computeIfAbsent(field, (name) -> new ArrayList<>()).add(text);
	}

	void rejectIfInvalid() {
		if (!this.problems.isEmpty()) {
			throw new RejectedRequestException(ErrorResponses.invalid(this.operation, this.problems),
					ErrorResponses.text(this.problems));
		}
	}

	static String words(String field) {
		return field.replace('_', ' ');
	}

}
