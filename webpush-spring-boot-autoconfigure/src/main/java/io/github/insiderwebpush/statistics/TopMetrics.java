package io.github.insiderwebpush.statistics;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The totals of an account over a range of days.
 *
 * @param overview the totals
 * @param performance how each type of campaign did; empty if absent
 * @param dropped why messages were dropped; empty if absent
 * @param undelivered why messages were not delivered; empty if absent
 * @param unreadable what the vendor wrote but nobody can read, and is absent above; empty
 * in a report that can be taken at its word
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
	 * How the campaigns of one type did.
	 *
	 * @param label the vendor's word for the type, such as {@code Bulk}, kept even if it
	 * is new; {@code null} if absent
	 * @param campaignCount how many campaigns there were, or {@code null} if absent
	 * @param deliveryRate the share of messages delivered among those sent, or
	 * {@code null} if absent
	 * @param ctr the share of clicks among messages delivered, or {@code null} if absent
	 * @param conversionRate the share of conversions among clicks, or {@code null} if
	 * absent
	 * @param revenue what the conversions brought in, or {@code null} if absent
	 */
	public record TypePerformance(@Nullable String label, @Nullable Long campaignCount, @Nullable Rate deliveryRate,
			@Nullable Rate ctr, @Nullable Rate conversionRate, @Nullable Money revenue) {
	}

}
