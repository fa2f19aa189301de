package io.github.insiderwebpush.console.upload;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Check of a file, as the preview shows it.
 *
 * @param rows how many rows it has beside the first line
 * @param badRows how many rows are wrong
 * @param problems the first rows that are wrong
 * @param first some rows that are right
 * @param skipped how many rows that are right come before those
 * @param launches launches that the rows plan, {@code null} if they plan none
 * @param format encoding and separator in words
 * @param optional the columns of messages and times that it has
 * @param ignored the names of columns that the console does not read
 */
public record UploadReport(int rows, int badRows, List<Row> problems, List<Row> first, int skipped,
		PlannedLaunches.@Nullable Summary launches, String format, List<String> optional, List<String> ignored) {

	/**
	 * A file with a wrong column is wrong in every row: 10,000 lines are too many to
	 * read.
	 */
	static final int PROBLEMS_NAMED = 200;

	static final int ROWS_PREVIEWED = 24;

	public UploadReport {
		problems = List.copyOf(problems);
		first = List.copyOf(first);
		optional = List.copyOf(optional);
		ignored = List.copyOf(ignored);
	}

	/**
	 * Return how many rows are right.
	 * @return the others
	 */
	public int goodRows() {
		return this.rows - this.badRows;
	}

	/**
	 * Return the previewed rows that have a message.
	 * @return the rows
	 */
	public List<Row> withMessage() {
		return this.first.stream().filter((row) -> row.message() != null).toList();
	}

	/**
	 * Return the previewed rows that have no message.
	 * @return the rows
	 */
	public List<Row> withoutMessage() {
		return this.first.stream().filter((row) -> row.message() == null).toList();
	}

	/**
	 * Return the page of rows that is previewed.
	 * @return the page, from 1
	 */
	public int page() {
		return this.skipped / ROWS_PREVIEWED + 1;
	}

	/**
	 * Return the number of pages of rows that are right.
	 * @return the number, at least 1
	 */
	public int pages() {
		return Math.max(1, (goodRows() + ROWS_PREVIEWED - 1) / ROWS_PREVIEWED);
	}

	/**
	 * Say how the file is.
	 * @return a sentence
	 */
	public String headline() {
		if (this.rows == 0) {
			return "The file has column names, but no rows";
		}
		if (this.badRows == 0) {
			return (this.rows == 1) ? "1 row is ready" : "All " + this.rows + " rows are ready";
		}
		String bad = (this.badRows == 1) ? "1 needs a correction" : this.badRows + " need a correction";
		return goodRows() + ((goodRows() == 1) ? " row is ready, " : " rows are ready, ") + bad;
	}

}
