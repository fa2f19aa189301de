package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.ratelimit.redis.RedisSharedBudgetHints;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;

/**
 * One limiter for each budget of the vendor. They are found by name only, so that an
 * application's own {@code RateLimiter} stays the one that it injects.
 */
@Configuration(proxyBeanMethods = false)
@Lazy
@ImportRuntimeHints(RedisSharedBudgetHints.class)
class WebPushRateLimiterConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WebPushTimer webPushTimer() {
		return WebPushTimer.system();
	}

	@Bean(defaultCandidate = false)
	@ConditionalOnMissingBean(name = "webPushCreateRateLimiter")
	RollingWindowRateLimiter webPushCreateRateLimiter(WebPushProperties properties, WebPushTimer timer,
			BeanFactory beanFactory) {
		return new WebPushRateLimiterFactory(properties, timer, beanFactory).create(Budget.CREATE);
	}

	@Bean(defaultCandidate = false)
	@ConditionalOnMissingBean(name = "webPushLaunchRateLimiter")
	RollingWindowRateLimiter webPushLaunchRateLimiter(WebPushProperties properties, WebPushTimer timer,
			BeanFactory beanFactory) {
		return new WebPushRateLimiterFactory(properties, timer, beanFactory).create(Budget.LAUNCH);
	}

	@Bean(defaultCandidate = false)
	@ConditionalOnMissingBean(name = "webPushDeleteRateLimiter")
	RollingWindowRateLimiter webPushDeleteRateLimiter(WebPushProperties properties, WebPushTimer timer,
			BeanFactory beanFactory) {
		return new WebPushRateLimiterFactory(properties, timer, beanFactory).create(Budget.DELETE);
	}

	@Bean(defaultCandidate = false)
	@ConditionalOnMissingBean(name = "webPushStatisticsRateLimiter")
	RollingWindowRateLimiter webPushStatisticsRateLimiter(WebPushProperties properties, WebPushTimer timer,
			BeanFactory beanFactory) {
		return new WebPushRateLimiterFactory(properties, timer, beanFactory).create(Budget.STATISTICS);
	}

}
