package io.github.insiderwebpush;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What all calls of one account share.
 *
 * @param account the account's name
 * @param budgets where calls get their permits
 * @param exchange does one request
 * @param retryPolicy says whether another follows
 * @param timer the clock, and what waits
 * @param lifecycle knows all calls under way
 * @param observationRegistry who observes
 * @param observationConvention names and tags, {@code null} for the default
 * @param status follows whether the vendor accepts the credentials
 */
record CallEnvironment(String account, Map<Budget, PermitSource> budgets, Exchange exchange,
		WebPushRetryPolicy retryPolicy, WebPushTimer timer, WebPushLifecycle lifecycle,
		ObservationRegistry observationRegistry, @Nullable WebPushObservationConvention observationConvention,
		AccountStatus.Watch status) {

	PermitSource budgetOf(WebPushOperation operation) {
		return budgetOf(operation.budget());
	}

	PermitSource budgetOf(Budget budget) {
		PermitSource source = this.budgets.get(budget);
		if (source == null) {
			throw new IllegalStateException("There is no limiter for the budget " + budget);
		}
		return source;
	}

	/**
	 * Return the same environment for calls that have time, of which at most one waits in
	 * the queue of each budget.
	 */
	CallEnvironment inSingleFile() {
		Map<Budget, PermitSource> singleFiles = new EnumMap<>(Budget.class);
		this.budgets.forEach((budget, source) -> singleFiles.put(budget,
				new PermitSource(source.limiter(), source.permits().inSingleFile(), source.counters())));
		return new CallEnvironment(this.account, singleFiles, this.exchange, this.retryPolicy, this.timer,
				this.lifecycle, this.observationRegistry, this.observationConvention, this.status);
	}

	/**
	 * One budget.
	 */
	record PermitSource(RateLimiter limiter, Permits permits, BudgetUsage.Counters counters) {

		/**
		 * Asked for each call, because Resilience4j can change it at run time.
		 */
		Duration timeout() {
			return this.limiter.getRateLimiterConfig().getTimeoutDuration();
		}

		BudgetUsage usage() {
			RateLimiterConfig config = this.limiter.getRateLimiterConfig();
			return new BudgetUsage(config.getLimitForPeriod(), config.getLimitRefreshPeriod(),
					this.limiter.getMetrics().getAvailablePermissions(),
					this.limiter.getMetrics().getNumberOfWaitingThreads(), this.counters.throttledBy429.sum(),
					this.counters.throttledBy403.sum(), this.counters.refusedLocally.sum(), this.permits.stopped());
		}

	}

}
