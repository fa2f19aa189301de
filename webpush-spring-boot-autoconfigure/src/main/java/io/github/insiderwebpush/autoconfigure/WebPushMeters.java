package io.github.insiderwebpush.autoconfigure;

import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import io.github.insiderwebpush.BudgetUsage;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter.Sharing;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The meters of a client that are read rather than recorded: Resilience4j's gauges under
 * its own names, and counters of what the budgets met.
 */
class WebPushMeters {

	private static final double MILLIS_PER_SECOND = 1000;

	private final MeterRegistry registry;

	WebPushMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	void bind(WebPushTemplate template) {
		Tags account = Tags.of("webpush.account", template.account());
		gauge("webpush.launch.enabled", "Whether launches are sent: 0 while they are disabled, or stopped at run time",
				account, template, (source) -> source.areLaunchesEnabled() ? 1 : 0);
		for (Budget budget : Budget.values()) {
			Tags tags = account.and("webpush.budget", budget.name());
			RateLimiter limiter = template.rateLimiter(budget);
			bindLimiter(limiter);
			bindThrottles(template, budget, tags);
			if (limiter instanceof RollingWindowRateLimiter rolling && rolling.sharing() != null) {
				bindSharing(rolling, tags);
			}
		}
	}

	private void bindLimiter(RateLimiter limiter) {
		Tags name = Tags.of("name", limiter.getName());
		gauge("resilience4j.ratelimiter.available.permissions", "The number of available permissions", name, limiter,
				(source) -> source.getMetrics().getAvailablePermissions());
		gauge("resilience4j.ratelimiter.waiting_threads", "The number of waiting threads", name, limiter,
				(source) -> source.getMetrics().getNumberOfWaitingThreads());
	}

	private void bindThrottles(WebPushTemplate template, Budget budget, Tags tags) {
		Map<String, ToDoubleFunction<BudgetUsage>> kinds = Map.of("429", BudgetUsage::throttledBy429, "403",
				BudgetUsage::throttledBy403, "limiter", BudgetUsage::rejectedByLimiter, "pause",
				BudgetUsage::rejectedByPause);
		kinds.forEach((kind, count) -> FunctionCounter
			.builder("webpush.throttled", template, (source) -> count.applyAsDouble(source.usage(budget)))
			.description(
					"Calls that met a limit: responses 429 or 403, or rejections by the local limiter or by a pause")
			.tags(tags.and("webpush.kind", kind))
			.register(this.registry));
		FunctionCounter
			.builder("webpush.paused", template,
					(source) -> source.usage(budget).paused().toMillis() / MILLIS_PER_SECOND)
			.baseUnit("seconds")
			.description("For how long the server made calls wait")
			.tags(tags)
			.register(this.registry);
	}

	private void bindSharing(RollingWindowRateLimiter limiter, Tags tags) {
		gauge("webpush.fallback", "Whether this instance uses its share of the budget, because Redis does not respond",
				tags, limiter, (source) -> sharing(source, (state) -> state.fallback() ? 1 : 0));
		gauge("webpush.instances", "The instances that share the budget, as far as they were seen lately", tags,
				limiter, (source) -> sharing(source, Sharing::instances));
		FunctionCounter.builder("webpush.fallbacks", limiter, (source) -> sharing(source, Sharing::fallbacks))
			.description("How often this instance fell back to its share of the budget")
			.tags(tags)
			.register(this.registry);
	}

	private static double sharing(RollingWindowRateLimiter limiter, ToDoubleFunction<Sharing> value) {
		return value.applyAsDouble(Objects.requireNonNull(limiter.sharing()));
	}

	private <T> void gauge(String name, String description, Tags tags, T source, ToDoubleFunction<T> value) {
		Gauge.builder(name, source, value).description(description).tags(tags).register(this.registry);
	}

}
