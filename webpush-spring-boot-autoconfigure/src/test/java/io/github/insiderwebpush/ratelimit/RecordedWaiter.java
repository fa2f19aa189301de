package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A waiter that remembers what it was told, and when.
 */
class RecordedWaiter extends PermitWaiter {

	private final WebPushTimer timer;

	private final int permits;

	private final boolean reportsEnd;

	private int told;

	private @Nullable Long grantedAt;

	private @Nullable Long refusedAt;

	private long leastWait;

	RecordedWaiter(WebPushTimer timer) {
		this(timer, 1, true);
	}

	RecordedWaiter(WebPushTimer timer, int permits, boolean reportsEnd) {
		this.timer = timer;
		this.permits = permits;
		this.reportsEnd = reportsEnd;
	}

	@Override
	protected void granted() {
		this.told++;
		this.grantedAt = this.timer.nanoTime();
	}

	@Override
	protected void refused(long leastWaitNanos) {
		this.told++;
		this.refusedAt = this.timer.nanoTime();
		this.leastWait = leastWaitNanos;
	}

	@Override
	int permits() {
		return this.permits;
	}

	@Override
	boolean reportsEnd() {
		return this.reportsEnd;
	}

	boolean isGranted() {
		return this.grantedAt != null;
	}

	boolean isRefused() {
		return this.refusedAt != null;
	}

	boolean waits() {
		return this.told == 0;
	}

	int timesTold() {
		return this.told;
	}

	@Nullable Duration grantedAt() {
		return (this.grantedAt != null) ? Duration.ofNanos(this.grantedAt) : null;
	}

	@Nullable Duration refusedAt() {
		return (this.refusedAt != null) ? Duration.ofNanos(this.refusedAt) : null;
	}

	Duration leastWait() {
		return Duration.ofNanos(this.leastWait);
	}

}
