package io.github.insiderwebpush.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a campaign or message breaks Insider One's rules, with all problems at
 * once. It is thrown where the value is built: nothing was sent, and no permit was taken.
 * <p>
 * Its texts are printable: characters of the input that are not are escaped.
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
	 * @return field names, each with the rules it breaks; never empty, unmodifiable
	 */
	public Map<String, List<String>> problems() {
		return this.problems;
	}

	/**
	 * Collects the problems of one value.
	 */
	static final class Problems {

		private static final int SHOWN_TITLE_LENGTH = 100;

		private final Map<String, List<String>> byField = new LinkedHashMap<>();

		void add(String field, String problem) {
			this.byField.computeIfAbsent(field, (name) -> new ArrayList<>(1)).add(Text.printable(problem));
		}

		boolean isEmpty() {
			return this.byField.isEmpty();
		}

		void throwIfAny(String kind, @Nullable String title) {
			if (!isEmpty()) {
				Map<String, List<String>> copy = new LinkedHashMap<>();
				this.byField.forEach((field, texts) -> copy.put(field, List.copyOf(texts)));
				String subject = (title != null)
						? kind + " '" + Text.printable(Text.cut(title, SHOWN_TITLE_LENGTH)) + "'" : kind;
				throw new InvalidCampaignException(subject, Collections.unmodifiableMap(copy));
			}
		}

	}

}
