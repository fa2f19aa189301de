package io.github.insiderwebpush.test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A fake of the vendor's API on a port of this machine. It keeps the vendor's rules
 * (fields, unique titles, drafts, token, budgets), remembers what it was asked, and
 * misbehaves on command.
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
 * their arrival. What it remembers it keeps until {@link #reset()}.
 *
 * @since 0.1.0
 */
public final class WebPushSandbox implements AutoCloseable {

	private final SandboxOptions options;

	private final Vendor vendor;

	private final Desk desk;

	private final SandboxServer server;

	private WebPushSandbox(SandboxOptions options) {
		this.options = options;
		this.vendor = new Vendor(options);
		this.desk = new Desk(this.vendor, options);
		this.server = new SandboxServer(options.port(), this::answer);
	}

	/**
	 * Start a sandbox with the vendor's own budgets, counted by a rolling window on the
	 * system's clock.
	 * @return a running sandbox, to be closed
	 */
	public static WebPushSandbox start() {
		return builder().start();
	}

	/**
	 * Set up a sandbox that differs from {@link #start()}'s.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	private SandboxAnswer answer(Request request) {
		String path = request.getUrl().replaceFirst("[?#].*$", "");
		SandboxAnswer page = this.desk.answer(request, path);
		return (page != null) ? page : this.vendor.answer(new HttpCall(request.getMethod().getName(), path,
				request.getHeader("Authorization"), request.getHeader("Content-Type"), request.getBodyAsString()));
	}

	/**
	 * Return where the sandbox is.
	 * @return an {@code http} URL on loopback, without a slash at its end
	 */
	public URI baseUrl() {
		return URI.create(this.server.baseUrl());
	}

	/**
	 * Return the address of the page that shows, in a browser, what the sandbox has seen,
	 * and has a switch for the next fault.
	 * @return an {@code http} URL on loopback
	 */
	public URI pageUrl() {
		return URI.create(this.server.baseUrl() + "/");
	}

	/**
	 * Return the API key that the sandbox accepts.
	 * @return the token
	 */
	public String token() {
		return this.options.token();
	}

	/**
	 * Return the partner ID that the sandbox accepts.
	 * @return the partner ID
	 */
	public String partnerId() {
		return this.options.partnerId();
	}

	/**
	 * Return the clock that the sandbox reads.
	 * @return the clock
	 */
	public WebPushTimer clock() {
		return this.options.clock();
	}

	/**
	 * Return how an application reaches this sandbox: as a bean, it takes the place of
	 * the properties {@code webpush.token}, {@code webpush.partner-id} and
	 * {@code webpush.base-url}.
	 * @return the details
	 */
	public WebPushConnectionDetails connectionDetails() {
		return new SandboxConnectionDetails(this);
	}

	/**
	 * Begin a line of the fault script that is used up by the next request.
	 * @param operation the operation that it meets
	 * @return the line, which says what happens
	 */
	public FaultPlan onNext(WebPushOperation operation) {
		Assert.notNull(operation, "'operation' must not be null");
		return new FaultPlan(false, (fault) -> this.vendor.script().addNext(operation, fault));
	}

	/**
	 * Begin a line of the fault script that lasts until {@link #resetFaults()} or
	 * {@link #reset()}, in place of an earlier one that lasts. Lines for the next request
	 * come before it.
	 * @param operation the operation that it meets
	 * @return the line, which says what happens
	 */
	public FaultPlan onEvery(WebPushOperation operation) {
		Assert.notNull(operation, "'operation' must not be null");
		return new FaultPlan(true, (fault) -> this.vendor.script().setEvery(operation, fault));
	}

	/**
	 * Return the campaigns that exist, drafts and launched ones, in the order of their
	 * creation.
	 * @return the campaigns as they are now
	 */
	public List<SandboxCampaign> campaigns() {
		return this.vendor.campaigns();
	}

	/**
	 * Return what was launched, in the order in which it was.
	 * @return the launches so far
	 */
	public List<SandboxLaunch> launches() {
		return this.vendor.launches();
	}

	/**
	 * Return the requests, in the order of their arrival, refused ones too.
	 * @return the requests so far
	 */
	public List<SandboxRequest> requests() {
		return this.vendor.requests();
	}

	/**
	 * Return the requests of one operation, in the order of their arrival, refused ones
	 * too.
	 * @param operation the operation
	 * @return its requests so far
	 */
	public List<SandboxRequest> requests(WebPushOperation operation) {
		Assert.notNull(operation, "'operation' must not be null");
		return requests().stream().filter((request) -> request.operation() == operation).toList();
	}

	/**
	 * Return how many requests a budget would still take at this moment.
	 * @param budget the budget
	 * @return what is left
	 */
	public int budgetLeft(Budget budget) {
		Assert.notNull(budget, "'budget' must not be null");
		return this.vendor.budgetLeft(budget);
	}

	/**
	 * Return the time that passed since the start or the last reset.
	 * @return the time by the sandbox's clock
	 */
	public Duration elapsed() {
		return this.vendor.elapsed();
	}

	/**
	 * Return the WireMock server, for what the sandbox has no word for. A stub added to
	 * it comes before the sandbox, which then knows nothing of the requests it takes.
	 * WireMock's own journal is off.
	 * @return the server
	 */
	public WireMockServer wireMock() {
		return this.server.wireMock();
	}

	/**
	 * Forget the faults that are still to come.
	 */
	public void resetFaults() {
		this.vendor.script().clear();
	}

	/**
	 * Become as new: no campaigns, no requests, no faults, full budgets, no stubs but the
	 * sandbox's own. A virtual clock starts to count anew.
	 */
	public void reset() {
		this.server.reset();
		this.vendor.reset();
		if (this.options.clock() instanceof WebPushVirtualClock virtual) {
			virtual.reset();
		}
	}

	/**
	 * Stop the server and free its port. What it remembers can still be asked. Safe to
	 * repeat.
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
	 * Sets up a {@link WebPushSandbox}. Not safe for use by several threads.
	 */
	public static final class Builder {

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

		private boolean deletedTitlesBecomeFree;

		private Builder() {
		}

		/**
		 * Accept this API key and no other.
		 * @param token the key
		 * @return this builder
		 */
		public Builder token(String token) {
			Assert.hasText(token, "'token' must not be empty");
			this.token = token;
			return this;
		}

		/**
		 * Accept this partner ID and no other.
		 * @param partnerId the partner ID
		 * @return this builder
		 */
		public Builder partnerId(String partnerId) {
			Assert.hasText(partnerId, "'partnerId' must not be empty");
			this.partnerId = partnerId;
			return this;
		}

		/**
		 * Listen on a port of the test's choice; without this, on any that is free.
		 * @param port the port, or 0 for any
		 * @return this builder
		 */
		public Builder port(int port) {
			Assert.isTrue(port >= 0 && port <= 65_535, () -> "'port' must be 0 to 65535, but is " + port);
			this.port = port;
			return this;
		}

		/**
		 * Read this clock for budgets, arrival times and statistics; without this, the
		 * system's.
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
		 * Say what date it is when the sandbox starts and at every reset; without this,
		 * the date it is then. Statistics go by it, in UTC.
		 * @param startsAt the date and time
		 * @return this builder
		 */
		public Builder startsAt(Instant startsAt) {
			Assert.notNull(startsAt, "'startsAt' must not be null");
			this.startsAt = startsAt;
			return this;
		}

		/**
		 * Count the budgets this way; without this, by a rolling window.
		 * @param algorithm the algorithm
		 * @return this builder
		 */
		public Builder budgetAlgorithm(BudgetAlgorithm algorithm) {
			Assert.notNull(algorithm, "'algorithm' must not be null");
			this.algorithm = algorithm;
			return this;
		}

		/**
		 * Take so many requests in a period; without this, as many as the vendor does.
		 * @param budget the budget
		 * @param requests how many, positive
		 * @return this builder
		 */
		public Builder budget(Budget budget, int requests) {
			Assert.notNull(budget, "'budget' must not be null");
			Assert.isTrue(requests > 0, () -> "'requests' must be positive, but is " + requests);
			this.budgets.put(budget, requests);
			return this;
		}

		/**
		 * Take so many launches by the v1 path in a period; without this, 30.
		 * @param requests how many, positive
		 * @return this builder
		 */
		public Builder launchV1Budget(int requests) {
			Assert.isTrue(requests > 0, () -> "'requests' must be positive, but is " + requests);
			this.launchV1Budget = requests;
			return this;
		}

		/**
		 * Count the budgets over this period; without this, over one minute.
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
		 * Leave {@code Retry-After} out when the budget is used up; the vendor's 429
		 * sometimes has it, sometimes not.
		 * @return this builder
		 */
		public Builder withoutRetryAfter() {
			this.retryAfter = false;
			return this;
		}

		/**
		 * Choose how the statistics calls throttle; without this, by 403.
		 * @param throttle the answer
		 * @return this builder
		 */
		public Builder statisticsThrottle(StatisticsThrottle throttle) {
			Assert.notNull(throttle, "'throttle' must not be null");
			this.statisticsThrottle = throttle;
			return this;
		}

		/**
		 * Choose the text of the 400 for a title that is taken: the vendor's is
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
		 * Let a deleted campaign's title be used again. Whether the vendor does is
		 * unknown; without this, the title stays taken.
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
			return new WebPushSandbox(new SandboxOptions(this.token, this.partnerId, this.port, this.clock,
					this.startsAt, this.algorithm, this.budgets, this.launchV1Budget, this.budgetPeriod,
					this.retryAfter, this.statisticsThrottle, this.duplicateTitleText, this.deletedTitlesBecomeFree));
		}

	}

}
