package io.github.insiderwebpush.statistics;

import java.time.LocalDateTime;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One campaign in the report over all campaigns. Dates have no time zone, because Insider
 * One does not document whether they are in UTC or local.
 *
 * @param id Insider One's number of the row, or {@code null} if absent. Whether it is the
 * ID that the create call returned is not documented
 * @param builderId the ID by which the metrics of this campaign are requested, or
 * {@code null} if absent
 * @param name the campaign's name in the InOne panel, which is the title that it was
 * created with, or {@code null} if absent
 * @param tags the campaign's tags; empty if absent
 * @param type Insider One's word for the type, such as {@code Bulk}, or {@code null} if
 * absent
 * @param status Insider One's word for the status, such as {@code Active}, or
 * {@code null} if absent
 * @param sendDate when it was sent, or {@code null} if absent
 * @param startDate when it started, or {@code null} if absent
 * @param endDate when it ended, or {@code null} if absent
 * @param daysActive the number of days on which it was active, or {@code null} if absent
 * @param messageLink the page that a click opens, or {@code null} if absent
 * @param firstButtonLink the page that the first button opens, or {@code null} if absent
 * @param secondButtonLink the page that the second button opens, or {@code null} if
 * absent
 * @param figures the figures of the campaign
 * @param unreadable values of this row that are there but cannot be read, and are absent
 * above; empty if all values could be read. Only the first 20 are listed
 * @since 0.1.0
 */
public record CampaignMetricsRow(@Nullable Long id, @Nullable BuilderId builderId, @Nullable String name,
		List<String> tags, @Nullable String type, @Nullable String status, @Nullable LocalDateTime sendDate,
		@Nullable LocalDateTime startDate, @Nullable LocalDateTime endDate, @Nullable Long daysActive,
		@Nullable String messageLink, @Nullable String firstButtonLink, @Nullable String secondButtonLink,
		Figures figures, List<UnreadableValue> unreadable) {

	public CampaignMetricsRow {
		tags = List.copyOf(tags);
		unreadable = List.copyOf(unreadable);
	}

}
