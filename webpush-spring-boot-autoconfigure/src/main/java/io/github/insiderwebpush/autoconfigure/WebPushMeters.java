package io.github.insiderwebpush.autoconfigure;

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
		Gauge.builder("webpush.launch.enabled", template, (source) -> source.areLaunchesEnabled() ? 1 : 0)
			.description("Whether launches are sent: 0 while they are disabled, or stopped at run time")
			.tag("webpush.account", template.account())
			.register(this.registry);
		for (Budget budget : Budget.values()) {
			bindGauges(template.rateLimiter(budget));
			bindCounter(template, budget, "429", BudgetUsage::throttledBy429);
			bindCounter(template, budget, "403", BudgetUsage::throttledBy403);
			bindCounter(template, budget, "limiter", BudgetUsage::rejectedByLimiter);
			bindCounter(template, budget, "pause", BudgetUsage::rejectedByPause);
			bindPauses(template, budget);
			if (template.rateLimiter(budget) instanceof RollingWindowRateLimiter limiter && limiter.sharing() != null) {
				bindSharing(limiter, template.account(), budget);
			}
		}
	}

	private void bindSharing(RollingWindowRateLimiter limiter, String account, Budget budget) {
		Tags tags = Tags.of("webpush.account", account, "webpush.budget", budget.name());
		Gauge.builder("webpush.fallback", limiter, (source) -> sharing(source, (state) -> state.fallback() ? 1 : 0))
			.description("Whether this instance uses its share of the budget, because Redis does not respond")
			.tags(tags)
			.register(this.registry);
		Gauge.builder("webpush.instances", limiter, (source) -> sharing(source, Sharing::instances))
			.description("The instances that share the budget, as far as they were seen lately")
			.tags(tags)
			.register(this.registry);
		FunctionCounter.builder("webpush.fallbacks", limiter, (source) -> sharing(source, Sharing::fallbacks))
			.description("How often this instance fell back to its share of the budget")
			.tags(tags)
			.register(this.registry);
	}

	private static double sharing(RollingWindowRateLimiter limiter, ToDoubleFunction<Sharing> value) {
		Sharing sharing = limiter.sharing();
		return (sharing != null) ? value.applyAsDouble(sharing) : Double.NaN;
	}

	private void bindGauges(RateLimiter limiter) {
		Gauge
			.builder("resilience4j.ratelimiter.available.permissions", limiter,
					(source) -> source.getMetrics().getAvailablePermissions())
			.description("The number of available permissions")
			.tag("name", limiter.getName())
			.register(this.registry);
		Gauge
			.builder("resilience4j.ratelimiter.waiting_threads", limiter,
					(source) -> source.getMetrics().getNumberOfWaitingThreads())
			.description("The number of waiting threads")
			.tag("name", limiter.getName())
			.register(this.registry);
	}

	private void bindPauses(WebPushTemplate template, Budget budget) {
		FunctionCounter
			.builder("webpush.paused", template,
					(source) -> source.usage(budget).paused().toMillis() / MILLIS_PER_SECOND)
			.baseUnit("seconds")
			.description("For how long the server made calls wait")
			.tags("webpush.account", template.account(), "webpush.budget", budget.name())
			.register(this.registry);
	}

	private void bindCounter(WebPushTemplate template, Budget budget, String kind,
			ToDoubleFunction<BudgetUsage> count) {
		FunctionCounter.builder("webpush.throttled", template, (source) -> count.applyAsDouble(source.usage(budget)))
			.description(
					"Calls that met a limit: responses 429 or 403, or rejections by the local limiter or by a pause")
			.tags(Tags.of("webpush.account", template.account(), "webpush.budget", budget.name(), "webpush.kind", kind))
			.register(this.registry);
	}

}
