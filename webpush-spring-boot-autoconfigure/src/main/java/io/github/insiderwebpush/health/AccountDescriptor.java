package io.github.insiderwebpush.health;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.insiderwebpush.AccountStatus;
import io.github.insiderwebpush.BudgetUsage;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter.Sharing;
import io.github.resilience4j.ratelimiter.RateLimiter;

/**
 * Describes the status and the budgets of an account, as details of the health component
 * and for the endpoint.
 */
final class AccountDescriptor {

	private AccountDescriptor() {
	}

	static Map<String, Object> describe(WebPushTemplate template) {
		AccountStatus status = template.status();
		Map<String, Object> account = new LinkedHashMap<>();
		account.put("status", status.state().name());
		if (status.since() != null) {
			account.put("since", status.since().toString());
		}
		if (status.reason() != null) {
			account.put("reason", status.reason());
		}
		Map<String, Object> budgets = new LinkedHashMap<>();
		for (Budget budget : Budget.values()) {
			budgets.put(budget.name().toLowerCase(Locale.ROOT),
					describe(template.usage(budget), template.rateLimiter(budget)));
		}
		account.put("budgets", budgets);
		return account;
	}

	private static Map<String, Object> describe(BudgetUsage usage, RateLimiter limiter) {
		Map<String, Object> budget = new LinkedHashMap<>();
		budget.put("limit", usage.limit());
		budget.put("available", usage.available());
		budget.put("waiting", usage.waiting());
		if (!usage.pauseLeft().isZero()) {
			budget.put("pausedUntil", Instant.now().plus(usage.pauseLeft()).toString());
			if (usage.pauseReason() != null) {
				budget.put("pauseReason", usage.pauseReason());
			}
		}
		Sharing sharing = (limiter instanceof RollingWindowRateLimiter own) ? own.sharing() : null;
		if (sharing != null) {
			budget.put("instances", sharing.instances());
			budget.put("fallback", sharing.fallback());
			if (sharing.fallback()) {
				budget.put("share", sharing.share());
			}
		}
		return budget;
	}

}
