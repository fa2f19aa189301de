package io.github.insiderwebpush.console.figures;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Part of the results that a page shows.
 *
 * @param sort the order
 * @param reverse whether the order is reversed
 * @param figure the figure of the comparison
 * @param id the console's numbers of the campaigns that are compared, {@code null} for
 * the best ones
 * @param page the page, from 1
 */
public record ResultsView(@Nullable ResultSort sort, @Nullable Boolean reverse, @Nullable Figure figure,
		@Nullable List<Long> id, @Nullable Integer page) {

	static final int ROWS = 20;

	static final int MOST_COMPARED = 12;

	@Override
	public ResultSort sort() {
		return Objects.requireNonNullElse(this.sort, ResultSort.LAUNCHED);
	}

	@Override
	public Boolean reverse() {
		return Boolean.TRUE.equals(this.reverse);
	}

	@Override
	public Figure figure() {
		return Objects.requireNonNullElse(this.figure, Figure.CLICK_RATE);
	}

	@Override
	public List<Long> id() {
		return Objects.requireNonNullElse(this.id, List.<Long>of()).stream().distinct().limit(MOST_COMPARED).toList();
	}

	@Override
	public Integer page() {
		return Math.max(1, Objects.requireNonNullElse(this.page, 1));
	}

	/**
	 * Return whether a click on the head of a column reverses the order.
	 * @param column the order of that column
	 * @return whether it is the order now, and not reversed
	 */
	public boolean reversedBy(ResultSort column) {
		return sort() == column && !reverse();
	}

	/**
	 * Return the order of a column as a screen reader names it.
	 * @param columns the orders that the head of the column offers
	 * @return a value of {@code aria-sort}, {@code null} if it is not in that order
	 */
	public @Nullable String ariaSort(ResultSort... columns) {
		if (!List.of(columns).contains(sort())) {
			return null;
		}
		return sort().descending(reverse()) ? "descending" : "ascending";
	}

	ResultsView withPage(int page) {
		return new ResultsView(this.sort, this.reverse, this.figure, this.id, page);
	}

}
