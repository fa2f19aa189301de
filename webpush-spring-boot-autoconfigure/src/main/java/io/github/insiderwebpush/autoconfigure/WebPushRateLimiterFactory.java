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

	/**
	 * Create a limiter of the account of the top-level properties.
	 */
	RollingWindowRateLimiter create(Budget budget) {
		return create("default", "webpush.rate-limit.", this.properties.getRateLimit(), budget);
	}

	/**
	 * Create a limiter of a further account.
	 */
	RollingWindowRateLimiter create(String account, WebPushProperties.RateLimit rateLimit, Budget budget) {
		return create(account, "webpush.accounts." + account + ".rate-limit.", rateLimit, budget);
	}

	private RollingWindowRateLimiter create(String account, String prefix, WebPushProperties.RateLimit rateLimit,
			Budget budget) {
		String name = budget.name().toLowerCase(Locale.ROOT);
		WebPushProperties.Budget settings = rateLimit.get(budget);
		int burst = rateLimit.getBurst();
		check(burst > 0, prefix + "burst", burst, "must be at least 1");
		check(settings.getLimitForPeriod() > 0, prefix + name + ".limit-for-period", settings.getLimitForPeriod(),
				"must be at least 1");
		check(isPositive(settings.getLimitRefreshPeriod()), prefix + name + ".limit-refresh-period",
				settings.getLimitRefreshPeriod(), "must be longer than nothing");
		check(!settings.getTimeoutDuration().isNegative(), prefix + name + ".timeout-duration",
				settings.getTimeoutDuration(), "must not be negative");
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(settings.getLimitForPeriod())
			.limitRefreshPeriod(settings.getLimitRefreshPeriod())
			.timeoutDuration(settings.getTimeoutDuration())
			.build();
		return new RollingWindowRateLimiter("webpush-" + account + "-" + name, config, burst, longestRequest(),
				Map.of(), this.timer);
	}

	private Duration longestRequest() {
		return this.properties.getConnectTimeout().plus(this.properties.getReadTimeout());
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

}
