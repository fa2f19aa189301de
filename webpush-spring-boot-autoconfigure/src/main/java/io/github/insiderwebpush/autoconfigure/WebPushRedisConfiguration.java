package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.ratelimit.redis.RedisSharedBudget;
import io.github.insiderwebpush.ratelimit.redis.RedisSharedBudgetHints;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Budgets in Redis, by the application's own connection. Used only if
 * {@code webpush.rate-limit.store} says so when the application runs.
 */
@Configuration(proxyBeanMethods = false)
@Lazy
@ConditionalOnClass(StringRedisTemplate.class)
@ImportRuntimeHints(RedisSharedBudgetHints.class)
class WebPushRedisConfiguration {

	@Bean
	SharedBudgetFactory webPushSharedBudgetFactory(ObjectProvider<RedisConnectionFactory> connectionFactories) {
		return (key, budget) -> {
			RedisConnectionFactory connectionFactory = connectionFactories.getIfUnique();
			if (connectionFactory == null) {
				throw new InvalidWebPushConfigurationException(
						"'webpush.rate-limit.store' is redis, but there is no RedisConnectionFactory bean, or several of which none is primary.",
						"""
								Say where Redis is, with spring-boot-starter-data-redis on the class path:

								spring:
								  data:
								    redis:
								      url: redis://localhost:6379

								declare a RedisConnectionFactory bean of your own, or mark one of several as @Primary,"""
								+ SharedBudgetFactory.OR_LOCAL);
			}
			return new RedisSharedBudget(connectionFactory, key, budget);
		};
	}

}
