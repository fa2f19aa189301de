package io.github.insiderwebpush.console.figures;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * Figure by which campaigns are compared.
 */
public enum Figure {

	/** Clicks of delivered messages. */
	CLICK_RATE("Click rate", "f.click_rate"),

	/** Delivered messages of those sent. */
	DELIVERY_RATE("Delivery rate", "f.delivery_rate"),

	/** Delivered messages. */
	DELIVERED("Delivered", "f.delivered"),

	/** Revenue of the conversions. */
	REVENUE("Revenue", "f.revenue");

	private final String label;

	private final String column;

	Figure(String label, String column) {
		this.label = label;
		this.column = column;
	}

	/**
	 * Return the figure in words.
	 * @return one or two words
	 */
	public String label() {
		return this.label;
	}

	String column() {
		return this.column;
	}

	/**
	 * Return the figure of a campaign as a bar.
	 */
	Plot.Value value(Result result) {
		return switch (this) {
			case CLICK_RATE -> new Plot.Value(result.title(), result.clickRateWords(), size(result.clickRate()), null);
			case DELIVERY_RATE ->
				new Plot.Value(result.title(), result.deliveryRateWords(), size(result.deliveryRate()), null);
			case DELIVERED ->
				new Plot.Value(result.title(), result.deliveredWords(), Plot.decimal(result.delivered()), null);
			case REVENUE -> new Plot.Value(result.title(), result.revenueWords(),
					(result.revenue() != null) ? result.revenue().max(BigDecimal.ZERO) : BigDecimal.ZERO, null);
		};
	}

	private static BigDecimal size(@Nullable Double rate) {
		return (rate != null) ? BigDecimal.valueOf(rate) : BigDecimal.ZERO;
	}

}
