package io.github.insiderwebpush.client;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.OverallMetricsPage;

import org.springframework.util.Assert;

/**
 * Rows of all pages of a report. A page is requested when its first row is needed, and
 * rows that an earlier page had are left out. A page without a new row is the last one,
 * so that the stream ends even if the server ignores the page number.
 */
final class OverallMetricsRows extends Spliterators.AbstractSpliterator<CampaignMetricsRow> {

	private final IntFunction<OverallMetricsPage> pages;

	private final Deque<CampaignMetricsRow> rows = new ArrayDeque<>();

	private final Set<List<Object>> seen = new HashSet<>();

	private int page;

	private long rowsFound;

	private boolean ended;

	/**
	 * Create the rows.
	 * @param pages reads a page, from 1
	 */
	OverallMetricsRows(IntFunction<OverallMetricsPage> pages) {
		super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
		this.pages = pages;
	}

	@Override
	public boolean tryAdvance(Consumer<? super CampaignMetricsRow> action) {
		if (this.rows.isEmpty() && !this.ended) {
			readNextPage();
		}
		CampaignMetricsRow row = this.rows.poll();
		if (row == null) {
			return false;
		}
		action.accept(row);
		return true;
	}

	private void readNextPage() {
		this.page++;
		OverallMetricsPage read = this.pages.apply(this.page);
		Assert.state(!read.truncated(), () -> "Page " + this.page
				+ " of the statistics has more rows than were requested: a stream would miss rows");
		Set<List<Object>> onThisPage = new HashSet<>();
		for (CampaignMetricsRow row : read.rows()) {
			boolean first = onThisPage.add(identity(row));
			if (!this.seen.contains(identity(row)) && (first || !hasId(row))) {
				this.rows.add(row);
			}
		}
		this.seen.addAll(onThisPage);
		this.rowsFound += this.rows.size();
		this.ended = this.rows.isEmpty() || (read.total() != null && this.rowsFound >= read.total());
	}

	/**
	 * Return the values that tell one row from another. Figures are not among them: they
	 * can change between two requests.
	 */
	private static List<Object> identity(CampaignMetricsRow row) {
		return Arrays.asList(row.id(), row.builderId(), row.sendDate(), hasId(row) ? null : row.name(),
				hasId(row) ? null : row.startDate());
	}

	/**
	 * Rows of one page that have no ID cannot be told apart, and stay.
	 */
	private static boolean hasId(CampaignMetricsRow row) {
		return row.id() != null || row.builderId() != null;
	}

}
