package io.github.insiderwebpush.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Lazy;

import io.github.insiderwebpush.LaunchSettings.TtlUnit;
import io.github.insiderwebpush.LaunchSettings.UnengagedField;
import io.github.insiderwebpush.WebPushOperation;

/**
 * Properties of the web push client. Their {@code toString()} shows nothing, so that no
 * log prints a token. They are bound when a bean needs them: an application that injects
 * nothing binds nothing.
 *
 * @param enabled Whether to enable auto-configuration of the web push client.
 * @param token API key, from InOne Settings > Integration Settings in Insider One's
 * panel. Never printed.
 * @param partnerId Partner ID, from InOne Settings > Account Settings in Insider One's
 * panel. Quote it in YAML if it starts with a zero.
 * @param baseUrl Base URL of the API. Must be https, unless the host is a loopback
 * address.
 * @param defaultLanguage Language of campaigns that name none: a locale such as en_GB, or
 * all_ALL for every language.
 * @param connectTimeout Maximum time to establish a connection.
 * @param readTimeout Maximum time from sending one request to having read its response.
 * @param callTimeout Maximum time of one blocking call, including all waits and attempts.
 * @param ssl TLS settings.
 * @param rateLimit Limiters of the top-level account, and the store of all budgets.
 * @param retry Settings of retries.
 * @param launch Settings of launches.
 * @param health Settings of the health contributor.
 * @param testConnection Whether to test at start-up, by one read-only statistics call for
 * each account, that the account can be reached. If it cannot, the application does not
 * start.
 * @param accounts Further accounts by name, such as one for each shop. A name is
 * lower-case letters and digits and starts with a letter.
 * @since 0.1.0
 */
