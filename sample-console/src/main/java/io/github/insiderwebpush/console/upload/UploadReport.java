package io.github.insiderwebpush.console.upload;

import java.util.List;

/**
 * Check of a file, as the preview shows it.
 *
 * @param rows how many rows it has beside the first line
 * @param badRows how many rows are wrong
 * @param problems the first rows that are wrong
 * @param first the first rows that are right
 * @param format encoding and separator in words
 * @param ignored the names of columns that the console does not read
 */
public record UploadReport(int rows, int badRows, List<Row> problems, List<Row> first, String format,
		List<String> ignored) {

	/**
	 * A file with a wrong column is wrong in every row: 10,000 lines are too many to
	 * read.
	 */
	static final int PROBLEMS_NAMED = 200;

	static final int ROWS_PREVIEWED = 8;

	public UploadReport {
		problems = List.copyOf(problems);
		first = List.copyOf(first);
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
