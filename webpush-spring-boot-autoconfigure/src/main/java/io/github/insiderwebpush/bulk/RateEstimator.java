package io.github.insiderwebpush.bulk;

import java.time.Duration;

/**
 * Estimates how long the rest takes, by how long the last items took. The first of a run
 * may go at once, so nothing is believed to be faster than the budget is.
 */
final class RateEstimator {

	private static final int REMEMBERED = 30;

	private final long[] times = new long[REMEMBERED];

	private int count;

	void itemDone(long now) {
		this.times[this.count % REMEMBERED] = now;
		this.count++;
	}

	Duration timeFor(int items, Duration leastInterval) {
		return Duration.ofNanos(Math.max(observedInterval(), leastInterval.toNanos())).multipliedBy(items);
	}

	private long observedInterval() {
		if (this.count < 2) {
			return 0;
		}
		int seen = Math.min(this.count, REMEMBERED);
		long last = this.times[(this.count - 1) % REMEMBERED];
		long first = this.times[(this.count - seen) % REMEMBERED];
		return (last - first) / (seen - 1);
	}

}
