package io.github.insiderwebpush.test;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Formats of numbers, rates, amounts and dates, as the samples of the API show them:
 * several for each.
 */
final class StatisticsFormats {

	private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

	private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'",
			Locale.ROOT);

	private StatisticsFormats() {
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

}
