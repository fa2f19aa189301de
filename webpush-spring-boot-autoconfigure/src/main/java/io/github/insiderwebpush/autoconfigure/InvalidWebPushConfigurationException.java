package io.github.insiderwebpush.autoconfigure;

import java.time.Duration;

/**
 * The configuration cannot work. Says what is wrong and what to do, and never shows a
 * token.
 */
class InvalidWebPushConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Sums of several can still be counted in nanoseconds. */
	private static final Duration LONGEST = Duration.ofDays(180);

	private final String action;

	/**
	 * Create an exception.
	 * @param description what is wrong, naming the property and the rule
	 * @param action what to do about it
	 */
	InvalidWebPushConfigurationException(String description, String action) {
		super(description);
		this.action = action;
	}

	static void check(boolean valid, String property, Object value, String rule) {
		if (!valid) {
			throw new InvalidWebPushConfigurationException(
					"The property '" + property + "' is " + value + ", but it " + rule + ".",
					"Change '" + property + "' in the application's configuration.");
		}
	}

	static void checkPositive(String property, Duration value) {
		check(!value.isNegative() && !value.isZero(), property, value, "must be longer than nothing");
		checkNotNegative(property, value);
	}

	static void checkNotNegative(String property, Duration value) {
		check(!value.isNegative(), property, value, "must not be negative");
		check(value.compareTo(LONGEST) <= 0, property, value, "must be 180d at most");
	}

	String action() {
		return this.action;
	}

}
