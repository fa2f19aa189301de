package io.github.insiderwebpush.test.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.bulk.BulkItemStatus;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.test.SandboxCampaign;
import io.github.insiderwebpush.test.SandboxLaunch;
import io.github.insiderwebpush.test.SandboxRequest;
import io.github.insiderwebpush.test.WebPushSandbox;

/**
 * Compares what callers were told with the records of the sandbox.
 */
final class Audit {

	private final Map<Integer, List<SandboxRequest>> requests = new HashMap<>();

	private final Map<String, SandboxCampaign> campaigns;

	private final Map<String, Integer> faults = new TreeMap<>();

	private final Map<String, Integer> results = new TreeMap<>();

	private final List<String> disagreements = new ArrayList<>();

	private final Duration virtualTime;

	private int doubleLaunches;

	Audit(WebPushSandbox sandbox, Duration virtualTime) {
		this.virtualTime = virtualTime;
		this.campaigns = sandbox.campaigns()
			.stream()
			.collect(Collectors.toMap((campaign) -> campaign.id().toString(), Function.identity()));
		Set<CallTracker.Mark> marks = new HashSet<>();
		for (SandboxRequest request : sandbox.requests()) {
			CallTracker.Mark mark = CallTracker.read(request.body());
			if (!marks.add(mark)) {
				disagree("One attempt was more than one request on the wire: " + mark);
			}
			this.requests.computeIfAbsent(mark.call(), (call) -> new ArrayList<>()).add(request);
			if (request.fault() != null) {
				this.faults.merge(request.fault(), 1, Integer::sum);
			}
		}
		Set<String> launched = new HashSet<>();
		for (SandboxLaunch launch : sandbox.launches()) {
			this.doubleLaunches += launched.add(launch.description()) ? 0 : 1;
		}
	}

	void clientFaults(Map<String, Integer> counts) {
		this.faults.putAll(counts);
	}

	void check(TrackedCall call) {
		this.results.merge(result(call), 1, Integer::sum);
		if (call.ends() != 1) {
			disagree(call, "ended " + call.ends() + " times");
		}
		if (call.operation() == WebPushOperation.LAUNCH) {
			countRepeatedLaunches(call);
		}
		Throwable failure = call.failure();
		if (call.value() == BulkItemStatus.NOT_ATTEMPTED) {
			if (call.attempts() > 0 || !of(call).isEmpty()) {
				disagree(call, "was not attempted according to the bulk report");
			}
		}
		else if (failure == null) {
			checkSuccess(call);
		}
		else if (failure instanceof WebPushException ex) {
			checkFailure(call, ex);
		}
		else {
			disagree(call, "ended with an exception that is not documented");
		}
	}

	private static String result(TrackedCall call) {
		return (call.failure() instanceof WebPushException ex) ? ex.error() + " " + ex.outcome()
				: (call.failure() != null) ? call.failure().getClass().getName()
						: (call.value() == BulkItemStatus.NOT_ATTEMPTED) ? "not attempted" : "success";
	}

	/**
	 * A launch that arrives after it was carried out counts as one that went out twice,
	 * whatever the server made of it.
	 */
	private void countRepeatedLaunches(TrackedCall call) {
		boolean accepted = false;
		for (SandboxRequest request : of(call)) {
			this.doubleLaunches += accepted ? 1 : 0;
			accepted |= request.accepted();
		}
	}

	private void checkSuccess(TrackedCall call) {
		boolean accepted = accepted(call);
		if (call.operation() == WebPushOperation.DELETE && !accepted) {
			checkDeletedBefore(call);
		}
		else if (!accepted) {
			disagree(call, "succeeded, but the sandbox did not carry it out");
		}
		if (call.value() instanceof CreatedCampaign created) {
			SandboxCampaign campaign = this.campaigns.get(created.id().toString());
			String title = (campaign != null) ? campaign.title() : call.subject();
			if (!title.equals(call.subject()) || !created.title().equals(call.subject())) {
				disagree(call, "returned " + created + ", which is '" + title + "'");
			}
		}
	}

	/**
	 * A delete that gets "not found" after an unclear attempt counts as done. That
	 * response may be scripted.
	 */
	private void checkDeletedBefore(TrackedCall call) {
		boolean scripted = of(call).stream()
			.anyMatch((request) -> String.valueOf(request.fault()).contains("Campaign not found"));
		if (call.attempts() < 2 || (existed(call) && !scripted)) {
			disagree(call, "counts as done, but the campaign exists");
		}
	}

