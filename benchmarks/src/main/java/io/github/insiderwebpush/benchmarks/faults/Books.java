package io.github.insiderwebpush.benchmarks.faults;

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
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.test.SandboxCampaign;
import io.github.insiderwebpush.test.SandboxLaunch;
import io.github.insiderwebpush.test.SandboxRequest;
import io.github.insiderwebpush.test.WebPushSandbox;

/**
 * What the callers were told, laid beside what the sandbox holds.
 *
 * @param operations calls by operation
 * @param faults requests that met a fault, by kind
 * @param ends calls by how they ended
 * @param requests how many requests arrived
 * @param doubleLaunches launches that went out more than once, or could have
 * @param leakedPermits permits that did not come back
 * @param leakedConnections connections that stayed open
 * @param virtual the time that passed by the account's clock
 * @param disagreements what does not fit, in words
 */
record Books(Map<String, Integer> operations, Map<String, Integer> faults, Map<String, Integer> ends, int requests,
		int doubleLaunches, int leakedPermits, int leakedConnections, Duration virtual, List<String> disagreements) {

	static Books balance(List<Ticket> tickets, WebPushSandbox sandbox, List<String> findings, Duration virtual,
			int leakedPermits, int leakedConnections) {
		Auditor auditor = new Auditor(sandbox, findings);
		auditor.read(sandbox.requests());
		int doubles = auditor.doubleLaunches(sandbox.launches());
		Map<String, Integer> operations = new TreeMap<>();
		Map<String, Integer> ends = new TreeMap<>();
		for (Ticket ticket : tickets) {
			operations.merge(ticket.operation().name(), 1, Integer::sum);
			ends.merge(end(ticket), 1, Integer::sum);
			auditor.check(ticket);
			doubles += auditor.sentAfterAccepted(ticket);
		}
		return new Books(operations, auditor.faults, ends, sandbox.requests().size(), doubles, leakedPermits,
				leakedConnections, virtual, auditor.disagreements);
	}

	private static String end(Ticket ticket) {
		return (ticket.failure() instanceof WebPushException ex) ? ex.error() + " " + ex.outcome()
				: (ticket.failure() != null) ? ticket.failure().getClass().getName() : "success";
	}

	int calls() {
		return this.operations.values().stream().mapToInt(Integer::intValue).sum();
	}

	Books plus(Books other) {
		List<String> all = new ArrayList<>(this.disagreements);
		all.addAll(other.disagreements);
		return new Books(sum(this.operations, other.operations), sum(this.faults, other.faults),
				sum(this.ends, other.ends), this.requests + other.requests, this.doubleLaunches + other.doubleLaunches,
				this.leakedPermits + other.leakedPermits, this.leakedConnections + other.leakedConnections,
				this.virtual.plus(other.virtual), all);
	}

	private static Map<String, Integer> sum(Map<String, Integer> one, Map<String, Integer> other) {
		Map<String, Integer> sum = new TreeMap<>(one);
		other.forEach((key, count) -> sum.merge(key, count, Integer::sum));
		return sum;
	}

	/**
	 * Goes through the calls one by one.
	 */
	private static final class Auditor {

		private final Map<Integer, List<SandboxRequest>> requests = new HashMap<>();

		private final Map<String, Integer> faults = new TreeMap<>();

		private final List<String> disagreements;

		private final Map<String, SandboxCampaign> campaigns;

		Auditor(WebPushSandbox sandbox, List<String> findings) {
			this.disagreements = new ArrayList<>(findings);
			this.campaigns = sandbox.campaigns()
				.stream()
				.collect(Collectors.toMap((campaign) -> campaign.id().toString(), Function.identity()));
		}

		void read(List<SandboxRequest> arrived) {
			Set<Mark.Sent> seen = new HashSet<>();
			for (SandboxRequest request : arrived) {
				Mark.Sent sent = Mark.read(request.body());
				if (!seen.add(sent)) {
					this.disagreements.add("One attempt was more than one request on the wire: " + sent);
				}
				this.requests.computeIfAbsent(sent.call(), (call) -> new ArrayList<>()).add(request);
				if (request.fault() != null) {
					this.faults.merge(request.fault(), 1, Integer::sum);
				}
			}
		}

		int doubleLaunches(List<SandboxLaunch> launches) {
			Set<String> seen = new HashSet<>();
			return (int) launches.stream().filter((launch) -> !seen.add(launch.description())).count();
		}

		/**
		 * Count launches that arrived although an earlier one of the same call was
		 * carried out.
		 */
		int sentAfterAccepted(Ticket ticket) {
			if (ticket.operation() != WebPushOperation.LAUNCH) {
				return 0;
			}
			List<SandboxRequest> all = of(ticket);
			int after = 0;
			boolean accepted = false;
			for (SandboxRequest request : all) {
				after += accepted ? 1 : 0;
				accepted |= request.accepted();
			}
			return after;
		}

		void check(Ticket ticket) {
			if (ticket.ends() != 1 || ticket.observedEnds() != 1) {
				disagree(ticket, "ended " + ticket.ends() + " times, observed " + ticket.observedEnds() + " times");
			}
			Throwable failure = ticket.failure();
			if (failure == null) {
				checkSuccess(ticket);
			}
			else if (failure instanceof WebPushException ex) {
				checkFailure(ticket, ex);
			}
			else {
				disagree(ticket, "ended in no documented way");
			}
		}

		private void checkSuccess(Ticket ticket) {
			boolean accepted = accepted(ticket);
			if (ticket.operation() == WebPushOperation.DELETE && !accepted) {
				checkDoneBefore(ticket);
			}
			else if (!accepted) {
				disagree(ticket, "succeeded, but the sandbox never carried it out");
			}
			if (ticket.value() instanceof CreatedCampaign created) {
				SandboxCampaign campaign = this.campaigns.get(created.id().toString());
				String title = (campaign != null) ? campaign.title() : ticket.subject();
				if (!title.equals(ticket.subject()) || !created.title().equals(ticket.subject())) {
					disagree(ticket, "was told " + created + ", which is '" + title + "'");
				}
			}
		}

		/**
		 * A delete that meets "not found" after an unclear attempt counts as done: on the
		 * vendor's word, which may be scripted.
		 */
		private void checkDoneBefore(Ticket ticket) {
			boolean onTheVendorsWord = of(ticket).stream()
				.anyMatch((request) -> String.valueOf(request.fault()).contains("Campaign not found"));
			if (ticket.sent() < 2 || (wasThere(ticket) && !onTheVendorsWord)) {
				disagree(ticket, "counts as done, but the campaign is there");
			}
		}

		/**
		 * A campaign is there that was there when the last request of the call arrived:
		 * an id that is made up may be given out later.
		 */
		private boolean wasThere(Ticket ticket) {
			SandboxCampaign campaign = this.campaigns.get(ticket.subject());
			List<SandboxRequest> all = of(ticket);
			return campaign != null && !all.isEmpty()
					&& campaign.createdAt().compareTo(all.get(all.size() - 1).arrivedAt()) < 0;
		}

		private void checkFailure(Ticket ticket, WebPushException ex) {
			if (!allowed(ticket, ex).contains(ex.outcome())) {
				disagree(ticket, "ended with an outcome that is not documented for its error");
			}
			if (ex.operation() != ticket.operation()
					|| !ticket.subject().equals((ex.subject() != null) ? ex.subject() : "")) {
				disagree(ticket, "speaks of another call");
			}
			boolean cancelled = ex.error() == WebPushError.CANCELLED;
			if (cancelled ? ticket.sent() > ex.attempts() : ticket.sent() != ex.attempts()) {
				disagree(ticket, "says " + ex.attempts() + " attempts, the last with " + ex.getCause());
			}
			if (!ticket.operation().isRead()) {
				boolean accepted = accepted(ticket);
				if (ex.outcome() == Outcome.NOT_APPLIED && accepted) {
					disagree(ticket, "was NOT_APPLIED, but the sandbox carried it out");
				}
				if (ex.outcome() == Outcome.APPLIED && !accepted) {
					disagree(ticket, "was APPLIED, but the sandbox did not carry it out");
				}
			}
		}

		/**
		 * The outcomes that the README documents.
		 */
		private static Set<Outcome> allowed(Ticket ticket, WebPushException ex) {
			if (ticket.operation().isRead()) {
				return EnumSet.of(Outcome.NOT_APPLIED);
			}
			Set<Outcome> allowed = switch (ex.error()) {
				case SERVER_ERROR -> EnumSet.of(Outcome.UNKNOWN);
				case NO_RESPONSE, UNREADABLE_RESPONSE -> EnumSet.of(Outcome.UNKNOWN, Outcome.APPLIED);
				case FAILED_DEPENDENCY, UNEXPECTED_STATUS, CANCELLED ->
					EnumSet.of(Outcome.NOT_APPLIED, Outcome.UNKNOWN);
				case LAUNCH_DISABLED -> EnumSet.noneOf(Outcome.class);
				default -> EnumSet.of(Outcome.NOT_APPLIED);
			};
			boolean severalAttempts = ex.attempts() > 1
					|| (ex.error() == WebPushError.BUDGET_EXHAUSTED && ex.attempts() > 0);
			if (severalAttempts) {
				allowed.add(Outcome.UNKNOWN);
			}
			if (severalAttempts && ex.error() == WebPushError.DUPLICATE_TITLE && ticket.titleUnique()) {
				allowed.add(Outcome.APPLIED);
			}
			return allowed;
		}

		private boolean accepted(Ticket ticket) {
			return of(ticket).stream().anyMatch(SandboxRequest::accepted);
		}

		private List<SandboxRequest> of(Ticket ticket) {
			return this.requests.getOrDefault(ticket.number(), List.of());
		}

		private void disagree(Ticket ticket, String what) {
			this.disagreements.add(ticket + " " + what + "; the sandbox saw "
					+ of(ticket).stream()
						.map((request) -> request.status() + "/" + request.fault() + "/" + request.accepted())
						.toList());
		}

	}

}
