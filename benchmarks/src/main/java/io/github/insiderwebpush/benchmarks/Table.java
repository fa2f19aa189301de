package io.github.insiderwebpush.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table of text: the first column to the left, all others to the right.
 */
public final class Table {

	private final List<String> headings;

	private final List<List<String>> rows = new ArrayList<>();

	public Table(String... headings) {
		this.headings = List.of(headings);
	}

	public void row(List<String> cells) {
		if (cells.size() != this.headings.size()) {
			throw new IllegalArgumentException(
					"A row of %d cells under %d headings".formatted(cells.size(), this.headings.size()));
		}
		this.rows.add(List.copyOf(cells));
	}

	@Override
	public String toString() {
		int[] widths = IntStream.range(0, this.headings.size()).map(this::width).toArray();
		StringBuilder text = new StringBuilder();
		append(text, this.headings, widths);
		text.append("-".repeat(IntStream.of(widths).sum() + 2 * (widths.length - 1))).append('\n');
		this.rows.forEach((row) -> append(text, row, widths));
		return text.toString();
	}

	private int width(int column) {
		int widest = this.rows.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0);
		return Math.max(widest, this.headings.get(column).length());
	}

	private static void append(StringBuilder text, List<String> cells, int[] widths) {
		for (int i = 0; i < widths.length; i++) {
			String format = (i == 0) ? "%-" + widths[i] + "s" : "  %" + widths[i] + "s";
			text.append(format.formatted(cells.get(i)));
		}
		text.append('\n');
	}

}
