package io.github.insiderwebpush.autoconfigure;

/**
 * The configuration cannot work. Says what is wrong and what to do, and never shows a
 * token.
 */
class InvalidWebPushConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

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

	String action() {
		return this.action;
	}

}
