package io.github.insiderwebpush.test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A fake of Insider One's web push API on a loopback port. It enforces the rules of the
 * API (fields, unique titles, drafts, tokens, budgets), records all requests, and applies
 * scripted faults.
 *
 * <pre class="code">
 * try (WebPushSandbox sandbox = WebPushSandbox.start()) {
 *     sandbox.onNext(CREATE).throttle(Duration.ofSeconds(7));
 *     …
 *     assertThat(sandbox).hasCampaign("Summer sale");
 * }
 * </pre>
 *
 * Safe for use by several threads; requests are handled one at a time, in the order of
 * their arrival. Records are kept until {@link #reset()}.
 *
 * @since 0.1.0
 */
public final class WebPushSandbox implements AutoCloseable {

	private final SandboxOptions options;

	private final SandboxApi api;

	private final SandboxPage page;

	private final SandboxServer server;

	private WebPushSandbox(SandboxOptions options) {
		this.options = options;
		this.api = new SandboxApi(options);
		this.page = new SandboxPage(this.api, options, this::reset);
		this.server = new SandboxServer(options.port(), this::handle);
	}

	/**
	 * Start a sandbox with the documented budgets, counted by a rolling window on the
	 * system clock.
	 * @return a running sandbox, to be closed
	 */
	public static WebPushSandbox start() {
		return builder().start();
	}

	/**
	 * Configure a sandbox.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	private SandboxResponse handle(ReceivedRequest request) {
		SandboxResponse ofThePage = this.page.handle(request);
		return (ofThePage != null) ? ofThePage : this.api.handle(request);
	}

	/**
	 * Return the base URL of the API.
	 * @return an {@code http} URL on loopback, without a trailing slash
	 */
	public URI baseUrl() {
		return URI.create(this.server.baseUrl());
	}

	/**
	 * Return the address of the sandbox's page, which shows campaigns, launches and
	 * rejected requests in a browser and can add faults.
	 * @return an {@code http} URL on loopback
	 */
	public URI pageUrl() {
		return URI.create(this.server.baseUrl() + "/");
	}

	/**
	 * Return the API key of the default account.
	 * @return the token
	 */
	public String token() {
		return this.options.defaultAccount().token();
	}

	/**
	 * Return the partner ID of the default account.
	 * @return the partner ID
	 */
	public String partnerId() {
		return this.options.defaultAccount().partnerId();
	}

	/**
	 * Return the clock of the sandbox.
	 * @return the clock
	 */
	public WebPushTimer clock() {
		return this.options.clock();
	}

	/**
	 * Return the connection details of the default account. As a bean, they replace the
	 * properties {@code webpush.token}, {@code webpush.partner-id} and
	 * {@code webpush.base-url}.
	 * @return the details
	 */
	public WebPushConnectionDetails connectionDetails() {
		return connectionDetailsFor(SandboxAccount.DEFAULT);
	}

	/**
	 * Return the connection details of an account, such as one of
	 * {@code webpush.accounts.*}. An account that the sandbox does not have yet is added.
	 * Each account has its own token, partner ID, budgets and campaigns.
	 * @param account the account's name, {@code default} for the default one
	 * @return the details
	 */
	public WebPushConnectionDetails connectionDetailsFor(String account) {
		Assert.hasText(account, "'account' must not be empty");
		return new SandboxConnectionDetails(baseUrl(), this.api.account(account));
	}

	/**
	 * Return the names of the accounts, {@code default} first.
	 * @return the names
	 */
	public List<String> accounts() {
		return this.api.accounts().stream().map(SandboxAccount::name).toList();
	}

	/**
	 * Begin a line of the fault script for the next request of an operation.
	 * @param operation the operation
	 * @return the line, to be completed
	 */
	public FaultPlan onNext(WebPushOperation operation) {
		Assert.notNull(operation, "'operation' must not be null");
		return new FaultPlan(operation, false, (fault) -> this.api.script().addNext(operation, fault));
	}

	/**
	 * Begin a line of the fault script for every request of an operation until
	 * {@link #resetFaults()} or {@link #reset()}. It replaces an earlier line of this
	 * kind. Lines for the next request come before it.
	 * @param operation the operation
	 * @return the line, to be completed
	 */
	public FaultPlan onEvery(WebPushOperation operation) {
		Assert.notNull(operation, "'operation' must not be null");
		return new FaultPlan(operation, true, (fault) -> this.api.script().setEvery(operation, fault));
	}

	/**
	 * Return the existing campaigns of all accounts, drafts and launched ones, in the
	 * order of their creation.
	 * @return the current campaigns
	 */
	public List<SandboxCampaign> campaigns() {
		return this.api.campaigns();
	}

	/**
	 * Return the launches of all accounts in order.
	 * @return the launches so far
	 */
	public List<SandboxLaunch> launches() {
		return this.api.launches();
	}

	/**
	 * Return all requests in the order of their arrival, including rejected ones.
	 * @return the requests so far
	 */
	public List<SandboxRequest> requests() {
		return this.api.requests();
	}

	/**
	 * Return the requests of one operation in the order of their arrival, including
	 * rejected ones.
	 * @param operation the operation
	 * @return its requests so far
	 */
	public List<SandboxRequest> requests(WebPushOperation operation) {
		Assert.notNull(operation, "'operation' must not be null");
		return requests().stream().filter((request) -> request.operation() == operation).toList();
	}

	/**
	 * Return the number of requests that a budget of the default account would accept
	 * now.
	 * @param budget the budget
	 * @return the number of requests
	 */
	public int budgetLeft(Budget budget) {
		return budgetLeft(SandboxAccount.DEFAULT, budget);
	}

	/**
	 * Return the number of requests that a budget of an account would accept now.
	 * @param account the account's name
	 * @param budget the budget
	 * @return the number of requests
	 * @throws IllegalArgumentException if the sandbox has no such account
	 */
	public int budgetLeft(String account, Budget budget) {
		Assert.notNull(budget, "'budget' must not be null");
		return this.api.budgetLeft(account, budget);
	}

	/**
	 * Return the time that passed since the start or the last reset.
	 * @return the time by the sandbox's clock
	 */
	public Duration elapsed() {
		return this.api.elapsed();
	}

	/**
	 * Remove all faults from the script.
	 */
	public void resetFaults() {
		this.api.script().clear();
	}

	/**
	 * Remove all campaigns, launches, requests and faults, refill the budgets, and
	 * restart {@link WebPushVirtualClock#elapsed()} of a virtual clock.
	 */
	public void reset() {
		this.api.reset();
		if (this.options.clock() instanceof WebPushVirtualClock virtual) {
			virtual.reset();
		}
	}

	/**
	 * Stop the server and release its port. Records can still be read. Safe to repeat.
	 */
	@Override
	public void close() {
		this.server.stop();
	}

	@Override
	public String toString() {
		return "WebPushSandbox at " + baseUrl();
	}

	/**
	 * Builder of a {@link WebPushSandbox}. Not safe for use by several threads.
	 */
	public static final class Builder {

		private static final long SAMPLE_CAMPAIGN_ID = 25_696;

		private String token = "sandbox-token";

		private String partnerId = "100000001";

		private int port;

		private WebPushTimer clock = WebPushTimer.system();

		private @Nullable Instant startsAt;

		private BudgetAlgorithm algorithm = BudgetAlgorithm.ROLLING_WINDOW;

		private final Map<Budget, Integer> budgets = new EnumMap<>(Budget.class);

		private int launchV1Budget = 30;

		private Duration budgetPeriod = Duration.ofMinutes(1);

		private boolean retryAfter = true;

		private StatisticsThrottle statisticsThrottle = StatisticsThrottle.FORBIDDEN;

		private String duplicateTitleText = "The title already exists.";

		private int duplicateTitleStatus = 400;

		private boolean deletedTitlesBecomeFree;

		private long firstCampaignId = SAMPLE_CAMPAIGN_ID;

		private Duration statisticsLag = Duration.ZERO;

		private Builder() {
		}

		/**
		 * Set the API key of the default account.
		 * @param token the key
		 * @return this builder
		 */
		public Builder token(String token) {
			Assert.hasText(token, "'token' must not be empty");
			this.token = token;
			return this;
		}

		/**
		 * Set the partner ID of the default account.
		 * @param partnerId the partner ID
		 * @return this builder
		 */
		public Builder partnerId(String partnerId) {
			Assert.hasText(partnerId, "'partnerId' must not be empty");
			this.partnerId = partnerId;
			return this;
		}

		/**
		 * Set the port. Default: any free port.
		 * @param port the port, or 0 for any
		 * @return this builder
		 */
		public Builder port(int port) {
			Assert.isTrue(port >= 0 && port <= 65_535, () -> "'port' must be 0 to 65535, but is " + port);
			this.port = port;
			return this;
		}

		/**
		 * Set the clock for budgets, arrival times and statistics. Default: the system
		 * clock.
		 * @param clock the clock, usually a {@link WebPushVirtualClock}; not closed by
		 * the sandbox
		 * @return this builder
		 */
		public Builder clock(WebPushTimer clock) {
			Assert.notNull(clock, "'clock' must not be null");
			this.clock = clock;
			return this;
		}

		/**
		 * Set the date at the start and at every reset. Default: the current date.
		 * Statistics use it in UTC.
		 * @param startsAt the date and time
		 * @return this builder
		 */
		public Builder startsAt(Instant startsAt) {
			Assert.notNull(startsAt, "'startsAt' must not be null");
			this.startsAt = startsAt;
			return this;
		}

		/**
		 * Set the algorithm that counts the budgets. Default: a rolling window.
		 * @param algorithm the algorithm
		 * @return this builder
		 */
		public Builder budgetAlgorithm(BudgetAlgorithm algorithm) {
			Assert.notNull(algorithm, "'algorithm' must not be null");
			this.algorithm = algorithm;
			return this;
		}

		/**
		 * Set the limit of a budget in each account. Default: the documented limit.
		 * @param budget the budget
		 * @param requests the number of requests in a period, positive
		 * @return this builder
		 */
		public Builder budget(Budget budget, int requests) {
			Assert.notNull(budget, "'budget' must not be null");
			Assert.isTrue(requests > 0, () -> "'requests' must be positive, but is " + requests);
			this.budgets.put(budget, requests);
			return this;
		}

		/**
		 * Set the limit of launches by the v1 path. Default: 30.
		 * @param requests the number of requests in a period, positive
		 * @return this builder
		 */
		public Builder launchV1Budget(int requests) {
			Assert.isTrue(requests > 0, () -> "'requests' must be positive, but is " + requests);
			this.launchV1Budget = requests;
			return this;
		}

		/**
		 * Set the period of the budgets. Default: one minute.
		 * @param period the period, positive
		 * @return this builder
		 */
		public Builder budgetPeriod(Duration period) {
			Assert.notNull(period, "'period' must not be null");
			Assert.isTrue(period.compareTo(Duration.ZERO) > 0, () -> "'period' must be positive, but is " + period);
			this.budgetPeriod = period;
			return this;
		}

		/**
		 * Omit {@code Retry-After} when the budget is used up. Insider One sends it in
		 * some responses only.
		 * @return this builder
		 */
		public Builder withoutRetryAfter() {
			this.retryAfter = false;
			return this;
		}

		/**
		 * Set how the statistics calls throttle. Default: by 403.
		 * @param throttle the response
		 * @return this builder
		 */
		public Builder statisticsThrottle(StatisticsThrottle throttle) {
			Assert.notNull(throttle, "'throttle' must not be null");
			this.statisticsThrottle = throttle;
			return this;
		}

		/**
		 * Set the text of the response for a duplicate title. Insider One's text is
		 * unpublished.
		 * @param text the text
		 * @return this builder
		 */
		public Builder duplicateTitleText(String text) {
			Assert.notNull(text, "'text' must not be null");
			this.duplicateTitleText = text;
			return this;
		}

		/**
		 * Set the status of the response for a duplicate title. Default: 400.
		 * @param status 400, 409 or 422
		 * @return this builder
		 */
		public Builder duplicateTitleStatus(int status) {
			Faults.checkDuplicateTitleStatus(status);
			this.duplicateTitleStatus = status;
			return this;
		}

		/**
		 * Set the ID of the first campaign; the others follow. IDs of up to 19 digits
		 * have been seen.
		 * @param id the ID, positive
		 * @return this builder
		 */
		public Builder firstCampaignId(long id) {
			Assert.isTrue(id > 0, () -> "'id' must be positive, but is " + id);
			this.firstCampaignId = id;
			return this;
		}

		/**
		 * Set the time after which a launch appears in the statistics. Default: none.
		 * @param lag the time, zero or more
		 * @return this builder
		 */
		public Builder statisticsLag(Duration lag) {
			Assert.notNull(lag, "'lag' must not be null");
			Assert.isTrue(!lag.isNegative(), () -> "'lag' must not be negative, but is " + lag);
			this.statisticsLag = lag;
			return this;
		}

		/**
		 * Let the title of a deleted campaign be used again. By default it stays taken;
		 * Insider One's rule is unknown.
		 * @return this builder
		 */
		public Builder deletedTitlesBecomeFree() {
			this.deletedTitlesBecomeFree = true;
			return this;
		}

		/**
		 * Start the sandbox.
		 * @return a running sandbox, to be closed
		 */
		public WebPushSandbox start() {
			SandboxAccount account = new SandboxAccount(SandboxAccount.DEFAULT, this.token, this.partnerId);
			return new WebPushSandbox(new SandboxOptions(account, this.port, this.clock, this.startsAt, this.algorithm,
					this.budgets, this.launchV1Budget, this.budgetPeriod, this.retryAfter, this.statisticsThrottle,
					this.duplicateTitleStatus, this.duplicateTitleText, this.deletedTitlesBecomeFree,
					this.firstCampaignId, this.statisticsLag));
		}

	}

}
