package io.github.insiderwebpush;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;

/**
 * Dates as HTTP headers write them.
 */
final class HttpDates {

	private HttpDates() {
	}

	static @Nullable Instant parse(@Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from);
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

}
