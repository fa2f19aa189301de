package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The web push API of the sandbox. It takes one request at a time, in the order of their
 * arrival: token, budget, fault script, then the endpoint. Each request is recorded with
 * its result.
 */
final class SandboxApi {

	private final SandboxOptions options;

	private final SandboxCalendar calendar;

	private final Map<String, SandboxAccount> accounts = new LinkedHashMap<>();

	private final Map<String, AccountBudgets> budgets = new LinkedHashMap<>();

	private final CampaignStore store;

	private final CampaignEndpoints campaigns;

	private final StatisticsEndpoints statistics;

	private final FaultScript script = new FaultScript();

	private final List<SandboxRequest> requests = new ArrayList<>();

	private long responses;

	SandboxApi(SandboxOptions options) {
		this.options = options;
		this.calendar = new SandboxCalendar(options.clock(), options.startsAt());
		addAccount(options.defaultAccount());
		this.store = new CampaignStore(options.firstCampaignId(), options.deletedTitlesBecomeFree());
		this.campaigns = new CampaignEndpoints(this.store, options.duplicateTitleStatus(),
				options.duplicateTitleText());
		this.statistics = new StatisticsEndpoints(this.store, this.calendar, options.statisticsLag());
	}

	/**
	 * Return the account of this name, which is added if there is none.
	 */
	synchronized SandboxAccount account(String name) {
		SandboxAccount existing = this.accounts.get(name);
		return (existing != null) ? existing : addAccount(SandboxAccount.named(name));
	}

	private SandboxAccount addAccount(SandboxAccount account) {
		this.accounts.put(account.name(), account);
		this.budgets.put(account.name(), new AccountBudgets(this.options, this.options.clock().nanoTime()));
		return account;
	}

	synchronized List<SandboxAccount> accounts() {
		return List.copyOf(this.accounts.values());
	}

	synchronized SandboxResponse handle(ReceivedRequest request) {
		Handling handling = new Handling(request, this.options.clock().nanoTime());
		SandboxResponse response = handling.run()
			.withHeader("CF-RAY", String.format(Locale.ROOT, "%016x-SBX", ++this.responses));
		this.requests.add(handling.recorded(response.hasStatus() ? response.status() : null));
		return response;
	}

	synchronized void reset() {
		this.script.clear();
		this.store.clear();
		this.requests.clear();
		this.calendar.reset();
		this.budgets.values().forEach((budget) -> budget.reset(this.options.clock().nanoTime()));
	}

	FaultScript script() {
		return this.script;
	}

	synchronized List<SandboxCampaign> campaigns() {
		return this.store.existing();
	}

	synchronized List<SandboxLaunch> launches() {
		return this.store.launches();
	}

	synchronized List<SandboxRequest> requests() {
		return List.copyOf(this.requests);
	}

	synchronized int budgetLeft(String account, Budget budget) {
		return budgets(account).left(budget, this.options.clock().nanoTime());
	}

	synchronized int budgetLimit(Budget budget) {
		return budgets(SandboxAccount.DEFAULT).limit(budget);
	}

	synchronized Duration elapsed() {
		return this.calendar.elapsed();
	}

	private AccountBudgets budgets(String account) {
		AccountBudgets found = this.budgets.get(account);
		Assert.notNull(found, () -> "The sandbox has no account '" + account + "', only " + this.budgets.keySet());
		return found;
	}

	/**
	 * One request on its way through the API.
	 */
	private final class Handling {

		private final ReceivedRequest request;

		private final long now;

		private final @Nullable Route route;

		private @Nullable String account;

		private boolean accepted;

		private @Nullable String rejection;

		private boolean overBudget;

		private @Nullable String faultName;

		Handling(ReceivedRequest request, long now) {
			this.request = request;
			this.now = now;
			this.route = Route.of(request.method(), request.path());
		}

		SandboxResponse run() {
			if (this.route == null) {
				this.rejection = "The API has no such path.";
				return ErrorResponses.noSuchPath();
			}
			Route matched = this.route;
			return rejectable(() -> authenticated(matched));
		}

		private SandboxResponse rejectable(Supplier<SandboxResponse> step) {
			try {
				return step.get();
			}
			catch (RejectedRequestException ex) {
				this.rejection = ex.reason();
				this.overBudget = ex.isOverBudget();
				return ex.response();
			}
		}

		private SandboxResponse authenticated(Route route) {
			SandboxAccount caller = caller(route.operation());
			this.account = caller.name();
			Fault fault = SandboxApi.this.script.peek(route.operation());
			if (fault == null || !fault.beforeBudget()) {
				budgets(caller.name()).take(route, this.now);
			}
			if (fault == null) {
				return carryOut(route, caller);
			}
			SandboxApi.this.script.used(route.operation(), fault);
			this.faultName = fault.name();
			if (fault.applies()) {
				return fault.response().apply(rejectable(() -> carryOut(route, caller)));
			}
			this.rejection = "Scripted: " + fault.name() + ".";
			return fault.response().apply(SandboxResponse.text(200, SandboxResponse.JSON, ""));
		}

		private SandboxAccount caller(WebPushOperation operation) {
			String authorization = this.request.header("authorization");
			for (SandboxAccount candidate : SandboxApi.this.accounts.values()) {
				if (("Bearer " + candidate.token()).equals(authorization)) {
					return candidate;
				}
			}
			throw new RejectedRequestException(ErrorResponses.unauthorized(operation), (authorization != null)
					? "The bearer token belongs to no account." : "There is no Authorization header.");
		}

		private SandboxResponse carryOut(Route route, SandboxAccount caller) {
			WebPushOperation operation = route.operation();
			RequestFields fields = RequestFields.read(operation, this.request);
			String partnerId = fields.requiredText("partner_id");
			if (partnerId != null && !partnerId.equals(caller.partnerId())) {
				throw new RejectedRequestException(ErrorResponses.forbidden(operation, "Access Denied"),
						"The partner ID is not that of account '" + caller.name() + "'.");
			}
			Duration at = SandboxApi.this.calendar.elapsed(this.now);
			SandboxResponse response = switch (operation) {
				case CREATE -> SandboxApi.this.campaigns.create(caller.name(), fields, at);
				case LAUNCH -> SandboxApi.this.campaigns.launch(caller.name(), route.campaignId(), fields, at);
				case DELETE -> SandboxApi.this.campaigns.delete(caller.name(), route.campaignId(), fields);
				case TOP_METRICS -> SandboxApi.this.statistics.topMetrics(caller.name(), fields, at);
				case OVERALL_METRICS -> SandboxApi.this.statistics.overallMetrics(caller.name(), fields, at);
				case CAMPAIGN_METRICS -> SandboxApi.this.statistics.campaignMetrics(caller.name(), fields, at);
			};
			this.accepted = true;
			return response;
		}

		SandboxRequest recorded(@Nullable Integer status) {
			WebPushOperation operation = (this.route != null) ? this.route.operation() : null;
			return new SandboxRequest(this.account, operation, this.request.method(), this.request.path(), this.now,
					SandboxApi.this.calendar.elapsed(this.now), status, this.accepted, this.rejection, this.overBudget,
					this.faultName, this.request.body());
		}

	}

}
