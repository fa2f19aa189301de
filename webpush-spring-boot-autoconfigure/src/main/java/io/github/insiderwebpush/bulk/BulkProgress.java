package io.github.insiderwebpush.bulk;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Progress of a run after one more item.
 *
 * @param done how many items have had their turn
 * @param total how many there are, or {@code null} if that is not known because the items
 * are no {@link java.util.Collection}
 * @param counts how many of those done have each status; a status that none has is absent
 * @param elapsed the time since the run began
 * @param timeLeft an estimate of the time that the rest takes, by the pace of the last
 * items and never faster than the budget allows; {@code null} if the total is not known
 * @param latest the item that has just had its turn
 * @since 0.1.0
 */
public record BulkProgress(int done, @Nullable Integer total, Map<BulkItemStatus, Integer> counts, Duration elapsed,
		@Nullable Duration timeLeft, BulkResult<?, ?> latest) {

	public BulkProgress {
		counts = Map.copyOf(counts);
	}

	/**
	 * Return how many of the items done have a status.
	 * @param status the status
	 * @return the number, zero or more
	 */
	public int count(BulkItemStatus status) {
		return this.counts.getOrDefault(status, 0);
	}

}
