package io.github.insiderwebpush.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Values of a report, or of one object in it, that cannot be read. Only the first ones
 * are listed, so that no response can fill the memory with them.
 */
final class ReadProblems {

	static final int MAX_LISTED = 20;

	private final @Nullable ReadProblems parent;

	private final List<UnreadableValue> listed = new ArrayList<>(0);

	/**
	 * Create a list without problems.
	 * @param parent the problems that these are a part of, or {@code null}
	 */
	ReadProblems(@Nullable ReadProblems parent) {
		this.parent = parent;
	}

	/**
	 * Add a value.
	 * @param path its place
	 * @param rule what it must be
	 * @param value what it is, called only if it is listed
	 */
	void add(String path, String rule, Supplier<String> value) {
		if (this.listed.size() < MAX_LISTED) {
			this.listed.add(new UnreadableValue(path, rule, value.get()));
		}
		if (this.parent != null) {
			this.parent.add(path, rule, value);
		}
	}

	/**
	 * Return the first problems so far.
	 */
	List<UnreadableValue> toList() {
		return List.copyOf(this.listed);
	}

}
