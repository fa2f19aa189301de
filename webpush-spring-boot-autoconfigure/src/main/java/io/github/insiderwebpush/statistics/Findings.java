package io.github.insiderwebpush.statistics;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * What is noticed while one answer is read: values that cannot be read, and objects whose
 * fields may hold something new.
 */
final class Findings {

	private final List<UnreadableValue> unreadable = new ArrayList<>();

	private final List<Fields> opened = new ArrayList<>();

	void unreadable(String path, String rule, JsonNode node) {
		this.unreadable.add(new UnreadableValue(path, rule, Cell.describe(node)));
	}

	void opened(Fields fields) {
		this.opened.add(fields);
	}

	/**
	 * Return how many values could not be read so far.
	 */
	int mark() {
		return this.unreadable.size();
	}

	/**
	 * Return the values that could not be read since a mark.
	 */
	List<UnreadableValue> since(int mark) {
		return List.copyOf(this.unreadable.subList(mark, this.unreadable.size()));
	}

	/**
	 * Return the paths of the fields that nobody asked for.
	 */
	List<String> unknownFields() {
		return this.opened.stream().flatMap((fields) -> fields.notVisited().stream()).toList();
	}

}
