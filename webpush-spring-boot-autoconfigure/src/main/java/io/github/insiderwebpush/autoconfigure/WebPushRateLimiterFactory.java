package io.github.insiderwebpush.autoconfigure;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.SharedBudget;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.StringUtils;

import static io.github.insiderwebpush.autoconfigure.InvalidWebPushConfigurationException.check;
import static io.github.insiderwebpush.autoconfigure.InvalidWebPushConfigurationException.checkNotNegative;
import static io.github.insiderwebpush.autoconfigure.InvalidWebPushConfigurationException.checkPositive;

/**
 * Makes limiters from {@code webpush.rate-limit.*}.
 */
class WebPushRateLimiterFactory {

	private final WebPushProperties properties;

	private final WebPushTimer timer;

	private final BeanFactory beanFactory;

	WebPushRateLimiterFactory(WebPushProperties properties, WebPushTimer timer, BeanFactory beanFactory) {
		this.properties = properties;
		this.timer = timer;
		this.beanFactory = beanFactory;
	}

	/**
	 * Create a limiter of the account of the top-level properties.
	 */
	RollingWindowRateLimiter create(Budget budget) {
		return create("default", "webpush.rate-limit.", this.properties.getRateLimit(), budget,
				() -> this.beanFactory.getBean(WebPushConnectionDetails.class));
	}

	/**
	 * Create a limiter of a further account.
	 */
	RollingWindowRateLimiter create(String account, WebPushProperties.RateLimit rateLimit, Budget budget,
			WebPushConnectionDetails details) {
		return create(account, "webpush.accounts." + account + ".rate-limit.", rateLimit, budget, () -> details);
	}

	private RollingWindowRateLimiter create(String account, String prefix, WebPushProperties.RateLimit rateLimit,
			Budget budget, Supplier<WebPushConnectionDetails> details) {
		String name = budget.name().toLowerCase(Locale.ROOT);
		WebPushProperties.Budget settings = rateLimit.get(budget);
		int burst = rateLimit.getBurst();
		check(burst > 0, prefix + "burst", burst, "must be at least 1");
		check(settings.getLimitForPeriod() > 0, prefix + name + ".limit-for-period", settings.getLimitForPeriod(),
				"must be at least 1");
		checkPositive(prefix + name + ".limit-refresh-period", settings.getLimitRefreshPeriod());
		checkNotNegative(prefix + name + ".timeout-duration", settings.getTimeoutDuration());
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(settings.getLimitForPeriod())
			.limitRefreshPeriod(settings.getLimitRefreshPeriod())
			.timeoutDuration(settings.getTimeoutDuration())
			.build();
		String limiter = "webpush-" + account + "-" + name;
		// Decided here and not by a condition, which would be frozen when an application
		// is built ahead of time.
		if (this.properties.getRateLimit().getStore() == WebPushProperties.Store.LOCAL) {
			return new RollingWindowRateLimiter(limiter, config, burst, longestRequest(), Map.of(), this.timer);
		}
		Duration timeout = this.properties.getRateLimit().getRedis().getTimeout();
		checkPositive("webpush.rate-limit.redis.timeout", timeout);
		SharedBudget shared = new SharedBudgets(this.beanFactory).create(key(prefix, rateLimit, details), name);
		return RollingWindowRateLimiter.shared(limiter, config, burst, longestRequest(), Map.of(), this.timer, shared,
				timeout);
	}

	private static String key(String prefix, WebPushProperties.RateLimit rateLimit,
			Supplier<WebPushConnectionDetails> details) {
		String key = rateLimit.getKey();
		if (!StringUtils.hasText(key)) {
			WebPushConnectionDetails account = details.get();
			if (account instanceof PropertiesWebPushConnectionDetails fromProperties) {
				fromProperties.checked();
			}
			key = account.partnerId();
		}
		check(StringUtils.hasText(key) && key.indexOf('{') < 0 && key.indexOf('}') < 0, prefix + "key", key,
				"must be text without braces; if it is not set it is the partner ID");
		return key;
	}

	private Duration longestRequest() {
		checkPositive("webpush.connect-timeout", this.properties.getConnectTimeout());
		checkPositive("webpush.read-timeout", this.properties.getReadTimeout());
		return this.properties.getConnectTimeout().plus(this.properties.getReadTimeout());
	}

}
