package io.github.insiderwebpush.bulk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Counts the items that are done, estimates how long the others take, and reports to the
 * listener. Used by one thread at a time.
 */
final class ProgressReporter {

	private static final Log logger = LogFactory.getLog(ProgressReporter.class);

	private static final int REMEMBERED = 30;

	private final WebPushTimer timer;

	private final Duration interval;

	private final Consumer<? super BulkProgress> listener;

	private final @Nullable Integer total;

	private final long startedAt;

	private final Map<BulkItemStatus, Integer> counts = new EnumMap<>(BulkItemStatus.class);

	/** When the last items were done. */
	private final Deque<Long> latestTimes = new ArrayDeque<>();

	private int done;

	private boolean listenerFailed;

	ProgressReporter(WebPushTimer timer, Duration interval, Consumer<? super BulkProgress> listener,
			@Nullable Integer total) {
		this.timer = timer;
		this.interval = interval;
		this.listener = listener;
		this.total = total;
		this.startedAt = timer.nanoTime();
	}

	/**
	 * An item has had its turn.
	 */
	void itemDone(BulkResult<?, ?> latest) {
		this.done++;
		this.counts.merge(latest.status(), 1, Integer::sum);
		this.latestTimes.add(this.timer.nanoTime());
		if (this.latestTimes.size() > REMEMBERED) {
			this.latestTimes.remove();
		}
		try {
			this.listener
				.accept(new BulkProgress(this.done, this.total, this.counts, elapsed(), estimatedTimeLeft(), latest));
		}
		catch (Throwable ex) {
			if (!this.listenerFailed) {
				this.listenerFailed = true;
				logger.warn("The progress listener of a bulk run failed. The run goes on; "
						+ "further failures of its listener are not logged", ex);
			}
		}
	}

	Duration elapsed() {
		return Duration.ofNanos(this.timer.nanoTime() - this.startedAt);
	}

	/**
	 * By how long the last items took. The first of a run may go at once, so nothing is
	 * expected to be faster than the budget is.
	 */
	private @Nullable Duration estimatedTimeLeft() {
		if (this.total == null) {
			return null;
		}
		int left = Math.max(0, this.total - this.done);
		return Duration.ofNanos(Math.max(observedInterval(), this.interval.toNanos())).multipliedBy(left);
	}

	private long observedInterval() {
		int intervals = this.latestTimes.size() - 1;
		return (intervals > 0) ? (this.latestTimes.getLast() - this.latestTimes.getFirst()) / intervals : 0;
	}

}
