package io.github.insiderwebpush.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A campaign or message breaks the vendor's rules. Thrown before anything reaches the
 * network and before a permit is taken, with all problems at once.
 *
 * @since 0.1.0
 */
public final class InvalidCampaignException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final Map<String, List<String>> problems;

	InvalidCampaignException(String subject, Map<String, List<String>> problems) {
		super(subject + " is not valid: "
				+ problems.entrySet()
					.stream()
					.flatMap((entry) -> entry.getValue().stream().map((problem) -> entry.getKey() + ": " + problem))
					.collect(Collectors.joining("; ")));
		this.problems = problems;
	}

	/**
	 * Return the problems by field, in the order in which the fields are documented.
	 * @return field names, each with the rules it breaks; never empty
	 */
	public Map<String, List<String>> problems() {
		return this.problems;
	}

	/**
	 * Collects the problems of one value.
	 */
	static final class Problems {

		private final Map<String, List<String>> byField = new LinkedHashMap<>();

		void add(String field, String problem) {
			this.byField.computeIfAbsent(field, (name) -> new ArrayList<>(1)).add(problem);
		}

		void throwIfAny(String subject) {
			if (!this.byField.isEmpty()) {
				Map<String, List<String>> copy = new LinkedHashMap<>();
				this.byField.forEach((field, texts) -> copy.put(field, List.copyOf(texts)));
				throw new InvalidCampaignException(subject, Collections.unmodifiableMap(copy));
			}
		}

	}

}
