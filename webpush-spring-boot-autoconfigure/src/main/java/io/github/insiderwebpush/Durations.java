package io.github.insiderwebpush;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Durations as messages and logs write them.
 */
final class Durations {

	private Durations() {
	}

	/**
	 * Write a duration in seconds, with a decimal where it is short: {@code 0.4s},
	 * {@code 57s}, {@code 1m30s}.
	 */
	static String readable(Duration duration) {
		long tenths = Math.round(duration.toMillis() / 100.0);
		if (tenths < 100 && tenths % 10 != 0) {
			return String.format(Locale.ROOT, "%.1fs", tenths / 10.0);
		}
		return duration.plusMillis(500)
			.truncatedTo(ChronoUnit.SECONDS)
			.toString()
			.substring(2)
			.toLowerCase(Locale.ROOT);
	}

}
