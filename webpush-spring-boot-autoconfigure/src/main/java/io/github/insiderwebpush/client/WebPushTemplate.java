package io.github.insiderwebpush.client;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.insiderwebpush.AccountStatus;
import io.github.insiderwebpush.BudgetUsage;
import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.WebPushAsyncOperations;
import io.github.insiderwebpush.WebPushCredentials;
import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.ratelimit.PermitLine;
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

import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;

/**
 * The client of one account. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public class WebPushTemplate implements WebPushOperations, WebPushAsyncOperations {

	private final ClientResources resources;

	private final @Nullable String defaultLanguage;

	private final Duration callTimeout;

	private final PermitLine line;

	private WebPushTemplate(ClientResources resources, @Nullable String defaultLanguage, Duration callTimeout,
			PermitLine line) {
		this.resources = resources;
		this.defaultLanguage = defaultLanguage;
		this.callTimeout = callTimeout;
		this.line = line;
	}

	/**
	 * Start a template, for use without Spring Boot.
	 * @param restClient the base URL, interceptors and observations; its request factory
	 * is replaced
	 * @param requestFactory sends the requests
	 * @param credentials token and partner ID, asked for before each request
	 * @return a builder
	 */
	public static Builder builder(RestClient.Builder restClient, WebPushRequestFactory requestFactory,
			WebPushCredentials credentials) {
		return new Builder(restClient, requestFactory, credentials);
	}

	/**
	 * Return the name of the account that this client is for.
	 * @return the name, {@code default} for that of the top-level properties
	 */
	public String account() {
		return this.resources.account();
	}

	/**
	 * Return whether the credentials are accepted. Costs no request.
	 * @return the status, by the responses so far
	 */
	public AccountStatus status() {
		return this.resources.status().status();
	}

	/**
	 * Return the state of a budget. Costs no request.
	 * @param budget the budget
	 * @return its usage now
	 */
	public BudgetUsage usage(Budget budget) {
		return this.resources.budget(budget).usage();
	}

	/**
	 * Return the limiter of a budget.
	 * @param budget the budget
	 * @return the limiter
	 */
	public RateLimiter rateLimiter(Budget budget) {
		return this.resources.budget(budget).limiter();
	}

	/**
	 * Return the number of requests that were sent and are not answered yet.
	 * @return the number
	 */
	public int inFlight() {
		return this.resources.activity().inFlight();
	}

	/**
	 * Return the last failures, at most 50.
	 * @return the failures, the latest first
	 */
	public List<FailedCall> recentFailures() {
		return this.resources.activity().failures();
	}

	/**
	 * Return whether launches are sent.
	 * @return {@code false} if the configuration disables them, or if they are stopped at
	 * run time
	 * @see WebPushLaunchSwitch
	 */
	public boolean areLaunchesEnabled() {
		return this.resources.areLaunchesEnabled();
	}

	/**
	 * Return a view of this client for work without a deadline: its calls wait in the
	 * background line of the queue, as long as it takes, and a normal call is never
	 * behind more than one of them. The view shares budgets and everything else.
	 * @return the view; {@code cancel(false)} on its futures leaves a request alone that
	 * is on the wire
	 */
	public WebPushAsyncOperations background() {
		return new WebPushTemplate(this.resources, this.defaultLanguage, this.callTimeout, PermitLine.BACKGROUND);
	}

	/**
	 * Return the clock and scheduler.
	 * @return the timer
	 */
	public WebPushTimer timer() {
		return this.resources.timer();
	}

	/**
	 * Return the lifecycle that ends calls when the application stops.
	 * @return the lifecycle
	 */
	public WebPushLifecycle lifecycle() {
		return this.resources.lifecycle();
	}

	/**
	 * Return an executor for work around calls. It runs tasks on the application's
	 * executor, on a fallback where that takes no more, and never on the thread that
	 * hands them over. A virtual clock stands still until they have run.
	 * @return an executor that rejects nothing
	 */
	public Executor executor() {
		return this.resources.asyncExecutor()::executeInAnyCase;
	}

	@Override
	public CreatedCampaign createCampaign(CreateCampaign campaign) {
		return call(create(campaign));
	}

	@Override
	public CompletableFuture<CreatedCampaign> createCampaignAsync(CreateCampaign campaign) {
		return callAsync(create(campaign));
	}

	@Override
	public LaunchedCampaign launchCampaign(CampaignId id, PushMessage message) {
		return call(launch(id, message));
	}

	@Override
	public CompletableFuture<LaunchedCampaign> launchCampaignAsync(CampaignId id, PushMessage message) {
		return callAsync(launch(id, message));
	}

	@Override
	public void deleteCampaign(CampaignId id) {
		call(ApiRequestFactory.delete(notNull(id, "id")));
	}

	@Override
	public CompletableFuture<@Nullable Void> deleteCampaignAsync(CampaignId id) {
		return callAsync(ApiRequestFactory.delete(notNull(id, "id")), (deleted) -> null);
	}

	@Override
	public TopMetrics topMetrics(DateRange range) {
		return call(ApiRequestFactory.topMetrics(notNull(range, "range")));
	}

	@Override
	public CompletableFuture<TopMetrics> topMetricsAsync(DateRange range) {
		return callAsync(ApiRequestFactory.topMetrics(notNull(range, "range")));
	}

	@Override
	public OverallMetricsPage overallMetrics(DateRange range, int page, int perPage) {
		return call(ApiRequestFactory.overallMetrics(notNull(range, "range"), page, perPage));
	}

	@Override
	public CompletableFuture<OverallMetricsPage> overallMetricsAsync(DateRange range, int page, int perPage) {
		return callAsync(ApiRequestFactory.overallMetrics(notNull(range, "range"), page, perPage));
	}

	@Override
	public Stream<CampaignMetricsRow> streamOverallMetrics(DateRange range) {
		notNull(range, "range");
		return StreamSupport.stream(
				new OverallMetricsRows((page) -> overallMetrics(range, page, ApiRequestFactory.MAX_PER_PAGE)), false);
	}

	@Override
	public CampaignMetrics campaignMetrics(BuilderId id, DateRange range) {
		return call(ApiRequestFactory.campaignMetrics(notNull(id, "id"), notNull(range, "range")));
	}

	@Override
	public CompletableFuture<CampaignMetrics> campaignMetricsAsync(BuilderId id, DateRange range) {
		return callAsync(ApiRequestFactory.campaignMetrics(notNull(id, "id"), notNull(range, "range")));
	}

	private ApiRequest<CreatedCampaign> create(CreateCampaign campaign) {
		return ApiRequestFactory.create(notNull(campaign, "campaign").orLanguage(this.defaultLanguage));
	}

	private ApiRequest<LaunchedCampaign> launch(CampaignId id, PushMessage message) {
		return ApiRequestFactory.launch(notNull(id, "id"), notNull(message, "message"),
				this.resources.launchSettings());
	}

	/**
	 * Every blocking call, on the caller's own thread.
	 */
	private <T> T call(ApiRequest<T> request) {
		CallerThread caller = new CallerThread(this.resources.timer());
		CompletableFuture<T> result = new CompletableFuture<>();
		Call<T> call = new Call<>(request, this.resources, this.line, caller, result::complete,
				result::completeExceptionally);
		call.start(this.callTimeout);
		return caller.await(call, result);
	}

	private <T> CompletableFuture<T> callAsync(ApiRequest<T> request) {
		return callAsync(request, Function.identity());
	}

	/**
	 * Every asynchronous call.
	 */
	private <T, R extends @Nullable Object> CompletableFuture<R> callAsync(ApiRequest<T> request,
			Function<T, R> conversion) {
		CallFuture<R> result = new CallFuture<>();
		Call<T> call = new Call<>(request, this.resources, this.line, this.resources.asyncExecutor(),
				(value) -> result.complete(conversion.apply(value)), result::completeExceptionally);
		result.follow(call);
		call.start(null);
		return result;
	}

	private static <V> V notNull(V argument, String name) {
		Assert.notNull(argument, () -> "'" + name + "' must not be null");
		return argument;
	}

	/**
	 * Builds a {@link WebPushTemplate}.
	 */
	public static final class Builder {

		private static final int FALLBACK_THREADS = 4;

		private static final int FALLBACK_KEEP_ALIVE_SECONDS = 10;

		private final RestClient.Builder restClient;

		private final WebPushRequestFactory requestFactory;

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

		private WebPushLaunchSwitch launchSwitch = new WebPushLaunchSwitch();

		private @Nullable Executor executor;

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable WebPushObservationConvention observationConvention;

		private TaskDecorator taskDecorator = (task) -> task;

		private Builder(RestClient.Builder restClient, WebPushRequestFactory requestFactory,
				WebPushCredentials credentials) {
			Assert.notNull(restClient, "'restClient' must not be null");
			Assert.notNull(requestFactory, "'requestFactory' must not be null");
			Assert.notNull(credentials, "'credentials' must not be null");
			this.restClient = restClient;
			this.requestFactory = requestFactory;
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
		 * Set what stops launches at run time.
		 * @param launchSwitch the switch, which several templates can share
		 * @return this builder
		 */
		public Builder launchSwitch(WebPushLaunchSwitch launchSwitch) {
			this.launchSwitch = launchSwitch;
			return this;
		}

		/**
		 * Set what runs the requests and callbacks of asynchronous calls.
		 * @param executor the executor, or {@code null} for a small pool of the
		 * template's own
		 * @return this builder
		 */
		public Builder executor(@Nullable Executor executor) {
			this.executor = executor;
			return this;
		}

		/**
		 * Set what carries the context of a caller, such as its MDC, to the executor.
		 * @param taskDecorator called on the thread that makes an asynchronous call
		 * @return this builder
		 */
		public Builder taskDecorator(TaskDecorator taskDecorator) {
			this.taskDecorator = taskDecorator;
			return this;
		}

		/**
		 * Set where calls are observed.
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
			return new WebPushTemplate(resources(), this.defaultLanguage, this.callTimeout, PermitLine.NORMAL);
		}

		private ClientResources resources() {
			Map<Budget, RateLimitContext> budgets = new EnumMap<>(Budget.class);
			this.rateLimiters
				.forEach((budget, limiter) -> budgets.put(budget, new RateLimitContext(limiter, this.timer)));
			HttpSender httpSender = new HttpSender(this.restClient.clone().requestFactory(this.requestFactory).build(),
					this.credentials);
			this.lifecycle.onDestroy(this.requestFactory::close);
			Executor fallback = fallbackExecutor();
			return new ClientResources(this.account, budgets, httpSender, new ResponseReader(this.errorTranslator),
					this.retryPolicy, this.timer, this.lifecycle, new AccountStatusTracker(this.account),
					new AccountActivity(), this.launchSettings, this.launchSwitch, this.observationRegistry,
					this.observationConvention, (this.executor != null) ? this.executor : fallback, fallback,
					this.taskDecorator);
		}

		/**
		 * For asynchronous calls where the application has no executor, or has one that
		 * does not take a task. Its threads exist only while they are needed.
		 */
		private static Executor fallbackExecutor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(FALLBACK_THREADS);
			executor.setAllowCoreThreadTimeOut(true);
			executor.setKeepAliveSeconds(FALLBACK_KEEP_ALIVE_SECONDS);
			executor.setDaemon(true);
			executor.setThreadNamePrefix("webpush-async-");
			executor.initialize();
			return executor;
		}

	}

}
