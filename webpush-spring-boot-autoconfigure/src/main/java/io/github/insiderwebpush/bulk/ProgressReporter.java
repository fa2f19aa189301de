package io.github.insiderwebpush.bulk;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Counts the items that are done and reports to the listener. Used by one thread at a
 * time.
 */
final class ProgressReporter {

	private static final Log logger = LogFactory.getLog(ProgressReporter.class);

	private final WebPushTimer timer;

	private final Duration interval;

	private final Consumer<? super BulkProgress> listener;

	private final @Nullable Integer total;

	private final long startedAt;

	private final Map<BulkItemStatus, Integer> counts = new EnumMap<>(BulkItemStatus.class);

	private final RateEstimator rate = new RateEstimator();

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
		this.rate.itemDone(this.timer.nanoTime());
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

	private @Nullable Duration estimatedTimeLeft() {
		if (this.total == null) {
			return null;
		}
		int left = Math.max(0, this.total - this.done);
		return this.rate.timeFor(left, this.interval);
	}

}
