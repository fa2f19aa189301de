package io.github.insiderwebpush.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The texts of an error body, from any of their places: {@code message}; {@code error}, a
 * text or an object with a {@code message}; {@code errors}, a map of field to texts, an
 * array of texts, or an array of {@code {message, field}}. A body may also be empty, HTML
 * or cut short: reading it never fails.
 *
 * @param texts the texts about the request as a whole, in their order
 * @param fields the texts about single fields
 * @param json whether the body was a JSON object
 * @param refusal whether it says {@code success: false}, also as a text or as 0
 */
record ErrorText(List<String> texts, Map<String, List<String>> fields, boolean json, boolean refusal) {

	private static final int MAX_LENGTH = 500;

	private static final int MAX_TEXTS = 50;

	private static final Pattern HTML_TITLE = Pattern.compile("<title[^>]{0,200}>([^<]{1,500})",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern UNREADABLE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+");

	static ErrorText of(byte[] body) {
		JsonNode json = Json.read(body);
		if (json != null && json.isObject()) {
			Collector collector = new Collector();
			collector.collect(json);
			String success = json.path("success").asString("");
			return new ErrorText(collector.texts, collector.fields, true,
					success.equalsIgnoreCase("false") || success.equals("0"));
		}
		String text = (json != null && json.isString()) ? json.stringValue() : plainText(body);
		String cleaned = clean(text);
		return new ErrorText(cleaned.isEmpty() ? List.of() : List.of(cleaned), Map.of(), false, false);
	}

	private static String plainText(byte[] body) {
		String text = new String(body, 0, Math.min(body.length, 16 * 1024), StandardCharsets.UTF_8);
		if (!text.stripLeading().startsWith("<")) {
			return text;
		}
		Matcher title = HTML_TITLE.matcher(text);
		return title.find() ? "HTML page: " + title.group(1) : "HTML page";
	}

	/**
	 * Return the texts about the request as a whole in one line, or {@code null} if there
	 * are none.
	 */
	@Nullable String readable() {
		return this.texts.isEmpty() ? null : cut(String.join("; ", this.texts));
	}

	private static String clean(String text) {
		return cut(UNREADABLE.matcher(text).replaceAll(" ").strip());
	}

	/**
	 * Cut a text that is too long for a log line.
	 */
	static String cut(String text) {
		return (text.codePointCount(0, text.length()) <= MAX_LENGTH) ? text
				: text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH)) + "…";
	}

	private static final class Collector {

		private final List<String> texts = new ArrayList<>();

		private final Map<String, List<String>> fields = new LinkedHashMap<>();

		void collect(JsonNode json) {
			addText(json.path("message"));
			JsonNode error = json.path("error");
			addText(error.isObject() ? error.path("message") : error);
			JsonNode errors = json.path("errors");
			if (errors.isArray()) {
				errors.forEach(this::addOneOfSeveral);
			}
			else if (errors.isObject()) {
				errors.properties().forEach((field) -> addField(field.getKey(), field.getValue()));
			}
			else {
				addText(errors);
			}
		}

		private void addOneOfSeveral(JsonNode error) {
			JsonNode field = error.path("field");
			if (field.isString() && !field.stringValue().isBlank()) {
				addField(field.stringValue(), error.path("message"));
			}
			else {
				addText(error.isObject() ? error.path("message") : error);
			}
		}

		private void addText(JsonNode node) {
			if (node.isValueNode() && !node.isNull() && this.texts.size() < MAX_TEXTS) {
				String text = clean(node.asString());
				if (!text.isEmpty() && !this.texts.contains(text)) {
					this.texts.add(text);
				}
			}
		}

		private void addField(String field, JsonNode texts) {
			if (this.fields.size() >= MAX_TEXTS) {
				return;
			}
			List<String> said = this.fields.computeIfAbsent(clean(field), (name) -> new ArrayList<>(1));
			for (JsonNode text : texts.isArray() ? texts : List.of(texts)) {
				if (text.isValueNode() && !text.isNull() && said.size() < MAX_TEXTS) {
					said.add(clean(text.asString()));
				}
			}
		}

	}

}
