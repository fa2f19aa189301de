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
 * What the user wrote. It has no {@code toString()}, so that no log prints a token. It is
 * bound when it is needed: an application that injects nothing binds nothing.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("webpush")
@Lazy
public class WebPushProperties {

	/**
	 * Whether the client is auto-configured.
	 */
	private boolean enabled = true;

	/**
	 * API key, from InOne Settings > Integration Settings in the vendor's panel. Never
	 * printed.
	 */
	private @Nullable String token;

	/**
	 * Partner ID, from InOne Settings > Account Settings in the vendor's panel.
	 */
	private @Nullable String partnerId;

	/**
	 * Where the API is: https, unless the host is loopback.
	 */
	private URI baseUrl = WebPushConnectionDetails.VENDOR_URL;

	/**
	 * Language of campaigns that name none, a locale such as en_GB, or all_ALL for every
	 * language.
	 */
	private @Nullable String defaultLanguage;

	/**
	 * Longest time to connect.
	 */
	private Duration connectTimeout = Duration.ofSeconds(5);

	/**
	 * Longest time from sending one request to having read its answer.
	 */
	private Duration readTimeout = Duration.ofSeconds(30);

	/**
	 * Longest time of one blocking call, with all its waiting and attempts.
	 */
	private Duration callTimeout = Duration.ofMinutes(2);

	private final Ssl ssl = new Ssl();

	private final SharedRateLimit rateLimit = new SharedRateLimit();

	private final Retry retry = new Retry();

	private final Launch launch = new Launch();

	private final Health health = new Health();

	/**
	 * Whether the application proves when it starts that it can reach the account, by one
	 * read-only statistics call. If it cannot, it fails to start, with a diagnosis.
	 */
	private Verify verify = Verify.NONE;

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

	public Verify getVerify() {
		return this.verify;
	}

	public void setVerify(Verify verify) {
		this.verify = verify;
	}

	public Map<String, Account> getAccounts() {
		return this.accounts;
	}

	public void setAccounts(Map<String, Account> accounts) {
		this.accounts = accounts;
	}

	/**
	 * TLS.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle to use.
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
	 * The limiters.
	 */
	public static class RateLimit {

		/**
		 * How many requests of one budget may go at once when the window is free; after
		 * them they are evenly spaced. 1 is even from the start, the limit itself allows
		 * a full burst.
		 */
		private int burst = 5;

		/**
		 * What instances share a budget by, if budgets are kept in Redis. The partner ID
		 * if not set.
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
	 * The limiters of the top-level account, and where all accounts keep their budgets.
	 */
	public static class SharedRateLimit extends RateLimit {

		/**
		 * Where budgets are kept: in each process for itself, or in Redis, where all
		 * instances that use the same key share them.
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
	 * Where budgets are kept.
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
	 * Budgets in Redis.
	 */
	public static class Redis {

		/**
		 * Longest time that Redis may take to answer before an instance goes on alone
		 * with its share.
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
	 * One budget, in Resilience4j's own words.
	 */
	public static class Budget {

		/**
		 * How many requests may arrive in one period.
		 */
		private int limitForPeriod;

		/**
		 * The period: in any span of that length the limit is kept.
		 */
		private Duration limitRefreshPeriod = Duration.ofMinutes(1);

		/**
		 * Longest wait for a permit of a blocking or single asynchronous call. A wait
		 * that cannot end in time fails at once.
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
	 * How launches are done, where the vendor's documents leave a choice.
	 */
	public static class Launch {

		/**
		 * Whether launches are sent. If false, a launch is validated and refused, for
		 * staging.
		 */
		private boolean enabled = true;

		/**
		 * Unit in which the time to live is sent, which the vendor does not name:
		 * seconds, minutes or hours.
		 */
		private ChronoUnit ttlUnit = ChronoUnit.SECONDS;

		/**
		 * How the field for unengaged subscribers is spelled, which the vendor does in
		 * two ways.
		 */
		private UnengagedField unengagedField = UnengagedField.BOTH;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public ChronoUnit getTtlUnit() {
			return this.ttlUnit;
		}

		public void setTtlUnit(ChronoUnit ttlUnit) {
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
	 * When it is verified that the account can be reached.
	 */
	public enum Verify {

		/**
		 * Never.
		 */
		NONE,

		/**
		 * When the application starts.
		 */
		STARTUP

	}

	/**
	 * The health contributor.
	 */
	public static class Health {

		/**
		 * Whether an application whose credentials are refused is DOWN. By default it
		 * stays UP and says so in the details: the vendor's refusal must not take a shop
		 * out of its load balancer.
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
	 * How failed attempts are repeated, where that is safe.
	 */
	public static class Retry {

		/**
		 * How many attempts may follow the first; 0 switches retrying off.
		 */
		private int maxRetries = 3;

		/**
		 * Delay before the first retry. A throttled call waits for the limiter instead.
		 */
		private Duration delay = Duration.ofSeconds(1);

		/**
		 * By what the delay grows with each retry.
		 */
		private double multiplier = 2;

		/**
		 * Longest delay.
		 */
		private Duration maxDelay = Duration.ofSeconds(30);

		/**
		 * By how much each delay may differ at random, up and down.
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
