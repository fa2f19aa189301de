package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.ratelimit.SharedBudget;
import io.github.insiderwebpush.ratelimit.redis.RedisSharedBudget;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.ClassUtils;

/**
 * Makes budgets that instances share, with the application's own connection to Redis.
 */
class SharedBudgets {

	private static final String SPRING_DATA_REDIS = "org.springframework.data.redis.core.StringRedisTemplate";

	private static final String CHOSEN = "'webpush.rate-limit.store' is redis, but ";

	private static final String OR_LOCAL = """


			or keep a budget in each process:

			webpush:
			  rate-limit:
			    store: local""";

	private final BeanFactory beanFactory;

	SharedBudgets(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Create a budget.
	 * @param key what instances share it by
	 * @param budget its name
	 */
	SharedBudget create(String key, String budget) {
		if (!ClassUtils.isPresent(SPRING_DATA_REDIS, classLoader())) {
			throw new InvalidWebPushConfigurationException(CHOSEN + "Spring Data Redis is not on the class path.", """
					Add the dependency:

					<dependency>
					  <groupId>org.springframework.boot</groupId>
					  <artifactId>spring-boot-starter-data-redis</artifactId>
					</dependency>""" + OR_LOCAL);
		}
		return OnRedis.create(this.beanFactory, key, budget);
	}

	private @Nullable ClassLoader classLoader() {
		return (this.beanFactory instanceof ConfigurableBeanFactory configurable) ? configurable.getBeanClassLoader()
				: SharedBudgets.class.getClassLoader();
	}

	/**
	 * Loaded only where Spring Data Redis is there.
	 */
	private static final class OnRedis {

		static SharedBudget create(BeanFactory beanFactory, String key, String budget) {
			RedisConnectionFactory connectionFactory = beanFactory.getBeanProvider(RedisConnectionFactory.class)
				.getIfUnique();
			if (connectionFactory == null) {
				throw new InvalidWebPushConfigurationException(
						CHOSEN + "there is no RedisConnectionFactory bean, or several of which none is primary.",
						"""
								Say where Redis is, with spring-boot-starter-data-redis on the class path:

								spring:
								  data:
								    redis:
								      url: redis://localhost:6379

								declare a RedisConnectionFactory bean of your own, or mark one of several as @Primary,"""
								+ OR_LOCAL);
			}
			return new RedisSharedBudget(connectionFactory, key, budget);
		}

	}

}
