package io.github.insiderwebpush.test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a sandbox, made by {@link WebPushSandbox.Builder}. The first account is the
 * default one.
 */
record SandboxOptions(List<SandboxAccount> accounts, int port, WebPushTimer clock, @Nullable Instant startsAt,
		BudgetAlgorithm algorithm, Map<Budget, Integer> budgets, int launchV1Budget, Duration budgetPeriod,
		boolean retryAfter, StatisticsThrottle statisticsThrottle, int duplicateTitleStatus, String duplicateTitleText,
		boolean deletedTitlesBecomeFree, long firstCampaignId, Duration statisticsLag) {

	SandboxOptions {
		accounts = List.copyOf(accounts);
		budgets = Map.copyOf(budgets);
	}

	SandboxAccount account(String name) {
		return this.accounts.stream()
			.filter((account) -> account.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("The sandbox has no account '" + name + "', only "
					+ this.accounts.stream().map(SandboxAccount::name).toList() + ": add it by builder().account(\""
					+ name + "\")"));
	}

}
