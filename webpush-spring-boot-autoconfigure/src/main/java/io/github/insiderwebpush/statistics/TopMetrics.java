package io.github.insiderwebpush.statistics;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Totals of an account over a range of days.
 *
 * @param overview the totals
 * @param performance results by type of campaign; empty if absent
 * @param dropped reasons why messages were dropped; empty if absent
 * @param undelivered reasons why messages were not delivered; empty if absent
 * @param unreadable values that are there but cannot be read, and are absent above; empty
 * if all values could be read. Only the first 20 are listed
 * @since 0.1.0
 */
public record TopMetrics(Figures overview, List<TypePerformance> performance, List<LossReason> dropped,
		List<LossReason> undelivered, List<UnreadableValue> unreadable) {

	public TopMetrics {
		performance = List.copyOf(performance);
		dropped = List.copyOf(dropped);
		undelivered = List.copyOf(undelivered);
		unreadable = List.copyOf(unreadable);
	}

	/**
	 * Results of the campaigns of one type.
	 *
	 * @param label Insider One's word for the type, such as {@code Bulk}, kept even if it
	 * is new; {@code null} if absent
	 * @param campaignCount the number of campaigns, or {@code null} if absent
	 * @param deliveryRate the share of messages delivered among those sent, or
	 * {@code null} if absent
	 * @param ctr the share of clicks among messages delivered, or {@code null} if absent
	 * @param conversionRate the share of conversions among clicks, or {@code null} if
	 * absent
	 * @param revenue the revenue of the conversions, or {@code null} if absent
	 */
	public record TypePerformance(@Nullable String label, @Nullable Long campaignCount, @Nullable Rate deliveryRate,
			@Nullable Rate ctr, @Nullable Rate conversionRate, @Nullable Money revenue) {
	}

}
