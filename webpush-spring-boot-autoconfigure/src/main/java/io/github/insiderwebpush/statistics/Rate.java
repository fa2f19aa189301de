package io.github.insiderwebpush.statistics;

import java.math.BigDecimal;

import org.springframework.util.Assert;

/**
 * Share of something, such as the messages delivered among those sent. Insider One writes
 * it as {@code "32.42%"}, {@code "32.42"} or {@code 0.3242}; here they are equal.
 *
 * @param fraction the share as a fraction, where 1 is all of it; without trailing zeros.
 * Neither it nor its percentage has more than 30 digits before the dot, or after it.
 * Insider One rounds most rates to two decimals of a percentage: where precision counts,
 * divide the counts
 * @since 0.1.0
 */
public record Rate(BigDecimal fraction) {

	static final int PERCENT_DECIMALS = 2;

	public Rate {
		Assert.notNull(fraction, "'fraction' must not be null");
		fraction = Decimals.normalize(fraction, "fraction");
		Decimals.normalize(fraction.movePointRight(PERCENT_DECIMALS), "fraction as a percentage");
	}

	/**
	 * Return whether both the fraction and its percentage have a plausible number of
	 * digits.
	 */
	static boolean isReasonable(BigDecimal fraction) {
		return Decimals.isReasonable(fraction) && Decimals.isReasonable(fraction.movePointRight(PERCENT_DECIMALS));
	}

	/**
	 * Return the rate of a fraction.
	 * @param fraction the fraction, where 1 is all of it
	 * @return the rate
	 */
	public static Rate ofFraction(BigDecimal fraction) {
		return new Rate(fraction);
	}

	/**
	 * Return the rate as a percentage.
	 * @return the percentage, where 100 is all of it; without trailing zeros, not rounded
	 */
	public BigDecimal asPercent() {
		return Decimals.plain(this.fraction.movePointRight(PERCENT_DECIMALS));
	}

	/**
	 * Return the percentage with its sign, such as {@code 32.42%}.
	 */
	@Override
	public String toString() {
		return asPercent().toPlainString() + "%";
	}

}
