package io.github.insiderwebpush;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.insiderwebpush.CallEnvironment.PermitSource;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetrics;
import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.statistics.OverallMetricsPage;
import io.github.insiderwebpush.statistics.TopMetrics;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;

/**
 * The client. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public class WebPushTemplate implements WebPushOperations, WebPushAsyncOperations {

	private final CallEnvironment environment;

	private final @Nullable String defaultLanguage;

	private final Duration callTimeout;

	private final LaunchSettings launchSettings;

	private final Executor executor;

	private WebPushTemplate(Builder builder) {
		this.environment = builder.environment();
		this.defaultLanguage = builder.defaultLanguage;
		this.callTimeout = builder.callTimeout;
		this.launchSettings = builder.launchSettings;
		this.executor = (builder.executor != null) ? builder.executor : OwnExecutor.create();
	}

	/**
	 * Create a view for calls that have time.
	 */
	WebPushTemplate(WebPushTemplate other) {
		this.environment = other.environment.inSingleFile();
		this.defaultLanguage = other.defaultLanguage;
		this.callTimeout = other.callTimeout;
		this.launchSettings = other.launchSettings;
		this.executor = other.executor;
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

	/**
	 * Return the name of the account that this client is for.
	 * @return the name, {@code default} for that of the top-level properties
	 */
	public String account() {
		return this.environment.account();
	}

	/**
	 * Return whether the vendor accepts the credentials. Costs no request.
	 * @return what its answers so far have told
	 */
	public AccountStatus status() {
		return this.environment.status().status();
	}

	/**
	 * Return how a budget stands. Costs no request.
	 * @param budget the budget
	 * @return its usage now
	 */
	public BudgetUsage usage(Budget budget) {
		return this.environment.budgetOf(budget).usage();
	}

	/**
	 * Return the limiter of a budget.
	 * @param budget the budget
	 * @return the limiter
	 */
	public RateLimiter rateLimiter(Budget budget) {
		return this.environment.budgetOf(budget).limiter();
	}

	/**
	 * Return a view of this client for work that has no deadline: its calls wait for the
	 * budget as long as it takes, and at most one of them stands in the queue of a budget
	 * at a time, so that other calls are never behind more than one. It shares budgets
	 * and everything else.
	 * @return a view of its own, with a line of its own
	 */
	public WebPushPatientOperations patiently() {
		return new PatientTemplate(this);
	}

	@Override
	public CreatedCampaign createCampaign(CreateCampaign campaign) {
		return call(create(campaign));
	}

	@Override
	public CompletableFuture<CreatedCampaign> createCampaignAsync(CreateCampaign campaign) {
		return callAsync(create(campaign), Function.identity());
	}

	@Override
	public LaunchedCampaign launchCampaign(CampaignId id, PushMessage message) {
		return call(launch(id, message));
	}

	@Override
	public CompletableFuture<LaunchedCampaign> launchCampaignAsync(CampaignId id, PushMessage message) {
		return callAsync(launch(id, message), Function.identity());
	}

	@Override
	public void deleteCampaign(CampaignId id) {
		call(delete(id));
	}

	@Override
	public CompletableFuture<@Nullable Void> deleteCampaignAsync(CampaignId id) {
		return callAsync(delete(id), (gone) -> null);
	}

	@Override
	public TopMetrics topMetrics(DateRange range) {
		return call(Requests.topMetrics(notNull(range, "range")));
	}

	@Override
	public CompletableFuture<TopMetrics> topMetricsAsync(DateRange range) {
		return callAsync(Requests.topMetrics(notNull(range, "range")), Function.identity());
	}

	@Override
	public OverallMetricsPage overallMetrics(DateRange range, int page, int perPage) {
		return call(Requests.overallMetrics(notNull(range, "range"), page, perPage));
	}

	@Override
	public CompletableFuture<OverallMetricsPage> overallMetricsAsync(DateRange range, int page, int perPage) {
		return callAsync(Requests.overallMetrics(notNull(range, "range"), page, perPage), Function.identity());
	}

	@Override
	public Stream<CampaignMetricsRow> streamOverallMetrics(DateRange range) {
		notNull(range, "range");
		return StreamSupport
			.stream(new OverallMetricsRows((page) -> overallMetrics(range, page, Requests.MAX_PER_PAGE)), false);
	}

	@Override
	public CampaignMetrics campaignMetrics(BuilderId id, DateRange range) {
		return call(Requests.campaignMetrics(notNull(id, "id"), notNull(range, "range")));
	}

	@Override
	public CompletableFuture<CampaignMetrics> campaignMetricsAsync(BuilderId id, DateRange range) {
		return callAsync(Requests.campaignMetrics(notNull(id, "id"), notNull(range, "range")), Function.identity());
	}

	private Request<CreatedCampaign> create(CreateCampaign campaign) {
		return Requests.create(notNull(campaign, "campaign").orLanguage(this.defaultLanguage));
	}

	private Request<LaunchedCampaign> launch(CampaignId id, PushMessage message) {
		return Requests.launch(notNull(id, "id"), notNull(message, "message"), this.launchSettings);
	}

	private Request<Boolean> delete(CampaignId id) {
		return Requests.delete(notNull(id, "id"));
	}

	/**
	 * The whole trip of a blocking call, on the caller's own thread.
	 */
	private <T> T call(Request<T> request) {
		checkIsAllowed(request);
		CallerThread caller = new CallerThread();
		CompletableFuture<T> result = new CompletableFuture<>();
		Call<T> call = new Call<>(request, this.environment, permitTimeout(request), caller, result::complete,
				result::completeExceptionally);
		call.start(this.callTimeout);
		return caller.await(call, result);
	}

	/**
	 * The whole trip of an asynchronous call.
	 */
	private <T, R extends @Nullable Object> CompletableFuture<R> callAsync(Request<T> request,
			Function<T, R> conversion) {
		CallFuture<R> result = new CallFuture<>();
		try {
			checkIsAllowed(request);
		}
		catch (WebPushException ex) {
			result.completeExceptionally(ex);
			return result;
		}
		Call<T> call = new Call<>(request, this.environment, permitTimeout(request), this.executor,
				(value) -> result.complete(conversion.apply(value)), result::completeExceptionally);
		result.follow(call);
		call.start(null);
		return result;
	}

	private void checkIsAllowed(Request<?> request) {
		if (request.operation() == WebPushOperation.LAUNCH && !this.launchSettings.enabled()) {
			throw WebPushException.of(WebPushOperation.LAUNCH, WebPushError.LAUNCH_DISABLED, Outcome.NOT_APPLIED)
				.hint("'webpush.launch.enabled' is false: the message is valid, and nothing was sent")
				.build()
				.completed(account(), request.subject(), 0, Duration.ZERO, Outcome.NOT_APPLIED);
		}
	}

	long permitTimeout(Request<?> request) {
		return this.environment.budgetOf(request.operation()).timeout().toNanos();
	}

	final CallEnvironment environment() {
		return this.environment;
	}

	final Executor executor() {
		return this.executor;
	}

	private static <V> V notNull(V argument, String name) {
		Assert.notNull(argument, () -> "'" + name + "' must not be null");
		return argument;
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

		private LaunchSettings launchSettings = LaunchSettings.DEFAULTS;

		private @Nullable Executor executor;

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable WebPushObservationConvention observationConvention;

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
		 * Set how launches are done.
		 * @param launchSettings the settings
		 * @return this builder
		 */
		public Builder launchSettings(LaunchSettings launchSettings) {
			this.launchSettings = launchSettings;
			return this;
		}

		/**
		 * Set what runs the HTTP exchanges of asynchronous calls.
		 * @param executor the executor, or {@code null} for a small pool of the
		 * template's own
		 * @return this builder
		 */
		public Builder executor(@Nullable Executor executor) {
			this.executor = executor;
			return this;
		}

		/**
		 * Set who observes the calls.
		 * @param observationRegistry the registry
		 * @param observationConvention names and tags, or {@code null} for the default
		 * @return this builder
		 */
		public Builder observation(ObservationRegistry observationRegistry,
				@Nullable WebPushObservationConvention observationConvention) {
			this.observationRegistry = observationRegistry;
			this.observationConvention = observationConvention;
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
					new PermitSource(limiter, Permits.of(limiter, this.timer), new BudgetUsage.Counters())));
			return new CallEnvironment(this.account, budgets,
					new Exchange(this.restClient, this.credentials, this.errorTranslator), this.retryPolicy, this.timer,
					this.lifecycle, this.observationRegistry, this.observationConvention,
					new AccountStatus.Watch(this.account));
		}

	}

}
