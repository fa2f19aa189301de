package io.github.insiderwebpush.test;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The vendor's ways to write a number, a rate, an amount or a date, as its samples show
 * them: several for each.
 */
final class OddFormats {

	private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

	private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'",
			Locale.ROOT);

	private OddFormats() {
	}

	/** {@code "9,550,384"}. */
	static String count(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	/** {@code "32.42%"}. */
	static String percent(double ratio) {
		return percentage(ratio) + "%";
	}

	/** {@code "32.42"}. */
	static String percentage(double ratio) {
		return String.format(Locale.ROOT, "%.2f", ratio * 100);
	}

	/** {@code "2,480 TRY"}. */
	static String amount(long cents, String currency) {
		return count(Math.round(cents / 100.0)) + " " + currency;
	}

	/** {@code "2479.6600112915"}. */
	static String rawAmount(long cents) {
		return String.format(Locale.ROOT, "%.10f", cents / 100.0f);
	}

	/** A bare {@code "USD"} where there is none. */
	static String amountOrBare(long cents, String currency) {
		return (cents == 0) ? currency : amount(cents, currency);
	}

	/** A number that is {@code 0}, not {@code 0.0}, where there is nothing. */
	static Number fraction(double ratio) {
		if (ratio == 0) {
			return 0;
		}
		return ratio;
	}

	/** {@code "2023-06-08 21:15:10"}. */
	static String date(LocalDateTime date) {
		return PLAIN.format(date);
	}

	/** {@code "2023-05-31T21:00:00.000000Z"}. */
	static String microDate(LocalDateTime date) {
		return MICROS.format(date);
	}

	/**
	 * A JSON object whose fields stay in order.
	 * @param namesAndValues names and values by turns
	 */
	static Map<String, Object> object(Object... namesAndValues) {
		Map<String, Object> object = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			object.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		return object;
	}

}
