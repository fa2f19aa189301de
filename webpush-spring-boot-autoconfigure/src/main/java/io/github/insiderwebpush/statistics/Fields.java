package io.github.insiderwebpush.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Fields of one object in a response. Reading never fails: a value that is absent, of the
 * wrong shape or unreadable is {@code null} or empty, and a problem unless it is absent.
 */
final class Fields {

	/** Most elements that are read of an array whose size was not asked for. */
	static final int MAX_ELEMENTS = 1_000;

	private final @Nullable JsonNode object;

	private final String path;

	private final ReadProblems problems;

	/**
	 * Open an object.
	 * @param node the object. Insider One writes an empty one as an empty array
	 * @param path its place; empty for the whole response
	 * @param problems where problems are added
	 */
	Fields(@Nullable JsonNode node, String path, ReadProblems problems) {
		this.object = (node != null && node.isObject()) ? node : null;
		this.path = path;
		this.problems = problems;
		if (node != null && this.object == null && !isEmptyContainer(node)) {
			problems.add(path, "must be an object", () -> ValueReader.describe(node));
		}
	}

	@Nullable String text(String name) {
		return get(name, ValueReader.TEXT);
	}

	@Nullable Long count(String name) {
		return get(name, ValueReader.COUNT);
	}

	@Nullable Rate rate(String name) {
		return get(name, ValueReader.RATE);
	}

	@Nullable Money money(String name) {
		return get(name, ValueReader.MONEY);
	}

	<T> @Nullable T get(String name, ValueReader<T> reader) {
		JsonNode node = present(name);
		return (node != null) ? read(node, pathOf(name), reader) : null;
	}

	Fields object(String name) {
		return new Fields(present(name), pathOf(name), this.problems);
	}

	<T> List<T> objects(String name, Function<Fields, T> reader) {
		List<T> objects = new ArrayList<>();
		forEachElement(name, MAX_ELEMENTS,
				(path, element) -> objects.add(reader.apply(new Fields(element, path, this.problems))));
		return objects;
	}

	/**
	 * Read objects that list their own problems.
	 */
	<T> List<T> rows(String name, int limit, Function<Fields, T> reader) {
		List<T> rows = new ArrayList<>();
		forEachElement(name, limit,
				(path, element) -> rows.add(reader.apply(new Fields(element, path, new ReadProblems(this.problems)))));
		return rows;
	}

	List<String> texts(String name) {
		List<String> texts = new ArrayList<>();
		forEachElement(name, MAX_ELEMENTS, (path, element) -> {
			String text = ValueReader.isAbsent(element) ? null : read(element, path, ValueReader.TEXT);
			if (text != null) {
				texts.add(text);
			}
		});
		return texts;
	}

	Map<String, String> textsByName(String name) {
		Fields entries = object(name);
		Map<String, String> texts = new LinkedHashMap<>();
		Collection<String> names = (entries.object != null) ? entries.object.propertyNames() : Set.of();
		checkSize(entries.path, names.size(), MAX_ELEMENTS);
		for (String key : names.stream().limit(MAX_ELEMENTS).toList()) {
			String text = entries.get(key, ValueReader.TEXT);
			if (text != null) {
				texts.put(key, text);
			}
		}
		return texts;
	}

	/**
	 * Return the values that could not be read in this object so far.
	 */
	List<UnreadableValue> unreadable() {
		return this.problems.toList();
	}

	private void forEachElement(String name, int limit, BiConsumer<String, JsonNode> action) {
		JsonNode node = present(name);
		if (node == null || isEmptyContainer(node)) {
			return;
		}
		if (!node.isArray()) {
			this.problems.add(pathOf(name), "must be an array", () -> ValueReader.describe(node));
			return;
		}
		checkSize(pathOf(name), node.size(), limit);
		Iterator<JsonNode> elements = node.values().iterator();
		for (int i = 0; i < limit && elements.hasNext(); i++) {
			action.accept(pathOf(name) + "[" + i + "]", elements.next());
		}
	}

	private void checkSize(String path, int size, int limit) {
		if (size > limit) {
			this.problems.add(path, "must have at most " + limit + " elements", () -> size + " elements");
		}
	}

	private <T> @Nullable T read(JsonNode node, String path, ValueReader<T> reader) {
		T value = reader.parser().apply(node);
		if (value == null) {
			this.problems.add(path, reader.rule(), () -> ValueReader.describe(node));
		}
		return value;
	}

	private @Nullable JsonNode present(String name) {
		JsonNode node = (this.object != null) ? this.object.get(name) : null;
		return ValueReader.isAbsent(node) ? null : node;
	}

	private String pathOf(String name) {
		return this.path.isEmpty() ? name : this.path + "." + name;
	}

	private static boolean isEmptyContainer(JsonNode node) {
		return node.isContainer() && node.isEmpty();
	}

}
