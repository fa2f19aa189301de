package io.github.insiderwebpush.test;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a sandbox, made by {@link WebPushSandbox.Builder}.
 */
record SandboxOptions(SandboxAccount defaultAccount, int port, WebPushTimer clock, @Nullable Instant startsAt,
		BudgetAlgorithm algorithm, Map<Budget, Integer> budgets, int launchV1Budget, Duration budgetPeriod,
		boolean retryAfter, StatisticsThrottle statisticsThrottle, int duplicateTitleStatus, String duplicateTitleText,
		boolean deletedTitlesBecomeFree, long firstCampaignId, Duration statisticsLag) {

	SandboxOptions {
		budgets = Map.copyOf(budgets);
	}

}
