package io.github.insiderwebpush.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one object in an answer. Reading never fails: what is absent, of the
 * wrong shape or unreadable is {@code null} or empty, and all but the absent is noted.
 */
final class Fields {

	private static final String OBJECT_RULE = "must be an object";

	private static final String LIST_RULE = "must be an array";

	private final @Nullable JsonNode object;

	private final String path;

	private final Findings findings;

	private final int mark;

	private final Set<String> visited = new HashSet<>();

	/**
	 * Open an object.
	 * @param node the object. The vendor writes an empty one as an empty array
	 * @param path where it is; empty for the whole answer
	 * @param findings where to note what is odd
	 */
	Fields(@Nullable JsonNode node, String path, Findings findings) {
		this.object = (node != null && node.isObject()) ? node : null;
		this.path = path;
		this.findings = findings;
		this.mark = findings.mark();
		if (node != null && this.object == null && !isEmptyContainer(node)) {
			findings.unreadable(path, OBJECT_RULE, node);
		}
		findings.opened(this);
	}

	<T> @Nullable T get(String name, Cell<T> cell) {
		JsonNode node = present(name);
		return (node != null) ? read(node, pathOf(name), cell) : null;
	}

	Fields object(String name) {
		return new Fields(present(name), pathOf(name), this.findings);
	}

	<T> List<T> objects(String name, Function<Fields, T> reader) {
		List<T> items = new ArrayList<>();
		int index = 0;
		for (JsonNode element : elements(name)) {
			items.add(reader.apply(new Fields(element, pathOf(name) + "[" + index++ + "]", this.findings)));
		}
		return items;
	}

	List<String> texts(String name) {
		List<String> texts = new ArrayList<>();
		int index = 0;
		for (JsonNode element : elements(name)) {
			String elementPath = pathOf(name) + "[" + index++ + "]";
			String text = Cell.isAbsent(element) ? null : read(element, elementPath, Cell.TEXT);
			if (text != null) {
				texts.add(text);
			}
		}
		return texts;
	}

	Map<String, String> textsByName(String name) {
		Fields entries = object(name);
		Map<String, String> texts = new LinkedHashMap<>();
		for (String key : entries.names()) {
			String text = entries.get(key, Cell.TEXT);
			if (text != null) {
				texts.put(key, text);
			}
		}
		return texts;
	}

	/**
	 * Pass over a field that is known and not wanted.
	 */
	void ignore(String name) {
		this.visited.add(name);
	}

	/**
	 * Return what could not be read since this object was opened, itself included.
	 */
	List<UnreadableValue> unreadable() {
		return this.findings.since(this.mark);
	}

	List<String> notVisited() {
		return names().stream().filter((name) -> !this.visited.contains(name)).map(this::pathOf).toList();
	}

	private Collection<String> names() {
		return (this.object != null) ? this.object.propertyNames() : Set.of();
	}

	private Iterable<JsonNode> elements(String name) {
		JsonNode node = present(name);
		if (node == null || isEmptyContainer(node)) {
			return List.of();
		}
		if (!node.isArray()) {
			this.findings.unreadable(pathOf(name), LIST_RULE, node);
			return List.of();
		}
		return node.values();
	}

	private <T> @Nullable T read(JsonNode node, String at, Cell<T> cell) {
		T value = cell.parser().parse(node);
		if (value == null) {
			this.findings.unreadable(at, cell.rule(), node);
		}
		return value;
	}

	private @Nullable JsonNode present(String name) {
		this.visited.add(name);
		JsonNode node = (this.object != null) ? this.object.get(name) : null;
		return Cell.isAbsent(node) ? null : node;
	}

	private String pathOf(String name) {
		return this.path.isEmpty() ? name : this.path + "." + name;
	}

	private static boolean isEmptyContainer(JsonNode node) {
		return node.isContainer() && node.isEmpty();
	}

}
