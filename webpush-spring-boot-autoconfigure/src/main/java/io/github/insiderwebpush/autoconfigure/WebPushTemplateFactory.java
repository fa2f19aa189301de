package io.github.insiderwebpush.autoconfigure;

import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.InvalidCampaignException;
import io.github.insiderwebpush.client.WebPushLifecycle;
import io.github.insiderwebpush.client.WebPushObservationConvention;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.health.WebPushClients;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.restclient.RestClientCustomizer;

import static io.github.insiderwebpush.autoconfigure.InvalidWebPushConfigurationException.check;
import static io.github.insiderwebpush.autoconfigure.InvalidWebPushConfigurationException.checkPositive;

/**
 * Puts templates together, that of the top-level properties and one for each further
 * account, from what they share and what is their own.
 */
class WebPushTemplateFactory {

	private static final Set<ChronoUnit> TTL_UNITS = Set.of(ChronoUnit.SECONDS, ChronoUnit.MINUTES, ChronoUnit.HOURS);

	private final WebPushProperties properties;

	private final WebPushConnectionDetails details;

	private final WebPushRestClientFactory restClients;

	private final WebPushErrorTranslator errorTranslator;

	private final WebPushRetryPolicy retryPolicy;

	private final WebPushTimer timer;

	private final WebPushLifecycle lifecycle;

	private final @Nullable Executor executor;

	private final ObservationRegistry observationRegistry;

	private final @Nullable WebPushObservationConvention observationConvention;

	private final @Nullable WebPushMeters meters;

	private final WebPushClients clients;

	private final BeanFactory beanFactory;

	WebPushTemplateFactory(WebPushProperties properties, WebPushConnectionDetails details,
			ObjectProvider<RestClientCustomizer> customizers,
			ObjectProvider<WebPushRestClientCustomizer> ownCustomizers, WebPushErrorTranslator errorTranslator,
			WebPushRetryPolicy retryPolicy, WebPushTimer timer, WebPushLifecycle lifecycle,
			@Qualifier("applicationTaskExecutor") ObjectProvider<Executor> executor,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<WebPushObservationConvention> observationConvention, ObjectProvider<WebPushMeters> meters,
			WebPushClients clients, BeanFactory beanFactory) {
		this.properties = properties;
		this.details = details;
		this.restClients = new WebPushRestClientFactory(properties, customizers.orderedStream().toList(),
				ownCustomizers.orderedStream().toList());
		this.errorTranslator = errorTranslator;
		this.retryPolicy = retryPolicy;
		this.timer = timer;
		this.lifecycle = lifecycle;
		this.executor = executor.getIfAvailable();
		this.observationRegistry = observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP);
		this.observationConvention = observationConvention.getIfAvailable();
		this.meters = meters.getIfAvailable();
		this.clients = clients;
		this.beanFactory = beanFactory;
	}

	/**
	 * Create the template of the top-level properties.
	 */
	WebPushTemplate create(Map<Budget, RateLimiter> rateLimiters) {
		if (this.details instanceof PropertiesWebPushConnectionDetails fromProperties) {
			fromProperties.checked();
		}
		return create(WebPushAccounts.DEFAULT, this.details, rateLimiters, "webpush.default-language",
				this.properties.getDefaultLanguage());
	}

	/**
	 * Create the template of a further account.
	 */
	WebPushTemplate createAccount(String name) {
		WebPushProperties.Account account = this.properties.getAccounts().get(name);
		if (account == null) {
			throw new InvalidWebPushConfigurationException(
					"The account '" + name + "' was configured when the application was built, but is not any more.",
					"Configure 'webpush.accounts." + name + "', or build the application again.");
		}
		String prefix = "webpush.accounts." + name;
		WebPushConnectionDetails accountDetails = PropertiesWebPushConnectionDetails.of(name, account, this.details)
			.checked();
		WebPushRateLimiterFactory limiters = new WebPushRateLimiterFactory(this.properties, this.timer,
				this.beanFactory);
		Map<Budget, RateLimiter> rateLimiters = new EnumMap<>(Budget.class);
		for (Budget budget : Budget.values()) {
			rateLimiters.put(budget, limiters.create(name, account.getRateLimit(), budget, accountDetails));
		}
		boolean ownLanguage = account.getDefaultLanguage() != null;
		return create(name, accountDetails, rateLimiters,
				ownLanguage ? prefix + ".default-language" : "webpush.default-language",
				ownLanguage ? account.getDefaultLanguage() : this.properties.getDefaultLanguage());
	}

	private WebPushTemplate create(String account, WebPushConnectionDetails accountDetails,
			Map<Budget, RateLimiter> rateLimiters, String languageProperty, @Nullable String language) {
		checkTimeouts(this.properties);
		checkLanguage(languageProperty, language);
		WebPushTemplate.Builder builder = this.restClients.create(accountDetails, this.timer);
		rateLimiters.forEach(builder::rateLimiter);
		WebPushTemplate template = builder.account(account)
			.errorTranslator(this.errorTranslator)
			.retryPolicy(this.retryPolicy)
			.timer(this.timer)
			.lifecycle(this.lifecycle)
			.callTimeout(this.properties.getCallTimeout())
			.defaultLanguage(language)
			.launchSettings(launchSettings(this.properties))
			.executor(this.executor)
			.observation(this.observationRegistry, this.observationConvention)
			.build();
		this.clients.add(template);
		if (this.meters != null) {
			this.meters.bind(template);
		}
		return template;
	}

	static LaunchSettings launchSettings(WebPushProperties properties) {
		WebPushProperties.Launch launch = properties.getLaunch();
		check(TTL_UNITS.contains(launch.getTtlUnit()), "webpush.launch.ttl-unit",
				launch.getTtlUnit().name().toLowerCase(Locale.ROOT), "must be seconds, minutes or hours");
		return new LaunchSettings(launch.isEnabled(), launch.getTtlUnit(), launch.getUnengagedField());
	}

	static void checkTimeouts(WebPushProperties properties) {
		checkPositive("webpush.connect-timeout", properties.getConnectTimeout());
		checkPositive("webpush.read-timeout", properties.getReadTimeout());
		checkPositive("webpush.call-timeout", properties.getCallTimeout());
	}

	static void checkLanguage(String property, @Nullable String language) {
		if (language != null) {
			try {
				CreateCampaign.titled("any").language(language).build();
			}
			catch (InvalidCampaignException ex) {
				check(false, property, "'" + language + "'",
						"must be a locale such as en_GB, or all_ALL for every language");
			}
		}
	}

}
