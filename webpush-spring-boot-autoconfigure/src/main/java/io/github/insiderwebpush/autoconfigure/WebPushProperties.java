package io.github.insiderwebpush.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.insiderwebpush.LaunchSettings.UnengagedField;
import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Lazy;

/**
 * Properties of the web push client. They have no {@code toString()}, so that no log
 * prints a token, and are bound when a bean needs them: an application that injects
 * nothing binds nothing.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("webpush")
@Lazy
public class WebPushProperties {

	/**
	 * Whether to enable auto-configuration of the web push client.
	 */
	private boolean enabled = true;

	/**
	 * API key, from InOne Settings > Integration Settings in Insider One's panel. Never
	 * printed.
	 */
	private @Nullable String token;

	/**
	 * Partner ID, from InOne Settings > Account Settings in Insider One's panel. Quote it
	 * in YAML if it starts with a zero.
	 */
	private @Nullable String partnerId;

	/**
	 * Base URL of the API. Must be https, unless the host is a loopback address.
	 */
	private URI baseUrl = WebPushConnectionDetails.DEFAULT_BASE_URL;

	/**
	 * Language of campaigns that name none: a locale such as en_GB, or all_ALL for every
	 * language.
	 */
	private @Nullable String defaultLanguage;

	/**
	 * Maximum time to establish a connection.
	 */
	private Duration connectTimeout = Duration.ofSeconds(5);

	/**
	 * Maximum time from sending one request to having read its response.
	 */
	private Duration readTimeout = Duration.ofSeconds(30);

	/**
	 * Maximum time of one blocking call, including all waits and attempts.
	 */
	private Duration callTimeout = Duration.ofMinutes(2);

	private final Ssl ssl = new Ssl();

	private final SharedRateLimit rateLimit = new SharedRateLimit();

	private final Retry retry = new Retry();

	private final Launch launch = new Launch();

	private final Health health = new Health();

	/**
	 * Whether to test at start-up, by one read-only statistics call for each account,
	 * that the account can be reached. If it cannot, the application does not start.
	 */
	private boolean testConnection;

	/**
	 * Further accounts by name, such as one for each shop. A name is lower-case letters
	 * and digits and starts with a letter.
	 */
	private Map<String, Account> accounts = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getToken() {
		return this.token;
	}

	public void setToken(@Nullable String token) {
		this.token = token;
	}

	public @Nullable String getPartnerId() {
		return this.partnerId;
	}

	public void setPartnerId(@Nullable String partnerId) {
		this.partnerId = partnerId;
	}

	public URI getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(URI baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable String getDefaultLanguage() {
		return this.defaultLanguage;
	}

	public void setDefaultLanguage(@Nullable String defaultLanguage) {
		this.defaultLanguage = defaultLanguage;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Duration getReadTimeout() {
		return this.readTimeout;
	}

	public void setReadTimeout(Duration readTimeout) {
		this.readTimeout = readTimeout;
	}

	public Duration getCallTimeout() {
		return this.callTimeout;
	}

	public void setCallTimeout(Duration callTimeout) {
		this.callTimeout = callTimeout;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public SharedRateLimit getRateLimit() {
		return this.rateLimit;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public Launch getLaunch() {
		return this.launch;
	}

	public Health getHealth() {
		return this.health;
	}

	public boolean isTestConnection() {
		return this.testConnection;
	}

	public void setTestConnection(boolean testConnection) {
		this.testConnection = testConnection;
	}

	public Map<String, Account> getAccounts() {
		return this.accounts;
	}

	public void setAccounts(Map<String, Account> accounts) {
		this.accounts = accounts;
	}

	/**
	 * TLS settings.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle with the certificates to trust or to present.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * Limiters of an account.
	 */
	public static class RateLimit {

		/**
		 * Maximum number of requests of one budget that are sent at once when the window
		 * is free. After them requests are evenly spaced.
		 */
		private int burst = 5;

		/**
		 * Name under which instances share a budget in Redis. Defaults to the partner ID.
		 */
		private @Nullable String key;

		private final Budget create = Budget.of(WebPushOperation.Budget.CREATE);

		private final Budget launch = Budget.of(WebPushOperation.Budget.LAUNCH);

		private final Budget delete = Budget.of(WebPushOperation.Budget.DELETE);

		private final Budget statistics = Budget.of(WebPushOperation.Budget.STATISTICS);

		public int getBurst() {
			return this.burst;
		}

		public void setBurst(int burst) {
			this.burst = burst;
		}

		public @Nullable String getKey() {
			return this.key;
		}

		public void setKey(@Nullable String key) {
			this.key = key;
		}

		public Budget getCreate() {
			return this.create;
		}

		public Budget getLaunch() {
			return this.launch;
		}

		public Budget getDelete() {
			return this.delete;
		}

		public Budget getStatistics() {
			return this.statistics;
		}

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
	 */
	public static class SharedRateLimit extends RateLimit {

		/**
		 * Store of the budgets: "local" for each process on its own, "redis" to share
		 * them between all instances that use the same key.
		 */
		private Store store = Store.LOCAL;

		private final Redis redis = new Redis();

		public Store getStore() {
			return this.store;
		}

		public void setStore(Store store) {
			this.store = store;
		}

		public Redis getRedis() {
			return this.redis;
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
	 */
	public static class Redis {

		/**
		 * Maximum time to wait for Redis before an instance continues with its share of
		 * the budget.
		 */
		private Duration timeout = Duration.ofMillis(100);

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

	/**
	 * One budget, in Resilience4j's terms.
	 */
	public static class Budget {

		/**
		 * Maximum number of requests in any span of one period.
		 */
		private int limitForPeriod;

		/**
		 * Length of the period. At least 1s.
		 */
		private Duration limitRefreshPeriod = Duration.ofMinutes(1);

		/**
		 * Maximum time that a blocking or single asynchronous call waits for a permit. A
		 * wait that cannot end in time fails at once.
		 */
		private Duration timeoutDuration = Duration.ofSeconds(90);

		static Budget of(WebPushOperation.Budget budget) {
			Budget settings = new Budget();
			settings.limitForPeriod = budget.requestsPerMinute();
			return settings;
		}

		public int getLimitForPeriod() {
			return this.limitForPeriod;
		}

		public void setLimitForPeriod(int limitForPeriod) {
			this.limitForPeriod = limitForPeriod;
		}

		public Duration getLimitRefreshPeriod() {
			return this.limitRefreshPeriod;
		}

		public void setLimitRefreshPeriod(Duration limitRefreshPeriod) {
			this.limitRefreshPeriod = limitRefreshPeriod;
		}

		public Duration getTimeoutDuration() {
			return this.timeoutDuration;
		}

		public void setTimeoutDuration(Duration timeoutDuration) {
			this.timeoutDuration = timeoutDuration;
		}

	}

	/**
	 * Settings of launches.
	 */
	public static class Launch {

		/**
		 * Whether launches are sent. If false, a launch is validated and refused, for
		 * staging environments.
		 */
		private boolean enabled = true;

		/**
		 * Unit in which the time to live is sent. The API's documentation does not name
		 * it.
		 */
		private TtlUnit ttlUnit = TtlUnit.SECONDS;

		/**
		 * Spelling of the field for unengaged subscribers. The API's documentation has
		 * both.
		 */
		private UnengagedField unengagedField = UnengagedField.BOTH;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public TtlUnit getTtlUnit() {
			return this.ttlUnit;
		}

		public void setTtlUnit(TtlUnit ttlUnit) {
			this.ttlUnit = ttlUnit;
		}

		public UnengagedField getUnengagedField() {
			return this.unengagedField;
		}

		public void setUnengagedField(UnengagedField unengagedField) {
			this.unengagedField = unengagedField;
		}

	}

	/**
	 * Units of the time to live.
	 */
	public enum TtlUnit {

		/**
		 * Seconds.
		 */
		SECONDS(ChronoUnit.SECONDS),

		/**
		 * Minutes.
		 */
		MINUTES(ChronoUnit.MINUTES),

		/**
		 * Hours.
		 */
		HOURS(ChronoUnit.HOURS);

		private final ChronoUnit unit;

		TtlUnit(ChronoUnit unit) {
			this.unit = unit;
		}

		ChronoUnit unit() {
			return this.unit;
		}

	}

	/**
	 * Settings of the health contributor.
	 */
	public static class Health {

		/**
		 * Whether refused credentials set the health status to DOWN. By default they are
		 * shown in the details only, so that they do not take the application out of its
		 * load balancer.
		 */
		private boolean downOnRefusal;

		public boolean isDownOnRefusal() {
			return this.downOnRefusal;
		}

		public void setDownOnRefusal(boolean downOnRefusal) {
			this.downOnRefusal = downOnRefusal;
		}

	}

	/**
	 * A further account. It inherits neither token nor partner ID.
	 */
	public static class Account {

		/**
		 * API key of this account. Never printed.
		 */
		private @Nullable String token;

		/**
		 * Partner ID of this account.
		 */
		private @Nullable String partnerId;

		/**
		 * Language of this account's campaigns that name none; webpush.default-language
		 * if not set.
		 */
		private @Nullable String defaultLanguage;

		private final RateLimit rateLimit = new RateLimit();

		public @Nullable String getToken() {
			return this.token;
		}

		public void setToken(@Nullable String token) {
			this.token = token;
		}

		public @Nullable String getPartnerId() {
			return this.partnerId;
		}

		public void setPartnerId(@Nullable String partnerId) {
			this.partnerId = partnerId;
		}

		public @Nullable String getDefaultLanguage() {
			return this.defaultLanguage;
		}

		public void setDefaultLanguage(@Nullable String defaultLanguage) {
			this.defaultLanguage = defaultLanguage;
		}

		public RateLimit getRateLimit() {
			return this.rateLimit;
		}

	}

	/**
	 * Settings of retries, which are made where that is safe.
	 */
	public static class Retry {

		/**
		 * Maximum number of attempts after the first. 0 disables retries.
		 */
		private int maxRetries = 3;

		/**
		 * Delay before the first retry. A throttled call waits for the limiter instead.
		 */
		private Duration delay = Duration.ofSeconds(1);

		/**
		 * Multiplier applied to the delay after each retry.
		 */
		private double multiplier = 2;

		/**
		 * Maximum delay.
		 */
		private Duration maxDelay = Duration.ofSeconds(30);

		/**
		 * Maximum random deviation of each delay, up and down.
		 */
		private Duration jitter = Duration.ZERO;

		public int getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(int maxRetries) {
			this.maxRetries = maxRetries;
		}

		public Duration getDelay() {
			return this.delay;
		}

		public void setDelay(Duration delay) {
			this.delay = delay;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		public Duration getJitter() {
			return this.jitter;
		}

		public void setJitter(Duration jitter) {
			this.jitter = jitter;
		}

	}

}
