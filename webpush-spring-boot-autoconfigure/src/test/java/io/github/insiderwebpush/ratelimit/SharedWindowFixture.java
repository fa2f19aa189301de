package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import io.github.insiderwebpush.ratelimit.SharedBudget.State;
import org.assertj.core.groups.Tuple;

/**
 * An instance that shares its budget, on virtual time, with a budget that says what the
 * test says.
 */
abstract class SharedWindowFixture {

	static final Duration PERIOD = Duration.ofMinutes(1);

	static final Duration TIMEOUT = ScriptedBudget.TIMEOUT;

	static final Duration NANO = Duration.ofNanos(1);

	final ManualTimer timer = new ManualTimer();

	final ScriptedBudget budget = new ScriptedBudget();

	final RollingWindowRateLimiter limiter = this.budget.limiter(this.timer);

	final OldPermits permits = this.limiter.permits();

	void meet() {
		this.budget.takesNote();
	}

	RecordedWaiter acquire() {
		return acquire(OldPermits.FOREVER);
	}

	RecordedWaiter acquire(Duration timeout) {
		return acquire(timeout.toNanos());
	}

	RecordedWaiter acquire(long timeout) {
		RecordedWaiter waiter = new RecordedWaiter(this.timer);
		this.permits.acquire(waiter, timeout, false);
		return waiter;
	}

	void acquireWithoutExactEnd(int number) {
		this.permits.acquire(new RecordedWaiter(this.timer, number, false), OldPermits.FOREVER, false);
	}

	void throttled(Duration retryAfter) {
		acquire();
		this.budget.grants();
		this.permits.answered(Throttle.retryAfter(retryAfter));
	}

	int available() {
		return this.limiter.getMetrics().getAvailablePermissions();
	}

	static Tuple told(State state, long permit) {
		return Tuple.tuple(state, permit);
	}

}
