package io.github.insiderwebpush.console.upload;

import java.util.List;

/**
 * What became of a file.
 *
 * @param rows how many rows it has beside the header
 * @param queued how many were queued
 * @param badRows how many rows are wrong
 * @param problems what is wrong, of the first rows that are
 */
public record UploadReport(int rows, int queued, int badRows, List<RowProblem> problems) {

	/** A file with a wrong column is wrong in every row: nobody reads 10,000 lines. */
	static final int PROBLEMS_NAMED = 200;

	public UploadReport {
		problems = List.copyOf(problems);
	}

	/**
	 * Return whether the file had nothing wrong.
	 * @return whether there are no problems
	 */
	public boolean clean() {
		return this.problems.isEmpty();
	}

	/**
	 * Return how many rows are right.
	 * @return the others
	 */
	public int goodRows() {
		return this.rows - this.badRows;
	}

}
