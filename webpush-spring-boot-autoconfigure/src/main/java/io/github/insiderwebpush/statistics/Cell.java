package io.github.insiderwebpush.statistics;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a single value of a report is read, whichever way the vendor wrote it.
 *
 * @param rule what the value must be
 * @param parser reads a value that is there; returns {@code null} if it breaks the rule,
 * and never throws
 * @param <T> the type of what is read
 */
record Cell<T>(String rule, Parser<T> parser) {

	/** Text as it is; scalars as JSON writes them. */
	static final Cell<String> TEXT = new Cell<>("must be a text", Cell::text);

	/** A count of something. */
	static final Cell<Long> COUNT = new Cell<>("must be a whole number, such as 9550384 or \"9,550,384\"", Cell::count);

	/** A rate: a text is a percentage, a number is a fraction. */
	static final Cell<Rate> RATE = new Cell<>("must be a percentage such as \"32.42%\", or a fraction such as 0.3242",
			Cell::rate);

	/** A sum of money, a number without a currency, or a currency alone. */
	static final Cell<Money> MONEY = new Cell<>("must be an amount with or without a currency, such as \"2,480 TRY\"",
			Cell::money);

	/** Yes or no. */
	static final Cell<Boolean> FLAG = new Cell<>("must be true or false", Cell::flag);

	/** A date and time without a zone. */
	static final Cell<LocalDateTime> LOCAL_DATE_TIME = new Cell<>(
			"must be a date and time without a zone, such as \"2023-06-08 21:15:10\"",
			(node) -> time(node, (text) -> LocalDateTime.parse(text, Formats.LOCAL)));

	/** A date and time with its offset from UTC. */
	static final Cell<Instant> INSTANT = new Cell<>(
			"must be a date and time with an offset, such as \"2023-05-31T21:00:00.000000Z\"",
			(node) -> time(node, (text) -> OffsetDateTime.parse(text, Formats.OFFSET).toInstant()));

	/** The id of a campaign in the statistics. */
	static final Cell<BuilderId> BUILDER_ID = new Cell<>("must be a positive whole number", (node) -> {
		Long number = count(node);
		return (number != null && number > 0) ? BuilderId.of(number) : null;
	});

	/** A small number, such as that of a page. */
	static final Cell<Integer> SMALL_NUMBER = new Cell<>("must be a whole number from 1 to " + Integer.MAX_VALUE,
			(node) -> {
				Long number = count(node);
				return (number != null && number > 0 && number <= Integer.MAX_VALUE) ? number.intValue() : null;
			});

	/** Longer texts are no numbers, and are not put to a pattern. */
	private static final int MAX_NUMBER_LENGTH = 100;

	/** A space, or a no-break space, before what follows a number. */
	private static final String SPACE = "[ \\u00a0\\u202f]?";

	private static final Pattern RATE_PATTERN = Pattern.compile("(" + Decimals.NUMBER + ")" + SPACE + "%?");

	private static final Pattern MONEY_PATTERN = Pattern
		.compile("(" + Decimals.NUMBER + ")?" + SPACE + "([A-Z]{3}|\\p{Sc})?");

	private static final Map<String, Boolean> FLAGS = Map.of("true", true, "1", true, "false", false, "0", false);

	/**
	 * Return whether the vendor has no value here.
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
	 * Return what was found, for a message.
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
	 * Return the text in which a number may stand, or an empty one.
	 */
	private static String numberText(JsonNode node) {
		String text = node.isString() ? node.stringValue().strip() : "";
		return (text.length() <= MAX_NUMBER_LENGTH) ? text : "";
	}

	private static @Nullable Long count(JsonNode node) {
		BigDecimal number = node.isNumber() ? Decimals.of(node.numberValue()) : Decimals.parseWhole(numberText(node));
		if (number == null || number.signum() < 0 || number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
			return null;
		}
		return (number.stripTrailingZeros().scale() <= 0) ? number.longValue() : null;
	}

	private static @Nullable Rate rate(JsonNode node) {
		BigDecimal fraction = node.isNumber() ? Decimals.of(node.numberValue()) : fraction(numberText(node));
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
		Matcher matcher = MONEY_PATTERN.matcher(numberText(node));
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
		String text = text(node);
		return (text != null) ? FLAGS.get(text.strip().toLowerCase(Locale.ROOT)) : null;
	}

	private static <T> @Nullable T time(JsonNode node, Function<String, T> parser) {
		try {
			return node.isString() ? parser.apply(node.stringValue().strip().replace('T', ' ')) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * Reads a value.
	 *
	 * @param <T> the type of what is read
	 */
	@FunctionalInterface
	interface Parser<T> {

		@Nullable T parse(JsonNode node);

	}

	/**
	 * How the vendor writes points in time. Days that do not exist are refused.
	 */
	private static final class Formats {

		private static final int YEAR_DIGITS = 4;

		static final DateTimeFormatter LOCAL = strict(base());

		static final DateTimeFormatter OFFSET = strict(base().appendOffsetId());

		private static DateTimeFormatterBuilder base() {
			return new DateTimeFormatterBuilder()
				.appendValue(ChronoField.YEAR, YEAR_DIGITS, YEAR_DIGITS, SignStyle.NOT_NEGATIVE)
				.appendPattern("-MM-dd HH:mm:ss")
				.appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true);
		}

		private static DateTimeFormatter strict(DateTimeFormatterBuilder builder) {
			return builder.toFormatter(Locale.ROOT)
				.withResolverStyle(ResolverStyle.STRICT)
				.withChronology(IsoChronology.INSTANCE);
		}

	}

}
