package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import io.github.insiderwebpush.ratelimit.SharedBudget.Report;

/**
 * An instance that shares its budget, on virtual time, with a scripted budget.
 */
abstract class SharedWindowFixture {

	static final Duration PERIOD = Duration.ofMinutes(1);

	static final Duration LONGEST = Duration.ofSeconds(35);

	static final Duration TIMEOUT = ScriptedBudget.TIMEOUT;

	final ManualTimer timer = new ManualTimer(Long.MAX_VALUE - PERIOD.toNanos());

	final ScriptedBudget budget = new ScriptedBudget();

	final RollingWindowRateLimiter limiter = this.budget.limiter(this.timer);

	final Permits permits = this.limiter.permits();

	RecordedAcquire acquire() {
		return acquire(Permits.NO_TIMEOUT);
	}

	RecordedAcquire acquire(Duration timeout) {
		return acquire(timeout.toNanos());
	}

	private RecordedAcquire acquire(long timeout) {
		RecordedAcquire acquire = new RecordedAcquire(this.timer);
		this.permits.acquire(acquire, PermitLine.NORMAL, timeout);
		return acquire;
	}

	/**
	 * Acquire a permit that the budget grants.
	 */
	Permit granted() {
		RecordedAcquire acquire = acquire();
		this.budget.grant();
		return acquire.permit();
	}

	/**
	 * Let the first request, and what follows from it, time out.
	 */
	void enterFallback() {
		this.timer.advance(TIMEOUT.multipliedBy(SharedBudgetClient.FIRST_RESPONSE));
	}

	int available() {
		return this.limiter.getMetrics().getAvailablePermissions();
	}

	static Report report(long permit, Duration returnsIn) {
		return new Report(permit, returnsIn.toNanos());
	}

	static Report released(long permit) {
		return new Report(permit, Report.RELEASED);
	}

	static Duration seconds(long seconds) {
		return Duration.ofSeconds(seconds);
	}

}
