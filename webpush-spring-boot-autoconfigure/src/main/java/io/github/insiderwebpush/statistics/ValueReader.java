package io.github.insiderwebpush.statistics;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reader of a single value of a report in any of Insider One's notations.
 *
 * @param rule what the value must be
 * @param parser reads a value that is not absent; returns {@code null} if it breaks the
 * rule, and never throws
 * @param <T> the type of the result
 */
record ValueReader<T>(String rule, Function<JsonNode, @Nullable T> parser) {

	/** No text of a report is longer. */
	static final int MAX_TEXT_LENGTH = 10_000;

	/** Text as it is; scalars as JSON writes them. */
	static final ValueReader<String> TEXT = new ValueReader<>(
			"must be a text of at most " + MAX_TEXT_LENGTH + " characters", (node) -> {
				String text = text(node);
				return (text != null && text.length() <= MAX_TEXT_LENGTH) ? text : null;
			});

	/** A count of something. */
	static final ValueReader<Long> COUNT = new ValueReader<>("must be a whole number, such as 9550384 or \"9,550,384\"",
			ValueReader::count);

	/** A rate: a text is a percentage, a number is a fraction. */
	static final ValueReader<Rate> RATE = new ValueReader<>(
			"must be a percentage such as \"32.42%\", or a fraction such as 0.3242", ValueReader::rate);

	/** A sum of money, a number without a currency, or a currency alone. */
	static final ValueReader<Money> MONEY = new ValueReader<>(
			"must be an amount with or without a currency, such as \"2,480 TRY\"", ValueReader::money);

	/** Yes or no. */
	static final ValueReader<Boolean> FLAG = new ValueReader<>("must be true or false", ValueReader::flag);

	/** A date and time without a zone. */
	static final ValueReader<LocalDateTime> LOCAL_DATE_TIME = new ValueReader<>(
			"must be a date and time without a zone, such as \"2023-06-08 21:15:10\"",
			(node) -> time(node, LocalDateTime::parse));

	/** A date and time with its offset from UTC. */
	static final ValueReader<Instant> INSTANT = new ValueReader<>(
			"must be a date and time with an offset, such as \"2023-05-31T21:00:00.000000Z\"",
			(node) -> time(node, (text) -> OffsetDateTime.parse(text).toInstant()));

	/** The ID of a campaign in the statistics. */
	static final ValueReader<BuilderId> BUILDER_ID = new ValueReader<>("must be a positive whole number", (node) -> {
		Long number = count(node);
		return (number != null && number > 0) ? BuilderId.of(number) : null;
	});

	/** Longer texts are neither numbers nor dates, and are not parsed. */
	private static final int MAX_SHORT_LENGTH = 100;

	/** A space, or a no-break space, before what follows a number. */
	private static final String SPACE = "[ \\u00a0\\u202f]?";

	private static final Pattern RATE_PATTERN = Pattern.compile("(" + Decimals.NUMBER + ")" + SPACE + "%?");

	private static final Pattern MONEY_PATTERN = Pattern
		.compile("(" + Decimals.NUMBER + ")?" + SPACE + "([A-Z]{3}|\\p{Sc})?");

	private static final Map<String, Boolean> FLAGS = Map.of("true", true, "1", true, "false", false, "0", false);

	/**
	 * Return whether a value is missing, or marked as missing.
	 */
	static boolean isAbsent(@Nullable JsonNode node) {
		if (node == null || node.isNull() || node.isMissingNode()) {
			return true;
		}
		if (!node.isString()) {
			return false;
		}
		String text = node.stringValue().strip();
		return text.isEmpty() || text.equals("-") || text.equalsIgnoreCase("N/A");
	}

	/**
	 * Return a value for a message: its text, or its kind if it has none.
	 */
	static String describe(JsonNode node) {
		String text = text(node);
		return (text != null) ? text : node.getNodeType().name().toLowerCase(Locale.ROOT);
	}

	private static @Nullable String text(JsonNode node) {
		if (node.isString()) {
			return node.stringValue();
		}
		if (node.isNumber()) {
			return node.numberValue().toString();
		}
		return node.isBoolean() ? String.valueOf(node.booleanValue()) : null;
	}

	/**
	 * Return a text that may be a number, a date or a flag, or else an empty one.
	 */
	private static String shortText(JsonNode node) {
		String text = node.isString() ? node.stringValue().strip() : "";
		return (text.length() <= MAX_SHORT_LENGTH) ? text : "";
	}

	private static @Nullable Long count(JsonNode node) {
		BigDecimal number = node.isNumber() ? Decimals.of(node.numberValue()) : Decimals.parseWhole(shortText(node));
		if (number == null || number.signum() < 0 || number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
			return null;
		}
		return (number.stripTrailingZeros().scale() <= 0) ? number.longValue() : null;
	}

	private static @Nullable Rate rate(JsonNode node) {
		BigDecimal fraction = node.isNumber() ? Decimals.of(node.numberValue()) : fraction(shortText(node));
		boolean valid = fraction != null && fraction.signum() >= 0 && Rate.isReasonable(fraction);
		return valid ? Rate.ofFraction(Objects.requireNonNull(fraction)) : null;
	}

	private static @Nullable BigDecimal fraction(String percentText) {
		Matcher matcher = RATE_PATTERN.matcher(percentText);
		BigDecimal percent = matcher.matches() ? Decimals.parse(matcher.group(1)) : null;
		return (percent != null) ? percent.movePointLeft(Rate.PERCENT_DECIMALS) : null;
	}

	private static @Nullable Money money(JsonNode node) {
		if (node.isNumber()) {
			BigDecimal amount = Decimals.of(node.numberValue());
			return (amount != null) ? new Money(amount, null) : null;
		}
		Matcher matcher = MONEY_PATTERN.matcher(shortText(node));
		if (!matcher.matches()) {
			return null;
		}
		String number = matcher.group(1);
		String currency = matcher.group(2);
		BigDecimal amount = (number != null) ? Decimals.parse(number) : null;
		boolean amountLost = number != null && amount == null;
		return (amountLost || (amount == null && currency == null)) ? null : new Money(amount, currency);
	}

	private static @Nullable Boolean flag(JsonNode node) {
		String text = node.isString() ? shortText(node) : text(node);
		return (text != null) ? FLAGS.get(text.toLowerCase(Locale.ROOT)) : null;
	}

	/**
	 * Read a time in ISO 8601's notation, also with a space before the time of day. A
	 * year with a sign is refused: PHP writes a missing date as the year -1.
	 */
	private static <T> @Nullable T time(JsonNode node, Function<String, T> parser) {
		String text = shortText(node);
		if (text.startsWith("-") || text.startsWith("+")) {
			return null;
		}
		try {
			return parser.apply(text.replace(' ', 'T'));
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
