package io.github.insiderwebpush.statistics;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A sum of money as far as the vendor names it: {@code "2,480 TRY"} has both parts,
 * {@code "2479.66"} only an amount, {@code "USD"} only a currency. At least one is there.
 *
 * @param amount the amount in units of the currency, without trailing zeros, or
 * {@code null} if the vendor names none; that is not zero
 * @param currency the currency as the vendor writes it, such as {@code TRY}, or
 * {@code null} if the vendor names none
 * @since 0.1.0
 */
public record Money(@Nullable BigDecimal amount, @Nullable String currency) {

	public Money {
		Assert.isTrue(amount != null || currency != null, "'amount' or 'currency' must be set: no money is null");
		Assert.isTrue(currency == null || !currency.isBlank(), "'currency' must not be blank: use null for none");
		amount = (amount != null) ? Decimals.normalize(amount, "amount") : null;
	}

	/**
	 * Return the amount with its currency, as far as they are there, such as
	 * {@code 2480 TRY}.
	 */
	@Override
	public String toString() {
		if (this.amount == null) {
			return String.valueOf(this.currency);
		}
		return this.amount.toPlainString() + ((this.currency != null) ? " " + this.currency : "");
	}

}
