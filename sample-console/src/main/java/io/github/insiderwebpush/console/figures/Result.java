package io.github.insiderwebpush.console.figures;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A launched campaign with the figures that were read last. A figure is {@code null} if
 * it is not reported.
 *
 * @param id the console's number
 * @param title its name
 * @param language its language
 * @param toAll whether it is for all subscribers
 * @param campaignId Insider One's ID
 * @param message the title of the message that was launched last
 * @param launchedAt when it was launched last
 * @param launchedBy who launched it
 * @param launches how many launches were begun
 * @param targeted messages to send
 * @param sent messages sent
 * @param delivered messages delivered
 * @param deliveryRate delivered messages of those sent
 * @param clicks clicks
 * @param clickRate clicks of delivered messages
 * @param conversions conversions
 * @param conversionRate conversions of clicks
 * @param revenue the revenue
 * @param currency the currency of the revenue
 * @param isFinal whether the figures do not change any more
 * @param readAt when they were read, {@code null} while Insider One does not report them
 */
public record Result(long id, String title, String language, boolean toAll, @Nullable Long campaignId,
		@Nullable String message, Instant launchedAt, @Nullable String launchedBy, int launches,
		@Nullable Long targeted, @Nullable Long sent, @Nullable Long delivered, @Nullable Double deliveryRate,
		@Nullable Long clicks, @Nullable Double clickRate, @Nullable Long conversions, @Nullable Double conversionRate,
		@Nullable BigDecimal revenue, @Nullable String currency, boolean isFinal, @Nullable Instant readAt) {

	/**
	 * Return the messages sent in words.
	 * @return a number
	 */
	public String sentWords() {
		return Plot.number(this.sent);
	}

	/**
	 * Return the messages delivered in words.
	 * @return a number
	 */
	public String deliveredWords() {
		return Plot.number(this.delivered);
	}

	/**
	 * Return the delivery rate in words.
	 * @return a percentage
	 */
	public String deliveryRateWords() {
		return Plot.percent(this.deliveryRate);
	}

	/**
	 * Return the clicks in words.
	 * @return a number
	 */
	public String clicksWords() {
		return Plot.number(this.clicks);
	}

	/**
	 * Return the click rate in words.
	 * @return a percentage
	 */
	public String clickRateWords() {
		return Plot.percent(this.clickRate);
	}

	/**
	 * Return the revenue in words.
	 * @return an amount with its currency
	 */
	public String revenueWords() {
		return Plot.money(this.revenue, this.currency);
	}

}
