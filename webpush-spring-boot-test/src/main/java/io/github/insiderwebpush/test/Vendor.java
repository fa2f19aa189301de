package io.github.insiderwebpush.test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's side of the wire: takes one request at a time, in the order of their
 * arrival, through token, budget, fault script and rules, and writes down what became of
 * it.
 */
final class Vendor {

	private final SandboxOptions options;

	private final SandboxCalendar calendar;

	private final Budgets budgets;

	private final CampaignBook book;

	private final CampaignDesk campaigns;

	private final StatisticsDesk statistics;

	private final FaultScript script = new FaultScript();

	private final List<SandboxRequest> requests = new ArrayList<>();

	private long rays;

	Vendor(SandboxOptions options) {
		this.options = options;
		this.calendar = new SandboxCalendar(options.clock(), options.startsAt());
		this.budgets = new Budgets(options, options.clock().nanoTime());
		this.book = new CampaignBook(options.deletedTitlesBecomeFree());
		this.campaigns = new CampaignDesk(this.book, options.duplicateTitleText());
		this.statistics = new StatisticsDesk(this.book, this.calendar);
	}

	synchronized SandboxAnswer answer(HttpCall call) {
		Trip trip = new Trip(call, this.options.clock().nanoTime());
		SandboxAnswer answer = trip.run().with("CF-RAY", "%016x-SBX".formatted(++this.rays));
		Integer status = answer.hasStatus() ? answer.status() : null;
		this.requests.add(new SandboxRequest(trip.operation(), call.method(), call.path(), trip.now,
				this.calendar.elapsed(trip.now), status, trip.accepted, trip.refusal, trip.overBudget, trip.faultName,
				call.body()));
		return answer;
	}

	synchronized void reset() {
		this.script.clear();
		this.book.clear();
		this.requests.clear();
		this.calendar.reset();
		this.budgets.reset(this.options.clock().nanoTime());
	}

	FaultScript script() {
		return this.script;
	}

	synchronized List<SandboxCampaign> campaigns() {
		return this.book.existing();
	}

	synchronized List<SandboxLaunch> launches() {
		return this.book.launches();
	}

	synchronized List<SandboxRequest> requests() {
		return List.copyOf(this.requests);
	}

	synchronized int budgetLeft(Budget budget) {
		return this.budgets.left(budget, this.options.clock().nanoTime());
	}

	int budgetLimit(Budget budget) {
		return this.budgets.limit(budget);
	}

	synchronized Duration elapsed() {
		return this.calendar.elapsed();
	}

	/**
	 * One request's way through the vendor's house.
	 */
	private final class Trip {

		private final HttpCall call;

		private final long now;

		private final @Nullable Route route;

		private boolean accepted;

		private @Nullable String refusal;

		private boolean overBudget;

		private @Nullable String faultName;

		Trip(HttpCall call, long now) {
			this.call = call;
			this.now = now;
			this.route = Route.of(call.method(), call.path());
		}

		@Nullable WebPushOperation operation() {
			return (this.route != null) ? this.route.operation() : null;
		}

		SandboxAnswer run() {
			if (this.route == null) {
				this.refusal = "The vendor has no such path.";
				return Envelopes.noSuchPath();
			}
			Route taken = this.route;
			return refusing(() -> admit(taken));
		}

		private SandboxAnswer refusing(Step step) {
			try {
				return step.take();
			}
			catch (Refusal ex) {
				this.refusal = ex.reason();
				this.overBudget = ex.isOverBudget();
				return ex.answer();
			}
		}

		private SandboxAnswer admit(Route route) {
			checkToken(route.operation());
			Fault fault = Vendor.this.script.peek(route.operation());
			if (fault == null || !fault.free()) {
				Vendor.this.budgets.take(route, this.now);
			}
			if (fault == null) {
				return carryOut(route);
			}
			Vendor.this.script.used(route.operation(), fault);
			this.faultName = fault.name();
			if (fault.applies()) {
				return fault.change().apply(route.operation(), refusing(() -> carryOut(route)));
			}
			this.refusal = "Scripted: " + fault.name() + ".";
			return fault.change().apply(route.operation(), SandboxAnswer.text(200, SandboxAnswer.JSON, ""));
		}

		private void checkToken(WebPushOperation operation) {
			String expected = "Bearer " + Vendor.this.options.token();
			String given = String.valueOf(this.call.authorization());
			if (!MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
					given.getBytes(StandardCharsets.UTF_8))) {
				throw new Refusal(Envelopes.unauthorized(operation), (this.call.authorization() != null)
						? "The bearer token is not the account's." : "There is no Authorization header.");
			}
		}

		private SandboxAnswer carryOut(Route route) {
			WebPushOperation operation = route.operation();
			Fields fields = Fields.read(operation, this.call);
			String partnerId = fields.requiredText("partner_id");
			if (partnerId != null && !partnerId.equals(Vendor.this.options.partnerId())) {
				throw new Refusal(Envelopes.forbidden(operation, "Access Denied"),
						"The partner ID is not the account's.");
			}
			Duration at = Vendor.this.calendar.elapsed(this.now);
			SandboxAnswer answer = switch (operation) {
				case CREATE -> Vendor.this.campaigns.create(fields, at);
				case LAUNCH -> Vendor.this.campaigns.launch(route.campaignId(), fields, at);
				case DELETE -> Vendor.this.campaigns.delete(route.campaignId(), fields);
				case TOP_METRICS -> Vendor.this.statistics.topMetrics(fields, at);
				case OVERALL_METRICS -> Vendor.this.statistics.overallMetrics(fields, at);
				case CAMPAIGN_METRICS -> Vendor.this.statistics.campaignMetrics(fields, at);
			};
			this.accepted = true;
			return answer;
		}

	}

	@FunctionalInterface
	private interface Step {

		SandboxAnswer take();

	}

}
