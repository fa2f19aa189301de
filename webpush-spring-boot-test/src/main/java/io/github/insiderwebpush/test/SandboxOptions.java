package io.github.insiderwebpush.test;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox was built with.
 */
record SandboxOptions(String token, String partnerId, int port, WebPushTimer clock, @Nullable Instant startsAt,
		BudgetAlgorithm algorithm, Map<Budget, Integer> budgets, int launchV1Budget, Duration budgetPeriod,
		boolean retryAfter, StatisticsThrottle statisticsThrottle, String duplicateTitleText,
		boolean deletedTitlesBecomeFree) {

	SandboxOptions {
		budgets = Map.copyOf(budgets);
	}

	@Override
	public String toString() {
		return "SandboxOptions[partnerId=" + this.partnerId + "]";
	}

}
