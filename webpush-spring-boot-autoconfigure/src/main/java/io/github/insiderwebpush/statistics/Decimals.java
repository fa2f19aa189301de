package io.github.insiderwebpush.statistics;

import java.math.BigDecimal;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Numbers in Insider One's notation: a comma groups thousands, a dot starts the decimals.
 * Implausible numbers are refused before any arithmetic, because {@code 1e999999999} has
 * a billion digits when written out.
 */
final class Decimals {

	/** Most digits before the dot, and after it. */
	static final int MAX_DIGITS = 30;

	private static final String WHOLE = "(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)";

	/** With an exponent, because PHP writes small numbers so: {@code 1.0E-5}. */
	static final String NUMBER = "-?" + WHOLE + "(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?";

	private static final Pattern WHOLE_PATTERN = Pattern.compile("-?" + WHOLE);

	private static final Pattern NUMBER_PATTERN = Pattern.compile(NUMBER);

	private Decimals() {
	}

	static boolean isReasonable(BigDecimal number) {
		return Math.abs((long) number.scale()) <= MAX_DIGITS && number.precision() - number.scale() <= MAX_DIGITS;
	}

	/**
	 * Write a number in one way, so that equal numbers are equal objects.
	 */
	static BigDecimal normalize(BigDecimal number, String name) {
		if (!isReasonable(number)) {
			throw new IllegalArgumentException(
					"'" + name + "' must have at most " + MAX_DIGITS + " digits before its dot and after it, but has "
							+ number.precision() + " significant digits and a scale of " + number.scale());
		}
		return plain(number);
	}

	/**
	 * Drop trailing zeros after the dot, and exponents.
	 * @param number a number of reasonable size
	 */
	static BigDecimal plain(BigDecimal number) {
		BigDecimal stripped = number.stripTrailingZeros();
		return stripped.setScale(Math.max(0, stripped.scale()));
	}

	/**
	 * Read a number that may have decimals.
	 * @param text a text of a bounded length
	 * @return the number, or {@code null} if the text is not one
	 */
	static @Nullable BigDecimal parse(String text) {
		return parse(text, NUMBER_PATTERN);
	}

	/**
	 * Read a whole number. A dot is refused: if it groups thousands, {@code 1.234} would
	 * be read as little more than one.
	 * @param text a text of a bounded length
	 * @return the number, or {@code null} if the text is not one
	 */
	static @Nullable BigDecimal parseWhole(String text) {
		return parse(text, WHOLE_PATTERN);
	}

	private static @Nullable BigDecimal parse(String text, Pattern pattern) {
		if (!pattern.matcher(text).matches()) {
			return null;
		}
		BigDecimal number = new BigDecimal(text.replace(",", ""));
		return isReasonable(number) ? number : null;
	}

	/**
	 * Convert a JSON number.
	 * @return the number, or {@code null} if it is infinite, no number, or unreasonable
	 */
	static @Nullable BigDecimal of(Number number) {
		if (!Double.isFinite(number.doubleValue())) {
			return null;
		}
		BigDecimal decimal = new BigDecimal(number.toString());
		return isReasonable(decimal) ? decimal : null;
	}

}
