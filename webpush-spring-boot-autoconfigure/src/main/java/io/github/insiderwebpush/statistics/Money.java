package io.github.insiderwebpush.statistics;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Sum of money, possibly without its amount or its currency: {@code "2,480 TRY"} has both
 * parts, {@code "2479.66"} only an amount, {@code "USD"} only a currency.
 *
 * @param amount the amount in units of the currency, without trailing zeros, or
 * {@code null} if absent, which is not zero
 * @param currency the currency in Insider One's notation, such as {@code TRY}, or
 * {@code null} if absent
 * @since 0.1.0
 */
public record Money(@Nullable BigDecimal amount, @Nullable String currency) {

	public Money {
		Assert.isTrue(amount != null || currency != null, "'amount' or 'currency' must be set: use null for no money");
		Assert.isTrue(currency == null || !currency.isBlank(), "'currency' must not be blank: use null for none");
		amount = (amount != null) ? Decimals.normalize(amount, "amount") : null;
	}

	/**
	 * Return the amount with its currency, such as {@code 2480 TRY}, or the one that is
	 * not absent.
	 */
	@Override
	public String toString() {
		if (this.amount == null) {
			return String.valueOf(this.currency);
		}
		return this.amount.toPlainString() + ((this.currency != null) ? " " + this.currency : "");
	}

}
