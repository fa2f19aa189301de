package io.github.insiderwebpush;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.insiderwebpush.CallEnvironment.PermitSource;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;

/**
 * The client. Safe for use by any number of threads.
 */
public class WebPushTemplate implements WebPushOperations {

	private final CallEnvironment environment;

	private final @Nullable String defaultLanguage;

	private final Duration callTimeout;

	private WebPushTemplate(Builder builder) {
		this.environment = builder.environment();
		this.defaultLanguage = builder.defaultLanguage;
		this.callTimeout = builder.callTimeout;
	}

	/**
	 * Start a template, for use without Spring Boot.
	 * @param restClient what sends requests; it must send each exactly once and follow no
	 * redirect
	 * @param credentials token and partner ID, asked for before each request
	 * @return a builder
	 */
	public static Builder builder(RestClient restClient, WebPushCredentials credentials) {
		return new Builder(restClient, credentials);
	}

	@Override
	public CreatedCampaign createCampaign(CreateCampaign campaign) {
		Assert.notNull(campaign, "'campaign' must not be null");
		return call(Requests.create(campaign.orLanguage(this.defaultLanguage)));
	}

	private <T> T call(Request<T> request) {
		CallerThread caller = new CallerThread();
		CompletableFuture<T> result = new CompletableFuture<>();
		Call<T> call = new Call<>(request, this.environment, permitTimeout(request), caller, result);
		call.start(this.callTimeout);
		return caller.await(call, result);
	}

	private long permitTimeout(Request<?> request) {
		return this.environment.budgetOf(request.operation()).timeout().toNanos();
	}

	/**
	 * Builds a {@link WebPushTemplate}.
	 */
	public static final class Builder {

		private final RestClient restClient;

		private final WebPushCredentials credentials;

		private final Map<Budget, RateLimiter> rateLimiters = new EnumMap<>(Budget.class);

		private String account = "default";

		private WebPushErrorTranslator errorTranslator = new DefaultWebPushErrorTranslator();

		private WebPushRetryPolicy retryPolicy = (attempt) -> null;

		private WebPushTimer timer = WebPushTimer.system();

		private WebPushLifecycle lifecycle = new WebPushLifecycle();

		private Duration callTimeout = Duration.ofMinutes(2);

		private @Nullable String defaultLanguage;

		private Builder(RestClient restClient, WebPushCredentials credentials) {
			Assert.notNull(restClient, "'restClient' must not be null");
			Assert.notNull(credentials, "'credentials' must not be null");
			this.restClient = restClient;
			this.credentials = credentials;
		}

		/**
		 * Set the account's name.
		 * @param account the name, for exceptions and metrics
		 * @return this builder
		 */
		public Builder account(String account) {
			this.account = account;
			return this;
		}

		/**
		 * Set the limiter of a budget. There must be one for each budget that is used.
		 * @param budget the budget
		 * @param rateLimiter the limiter
		 * @return this builder
		 */
		public Builder rateLimiter(Budget budget, RateLimiter rateLimiter) {
			this.rateLimiters.put(budget, rateLimiter);
			return this;
		}

		/**
		 * Set the error translator.
		 * @param errorTranslator the translator
		 * @return this builder
		 */
		public Builder errorTranslator(WebPushErrorTranslator errorTranslator) {
			this.errorTranslator = errorTranslator;
			return this;
		}

		/**
		 * Set the retry policy.
		 * @param retryPolicy the policy; without one nothing is repeated
		 * @return this builder
		 */
		public Builder retryPolicy(WebPushRetryPolicy retryPolicy) {
			this.retryPolicy = retryPolicy;
			return this;
		}

		/**
		 * Set the timer.
		 * @param timer the timer, the same that the limiters have
		 * @return this builder
		 */
		public Builder timer(WebPushTimer timer) {
			this.timer = timer;
			return this;
		}

		/**
		 * Set what ends calls when the application stops.
		 * @param lifecycle the lifecycle, which several templates can share
		 * @return this builder
		 */
		public Builder lifecycle(WebPushLifecycle lifecycle) {
			this.lifecycle = lifecycle;
			return this;
		}

		/**
		 * Set how long a blocking call may take, with all its waiting and attempts.
		 * @param callTimeout the timeout
		 * @return this builder
		 */
		public Builder callTimeout(Duration callTimeout) {
			this.callTimeout = callTimeout;
			return this;
		}

		/**
		 * Set the language of campaigns that name none.
		 * @param defaultLanguage the language, or {@code null} if each must name one
		 * @return this builder
		 */
		public Builder defaultLanguage(@Nullable String defaultLanguage) {
			this.defaultLanguage = defaultLanguage;
			return this;
		}

		/**
		 * Build the template.
		 * @return a template
		 */
		public WebPushTemplate build() {
			return new WebPushTemplate(this);
		}

		private CallEnvironment environment() {
			Map<Budget, PermitSource> budgets = new EnumMap<>(Budget.class);
			this.rateLimiters.forEach((budget, limiter) -> budgets.put(budget,
					new PermitSource(limiter, Permits.of(limiter, this.timer))));
			return new CallEnvironment(this.account, budgets,
					new Exchange(this.restClient, this.credentials, this.errorTranslator), this.retryPolicy, this.timer,
					this.lifecycle);
		}

	}

}
