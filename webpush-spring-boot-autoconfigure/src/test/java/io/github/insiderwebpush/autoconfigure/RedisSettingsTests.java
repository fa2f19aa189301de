package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.SharingLimiters;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.health.WebPushHealthIndicator;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code webpush.rate-limit.store=redis} in an application that has no server.
 */
class RedisSettingsTests {

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void callsGoOnWithoutAServer() {
		this.vendor.answers(201, "{\"success\": true, \"campaign_id\": 25696}");
		application().withBean(SimpleMeterRegistry.class).run((context) -> {
			context.getBean(WebPushOperations.class)
				.createCampaign(CreateCampaign.titled("a").language("en_GB").build());
			assertThat(this.vendor.requests()).hasSize(1);
			assertThat(context.getBean(WebPushHealthIndicator.class).health().getDetails().toString())
				.contains("fallback=true", "share=30");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("webpush.fallback").tag("webpush.budget", "CREATE").gauge().value()).isOne();
			assertThat(registry.get("webpush.fallbacks").tag("webpush.budget", "CREATE").functionCounter().count())
				.isOne();
		});
	}

	@Test
	void metersTellWithHowManyABudgetIsShared() {
		RollingWindowRateLimiter shared = SharingLimiters.oneOf(3, 12);
		this.vendor.application()
			.withBean(SimpleMeterRegistry.class)
			.withBean("webPushCreateRateLimiter", RateLimiter.class, () -> shared)
			.run((context) -> {
				context.getBean(WebPushTemplate.class);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("webpush.instances").gauges()).singleElement().satisfies((gauge) -> {
					assertThat(gauge.getId().getTag("webpush.budget")).isEqualTo("CREATE");
					assertThat(gauge.value()).isEqualTo(3);
				});
				assertThat(registry.get("webpush.fallback").gauge().value()).isZero();
				assertThat(registry.get("webpush.fallbacks").functionCounter().count()).isZero();
			});
	}

	@Test
	void withoutSpringDataRedisTheMessageShowsTheDependency() {
		this.vendor.application()
			.withPropertyValues("webpush.rate-limit.store=redis")
			.withClassLoader(new FilteredClassLoader(StringRedisTemplate.class))
			.withBean(Injecting.class)
			.run((context) -> assertThat(analysis(context.getStartupFailure()))
				.contains("Spring Data Redis is not on the class path")
				.contains("<artifactId>spring-boot-starter-data-redis</artifactId>")
				.contains("store: local"));
	}

	@Test
	void withoutAConnectionFactoryTheMessageShowsTheProperties() {
		this.vendor.application()
			.withPropertyValues("webpush.rate-limit.store=redis")
			.withBean(Injecting.class)
			.run((context) -> assertThat(analysis(context.getStartupFailure()))
				.contains("there is no RedisConnectionFactory bean")
				.contains("url: redis://localhost:6379"));
	}

	@Test
	void amongSeveralConnectionsNoneIsTakenByChance() {
		application()
			.withBean("first", RedisConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", 1))
			.withBean("second", RedisConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", 1))
			.withBean(Injecting.class)
			.run((context) -> assertThat(analysis(context.getStartupFailure()))
				.contains("or several of which none is primary"));
	}

	@Test
	void withoutAPartnerIdThereIsNothingToShareBy() {
		application().withPropertyValues("webpush.partner-id=")
			.withBean(Injecting.class)
			.run((context) -> assertThat(analysis(context.getStartupFailure()))
				.contains("'webpush.partner-id': is not set or empty"));
	}

	@Test
	void timeoutOfNothingIsRefused() {
		application().withPropertyValues("webpush.rate-limit.redis.timeout=0")
			.withBean(Injecting.class)
			.run((context) -> assertThat(analysis(context.getStartupFailure()))
				.contains("'webpush.rate-limit.redis.timeout' is 0s"));
	}

	private ApplicationContextRunner application() {
		return this.vendor.application()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("webpush.rate-limit.store=redis", "webpush.rate-limit.redis.timeout=2s",
					"spring.data.redis.host=127.0.0.1", "spring.data.redis.port=1");
	}

	private static String analysis(Throwable failure) {
		FailureAnalysis analysis = new InvalidWebPushConfigurationFailureAnalyzer(new MockEnvironment())
			.analyze(failure);
		assertThat(analysis).isNotNull();
		return analysis.getDescription() + "\n" + analysis.getAction();
	}

	static class Injecting {

		Injecting(ApplicationContext context, @Qualifier("webPushCreateRateLimiter") RollingWindowRateLimiter limiter) {
			assertThat(context).isNotNull();
			assertThat(limiter).isNotNull();
		}

	}

}
