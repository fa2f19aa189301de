package io.github.insiderwebpush.statistics;

/**
 * Thrown when a response is not the report that was requested because its essential part
 * is missing. Single values that cannot be read do not cause it; reports list them as
 * {@link UnreadableValue}.
 *
 * @since 0.1.0
 */
public final class UnreadableStatisticsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final UnreadableValue value;

	UnreadableStatisticsException(UnreadableValue value) {
		super("The statistics cannot be read: " + value);
		this.value = value;
	}

	/**
	 * Return the part that cannot be read.
	 * @return the value's place, the rule that it breaks, and the value
	 */
	public UnreadableValue value() {
		return this.value;
	}

}
