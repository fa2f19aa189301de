package io.github.insiderwebpush.statistics;

import org.jspecify.annotations.Nullable;

/**
 * What became of the messages of an account, a campaign or a kind of device. Where
 * everything is there, {@code targeted = sent + dropped},
 * {@code sent = delivered + undelivered} and {@code ctr = clicks / delivered}.
 * <p>
 * A figure is {@code null} when the vendor leaves it out, marks it as missing
 * ({@code "-"}, {@code "N/A"}) or writes something that cannot be read, which the report
 * then lists. It is zero only when the vendor says zero.
 *
 * @param targeted how many messages were to go out
 * @param sent how many went out
 * @param dropped how many did not go out, for example after an unsubscription
 * @param delivered how many arrived
 * @param undelivered how many went out but did not arrive, for example because the
 * subscriber stayed offline
 * @param deliveryRate the share of {@code delivered} in {@code sent}
 * @param clicks how many clicks they got
 * @param ctr the click-through rate, the share of {@code clicks} in {@code delivered}
 * @param conversions how many clicks led to the campaign's goal
 * @param conversionRate the share of {@code conversions} in {@code clicks}, going by the
 * vendor's sample
 * @param revenue what the conversions brought in
 * @since 0.1.0
 */
public record Figures(@Nullable Long targeted, @Nullable Long sent, @Nullable Long dropped, @Nullable Long delivered,
		@Nullable Long undelivered, @Nullable Rate deliveryRate, @Nullable Long clicks, @Nullable Rate ctr,
		@Nullable Long conversions, @Nullable Rate conversionRate, @Nullable Money revenue) {
}
