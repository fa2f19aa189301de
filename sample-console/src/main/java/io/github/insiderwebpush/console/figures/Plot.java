package io.github.insiderwebpush.console.figures;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Bars, each relative to the longest.
 *
 * @param bars the bars, from top to bottom
 */
public record Plot(List<Bar> bars) {

	/**
	 * Return what became of the messages of one campaign.
	 */
	static Plot of(Result result) {
		return relative(List.of(new Value("Targeted", number(result.targeted()), decimal(result.targeted()), null),
				new Value("Sent", number(result.sent()), decimal(result.sent()), null),
				new Value("Delivered", number(result.delivered()), decimal(result.delivered()),
						of(result.deliveryRate(), "of sent")),
				new Value("Clicks", number(result.clicks()), decimal(result.clicks()),
						of(result.clickRate(), "of delivered")),
				new Value("Conversions", number(result.conversions()), decimal(result.conversions()),
						of(result.conversionRate(), "of clicks"))));
	}

	static Plot relative(List<Value> values) {
		BigDecimal most = values.stream().map(Value::size).reduce(BigDecimal.ZERO, BigDecimal::max);
		return new Plot(values.stream()
			.map((value) -> new Bar(value.name(), value.words(), value.note(), (most.signum() == 0) ? 0
					: value.size().multiply(BigDecimal.valueOf(1000)).divide(most, 0, RoundingMode.HALF_UP).intValue()))
			.toList());
	}

	static String number(@Nullable Long value) {
		return (value != null) ? String.format(Locale.UK, "%,d", value) : "–";
	}

	static String percent(@Nullable Double rate) {
		return (rate != null) ? String.format(Locale.UK, "%.2f%%", 100 * rate) : "–";
	}

	static String money(@Nullable BigDecimal amount, @Nullable String currency) {
		return (amount != null) ? String.format(Locale.UK, "%,.2f", amount) + ((currency != null) ? " " + currency : "")
				: "–";
	}

	static BigDecimal decimal(@Nullable Long value) {
		return (value != null) ? BigDecimal.valueOf(value) : BigDecimal.ZERO;
	}

	private static @Nullable String of(@Nullable Double rate, String what) {
		return (rate != null) ? percent(rate) + " " + what : null;
	}

	/**
	 * A value before it is drawn.
	 *
	 * @param name what it is the value of
	 * @param words the value as text
	 * @param size the value as a number
	 * @param note a text beside the value, may be {@code null}
	 */
	record Value(String name, String words, BigDecimal size, @Nullable String note) {
	}

	/**
	 * A bar.
	 *
	 * @param name what it shows
	 * @param value the value as text
	 * @param note a text beside the value, may be {@code null}
	 * @param thousandths its length, 0 to 1000
	 */
	public record Bar(String name, String value, @Nullable String note, int thousandths) {
	}

}
