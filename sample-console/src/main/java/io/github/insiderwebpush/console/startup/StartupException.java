package io.github.insiderwebpush.console.startup;

/**
 * A reason why the console does not start, with what to do about it.
 */
public class StartupException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Create the exception.
	 * @param description what is wrong
	 * @param action what to do about it
	 */
	public StartupException(String description, String action) {
		super(description + " " + action);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