	/**
	 * Return whether the campaign exists and did when the last request of the call
	 * arrived: an ID that was made up may be assigned later.
	 */
	private boolean existed(TrackedCall call) {
		SandboxCampaign campaign = this.campaigns.get(call.subject());
		List<SandboxRequest> all = of(call);
		return campaign != null && !all.isEmpty()
				&& campaign.createdAt().compareTo(all.get(all.size() - 1).arrivedAt()) < 0;
	}

	private void checkFailure(TrackedCall call, WebPushException ex) {
		if (!documented(call, ex).contains(ex.outcome())) {
			disagree(call, "ended with an outcome that is not documented for its error");
		}
		if (ex.operation() != call.operation() || !call.subject().equals((ex.subject() != null) ? ex.subject() : "")) {
			disagree(call, "names another call");
		}
		boolean cancelled = ex.error() == WebPushError.CANCELLED;
		if (cancelled ? call.attempts() > ex.attempts() : call.attempts() != ex.attempts()) {
			disagree(call, "reports " + ex.attempts() + " attempts, the last with " + ex.getCause());
		}
		if (!call.operation().isRead()) {
			boolean accepted = accepted(call);
			if (ex.outcome() == Outcome.NOT_APPLIED && accepted) {
				disagree(call, "was NOT_APPLIED, but the sandbox carried it out");
			}
			if (ex.outcome() == Outcome.APPLIED && !accepted) {
				disagree(call, "was APPLIED, but the sandbox did not carry it out");
			}
		}
	}

	/**
	 * The outcomes that README documents for an error.
	 */
	private static Set<Outcome> documented(TrackedCall call, WebPushException ex) {
		if (call.operation().isRead()) {
			return EnumSet.of(Outcome.NOT_APPLIED);
		}
		Set<Outcome> documented = switch (ex.error()) {
			case SERVER_ERROR -> EnumSet.of(Outcome.UNKNOWN);
			case NO_RESPONSE, UNREADABLE_RESPONSE -> EnumSet.of(Outcome.UNKNOWN, Outcome.APPLIED);
			case FAILED_DEPENDENCY, UNEXPECTED_STATUS, REFUSED, CANCELLED ->
				EnumSet.of(Outcome.NOT_APPLIED, Outcome.UNKNOWN);
			case LAUNCH_DISABLED -> EnumSet.noneOf(Outcome.class);
			default -> EnumSet.of(Outcome.NOT_APPLIED);
		};
		boolean neverSent = ex.error() == WebPushError.BUDGET_EXHAUSTED || ex.error() == WebPushError.PAUSED_BY_SERVER
				|| ex.error() == WebPushError.EXECUTOR_REJECTED;
		boolean hasEarlierAttempt = ex.attempts() > (neverSent ? 0 : 1);
		if (hasEarlierAttempt) {
			documented.add(Outcome.UNKNOWN);
		}
		if (hasEarlierAttempt && ex.error() == WebPushError.DUPLICATE_TITLE && call.titleUnique()) {
			documented.add(Outcome.APPLIED);
		}
		return documented;
	}

	private boolean accepted(TrackedCall call) {
		return of(call).stream().anyMatch(SandboxRequest::accepted);
	}

	private List<SandboxRequest> of(TrackedCall call) {
		return this.requests.getOrDefault(call.number(), List.of());
	}

	private void disagree(TrackedCall call, String what) {
		disagree(call + " " + what + "; the sandbox saw "
				+ of(call).stream()
					.map((request) -> request.status() + "/" + request.fault() + "/" + request.accepted())
					.toList());
	}

	void disagree(String what) {
		this.disagreements.add(what);
	}

	/**
	 * Return the sum of other figures and these.
	 */
	Totals addTo(Totals totals) {
		this.faults.forEach((fault, count) -> totals.faults().merge(fault, count, Integer::sum));
		this.results.forEach((result, count) -> totals.results().merge(result, count, Integer::sum));
		totals.disagreements().addAll(this.disagreements);
		return new Totals(totals.faults(), totals.results(), totals.disagreements(),
				totals.doubleLaunches() + this.doubleLaunches, totals.virtualTime().plus(this.virtualTime));
	}

	/**
	 * The figures of several accounts.
	 *
	 * @param faults how often each fault was met
	 * @param results calls by their result
	 * @param disagreements what does not fit, in words
	 * @param doubleLaunches launches that went out more than once, or could have
	 * @param virtualTime the time that passed, the sum of all accounts
	 */
	record Totals(Map<String, Integer> faults, Map<String, Integer> results, List<String> disagreements,
			int doubleLaunches, Duration virtualTime) {

		static Totals none() {
			return new Totals(new TreeMap<>(), new TreeMap<>(), new ArrayList<>(), 0, Duration.ZERO);
		}

		int operations() {
			return this.results.values().stream().mapToInt(Integer::intValue).sum();
		}

	}

}
