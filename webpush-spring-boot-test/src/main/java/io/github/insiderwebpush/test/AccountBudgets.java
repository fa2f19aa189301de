package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import io.github.insiderwebpush.WebPushOperation.Budget;

/**
 * The budgets of one account. The launch by the v1 path has a budget of its own.
 */
final class AccountBudgets {

	private final SandboxOptions options;

	private final Map<Budget, ServerBudget> budgets = new EnumMap<>(Budget.class);

	private ServerBudget launchV1;

	AccountBudgets(SandboxOptions options, long now) {
		this.options = options;
		this.launchV1 = newBudget(options.launchV1Budget(), now);
		reset(now);
	}

	void reset(long now) {
		this.launchV1 = newBudget(this.options.launchV1Budget(), now);
		for (Budget budget : Budget.values()) {
			this.budgets.put(budget, newBudget(limit(budget), now));
		}
	}

	private ServerBudget newBudget(int limit, long now) {
		return this.options.algorithm().newBudget(limit, this.options.budgetPeriod(), now);
	}

	int limit(Budget budget) {
		return this.options.budgets().getOrDefault(budget, budget.requestsPerMinute());
	}

	int left(Budget budget, long now) {
		return of(budget).left(now);
	}

	/**
	 * Take one request from the budget of a call.
	 */
	void take(Route route, long now) {
		Budget name = route.operation().budget();
		ServerBudget budget = route.launchV1() ? this.launchV1 : of(name);
		if (!budget.tryTake(now)) {
			Duration wait = Duration.ofNanos(budget.nanosUntilFree(now));
			int limit = route.launchV1() ? this.options.launchV1Budget() : limit(name);
			throw RejectedRequestException.overBudget(throttled(route, wait),
					"Over the budget of " + limit + " in " + this.options.budgetPeriod().toSeconds() + " s ("
							+ this.options.algorithm() + "); free again in " + wait.toMillis() + " ms.");
		}
	}

	private SandboxResponse throttled(Route route, Duration wait) {
		if (route.operation().isRead() && this.options.statisticsThrottle() == StatisticsThrottle.FORBIDDEN) {
			return ErrorResponses.throttledForbidden();
		}
		return ErrorResponses.throttled(route.operation(), this.options.retryAfter() ? wait : null);
	}

	private ServerBudget of(Budget budget) {
		return Objects.requireNonNull(this.budgets.get(budget));
	}

}
