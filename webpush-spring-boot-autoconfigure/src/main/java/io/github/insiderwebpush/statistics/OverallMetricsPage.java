package io.github.insiderwebpush.statistics;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of the report that has one row per campaign.
 *
 * @param page the number of the page, from 1; as asked for if the vendor does not say
 * @param perPage the most rows of a page; as asked for if the vendor does not say
 * @param total how many rows there are on all pages, or {@code null} if the vendor does
 * not say
 * @param rows the rows of this page; a row of the vendor's that is no row at all keeps
 * its place, with every value absent
 * @param unreadable what the vendor wrote but nobody can read, and is absent above, that
 * of the rows included; empty in a report that can be taken at its word
 * @since 0.1.0
 */
public record OverallMetricsPage(int page, int perPage, @Nullable Long total, List<CampaignMetricsRow> rows,
		List<UnreadableValue> unreadable) {

	public OverallMetricsPage {
		rows = List.copyOf(rows);
		unreadable = List.copyOf(unreadable);
	}

}
