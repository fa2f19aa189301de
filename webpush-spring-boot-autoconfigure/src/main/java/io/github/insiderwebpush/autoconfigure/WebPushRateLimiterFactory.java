package io.github.insiderwebpush.autoconfigure;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;

import static io.github.insiderwebpush.autoconfigure.InvalidWebPushConfigurationException.check;

/**
 * Makes limiters from {@code webpush.rate-limit.*}.
 */
class WebPushRateLimiterFactory {

	private final WebPushProperties properties;

	private final WebPushTimer timer;

	WebPushRateLimiterFactory(WebPushProperties properties, WebPushTimer timer) {
		this.properties = properties;
		this.timer = timer;
	}

	RollingWindowRateLimiter create(Budget budget, WebPushProperties.Budget settings) {
		String name = budget.name().toLowerCase(Locale.ROOT);
		String prefix = "webpush.rate-limit." + name;
		int burst = this.properties.getRateLimit().getBurst();
		check(burst > 0, "webpush.rate-limit.burst", burst, "must be at least 1");
		check(settings.getLimitForPeriod() > 0, prefix + ".limit-for-period", settings.getLimitForPeriod(),
				"must be at least 1");
		check(isPositive(settings.getLimitRefreshPeriod()), prefix + ".limit-refresh-period",
				settings.getLimitRefreshPeriod(), "must be longer than nothing");
		check(!settings.getTimeoutDuration().isNegative(), prefix + ".timeout-duration", settings.getTimeoutDuration(),
				"must not be negative");
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(settings.getLimitForPeriod())
			.limitRefreshPeriod(settings.getLimitRefreshPeriod())
			.timeoutDuration(settings.getTimeoutDuration())
			.build();
		return new RollingWindowRateLimiter("webpush-default-" + name, config, burst, longestRequest(), Map.of(),
				this.timer);
	}

	private Duration longestRequest() {
		return this.properties.getConnectTimeout().plus(this.properties.getReadTimeout());
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

}
