package io.github.insiderwebpush.client;

import java.util.ArrayDeque;
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

/**
 * Walks the pages of a report, asking for each when its first row is wanted, and leaves
 * out the rows that an earlier page had.
 */
final class OverallMetricsRows extends Spliterators.AbstractSpliterator<CampaignMetricsRow> {

	private final IntFunction<OverallMetricsPage> pages;

	private final Deque<CampaignMetricsRow> rows = new ArrayDeque<>();

	private final Set<List<Object>> seen = new HashSet<>();

	private int page;

	private boolean ended;

	/**
	 * Create a walk.
	 * @param pages reads a page, from 1
	 */
	OverallMetricsRows(IntFunction<OverallMetricsPage> pages) {
		super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
		this.pages = pages;
	}

	@Override
	public boolean tryAdvance(Consumer<? super CampaignMetricsRow> action) {
		while (this.rows.isEmpty() && !this.ended) {
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
		read.rows().stream().filter(this::isNew).forEach(this.rows::add);
		Long total = read.total();
		this.ended = read.rows().isEmpty()
				|| ((total != null) ? (long) this.page * ApiRequestFactory.MAX_PER_PAGE >= total
						: read.rows().size() < ApiRequestFactory.MAX_PER_PAGE);
	}

	/**
	 * A row without any id cannot be told from others, and stays.
	 */
	private boolean isNew(CampaignMetricsRow row) {
		Object id = (row.id() != null) ? row.id() : row.builderId();
		return id == null || this.seen.add(List.of(id, String.valueOf(row.sendDate())));
	}

}
