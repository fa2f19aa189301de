package io.github.insiderwebpush.autoconfigure;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Locale;

import io.github.insiderwebpush.FailedAttempt;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.web.client.RestClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WebPushAutoConfigurationTests {

	private static final CreateCampaign CAMPAIGN = CreateCampaign.titled("Summer sale").language("en_GB").build();

	private static final String CREATED = "{\"success\": true, \"campaign_id\": 25696}";

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void templateIsInjectedByClassAndByInterface() {
		this.vendor.application().run((context) -> {
			assertThat(context).hasSingleBean(WebPushTemplate.class);
			assertThat(context.getBean(WebPushOperations.class)).isSameAs(context.getBean(WebPushTemplate.class));
		});
	}

	@Test
	void nothingIsBuiltOrBoundBeforeItIsInjected() {
		this.vendor.application()
			.withClassLoader(new FilteredClassLoader(HealthIndicator.class, SanitizingFunction.class))
			.run((context) -> {
				ConfigurableListableBeanFactory beans = context.getSourceApplicationContext().getBeanFactory();
				assertThat(beans.getBeanDefinitionNames())
					.filteredOn((name) -> name.toLowerCase(Locale.ROOT).contains("webpush"))
					.filteredOn(beans::containsSingleton)
					.containsExactlyInAnyOrder("webPushLifecycle", "webPushConnectionValidator");
			});
	}

	@Test
	void wrongPropertyIsNamedWhereTheClientIsInjectedAndOnlyThere() {
		ApplicationContextRunner application = this.vendor.application()
			.withPropertyValues("webpush.connect-timeout=soon");
		application.run((context) -> assertThat(context).hasNotFailed());
		application.withUserConfiguration(Injecting.class)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("webpush.connect-timeout"));
	}

	@Test
	void ownOperationsReplaceTheTemplate() {
		WebPushOperations own = (WebPushOperations) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { WebPushOperations.class }, (proxy, method, arguments) -> null);
		this.vendor.application().withBean(WebPushOperations.class, () -> own).run((context) -> {
			assertThat(context.getBean(WebPushOperations.class) == own).isTrue();
			assertThat(context.getSourceApplicationContext().getBeanFactory().containsSingleton("webPushTemplate"))
				.as("never created")
				.isFalse();
		});
	}

	@Test
	void ownConnectionDetailsReplaceThePropertiesAndCanRotateTheToken() {
		this.vendor.answers(201, CREATED);
		RotatingDetails details = new RotatingDetails(this.vendor.url());
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, WebPushAutoConfiguration.class))
			.withBean(WebPushConnectionDetails.class, () -> details)
			.run((context) -> {
				context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN);
				context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN);
			});
		assertThat(this.vendor.requests()).extracting((request) -> request.getHeader("Authorization"))
			.containsExactly("Bearer token-2", "Bearer token-3");
	}

	@Test
	void ownLimiterOfThatNameIsUsed() {
		this.vendor.answers(201, CREATED);
		this.vendor.application().withUserConfiguration(OwnCreateLimiter.class).run((context) -> {
			WebPushOperations webPush = context.getBean(WebPushOperations.class);
			webPush.createCampaign(CAMPAIGN);
			assertThatExceptionOfType(WebPushException.class).isThrownBy(() -> webPush.createCampaign(CAMPAIGN))
				.satisfies((ex) -> assertThat(ex.error()).isEqualTo(WebPushError.BUDGET_EXHAUSTED));
			assertThat(context.getBeansOfType(RollingWindowRateLimiter.class)).hasSize(3);
		});
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Create", "Launch", "Delete", "Statistics" })
	void anyLimiterIsReplacedByName(String budget) {
		String name = "webPush" + budget + "RateLimiter";
		this.vendor.application()
			.withBean(name, RateLimiter.class, () -> RateLimiter.ofDefaults("own"),
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.run((context) -> {
				assertThat(context.getBean(name, RateLimiter.class).getName()).isEqualTo("own");
				assertThat(context.getBeansOfType(RollingWindowRateLimiter.class)).hasSize(3).doesNotContainKey(name);
				assertThat(context.getBean(WebPushTemplate.class)).isNotNull();
			});
	}

	@Test
	void ownErrorTranslatorDecides() {
		this.vendor.answers(418, "teapot");
		WebPushErrorTranslator own = (operation, status, headers, body) -> WebPushErrorDetails
			.of(WebPushError.ACCESS_DENIED, Outcome.NOT_APPLIED)
			.status(status)
			.detail("translated: " + new String(body))
			.build();
		this.vendor.application()
			.withBean(WebPushErrorTranslator.class, () -> own)
			.run((context) -> assertThatExceptionOfType(WebPushException.class)
				.isThrownBy(() -> context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN))
				.satisfies((ex) -> {
					assertThat(ex.error()).isEqualTo(WebPushError.ACCESS_DENIED);
					assertThat(ex.detail()).isEqualTo("translated: teapot");
				}));
	}

	@Test
	void ownRetryPolicyDecides() {
		this.vendor.answersInTurn(aResponse().withStatus(418), aResponse().withStatus(418),
				aResponse().withStatus(201).withBody(CREATED));
		WebPushRetryPolicy again = (FailedAttempt attempt) -> (attempt.attempt() < 3) ? Duration.ofMillis(1) : null;
		this.vendor.application()
			.withBean(WebPushRetryPolicy.class, () -> again)
			.run((context) -> assertThat(context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN).id())
				.isEqualTo(CampaignId.of(25696)));
		assertThat(this.vendor.requests()).hasSize(3);
	}

	@Test
	void applicationsOwnBeansOfFrameworkTypesStayTheOnesThatAreInjected() {
		this.vendor.answers(201, CREATED);
		this.vendor.application().withUserConfiguration(OwnFrameworkBeans.class).run((context) -> {
			context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN);
			assertThat(context.getBean(Injected.class).limiter().getName()).isEqualTo("own");
			assertThat(context).hasSingleBean(RetryTemplate.class)
				.hasSingleBean(JsonMapper.class)
				.hasSingleBean(RestClient.class)
				.hasSingleBean(RateLimiterRegistry.class);
		});
	}

	@Test
	void applicationWithoutALimiterOfItsOwnFindsNoneOfOurs() {
		this.vendor.application().withBean(OptionalLimiter.class).run((context) -> {
			assertThat(context.getBean(OptionalLimiter.class).limiters().getIfAvailable()).isNull();
			assertThat(context.getBeansOfType(RollingWindowRateLimiter.class)).containsOnlyKeys(
					"webPushCreateRateLimiter", "webPushLaunchRateLimiter", "webPushDeleteRateLimiter",
					"webPushStatisticsRateLimiter");
		});
	}

	@Test
	void noBeanOfAFrameworkTypeIsPublished() {
		this.vendor.application()
			.run((context) -> assertThat(context.getBeanDefinitionNames())
				.filteredOn((name) -> name.startsWith("webPush"))
				.allSatisfy((name) -> assertThat(context.getType(name)).satisfiesAnyOf(
						(type) -> assertThat(type.getName()).startsWith("io.github.insiderwebpush."),
						(type) -> assertThat(type).isEqualTo(SanitizingFunction.class))));
	}

	@Test
	void livesBesideResilience4jsOwnStarter() {
		this.vendor.answers(201, CREATED);
		this.vendor.application()
			.withConfiguration(AutoConfigurations
				.of(io.github.resilience4j.springboot.ratelimiter.autoconfigure.RateLimiterAutoConfiguration.class))
			.withPropertyValues("resilience4j.ratelimiter.instances.own.limit-for-period=7")
			.run((context) -> {
				context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN);
				RateLimiterRegistry registry = context.getBean(RateLimiterRegistry.class);
				assertThat(registry.getAllRateLimiters()).extracting(RateLimiter::getName).containsExactly("own");
				assertThat(registry.rateLimiter("own").getRateLimiterConfig().getLimitForPeriod()).isEqualTo(7);
			});
	}

	@Test
	void servletApplicationStarts() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, WebPushAutoConfiguration.class))
			.withPropertyValues("webpush.token=a", "webpush.partner-id=b")
			.run((context) -> assertThat(context.getBean(WebPushTemplate.class)).isNotNull());
	}

	@Test
	void reactiveApplicationStarts() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					RestClientAutoConfiguration.class, WebPushAutoConfiguration.class))
			.withPropertyValues("webpush.token=a", "webpush.partner-id=b")
			.run((context) -> assertThat(context.getBean(WebPushTemplate.class)).isNotNull());
	}

	@Test
	void applicationWithoutActuatorAndMicrometerStarts() {
		this.vendor.answers(201, CREATED);
		this.vendor.application()
			.withClassLoader(new FilteredClassLoader(SanitizingFunction.class, MeterRegistry.class))
			.run((context) -> assertThat(context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN))
				.isNotNull());
	}

	@Test
	void propertiesReachTheLimiter() {
		this.vendor.application()
			.withPropertyValues("webpush.rate-limit.create.limit-for-period=60",
					"webpush.rate-limit.create.limit-refresh-period=30s",
					"webpush.rate-limit.create.timeout-duration=5s")
			.run((context) -> {
				RateLimiterConfig config = ((RateLimiter) context.getBean("webPushCreateRateLimiter"))
					.getRateLimiterConfig();
				assertThat(config.getLimitForPeriod()).isEqualTo(60);
				assertThat(config.getLimitRefreshPeriod()).isEqualTo(Duration.ofSeconds(30));
				assertThat(config.getTimeoutDuration()).isEqualTo(Duration.ofSeconds(5));
			});
	}

	@Test
	void defaultsAreThoseOfTheDocumentation() {
		this.vendor.application().run((context) -> {
			RateLimiterConfig config = ((RateLimiter) context.getBean("webPushCreateRateLimiter"))
				.getRateLimiterConfig();
			assertThat(config.getLimitForPeriod()).isEqualTo(30);
			assertThat(config.getLimitRefreshPeriod()).isEqualTo(Duration.ofMinutes(1));
			assertThat(config.getTimeoutDuration()).isEqualTo(Duration.ofSeconds(90));
			assertThat(WebPushOperation.CREATE.budget().requestsPerMinute()).isEqualTo(30);
		});
	}

	@Test
	void unknownSslBundleIsAnError() {
		this.vendor.application()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("webpush.ssl.bundle=missing")
			.run((context) -> assertThatExceptionOfType(Exception.class)
				.isThrownBy(() -> context.getBean(WebPushTemplate.class))
				.havingRootCause()
				.isInstanceOf(InvalidWebPushConfigurationException.class)
				.withMessageContaining("'webpush.ssl.bundle' is 'missing': there is no SSL bundle of that name"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCreateLimiter {

		@Bean(defaultCandidate = false)
		RateLimiter webPushCreateRateLimiter() {
			return RateLimiter.of("own",
					RateLimiterConfig.custom()
						.limitForPeriod(1)
						.limitRefreshPeriod(Duration.ofHours(1))
						.timeoutDuration(Duration.ofMillis(1))
						.build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFrameworkBeans {

		@Bean
		RateLimiter ownRateLimiter() {
			return RateLimiter.ofDefaults("own");
		}

		@Bean
		RateLimiterRegistry rateLimiterRegistry() {
			return RateLimiterRegistry.ofDefaults();
		}

		@Bean
		RetryTemplate retryTemplate() {
			return new RetryTemplate();
		}

		@Bean
		JsonMapper jsonMapper() {
			return new JsonMapper();
		}

		@Bean
		RestClient restClient(RestClient.Builder builder) {
			return builder.build();
		}

		@Bean
		Injected injected(RateLimiter limiter) {
			return new Injected(limiter);
		}

		@Bean
		WebPushRestClientCustomizer customizer() {
			return (builder) -> {
			};
		}

	}

	record Injected(RateLimiter limiter) {
	}

	record OptionalLimiter(ObjectProvider<RateLimiter> limiters) {
	}

	private static final class RotatingDetails implements WebPushConnectionDetails {

		private final String url;

		private int asked;

		RotatingDetails(String url) {
			this.url = url;
		}

		@Override
		public java.net.URI baseUrl() {
			return java.net.URI.create(this.url);
		}

		@Override
		public String token() {
			this.asked++;
			return "token-" + this.asked;
		}

		@Override
		public String partnerId() {
			return "10012345";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Injecting {

		Injecting(WebPushOperations webPush) {
		}

	}

}
