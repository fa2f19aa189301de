package io.github.insiderwebpush.autoconfigure;

import java.util.List;

/**
 * Thrown when the configuration cannot work: one or more problems with properties, or one
 * of another kind. Never shows a token.
 */
class InvalidWebPushConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<ConfigurationProblem> problems;

	private final String action;

	/**
	 * Create an exception for a problem that is not about one property.
	 * @param description what is wrong
	 * @param action what to do about it
	 */
	InvalidWebPushConfigurationException(String description, String action) {
		super(description);
		this.problems = List.of();
		this.action = action;
	}

	/**
	 * Create an exception for properties.
	 * @param problems all problems, at least one
	 */
	InvalidWebPushConfigurationException(List<ConfigurationProblem> problems) {
		super(String.join("; ", problems.stream().map((problem) -> problem.describe(null)).toList()));
		this.problems = List.copyOf(problems);
		this.action = String.join("\n", problems.stream().map(ConfigurationProblem::action).distinct().toList());
	}

	static void throwIfAny(List<ConfigurationProblem> problems) {
		if (!problems.isEmpty()) {
			throw new InvalidWebPushConfigurationException(problems);
		}
	}

	List<ConfigurationProblem> problems() {
		return this.problems;
	}

	String action() {
		return this.action;
	}

}
