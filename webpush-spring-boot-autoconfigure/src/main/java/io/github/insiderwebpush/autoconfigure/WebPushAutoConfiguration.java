package io.github.insiderwebpush.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.bulk.WebPushBulk;
import io.github.insiderwebpush.client.DefaultWebPushErrorTranslator;
import io.github.insiderwebpush.client.OperationAwareRetryPolicy;
import io.github.insiderwebpush.client.WebPushLaunchSwitch;
import io.github.insiderwebpush.client.WebPushLifecycle;
import io.github.insiderwebpush.client.WebPushObservationConvention;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.util.ClassUtils;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Auto-configuration of the web push client. All beans are lazy, so that an application
 * that injects none needs no token. Bean methods that always run are static, so that they
 * do not instantiate this class.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RestClientAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "webpush.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WebPushProperties.class)
@Lazy
@Import({ WebPushRedisConfiguration.class, WebPushMetricsConfiguration.class, AccountTemplatesRegistrar.class })
@ImportRuntimeHints(CustomizedBuilder.Hints.class)
public final class WebPushAutoConfiguration {

	private static final String VALIDATOR = "webPushPropertiesValidator";

	private static final String CONTEXT_PROPAGATION = "io.micrometer.context.ContextSnapshotFactory";

	@Bean
	@ConditionalOnMissingBean
	WebPushConnectionDetails webPushConnectionDetails(WebPushProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		return WebPushConnectionDetails.of(properties, sslBundles.getIfAvailable());
	}

	@Bean(VALIDATOR)
	PropertiesValidator webPushPropertiesValidator(WebPushProperties properties, WebPushConnectionDetails details,
			Environment environment, ConfigurableListableBeanFactory beanFactory) {
		Prerequisites.check(beanFactory.getBeanClassLoader());
		PropertiesValidator validator = new PropertiesValidator(properties, environment);
		validator.validate(details);
		return validator;
	}

	@Bean
	@ConditionalOnMissingBean
	WebPushErrorTranslator webPushErrorTranslator() {
		return new DefaultWebPushErrorTranslator();
	}

	@Bean
	@ConditionalOnMissingBean
	@DependsOn(VALIDATOR)
	WebPushRetryPolicy webPushRetryPolicy(WebPushProperties properties) {
		WebPushProperties.Retry retry = properties.retry();
		long jitter = retry.jitter().toMillis();
		// Some versions of Spring Framework divide the jitter by the delay, even by 0.
		long delay = Math.max(retry.delay().toMillis(), (jitter > 0) ? 1 : 0);
		ExponentialBackOff backOff = new ExponentialBackOff(delay, retry.multiplier());
		backOff.setMaxInterval(retry.maxDelay().toMillis());
		backOff.setJitter(jitter);
		return new OperationAwareRetryPolicy(retry.maxRetries(), backOff);
	}

	@Bean
	@ConditionalOnMissingBean
	WebPushTimer webPushTimer() {
		return WebPushTimer.system();
	}

	@Bean
	@DependsOn(VALIDATOR)
	WebPushRateLimiterFactory webPushRateLimiterFactory(WebPushProperties properties, WebPushConnectionDetails details,
			WebPushTimer timer, ObjectProvider<SharedBudgetFactory> sharedBudgets) {
		return new WebPushRateLimiterFactory(properties, details, timer, sharedBudgets);
	}

	@Bean(defaultCandidate = false)
	@ConditionalOnMissingBean(name = "webPushCreateRateLimiter")
	RollingWindowRateLimiter webPushCreateRateLimiter(WebPushRateLimiterFactory rateLimiters) {
		return rateLimiters.create(Budget.CREATE);
	}

	@Bean(defaultCandidate = false)
	@ConditionalOnMissingBean(name = "webPushLaunchRateLimiter")
	RollingWindowRateLimiter webPushLaunchRateLimiter(WebPushRateLimiterFactory rateLimiters) {
		return rateLimiters.create(Budget.LAUNCH);
	}

	@Bean(defaultCandidate = false)
	@ConditionalOnMissingBean(name = "webPushDeleteRateLimiter")
	RollingWindowRateLimiter webPushDeleteRateLimiter(WebPushRateLimiterFactory rateLimiters) {
		return rateLimiters.create(Budget.DELETE);
	}

