package io.github.insiderwebpush;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiter;

/**
 * What all calls of one account share.
 *
 * @param account the account's name
 * @param budgets where calls get their permits
 * @param exchange does one request
 * @param retryPolicy says whether another follows
 * @param timer the clock, and what waits
 * @param lifecycle knows all calls under way
 */
record CallEnvironment(String account, Map<Budget, PermitSource> budgets, Exchange exchange,
		WebPushRetryPolicy retryPolicy, WebPushTimer timer, WebPushLifecycle lifecycle) {

	PermitSource budgetOf(WebPushOperation operation) {
		PermitSource source = this.budgets.get(operation.budget());
		if (source == null) {
			throw new IllegalStateException("There is no limiter for the budget " + operation.budget());
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
				new PermitSource(source.limiter(), source.permits().inSingleFile())));
		return new CallEnvironment(this.account, singleFiles, this.exchange, this.retryPolicy, this.timer,
				this.lifecycle);
	}

	/**
	 * One budget.
	 */
	record PermitSource(RateLimiter limiter, Permits permits) {

		/**
		 * Asked for each call, because Resilience4j can change it at run time.
		 */
		Duration timeout() {
			return this.limiter.getRateLimiterConfig().getTimeoutDuration();
		}

	}

}
