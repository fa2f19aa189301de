package io.github.insiderwebpush;

import java.time.Duration;

/**
 * How long an answer can make somebody wait.
 */
final class Waits {

	/** The limiter stops nobody for longer, either. */
	static final Duration LONGEST = Duration.ofMinutes(10);

	private Waits() {
	}

	/**
	 * Return a wait that can be kept: what is over is no wait, and what is too long is
	 * cut.
	 */
	static Duration within(Duration asked) {
		if (asked.isNegative()) {
			return Duration.ZERO;
		}
		return (asked.compareTo(LONGEST) < 0) ? asked : LONGEST;
	}

}
