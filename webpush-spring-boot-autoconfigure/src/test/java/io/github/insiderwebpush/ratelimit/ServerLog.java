package io.github.insiderwebpush.ratelimit;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can be observed from outside: grants and arrivals. It knows nothing of how a
 * limiter works. Times are counted from the start of the log.
 */
final class ServerLog {

	private final long period;

	private final int burst;

	private final List<Grant> grants = new ArrayList<>();

	private final List<Arrival> arrivals = new ArrayList<>();

	private final List<Long> throttles = new ArrayList<>();

	private int released;

	/** How often something happened that lets the next go sooner. */
	private int breaks;

	ServerLog(long period, int burst) {
		this.period = period;
		this.burst = burst;
	}

	void granted(long at, int limit, boolean waited) {
		this.grants.add(new Grant(at, limit, waited, this.released, this.breaks, this.throttles.size()));
	}

	/**
	 * A request arrives, which the latest grant was for.
	 */
	void arrives(long at) {
		this.arrivals.add(new Arrival(at, this.grants.size() - 1));
	}

	/**
	 * A permit was released for which nothing was sent.
	 */
	void released() {
		this.released++;
		this.breaks++;
	}

	void limitChanged() {
		this.breaks++;
	}

	/**
	 * The server throttled, which pauses all waiters.
	 */
	void throttled(long pauseEndsEarliest) {
		this.throttles.add(pauseEndsEarliest);
	}

	int size() {
		return this.arrivals.size();
	}

	/**
	 * In any half-open span of the period no more arrive than the limit was when the last
	 * of them was granted.
	 */
	void assertLimitHolds() {
		for (Arrival latest : this.arrivals) {
			int limit = this.grants.get(latest.grant()).limit();
			List<Long> near = this.arrivals.stream()
				.filter((other) -> other.grant() <= latest.grant() && Math.abs(other.at() - latest.at()) < this.period)
				.map(Arrival::at)
				.sorted()
				.toList();
			for (int i = 0; i + limit < near.size(); i++) {
				boolean holdsLatest = near.get(i) <= latest.at() && latest.at() <= near.get(i + limit);
				assertThat(!holdsLatest || near.get(i + limit) - near.get(i) >= this.period)
					.as("more than %s arrivals from %s to %s", limit, near.get(i), near.get(i + limit))
					.isTrue();
			}
		}
	}

	/**
	 * Waiters do not burst, however many tokens there are.
	 * @param leastInterval the interval of the highest limit that there was
	 */
	void assertSpacedAfterWaiters(long leastInterval) {
		for (int i = 1; i < this.grants.size(); i++) {
			Grant grant = this.grants.get(i - 1);
			Grant next = this.grants.get(i);
			if (grant.waited() && next.breaks() == grant.breaks()) {
				assertThat(next.at() - grant.at()).as("after a waiter at %s", grant.at())
					.isGreaterThanOrEqualTo((long) (0.9 * leastInterval) - 1);
			}
		}
	}

	/**
	 * No more than the burst is granted at once, then grants are evenly spaced, and
	 * tokens are lost with a throttle.
	 */
	void assertPaidFor(long interval) {
		for (int i = 0; i < this.grants.size(); i++) {
			Grant first = this.grants.get(i);
			assertPaidFor(i, first.at(), first.released(), isEven(first) ? 1 : this.burst, interval);
		}
		for (long pauseEnds : this.throttles) {
			long evenUntil = pauseEnds + this.period;
			int next = 0;
			while (next < this.grants.size() && this.grants.get(next).at() < evenUntil) {
				next++;
			}
			int releasedBefore = (next > 0) ? this.grants.get(next - 1).released() : 0;
			assertPaidFor(next, evenUntil, releasedBefore, 1, interval);
		}
	}

	/**
	 * From this grant on, no more is spent than there was at this time and was earned
	 * since.
	 */
	private void assertPaidFor(int from, long at, int releasedBefore, int savedUp, long interval) {
		long paid = 0;
		for (int j = from; j < this.grants.size(); j++) {
			Grant grant = this.grants.get(j);
			long earned = (savedUp + grant.released() - releasedBefore) * interval + grant.at() - at;
			assertThat(paid + interval).as("spent from %s to %s", at, grant.at()).isLessThanOrEqualTo(earned);
			paid += interval;
		}
	}

	private boolean isEven(Grant grant) {
		return this.throttles.stream()
			.limit(grant.throttlesBefore())
			.anyMatch((pauseEnds) -> grant.at() < pauseEnds + this.period);
	}

	private record Grant(long at, int limit, boolean waited, int released, int breaks, int throttlesBefore) {
	}

	private record Arrival(long at, int grant) {
	}

}
