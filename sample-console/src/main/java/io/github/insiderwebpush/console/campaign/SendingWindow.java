package io.github.insiderwebpush.console.campaign;

import java.time.LocalTime;
import java.time.format.DateTimeParseException;

/**
 * Time of the day within which scheduled launches are sent.
 *
 * @param start the first time
 * @param end the first time after it
 */
public record SendingWindow(LocalTime start, LocalTime end) {

	/** The whole day. */
	public static final SendingWindow ALWAYS = new SendingWindow(LocalTime.MIN, LocalTime.MAX);

	/**
	 * Read a window.
	 * @param text such as {@code 09:00-21:00}; empty for the whole day
	 * @return the window
	 */
	public static SendingWindow valueOf(String text) {
		if (text.isBlank()) {
			return ALWAYS;
		}
		String[] times = text.split("-", -1);
		try {
			if (times.length == 2) {
				SendingWindow window = new SendingWindow(LocalTime.parse(times[0].strip()),
						LocalTime.parse(times[1].strip()));
				if (window.start.isBefore(window.end)) {
					return window;
				}
			}
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException(words(text), ex);
		}
		throw new IllegalArgumentException(words(text));
	}

	private static String words(String text) {
		return "A sending window has two times of one day, such as 09:00-21:00, but is '" + text + "'";
	}

	boolean contains(LocalTime time) {
		return !time.isBefore(this.start) && time.isBefore(this.end);
	}

	@Override
	public String toString() {
		return this.start + " to " + this.end;
	}

}
