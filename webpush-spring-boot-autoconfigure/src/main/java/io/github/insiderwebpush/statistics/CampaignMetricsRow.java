package io.github.insiderwebpush.statistics;

import java.time.LocalDateTime;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One campaign in the report over all campaigns. Dates have no time zone, because the
 * vendor does not say whether they are in UTC or local.
 *
 * @param id the vendor's number of the row, or {@code null} if absent. Whether it is the
 * id that the create call returned is not documented
 * @param builderId the id by which the figures of this campaign are asked, or
 * {@code null} if absent
 * @param name the campaign's name in the vendor's panel, which is the title that it was
 * created with, or {@code null} if absent
 * @param tags the campaign's tags; empty if absent
 * @param type the vendor's word for the type, such as {@code Bulk}, or {@code null} if
 * absent
 * @param status the vendor's word for the status, such as {@code Active}, or {@code null}
 * if absent
 * @param sendDate when it was sent, or {@code null} if absent
 * @param startDate when it started, or {@code null} if absent
 * @param endDate when it ended, or {@code null} if absent
 * @param daysActive for how many days it was active, or {@code null} if absent
 * @param messageLink where a click leads, or {@code null} if absent
 * @param firstButtonLink where a click on the first button leads, or {@code null} if
 * absent
 * @param secondButtonLink where a click on the second button leads, or {@code null} if
 * absent
 * @param figures what became of the messages
 * @param unreadable what the vendor wrote in this row but nobody can read, and is absent
 * above; empty in a row that can be taken at its word
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
