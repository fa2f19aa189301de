package io.github.insiderwebpush.statistics;

import org.jspecify.annotations.Nullable;

/**
 * Message counts and rates of an account, a campaign or a kind of device. When none is
 * absent, {@code targeted = sent + dropped}, {@code sent = delivered + undelivered} and
 * {@code ctr = clicks / delivered}.
 * <p>
 * A figure is {@code null} if it is missing, marked as missing ({@code "-"},
 * {@code "N/A"}) or unreadable; the report lists unreadable ones. It is zero only if the
 * response says zero.
 *
 * @param targeted the number of messages to send
 * @param sent the number of messages sent
 * @param dropped the number of messages not sent, for example after an unsubscription
 * @param delivered the number of messages delivered
 * @param undelivered the number of messages sent but not delivered, for example because
 * the subscriber stayed offline
 * @param deliveryRate the share of {@code delivered} in {@code sent}
 * @param clicks the number of clicks
 * @param ctr the click-through rate, the share of {@code clicks} in {@code delivered}
 * @param conversions the number of clicks that led to the campaign's goal
 * @param conversionRate the share of {@code conversions} in {@code clicks}, according to
 * Insider One's sample
 * @param revenue the revenue of the conversions
 * @since 0.1.0
 */
public record Figures(@Nullable Long targeted, @Nullable Long sent, @Nullable Long dropped, @Nullable Long delivered,
		@Nullable Long undelivered, @Nullable Rate deliveryRate, @Nullable Long clicks, @Nullable Rate ctr,
		@Nullable Long conversions, @Nullable Rate conversionRate, @Nullable Money revenue) {
}
