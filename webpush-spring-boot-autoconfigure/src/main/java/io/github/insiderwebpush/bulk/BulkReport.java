package io.github.insiderwebpush.bulk;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The report of a run.
 *
 * @param results one result for each item, in the order of the items
 * @param exitReason why the run ended
 * @param cause what ended the run before its time, or {@code null} if it was completed
 * @param elapsed the time from its begin to its end
 * @param <T> the type of the items
 * @param <R> the type of the results
 * @since 0.1.0
 */
public record BulkReport<T, R>(List<BulkResult<T, R>> results, BulkExitReason exitReason, @Nullable Throwable cause,
		Duration elapsed) {

	public BulkReport {
		results = List.copyOf(results);
	}

	/**
	 * Return the results with a status, in the order of the items.
	 * @param status the status
	 * @return the results, perhaps none
	 */
	public List<BulkResult<T, R>> withStatus(BulkItemStatus status) {
		return this.results.stream().filter((result) -> result.status() == status).toList();
	}

	/**
	 * Return how many results have a status.
	 * @param status the status
	 * @return the number, zero or more
	 */
	public int count(BulkItemStatus status) {
		return withStatus(status).size();
	}

	/**
	 * Return the figures in one line, without any item.
	 */
	@Override
	public String toString() {
		String counts = Stream.of(BulkItemStatus.values())
			.filter((status) -> count(status) > 0)
			.map((status) -> count(status) + " " + status)
			.collect(Collectors.joining(", ", (this.results.isEmpty() ? "" : ": "), ""));
		return "Bulk run " + this.exitReason + " after " + this.elapsed + ", " + this.results.size() + " items" + counts
				+ ((this.cause != null) ? ". Ended by: " + this.cause.getMessage() : "");
	}

}
