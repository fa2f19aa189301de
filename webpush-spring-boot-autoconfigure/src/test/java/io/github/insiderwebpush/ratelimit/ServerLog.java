package io.github.insiderwebpush.ratelimit;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can be seen from the outside: who was granted what, and what arrived. It knows
 * nothing of how a limiter works. All times are counted from the start of the log.
 */
final class ServerLog {

	private final long period;

	private final int burst;

	private final List<Grant> grants = new ArrayList<>();

	private final List<Arrival> arrivals = new ArrayList<>();

	private final List<Throttling> throttles = new ArrayList<>();

	private int returned;

	/** How often something happened that lets the next go sooner. */
	private int breaks;

	ServerLog(long period, int burst) {
		this.period = period;
		this.burst = burst;
	}

	void granted(long at, int permits, int limit, boolean waited) {
		this.grants.add(new Grant(at, permits, limit, waited, this.returned, this.breaks, this.throttles.size()));
	}

	/**
	 * A request arrives, which the latest grant was for.
	 */
	void arrives(long at) {
		this.arrivals.add(new Arrival(at, this.grants.size() - 1));
	}

	/**
	 * OldPermits were given back for which nothing was sent.
	 */
	void returned(int permits) {
		this.returned += permits;
		this.breaks++;
	}

	void limitChanged() {
		this.breaks++;
	}

	/**
	 * The server throttled, which stops everyone for a while.
	 */
	void throttled(long at, long stopEndsEarliest, long stopEndsLatest) {
		long latest = this.throttles.isEmpty() ? stopEndsLatest
				: Math.max(stopEndsLatest, this.throttles.get(this.throttles.size() - 1).stopEndsLatest());
		this.throttles.add(new Throttling(at, stopEndsEarliest, latest));
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
	 * A waiter makes no burst, however much time there was to save up for one.
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
	 * No more than the burst goes at once, then grants are evenly spaced, and what was
	 * saved up is lost with a throttle.
	 */
	void assertPaidFor(long interval) {
		for (int i = 0; i < this.grants.size(); i++) {
			Grant first = this.grants.get(i);
			assertPaidFor(i, first.at(), first.returned(), isEven(first) ? 1 : this.burst, interval);
		}
		for (Throttling throttling : this.throttles) {
			long evenUntil = throttling.stopEndsEarliest() + this.period;
			int next = 0;
			while (next < this.grants.size() && this.grants.get(next).at() < evenUntil) {
				next++;
			}
			int returnedBefore = (next > 0) ? this.grants.get(next - 1).returned() : 0;
			assertPaidFor(next, evenUntil, returnedBefore, 1, interval);
		}
	}

	/**
	 * From this grant on, nobody spends more than was saved up at this time, and what
	 * time brought since.
	 */
	private void assertPaidFor(int from, long at, int returnedBefore, int savedUp, long interval) {
		long paid = 0;
		for (int j = from; j < this.grants.size(); j++) {
			Grant grant = this.grants.get(j);
			long capacity = (long) this.burst * interval;
			long price = Math.min(grant.permits() * interval, mayBeEven(grant) ? interval : capacity);
			long earned = (savedUp + grant.returned() - returnedBefore) * interval + grant.at() - at;
			assertThat(paid + price).as("spent from %s to %s", at, grant.at()).isLessThanOrEqualTo(earned);
			paid += grant.permits() * interval;
		}
	}

	private boolean isEven(Grant grant) {
		return this.throttles.stream()
			.limit(grant.throttlesBefore())
			.anyMatch((throttling) -> grant.at() < throttling.stopEndsEarliest() + this.period);
	}

	private boolean mayBeEven(Grant grant) {
		return this.throttles.stream()
			.limit(grant.throttlesBefore())
			.anyMatch((throttling) -> grant.at() < throttling.stopEndsLatest() + this.period);
	}

	private record Throttling(long at, long stopEndsEarliest, long stopEndsLatest) {
	}

	private record Grant(long at, int permits, int limit, boolean waited, int returned, int breaks,
			int throttlesBefore) {
	}

	private record Arrival(long at, int grant) {
	}

}
