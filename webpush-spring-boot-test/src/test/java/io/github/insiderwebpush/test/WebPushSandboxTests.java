package io.github.insiderwebpush.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.test.SandboxCampaign.Status;
import io.github.insiderwebpush.test.ApiClient.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.insiderwebpush.WebPushOperation.CREATE;
import static io.github.insiderwebpush.WebPushOperation.DELETE;
import static io.github.insiderwebpush.WebPushOperation.LAUNCH;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class WebPushSandboxTests {

	private final WebPushVirtualClock clock = new WebPushVirtualClock();

	private final WebPushSandbox sandbox = WebPushSandbox.builder().clock(this.clock).start();

	private final ApiClient client = new ApiClient(this.sandbox);

	@AfterEach
	void close() {
		this.sandbox.close();
		this.clock.close();
	}

	@Test
	void createdCampaignIsADraft() {
		Response response = this.client.create("Summer sale");
		assertThat(response.status()).isEqualTo(201);
		assertThat(response.body()).isEqualTo("{\"success\":true,\"campaign_id\":25696}");
		assertThat(this.sandbox.campaigns()).containsExactly(new SandboxCampaign("default", CampaignId.of(25_696),
				"Summer sale", "en_GB", false, Status.DRAFT, 0, 11_111, Duration.ZERO));
	}

	@Test
	void titleIsUniqueAndComparedExactly() {
		this.client.create("Summer sale");
		Response second = this.client.create("Summer sale");
		assertThat(second.status()).isEqualTo(400);
		assertThat(second.body()).isEqualTo("{\"success\":false,\"message\":\"The title already exists.\"}");
		assertThat(this.client.create("summer sale").status()).isEqualTo(201);
		assertThat(this.sandbox.campaigns()).hasSize(2);
	}

	@Test
	void segmentedCampaignCanBeLaunchedAgainAndAgain() {
		long id = this.client.created("Segmented", false);
		assertThat(this.client.launch(id).body()).isEqualTo("{\"success\":true,\"campaign_id\":" + id + "}");
		assertThat(this.client.launch(id).status()).isEqualTo(200);
		assertThat(this.sandbox.launches()).hasSize(2);
		assertThat(this.sandbox.campaigns()).extracting(SandboxCampaign::launches).containsExactly(2);
	}

	@Test
	void campaignForAllIsLaunchedOnce() {
		long id = this.client.created("For all", true);
		assertThat(this.client.launch(id, "target", "absent").status()).isEqualTo(200);
		assertThat(this.client.launch(id, "target", "absent").status()).isEqualTo(424);
		assertThat(this.sandbox.launches()).hasSize(1);
		assertThat(this.sandbox.campaigns()).extracting(SandboxCampaign::status).containsExactly(Status.LAUNCHED);
	}

	@Test
	void launchIsRemembered() {
		long id = this.client.created("Rich", false);
		this.clock.advance(Duration.ofSeconds(5));
		this.client.launch(id, "image", "https://cdn.example/i.png", "banner", "https://cdn.example/b.png",
				"include_unengaged", true);
		assertThat(this.sandbox.launches()).containsExactly(new SandboxLaunch("default", CampaignId.of(id),
				"Only today", "Everything must go", "https://cdn.example/i.png", "https://cdn.example/b.png",
				"https://shop.example/sale", true, Duration.ofSeconds(1000),
				new SandboxLaunch.Target("d_wp_browser", List.of("Edg")), Duration.ofSeconds(5)));
	}

	@Test
	void deletedCampaignIsGoneAndItsTitleStaysTaken() {
		long id = this.client.created("Short-lived", false);
		assertThat(this.client.delete(id).body()).isEqualTo("{\"success\":true,\"campaign_id\":" + id + "}");
		assertThat(this.sandbox.campaigns()).isEmpty();
		assertThat(this.client.delete(id).body()).isEqualTo("{\"error\":\"SERVICE:-Campaign not found\"}");
		assertThat(this.client.launch(id).body()).isEqualTo("{\"message\":\"SERVICE:-Campaign not found\"}");
		assertThat(this.client.launch(id).status()).isEqualTo(424);
		assertThat(this.client.create("Short-lived").status()).isEqualTo(400);
	}

	@Test
	void deletedTitleBecomesFreeWhereThatIsChosen() {
		try (WebPushSandbox lenient = WebPushSandbox.builder().deletedTitlesBecomeFree().start()) {
			ApiClient client = new ApiClient(lenient);
			client.delete(client.created("Short-lived", false));
			assertThat(client.create("Short-lived").status()).isEqualTo(201);
		}
	}

	@Test
	void wrongTokenIsUnauthorizedInTheShapeOfTheCall() {
		Response create = this.client.send("POST", "/v1/single", this.client.body(), "wrong");
		assertThat(create.status()).isEqualTo(401);
		assertThat(create.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
		Response statistics = this.client.send("POST", "/v1/statistics/top-metrics", this.client.body(), "wrong");
		assertThat(statistics.status()).isEqualTo(401);
		assertThat(statistics.body()).isEqualTo("{\"status_code\":401}");
		Response without = this.client.exchange(this.client.request("POST", "/v1/single", "{}").build());
		assertThat(without.status()).isEqualTo(401);
	}

	@Test
	void wrongTokenCostsNoBudget() {
		this.client.send("POST", "/v1/single", this.client.body(), "wrong");
		assertThat(this.sandbox.budgetLeft(Budget.CREATE)).isEqualTo(30);
	}

	@Test
	void unknownPathIsNotFound() {
		assertThat(this.client.send("POST", "/v3/single", this.client.body()).status()).isEqualTo(404);
		assertThat(this.client.send("PUT", "/v1/single", this.client.body()).status()).isEqualTo(404);
		assertThat(this.client.send("DELETE", "/v2/single/1", this.client.body()).status()).isEqualTo(404);
		assertThat(this.sandbox.requests()).extracting(SandboxRequest::operation).containsOnlyNulls();
	}

	@Test
	void thirtyFirstCreateOfAMinuteIsThrottledUntilTheFirstIsAMinuteOld() {
		for (int i = 0; i < 30; i++) {
			assertThat(this.client.create("Campaign " + i).status()).isEqualTo(201);
			this.clock.advance(Duration.ofMillis(100));
		}
		Response refused = this.client.create("One more");
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.body()).isEqualTo("{\"message\":\"Too Many Requests\",\"status\":429}");
		assertThat(refused.header("Retry-After")).isEqualTo("57");
		this.clock.advance(Duration.ofSeconds(57).minusNanos(1));
		assertThat(this.client.create("One more").status()).isEqualTo(429);
		this.clock.advance(Duration.ofNanos(1));
		assertThat(this.client.create("One more").status()).isEqualTo(201);
		assertThat(this.sandbox.requests(CREATE)).filteredOn(SandboxRequest::overBudget).hasSize(2);
	}

	@Test
	void budgetsAreSeparate() {
		long id = this.client.created("Campaign", false);
		for (int i = 0; i < 30; i++) {
			this.client.create("Campaign " + i);
			this.client.send("POST", "/v1/single/" + id, this.client.launchBody());
		}
		assertThat(this.client.create("One more").status()).isEqualTo(429);
		Response v1 = this.client.send("POST", "/v1/single/" + id, this.client.launchBody());
		assertThat(v1.status()).isEqualTo(429);
		assertThat(v1.body()).isEqualTo("{\"error\":\"rejected: too many requests\"}");
		assertThat(this.client.launch(id).status()).isEqualTo(200);
		assertThat(this.client.delete(id).status()).isEqualTo(200);
	}

	@Test
	void budgetAlgorithmAndSizeAreChosen() {
		try (WebPushSandbox fixed = WebPushSandbox.builder()
			.clock(this.clock)
			.budgetAlgorithm(BudgetAlgorithm.FIXED_WINDOW)
			.budget(Budget.CREATE, 2)
			.budgetPeriod(Duration.ofSeconds(10))
			.withoutRetryAfter()
			.start()) {
			ApiClient client = new ApiClient(fixed);
			this.clock.advance(Duration.ofSeconds(9));
			assertThat(client.create("a").status()).isEqualTo(201);
			assertThat(client.create("b").status()).isEqualTo(201);
			Response refused = client.create("c");
			assertThat(refused.status()).isEqualTo(429);
			assertThat(refused.header("Retry-After")).isEmpty();
			this.clock.advance(Duration.ofSeconds(1));
			assertThat(client.create("c").status()).isEqualTo(201);
		}
	}

	@Test
	void statisticsShareABudgetAndThrottleByForbiddenOrAsChosen() {
		try (WebPushSandbox other = WebPushSandbox.builder()
			.statisticsThrottle(StatisticsThrottle.TOO_MANY_REQUESTS)
			.budget(Budget.STATISTICS, 1)
			.start()) {
			ApiClient client = new ApiClient(other);
			client.statistics("top-metrics");
			assertThat(client.statistics("top-metrics").status()).isEqualTo(429);
		}
		for (int i = 0; i < 15; i++) {
			this.client.statistics("top-metrics");
			this.client.statistics("overall-metrics", "page", 1, "per_page", 10);
		}
		Response refused = this.client.statistics("campaign-metrics", "campaign_id", "11111");
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.body())
			.isEqualTo("{\"error\":{\"message\":\"Too many attempts, please slow down the request."
					+ " 30 Requests/minute is allowed.\"},\"status\":403}");
	}

	@Test
	void requestsAreRememberedInOrderWithTimeStatusAndReason() {
		this.client.create("Summer sale");
		this.clock.advance(Duration.ofSeconds(3));
		this.client.create("Summer sale");
		this.client.delete(77);
		List<SandboxRequest> requests = this.sandbox.requests();
		assertThat(requests).extracting(SandboxRequest::operation).containsExactly(CREATE, CREATE, DELETE);
		assertThat(requests).extracting(SandboxRequest::status).containsExactly(201, 400, 424);
		assertThat(requests).extracting(SandboxRequest::arrivedAt)
			.containsExactly(Duration.ZERO, Duration.ofSeconds(3), Duration.ofSeconds(3));
		assertThat(requests).extracting(SandboxRequest::rejection)
			.containsExactly(null, "The title 'Summer sale' is taken.", "There is no campaign 77.");
		assertThat(requests).extracting(SandboxRequest::accepted).containsExactly(true, false, false);
		assertThat(requests.get(0).body()).contains("\"title\":\"Summer sale\"");
		assertThat(requests.toString()).doesNotContain(this.sandbox.token());
	}

	@Test
	void everyResponseHasARayOfItsOwn() {
		assertThat(Set.of(this.client.create("a").header("CF-RAY"), this.client.create("b").header("CF-RAY")))
			.doesNotContain("");
	}

	@Test
	void resetMakesItAsNew() {
		this.client.create("Summer sale");
		this.sandbox.onEvery(CREATE).failWith(Faults.failedDependency());
		assertThat(this.client.create("Winter sale").status()).isEqualTo(424);
		this.clock.advance(Duration.ofSeconds(1));
		this.sandbox.reset();
		assertThat(this.sandbox.requests()).isEmpty();
		assertThat(this.sandbox.campaigns()).isEmpty();
		assertThat(this.sandbox.elapsed()).isEqualTo(Duration.ZERO);
		assertThat(this.clock.elapsed()).isEqualTo(Duration.ZERO);
		assertThat(this.client.created("Summer sale", false)).isEqualTo(25_696);
		assertThat(this.sandbox.budgetLeft(Budget.CREATE)).isEqualTo(29);
	}

	@Test
	void listensOnLoopbackOnly() throws IOException {
		assertThat(this.sandbox.baseUrl().getHost()).isEqualTo("127.0.0.1");
		try (ServerSocket otherAddress = new ServerSocket(this.sandbox.baseUrl().getPort(), 1,
				InetAddress.getByName("127.0.0.2"))) {
			assertThat(otherAddress.isBound()).isTrue();
		}
	}

	@Test
	void closeLeavesNeitherPortNorThread() throws IOException {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		int port;
		try (WebPushSandbox other = WebPushSandbox.start()) {
			new ApiClient(other).create("Summer sale");
			port = other.baseUrl().getPort();
		}
		new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
			.extracting(Thread::getName)
			.allMatch((name) -> name.startsWith("HttpClient"));
	}

	@Test
	void tokenIsInNoText() {
		assertThat(this.sandbox.toString()).doesNotContain(this.sandbox.token());
		assertThat(this.sandbox.connectionDetails().toString()).doesNotContain(this.sandbox.token());
	}

	@Test
	void connectionDetailsLeadToTheSandbox() {
		assertThat(this.sandbox.connectionDetails().baseUrl()).isEqualTo(this.sandbox.baseUrl());
		assertThat(this.sandbox.connectionDetails().token()).isEqualTo(this.sandbox.token());
		assertThat(this.sandbox.connectionDetails().partnerId()).isEqualTo(this.sandbox.partnerId());
	}

	@Test
	void requestsOfManyThreadsAreTakenOneByOne() {
		long created = IntStream.range(0, 60)
			.parallel()
			.filter((i) -> this.client.create("Campaign " + i % 40).status() == 201)
			.count();
		assertThat(created).isEqualTo(this.sandbox.campaigns().size()).isLessThanOrEqualTo(30);
		assertThat(this.sandbox.requests(CREATE)).hasSize(60);
		assertThat(this.sandbox.requests(LAUNCH)).isEmpty();
	}

}
