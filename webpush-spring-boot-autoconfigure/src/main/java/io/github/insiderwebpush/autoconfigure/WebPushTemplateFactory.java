package io.github.insiderwebpush.autoconfigure;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/**
 * Creates templates, that of the top-level properties and one for each further account,
 * from what they share and what is their own.
 */
class WebPushTemplateFactory {

	private final WebPushProperties properties;

	private final WebPushConnectionDetails details;

	private final WebPushRestClientFactory restClients;

	private final WebPushRateLimiterFactory rateLimiters;

	private final WebPushTimer timer;

	private final Consumer<WebPushTemplate.Builder> shared;

	private final CreatedTemplates created;

	private final @Nullable WebPushMeters meters;

	private final ListableBeanFactory beanFactory;

	/**
	 * Create a factory.
	 * @param properties the validated properties
	 * @param details the details of the default account
	 * @param restClients creates the HTTP side
	 * @param rateLimiters creates the limiters of further accounts
	 * @param timer the clock
	 * @param shared sets what is the same for all accounts
	 * @param created told of each template
	 * @param meters bound to each template, {@code null} without a meter registry
	 * @param beanFactory holds the details of further accounts, told apart by qualifier
	 */
	WebPushTemplateFactory(WebPushProperties properties, WebPushConnectionDetails details,
			WebPushRestClientFactory restClients, WebPushRateLimiterFactory rateLimiters, WebPushTimer timer,
			Consumer<WebPushTemplate.Builder> shared, CreatedTemplates created, @Nullable WebPushMeters meters,
			ListableBeanFactory beanFactory) {
		this.properties = properties;
		this.details = details;
		this.restClients = restClients;
		this.rateLimiters = rateLimiters;
		this.timer = timer;
		this.shared = shared;
		this.created = created;
		this.meters = meters;
		this.beanFactory = beanFactory;
	}

	/**
	 * Return whether the account of the top-level properties is meant to be used: it is
	 * configured, or it is the only one.
	 */
	boolean isDefaultAccountUsed() {
		return this.properties.accounts().isEmpty()
				|| !(this.details instanceof PropertiesWebPushConnectionDetails fromProperties)
				|| fromProperties.isConfigured();
	}

	/**
	 * Create the template of the top-level properties.
	 */
	WebPushTemplate create(Map<Budget, RateLimiter> limiters) {
		return create(WebPushAccounts.DEFAULT, checked(this.details), limiters, this.properties.defaultLanguage());
	}

	/**
	 * Create the template of a further account.
	 */
	WebPushTemplate createAccount(String name) {
		WebPushProperties.Account account = this.properties.accounts().get(name);
		if (account == null) {
			throw new InvalidWebPushConfigurationException(
					"The account '" + name + "' was configured when the application was built, but is not any more.",
					"Configure 'webpush.accounts." + name + "', or build the application again.");
		}
		WebPushConnectionDetails own = ownDetails(name);
		WebPushConnectionDetails accountDetails = checked(
				(own != null) ? own : PropertiesWebPushConnectionDetails.of(name, account, this.details));
		Map<Budget, RateLimiter> limiters = new EnumMap<>(Budget.class);
		for (Budget budget : Budget.values()) {
			limiters.put(budget, this.rateLimiters.create(name, account.rateLimit(), budget, accountDetails));
		}
		String language = account.defaultLanguage();
		return create(name, accountDetails, limiters,
				(language != null) ? language : this.properties.defaultLanguage());
	}

	/**
	 * Return the details that the application declares for an account by qualifier.
	 */
	private @Nullable WebPushConnectionDetails ownDetails(String account) {
		Map<String, WebPushConnectionDetails> qualified = BeanFactoryAnnotationUtils
			.qualifiedBeansOfType(this.beanFactory, WebPushConnectionDetails.class, account);
		if (qualified.isEmpty()) {
			return null;
		}
		WebPushConnectionDetails own = qualified.values().iterator().next();
		if (qualified.size() > 1 || own == this.details) {
			throw new InvalidWebPushConfigurationException((qualified.size() > 1)
					? "There are several WebPushConnectionDetails beans for the account '" + account + "': "
							+ qualified.keySet() + "."
					: "The WebPushConnectionDetails bean '" + String.join(", ", qualified.keySet())
							+ "' is meant for the account '" + account + "', but is used for the default account, too.",
					"Declare exactly one for the account, and keep it from the others:\n\n@Bean(defaultCandidate = false)\n@Qualifier(\""
							+ account + "\")\nWebPushConnectionDetails " + account + "ConnectionDetails() { … }");
		}
		checkLocation(account, own);
		return own;
	}

	/**
	 * A further account has the base URL and the SSL bundle of the default account, so
	 * that a test redirects all accounts at once.
	 */
	private void checkLocation(String account, WebPushConnectionDetails own) {
		URI baseUrl = own.baseUrl();
		boolean otherUrl = baseUrl != null && !baseUrl.equals(WebPushConnectionDetails.DEFAULT_BASE_URL)
				&& !baseUrl.equals(this.details.baseUrl());
		if (otherUrl || (own.sslBundle() != null && own.sslBundle() != this.details.sslBundle())) {
			throw new InvalidWebPushConfigurationException(
					"The WebPushConnectionDetails bean of account '" + account + "' (" + own.getClass().getName()
							+ ") has " + (otherUrl ? "a base URL" : "an SSL bundle")
							+ " of its own, but these are the same for all accounts.",
					"Do not override baseUrl() and sslBundle() there: set them for the default account.");
		}
	}

	private static WebPushConnectionDetails checked(WebPushConnectionDetails details) {
		return (details instanceof PropertiesWebPushConnectionDetails fromProperties) ? fromProperties.checked()
				: details;
	}

	private WebPushTemplate create(String account, WebPushConnectionDetails accountDetails,
			Map<Budget, RateLimiter> limiters, @Nullable String language) {
		AccountCredentials credentials = new AccountCredentials(account, accountDetails);
		credentials.check();
		WebPushTemplate.Builder builder = this.restClients.create(this.details, credentials, this.timer);
		this.shared.accept(builder);
		limiters.forEach(builder::rateLimiter);
		WebPushProperties.Launch launch = this.properties.launch();
		WebPushTemplate template = builder.account(account)
			.timer(this.timer)
			.callTimeout(this.properties.callTimeout())
			.defaultLanguage(language)
			.launchSettings(new LaunchSettings(launch.enabled(), launch.ttlUnit(), launch.unengagedField()))
			.build();
		this.created.add(template, credentials);
		if (this.meters != null) {
			this.meters.bind(template);
		}
		return template;
	}

}
