package io.github.insiderwebpush.benchmarks.versus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushException;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.test.FaultPlan;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.SandboxCampaign;
import io.github.insiderwebpush.test.WebPushSandbox;

import org.springframework.web.client.RestClientResponseException;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Creates and launches campaigns while the server fails now and then: 2 % each of lost
 * answers, resets, bare 424, 503 and 520, half of the latter after the server has done
 * what it was asked. Every team meets the same faults at the same calls.
 *
 * @param seed of the faults
 * @param campaigns how many to create
 * @param launches how many of them to launch
 */
record FaultJob(long seed, int campaigns, int launches) {

	private static final int KINDS = 5;

	private static final double EACH = 0.02;

	Result run(Team team) {
		try (WebPushSandbox sandbox = WebPushSandbox.builder()
			.budget(Budget.CREATE, Integer.MAX_VALUE)
			.budget(Budget.LAUNCH, Integer.MAX_VALUE)
			.start();
				ConfigurableApplicationContext context = team.start(new Team.Vendor(sandbox.baseUrl(), sandbox.token(),
						sandbox.partnerId(), 1_000_000, Duration.ofSeconds(1)))) {
			Team.Client client = context.getBean(Team.Client.class);
			Random random = new Random(this.seed);
			Map<String, Ending> created = create(client, sandbox, random);
			sandbox.resetFaults();
			List<Long> ids = sandbox.campaigns()
				.stream()
				.limit(this.launches)
				.map((campaign) -> campaign.id().value())
				.toList();
			Map<Long, Ending> launched = launch(client, sandbox, random, ids);
			return Result.of(created, launched, sandbox);
		}
	}

	private Map<String, Ending> create(Team.Client client, WebPushSandbox sandbox, Random random) {
		Map<String, Ending> endings = new HashMap<>();
		for (int i = 1; i <= this.campaigns; i++) {
			String title = "Campaign " + i;
			fail(sandbox, WebPushOperation.CREATE, random);
			endings.put(title, ending(() -> client.create(title)));
		}
		return endings;
	}

	private static Map<Long, Ending> launch(Team.Client client, WebPushSandbox sandbox, Random random, List<Long> ids) {
		Map<Long, Ending> endings = new HashMap<>();
		for (long id : ids) {
			fail(sandbox, WebPushOperation.LAUNCH, random);
			endings.put(id, ending(() -> client.launch(id)));
		}
		return endings;
	}

	private static Ending ending(Runnable call) {
		try {
			call.run();
			return Ending.DONE;
		}
		catch (RuntimeException ex) {
			return Ending.of(ex);
		}
	}

	private static void fail(WebPushSandbox sandbox, WebPushOperation operation, Random random) {
		int kind = (int) (random.nextDouble() / EACH);
		boolean applied = random.nextBoolean();
		sandbox.resetFaults();
		if (kind < KINDS) {
			FaultPlan plan = sandbox.onNext(operation);
			FaultPlan half = applied ? plan.afterApplying() : plan;
			switch (kind) {
				case 0 -> plan.dropResponse();
				case 1 -> plan.resetConnection();
				case 2 -> half.failWith(Faults.failedDependency());
				case 3 -> half.failWith(Faults.serverError(503));
				default -> half.respondHtml(520);
			}
		}
	}

	/**
	 * How it went, by the server's books.
	 *
	 * @param created campaigns that are there and whose id the caller has
	 * @param createdUnclear campaigns that the caller was told may be there
	 * @param createdUnknown campaigns that are there, and the caller was not told so
	 * @param notCreated campaigns that are not there
	 * @param launched launches that went out and of which the caller knows
	 * @param launchedUnclear launches that the caller was told may have gone out
	 * @param launchedUnknown launches that went out, and the caller was not told so
	 * @param notLaunched launches that did not go out
	 * @param launchedTwice launches that went out more than once
	 */
	record Result(int created, int createdUnclear, int createdUnknown, int notCreated, int launched,
			int launchedUnclear, int launchedUnknown, int notLaunched, int launchedTwice) {

		static Result of(Map<String, Ending> creates, Map<Long, Ending> launches, WebPushSandbox sandbox) {
			Set<String> titles = sandbox.campaigns().stream().map(SandboxCampaign::title).collect(Collectors.toSet());
			Set<Long> once = new HashSet<>();
			Set<Long> twice = new HashSet<>();
			List<CampaignId> sent = new ArrayList<>();
			sandbox.launches().forEach((launch) -> sent.add(launch.campaignId()));
			sent.forEach((id) -> {
				if (!once.add(id.value())) {
					twice.add(id.value());
				}
			});
			Tally<String> made = new Tally<>(creates, titles);
			Tally<Long> gone = new Tally<>(launches, once);
			return new Result(made.known, made.unclear, made.unknown, made.missing, gone.known, gone.unclear,
					gone.unknown, gone.missing, twice.size());
		}

	}

	private static final class Tally<K> {

		private int known;

		private int unclear;

		private int unknown;

		private int missing;

		Tally(Map<K, Ending> endings, Set<K> there) {
			endings.forEach((key, ending) -> {
				if (ending == Ending.UNCLEAR) {
					this.unclear++;
				}
				else if (!there.contains(key)) {
					this.missing++;
				}
				else if (ending == Ending.DONE) {
					this.known++;
				}
				else {
					this.unknown++;
				}
			});
		}

	}

	/**
	 * The knowledge of a caller after a call.
	 */
	enum Ending {

		/** It has the result. */
		DONE,

		/** It is told that nothing happened. */
		REFUSED,

		/** It is told that it may have happened, or did. */
		UNCLEAR,

		/** It gets an exception that does not say whether anything happened. */
		UNEXPLAINED;

		static Ending of(Throwable failure) {
			if (failure instanceof WebPushException ex) {
				return (ex.outcome() == Outcome.NOT_APPLIED) ? REFUSED : UNCLEAR;
			}
			if (failure instanceof RequestNotPermitted) {
				return REFUSED;
			}
			if (failure instanceof RestClientResponseException ex) {
				return switch (ex.getStatusCode().value()) {
					// Documented as refusals, so a reader of the documents knows.
					case 400, 401, 403, 404, 406, 422, 429 -> REFUSED;
					default -> UNEXPLAINED;
				};
			}
			return UNEXPLAINED;
		}

	}

}
