package io.github.insiderwebpush.autoconfigure;

import java.util.Map;
import java.util.concurrent.Executor;

import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.bulk.WebPushBulk;
import io.github.insiderwebpush.client.DefaultWebPushErrorTranslator;
import io.github.insiderwebpush.client.OperationAwareRetryPolicy;
import io.github.insiderwebpush.client.WebPushLifecycle;
import io.github.insiderwebpush.client.WebPushObservationConvention;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.health.WebPushClients;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.util.backoff.ExponentialBackOff;

import static io.github.insiderwebpush.autoconfigure.InvalidWebPushConfigurationException.check;
import static io.github.insiderwebpush.autoconfigure.InvalidWebPushConfigurationException.checkNotNegative;

/**
 * The client and what it is made of. All of it is lazy: an application that has the
 * starter but injects nothing needs no token and starts as fast as before, and whether
 * there is a token is decided when the application runs, not when it is built ahead of
 * time. What the start needs all the same is static, so that the rest of this class is
 * not.
 */
@Configuration(proxyBeanMethods = false)
@Lazy
@ImportRuntimeHints(CustomizedBuilder.Hints.class)
class WebPushClientConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WebPushConnectionDetails webPushConnectionDetails(WebPushProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		return WebPushConnectionDetails.of(properties, sslBundles.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	WebPushErrorTranslator webPushErrorTranslator() {
		return new DefaultWebPushErrorTranslator();
	}

	@Bean
	@ConditionalOnMissingBean
	WebPushRetryPolicy webPushRetryPolicy(WebPushProperties properties) {
		WebPushProperties.Retry retry = properties.getRetry();
		check(retry.getMaxRetries() >= 0, "webpush.retry.max-retries", retry.getMaxRetries(), "must not be negative");
		check(retry.getMultiplier() >= 1, "webpush.retry.multiplier", retry.getMultiplier(), "must be at least 1");
		checkNotNegative("webpush.retry.delay", retry.getDelay());
		checkNotNegative("webpush.retry.max-delay", retry.getMaxDelay());
		checkNotNegative("webpush.retry.jitter", retry.getJitter());
		ExponentialBackOff backOff = new ExponentialBackOff(retry.getDelay().toMillis(), retry.getMultiplier());
		backOff.setMaxInterval(retry.getMaxDelay().toMillis());
		backOff.setJitter(retry.getJitter().toMillis());
		return new OperationAwareRetryPolicy(retry.getMaxRetries(), backOff);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	static WebPushLifecycle webPushLifecycle() {
		return new WebPushLifecycle();
	}

	@Bean
	WebPushTemplateFactory webPushTemplateFactory(WebPushProperties properties, WebPushConnectionDetails details,
			ObjectProvider<RestClientCustomizer> customizers,
			ObjectProvider<WebPushRestClientCustomizer> ownCustomizers, WebPushErrorTranslator errorTranslator,
			WebPushRetryPolicy retryPolicy, WebPushTimer timer, WebPushLifecycle lifecycle,
			@Qualifier("applicationTaskExecutor") ObjectProvider<Executor> executor,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<WebPushObservationConvention> observationConvention, ObjectProvider<WebPushMeters> meters,
			WebPushClients clients, BeanFactory beanFactory) {
		return new WebPushTemplateFactory(properties, details, customizers, ownCustomizers, errorTranslator,
				retryPolicy, timer, lifecycle, executor, observationRegistry, observationConvention, meters, clients,
				beanFactory);
	}

	@Bean
	static WebPushClients webPushClients() {
		return new WebPushClients();
	}

	@Bean
	@ConditionalOnMissingBean(WebPushOperations.class)
	WebPushTemplate webPushTemplate(WebPushTemplateFactory templates,
			@Qualifier("webPushCreateRateLimiter") RateLimiter createRateLimiter,
			@Qualifier("webPushLaunchRateLimiter") RateLimiter launchRateLimiter,
			@Qualifier("webPushDeleteRateLimiter") RateLimiter deleteRateLimiter,
			@Qualifier("webPushStatisticsRateLimiter") RateLimiter statisticsRateLimiter) {
		return templates.create(Map.of(Budget.CREATE, createRateLimiter, Budget.LAUNCH, launchRateLimiter,
				Budget.DELETE, deleteRateLimiter, Budget.STATISTICS, statisticsRateLimiter));
	}

	@Bean
	@Lazy(false)
	static WebPushStartupVerification webPushStartupVerification(Environment environment,
			ObjectProvider<WebPushProperties> properties, ObjectProvider<WebPushAccounts> accounts) {
		return new WebPushStartupVerification(environment, properties, accounts);
	}

	@Bean
	@ConditionalOnMissingBean
	WebPushBulk webPushBulk(WebPushTemplate template) {
		return new WebPushBulk(template);
	}

}
