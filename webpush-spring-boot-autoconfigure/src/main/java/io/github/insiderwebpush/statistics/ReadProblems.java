package io.github.insiderwebpush.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Values of a report, or of one object in it, that cannot be read. The first ones are
 * listed, the others counted, so that no response can fill the memory with them.
 */
final class ReadProblems {

	static final int MAX_LISTED = 20;

	private final String path;

	private final @Nullable ReadProblems parent;

	private final List<UnreadableValue> listed = new ArrayList<>(0);

	private int more;

	/**
	 * Create a list without problems.
	 * @param path the place of the report or object
	 * @param parent the problems that these are a part of, or {@code null}
	 */
	ReadProblems(String path, @Nullable ReadProblems parent) {
		this.path = path;
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
		else {
			this.more++;
		}
		if (this.parent != null) {
			this.parent.add(path, rule, value);
		}
	}

	/**
	 * Return the problems so far. If some are not listed, the last entry gives their
	 * number.
	 */
	List<UnreadableValue> toList() {
		List<UnreadableValue> all = new ArrayList<>(this.listed);
		if (this.more > 0) {
			all.add(new UnreadableValue(this.path, "must be readable", this.more + " more unreadable values"));
		}
		return all;
	}

}