@ConfigurationProperties("webpush")
@Lazy
public record WebPushProperties(@DefaultValue("true") boolean enabled, @Nullable String token,
		@Nullable String partnerId, @DefaultValue("https://web-push.api.useinsider.com") URI baseUrl,
		@Nullable String defaultLanguage, @DefaultValue("5s") Duration connectTimeout,
		@DefaultValue("30s") Duration readTimeout, @DefaultValue("2m") Duration callTimeout, @DefaultValue Ssl ssl,
		@DefaultValue SharedRateLimit rateLimit, @DefaultValue Retry retry, @DefaultValue Launch launch,
		@DefaultValue Health health, boolean testConnection, @DefaultValue Map<String, Account> accounts) {

	@Override
	public String toString() {
		return "WebPushProperties";
	}

	/**
	 * TLS settings.
	 *
	 * @param bundle Name of the SSL bundle with the certificates to trust or to present.
	 */
	public record Ssl(@Nullable String bundle) {
	}

	/**
	 * Limiters of an account.
	 *
	 * @param burst Maximum number of requests of one budget that are sent at once when
	 * the window is free. After them requests are evenly spaced.
	 * @param key Name under which instances share a budget in Redis. Defaults to the
	 * partner ID.
	 * @param create Budget of creates.
	 * @param launch Budget of launches.
	 * @param delete Budget of deletes.
	 * @param statistics Budget of statistics calls.
	 */
	public record RateLimit(@DefaultValue("5") int burst, @Nullable String key, @DefaultValue Budget create,
			@DefaultValue Budget launch, @DefaultValue Budget delete, @DefaultValue Budget statistics) {

		Budget get(WebPushOperation.Budget budget) {
			return switch (budget) {
				case CREATE -> this.create;
				case LAUNCH -> this.launch;
				case DELETE -> this.delete;
				case STATISTICS -> this.statistics;
			};
		}

	}

	/**
	 * Limiters of the top-level account, and the store of all budgets.
	 *
	 * @param burst Maximum number of requests of one budget that are sent at once when
	 * the window is free. After them requests are evenly spaced.
	 * @param key Name under which instances share a budget in Redis. Defaults to the
	 * partner ID.
	 * @param create Budget of creates.
	 * @param launch Budget of launches.
	 * @param delete Budget of deletes.
	 * @param statistics Budget of statistics calls.
	 * @param store Store of the budgets: "local" for each process on its own, "redis" to
	 * share them between all instances that use the same key.
	 * @param redis Settings of budgets in Redis.
	 */
	public record SharedRateLimit(@DefaultValue("5") int burst, @Nullable String key, @DefaultValue Budget create,
			@DefaultValue Budget launch, @DefaultValue Budget delete, @DefaultValue Budget statistics,
			@DefaultValue("local") Store store, @DefaultValue Redis redis) {

		RateLimit limits() {
			return new RateLimit(this.burst, this.key, this.create, this.launch, this.delete, this.statistics);
		}

	}

	/**
	 * Stores of budgets.
	 */
	public enum Store {

		/**
		 * In this process.
		 */
		LOCAL,

		/**
		 * In Redis, shared by all instances.
		 */
		REDIS

	}

	/**
	 * Settings of budgets in Redis.
	 *
	 * @param timeout Maximum time to wait for Redis before an instance continues with its
	 * share of the budget.
	 */
	public record Redis(@DefaultValue("100ms") Duration timeout) {
	}

	/**
	 * One budget, in Resilience4j's terms.
	 *
	 * @param limitForPeriod Maximum number of requests in any span of one period.
	 * @param limitRefreshPeriod Length of the period. At least 1s.
	 * @param timeoutDuration Maximum time that a blocking or single asynchronous call
	 * waits for a permit. A wait that cannot end in time fails at once.
	 */
	public record Budget(@Nullable Integer limitForPeriod, @DefaultValue("1m") Duration limitRefreshPeriod,
			@DefaultValue("90s") Duration timeoutDuration) {

		/**
		 * Return the limit, which by default is the published one.
		 */
		int limit(WebPushOperation.Budget budget) {
			return (this.limitForPeriod != null) ? this.limitForPeriod : budget.requestsPerMinute();
		}

	}

	/**
	 * Settings of launches.
	 *
	 * @param enabled Whether launches are sent. If false, a launch is validated and
	 * refused, for staging environments.
	 * @param ttlUnit Unit in which the time to live is sent. The API's documentation does
	 * not name it.
	 * @param unengagedField Spelling of the field for unengaged subscribers. The API's
	 * documentation has both.
	 */
	public record Launch(@DefaultValue("true") boolean enabled, @DefaultValue("seconds") TtlUnit ttlUnit,
			@DefaultValue("both") UnengagedField unengagedField) {
	}

	/**
	 * Settings of the health contributor.
	 *
	 * @param downOnRejection Whether rejected credentials set the health status to DOWN.
	 * By default they are shown in the details only, so that they do not take the
	 * application out of its load balancer.
	 */
	public record Health(boolean downOnRejection) {
	}

	/**
	 * A further account. It inherits neither token nor partner ID.
	 *
	 * @param token API key of this account. Never printed.
	 * @param partnerId Partner ID of this account.
	 * @param defaultLanguage Language of this account's campaigns that name none;
	 * webpush.default-language if not set.
	 * @param rateLimit Limiters of this account.
	 */
	public record Account(@Nullable String token, @Nullable String partnerId, @Nullable String defaultLanguage,
			@DefaultValue RateLimit rateLimit) {

		@Override
		public String toString() {
			return "Account";
		}

	}

	/**
	 * Settings of retries, which are made where that is safe.
	 *
	 * @param maxRetries Maximum number of attempts after the first. 0 disables retries.
	 * @param delay Delay before the first retry. A throttled call waits for the limiter
	 * instead.
	 * @param multiplier Multiplier applied to the delay after each retry.
	 * @param maxDelay Maximum delay.
	 * @param jitter Maximum random deviation of each delay, up and down.
	 */
	public record Retry(@DefaultValue("3") int maxRetries, @DefaultValue("1s") Duration delay,
			@DefaultValue("2") double multiplier, @DefaultValue("30s") Duration maxDelay,
			@DefaultValue("0s") Duration jitter) {
	}

}
