package io.github.insiderwebpush.bulk;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushPatientOperations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is done and tells the listener. Used by one thread at a time.
 */
final class ProgressTeller {

	private static final Log logger = LogFactory.getLog(ProgressTeller.class);

	private final WebPushPatientOperations calls;

	private final WebPushOperation operation;

	private final Consumer<? super BulkProgress> listener;

	private final @Nullable Integer total;

	private final long startedAt;

	private final Map<BulkState, Integer> counts = new EnumMap<>(BulkState.class);

	private final Pace pace = new Pace();

	private int done;

	private boolean listenerFailed;

	ProgressTeller(WebPushPatientOperations calls, WebPushOperation operation, Consumer<? super BulkProgress> listener,
			@Nullable Integer total) {
		this.calls = calls;
		this.operation = operation;
		this.listener = listener;
		this.total = total;
		this.startedAt = calls.timer().nanoTime();
	}

	/**
	 * An item has had its turn.
	 */
	void tell(BulkResult<?, ?> latest) {
		this.done++;
		this.counts.merge(latest.state(), 1, Integer::sum);
		this.pace.itemDone(this.calls.timer().nanoTime());
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
		return Duration.ofNanos(this.calls.timer().nanoTime() - this.startedAt);
	}

	private @Nullable Duration estimatedTimeLeft() {
		if (this.total == null) {
			return null;
		}
		int left = Math.max(0, this.total - this.done);
		return this.pace.timeFor(left, this.calls.interval(this.operation));
	}

}
