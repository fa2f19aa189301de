package io.github.insiderwebpush.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.SharedBudget;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;

/**
 * Creates limiters from {@code webpush.rate-limit.*}.
 */
class WebPushRateLimiterFactory {

	private final WebPushProperties properties;

	private final WebPushConnectionDetails details;

	private final WebPushTimer timer;

	private final ObjectProvider<SharedBudgetFactory> sharedBudgets;

	WebPushRateLimiterFactory(WebPushProperties properties, WebPushConnectionDetails details, WebPushTimer timer,
			ObjectProvider<SharedBudgetFactory> sharedBudgets) {
		this.properties = properties;
		this.details = details;
		this.timer = timer;
		this.sharedBudgets = sharedBudgets;
	}

	/**
	 * Create a limiter of the account of the top-level properties.
	 */
	RollingWindowRateLimiter create(Budget budget) {
		return create(WebPushAccounts.DEFAULT, this.properties.rateLimit().limits(), budget, this.details);
	}

	/**
	 * Create a limiter of an account.
	 */
	RollingWindowRateLimiter create(String account, WebPushProperties.RateLimit rateLimit, Budget budget,
			WebPushConnectionDetails accountDetails) {
		String name = budget.name().toLowerCase(Locale.ROOT);
		WebPushProperties.Budget settings = rateLimit.get(budget);
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(settings.limit(budget))
			.limitRefreshPeriod(settings.limitRefreshPeriod())
			.timeoutDuration(settings.timeoutDuration())
			.build();
		String limiter = "webpush-" + account + "-" + name;
		Duration longestRequest = this.properties.connectTimeout().plus(this.properties.readTimeout());
		// Decided here and not by a condition, which would be frozen when an application
		// is built ahead of time.
		if (this.properties.rateLimit().store() == WebPushProperties.Store.LOCAL) {
			return new RollingWindowRateLimiter(limiter, config, rateLimit.burst(), longestRequest, this.timer);
		}
		SharedBudget shared = sharedBudgets().create(key(account, rateLimit, accountDetails), name);
		return RollingWindowRateLimiter.shared(limiter, config, rateLimit.burst(), longestRequest, this.timer, shared,
				this.properties.rateLimit().redis().timeout());
	}

	private SharedBudgetFactory sharedBudgets() {
		SharedBudgetFactory factory = this.sharedBudgets.getIfAvailable();
		if (factory == null) {
			throw new InvalidWebPushConfigurationException(
					"'webpush.rate-limit.store' is redis, but Spring Data Redis is not on the class path.", """
							Add the dependency:

							<dependency>
							  <groupId>org.springframework.boot</groupId>
							  <artifactId>spring-boot-starter-data-redis</artifactId>
							</dependency>""" + SharedBudgetFactory.OR_LOCAL);
		}
		return factory;
	}

	private static String key(String account, WebPushProperties.RateLimit rateLimit, WebPushConnectionDetails details) {
		String key = rateLimit.key();
		if (StringUtils.hasText(key)) {
			return key;
		}
		if (details instanceof PropertiesWebPushConnectionDetails fromProperties) {
			fromProperties.checked();
		}
		String partnerId = details.partnerId();
		if (!StringUtils.hasText(partnerId)) {
			String property = WebPushAccounts.prefix(account) + ".rate-limit.key";
			throw new InvalidWebPushConfigurationException(List.of(new ConfigurationProblem(property, null,
					"is not set, and the partner ID, which is used then, is empty", "Set '" + property + "'.")));
		}
		return partnerId;
	}

}
