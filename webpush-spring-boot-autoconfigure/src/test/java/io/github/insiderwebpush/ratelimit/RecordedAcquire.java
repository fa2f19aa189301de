package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An acquire that records how and when it was called back.
 */
class RecordedAcquire implements PendingAcquire {

	private final WebPushTimer timer;

	private int callbacks;

	private @Nullable Permit permit;

	private @Nullable Long acquiredAt;

	private @Nullable Long rejectedAt;

	private Duration minimumWait = Duration.ZERO;

	private @Nullable Duration pause;

	private @Nullable Throwable failure;

	RecordedAcquire(WebPushTimer timer) {
		this.timer = timer;
	}

	@Override
	public void onAcquired(Permit granted) {
		this.callbacks++;
		this.permit = granted;
		this.acquiredAt = this.timer.nanoTime();
	}

	@Override
	public void onRejected(Duration wait, @Nullable Duration pauseLeft) {
		this.callbacks++;
		this.rejectedAt = this.timer.nanoTime();
		this.minimumWait = wait;
		this.pause = pauseLeft;
	}

	@Override
	public void onFailed(Throwable ex) {
		this.callbacks++;
		this.failure = ex;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	Permit permit() {
		Permit granted = this.permit;
		assertThat(granted).as("permit").isNotNull();
		return granted;
	}

	boolean isAcquired() {
		return this.acquiredAt != null;
	}

	boolean isRejected() {
		return this.rejectedAt != null;
	}

	boolean waits() {
		return this.callbacks == 0;
	}

	int callbacks() {
		return this.callbacks;
	}

	@Nullable Duration acquiredAt() {
		return (this.acquiredAt != null) ? Duration.ofNanos(this.acquiredAt) : null;
	}

	@Nullable Duration rejectedAt() {
		return (this.rejectedAt != null) ? Duration.ofNanos(this.rejectedAt) : null;
	}

	Duration minimumWait() {
		return this.minimumWait;
	}

	@Nullable Duration pause() {
		return this.pause;
	}

}