	@Bean(defaultCandidate = false)
	@ConditionalOnMissingBean(name = "webPushStatisticsRateLimiter")
	RollingWindowRateLimiter webPushStatisticsRateLimiter(WebPushRateLimiterFactory rateLimiters) {
		return rateLimiters.create(Budget.STATISTICS);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	static WebPushLifecycle webPushLifecycle() {
		return new WebPushLifecycle();
	}

	@Bean
	static WebPushLaunchSwitch webPushLaunchSwitch() {
		return new WebPushLaunchSwitch();
	}

	@Bean
	static CreatedTemplates webPushCreatedTemplates() {
		return new CreatedTemplates();
	}

	@Bean
	@DependsOn(VALIDATOR)
	WebPushTemplateFactory webPushTemplateFactory(WebPushProperties properties, WebPushConnectionDetails details,
			ObjectProvider<RestClientCustomizer> customizers,
			ObjectProvider<WebPushRestClientCustomizer> ownCustomizers, WebPushRateLimiterFactory rateLimiters,
			WebPushTimer timer, WebPushErrorTranslator errorTranslator, WebPushRetryPolicy retryPolicy,
			WebPushLifecycle lifecycle, WebPushLaunchSwitch launchSwitch,
			@Qualifier("applicationTaskExecutor") ObjectProvider<Executor> executor,
			ObjectProvider<TaskDecorator> taskDecorators, ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<WebPushObservationConvention> observationConvention, CreatedTemplates created,
			ObjectProvider<WebPushMeters> meters, ConfigurableListableBeanFactory beanFactory) {
		WebPushRestClientFactory restClients = new WebPushRestClientFactory(properties,
				customizers.orderedStream().toList(), ownCustomizers.orderedStream().toList());
		TaskDecorator taskDecorator = taskDecorator(taskDecorators.orderedStream().toList(),
				beanFactory.getBeanClassLoader());
		Consumer<WebPushTemplate.Builder> shared = (builder) -> builder.errorTranslator(errorTranslator)
			.retryPolicy(retryPolicy)
			.lifecycle(lifecycle)
			.launchSwitch(launchSwitch)
			.executor(executor.getIfAvailable())
			.taskDecorator(taskDecorator)
			.observation(observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP),
					observationConvention.getIfAvailable());
		return new WebPushTemplateFactory(properties, details, restClients, rateLimiters, timer, shared, created,
				meters.getIfAvailable(), beanFactory);
	}

	/**
	 * The application's own decorators, as Boot's executors have them, or else
	 * Micrometer's context propagation.
	 */
	private static TaskDecorator taskDecorator(List<TaskDecorator> decorators, @Nullable ClassLoader classLoader) {
		if (!decorators.isEmpty()) {
			return new CompositeTaskDecorator(decorators);
		}
		return ClassUtils.isPresent(CONTEXT_PROPAGATION, classLoader) ? new ContextPropagatingTaskDecorator()
				: (task) -> task;
	}

	/**
	 * A fallback, so that a {@code WebPushOperations} bean of the application is injected
	 * instead and can still decorate this one.
	 */
	@Bean
	@Fallback
	@ConditionalOnMissingBean
	WebPushTemplate webPushTemplate(WebPushTemplateFactory templates,
			@Qualifier("webPushCreateRateLimiter") RateLimiter createRateLimiter,
			@Qualifier("webPushLaunchRateLimiter") RateLimiter launchRateLimiter,
			@Qualifier("webPushDeleteRateLimiter") RateLimiter deleteRateLimiter,
			@Qualifier("webPushStatisticsRateLimiter") RateLimiter statisticsRateLimiter) {
		return templates.create(Map.of(Budget.CREATE, createRateLimiter, Budget.LAUNCH, launchRateLimiter,
				Budget.DELETE, deleteRateLimiter, Budget.STATISTICS, statisticsRateLimiter));
	}

	@Bean
	@ConditionalOnMissingBean
	WebPushBulk webPushBulk(WebPushTemplate template) {
		return new WebPushBulk(template);
	}

	@Bean
	@ConditionalOnMissingBean
	WebPushAccounts webPushAccounts(WebPushProperties properties, WebPushTemplateFactory templates,
			ObjectProvider<WebPushTemplate> template, BeanFactory beanFactory) {
		return new WebPushAccounts(properties.accounts().keySet(), templates.isDefaultAccountUsed(), template,
				beanFactory);
	}

	@Bean
	@Lazy(false)
	static WebPushConnectionValidator webPushConnectionValidator(Environment environment,
			ObjectProvider<WebPushProperties> properties, ObjectProvider<WebPushAccounts> accounts) {
		return new WebPushConnectionValidator(environment, properties, accounts);
	}

}
