package io.github.insiderwebpush.client;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Durations as messages and logs write them.
 */
final class Durations {

	private static final Duration LONGEST = Duration.ofDays(36_500);

	private Durations() {
	}

	/**
	 * Write a duration in seconds, with a decimal where it is short: {@code 0.4s},
	 * {@code 57s}, {@code 1m30s}. All durations of more than a hundred years look the
	 * same.
	 */
	static String readable(Duration duration) {
		Duration shown = (duration.compareTo(LONGEST) < 0) ? duration : LONGEST;
		long tenths = Math.round(shown.toMillis() / 100.0);
		if (tenths < 100 && tenths % 10 != 0) {
			return String.format(Locale.ROOT, "%.1fs", tenths / 10.0);
		}
		return shown.plusMillis(500).truncatedTo(ChronoUnit.SECONDS).toString().substring(2).toLowerCase(Locale.ROOT);
	}

}
