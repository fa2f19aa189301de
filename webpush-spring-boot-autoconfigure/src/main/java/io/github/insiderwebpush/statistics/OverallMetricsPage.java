package io.github.insiderwebpush.statistics;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of the report that has one row per campaign.
 *
 * @param page the number of the page that was requested, from 1
 * @param perPage the most rows that were requested
 * @param total the number of rows on all pages, or {@code null} if absent
 * @param rows the rows of this page, at most as many as were requested; an element that
 * is no row keeps its place, with every value absent
 * @param unreadable values that are there but cannot be read, and are absent above,
 * including those of the rows; empty if all values could be read. Only the first 20 are
 * listed
 * @since 0.1.0
 */
public record OverallMetricsPage(int page, int perPage, @Nullable Long total, List<CampaignMetricsRow> rows,
		List<UnreadableValue> unreadable) {

	static final String ROWS = "data";

	public OverallMetricsPage {
		rows = List.copyOf(rows);
		unreadable = List.copyOf(unreadable);
	}

	/**
	 * Return whether the response had more rows than were requested. The others are left
	 * out, and listed in {@link #unreadable()} as one value.
	 * @return whether rows are missing
	 */
	public boolean truncated() {
		return this.unreadable.stream().anyMatch((value) -> value.path().equals(ROWS));
	}

}
