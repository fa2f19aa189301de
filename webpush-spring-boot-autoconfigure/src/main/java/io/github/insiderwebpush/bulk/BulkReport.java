package io.github.insiderwebpush.bulk;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What became of a run.
 *
 * @param results one result for each item, in the order of the items
 * @param end why the run came to its end
 * @param cause what ended the run before its time, or {@code null} if it was completed
 * @param elapsed the time from its begin to its end
 * @param <T> the type of the items
 * @param <R> the type of the results
 * @since 0.1.0
 */
public record BulkReport<T, R>(List<BulkResult<T, R>> results, BulkEnd end, @Nullable Throwable cause,
		Duration elapsed) {

	public BulkReport {
		results = List.copyOf(results);
	}

	/**
	 * Return the results in a state, in the order of the items.
	 * @param state the state
	 * @return the results, perhaps none
	 */
	public List<BulkResult<T, R>> in(BulkState state) {
		return this.results.stream().filter((result) -> result.state() == state).toList();
	}

	/**
	 * Return how many results are in a state.
	 * @param state the state
	 * @return the number, zero or more
	 */
	public int count(BulkState state) {
		return in(state).size();
	}

	/**
	 * Return the figures in one line, without any item.
	 */
	@Override
	public String toString() {
		String counts = Stream.of(BulkState.values())
			.filter((state) -> count(state) > 0)
			.map((state) -> count(state) + " " + state)
			.collect(Collectors.joining(", ", (this.results.isEmpty() ? "" : ": "), ""));
		return "Bulk run " + this.end + " after " + this.elapsed + ", " + this.results.size() + " items" + counts
				+ ((this.cause != null) ? ". Ended by: " + this.cause.getMessage() : "");
	}

}
