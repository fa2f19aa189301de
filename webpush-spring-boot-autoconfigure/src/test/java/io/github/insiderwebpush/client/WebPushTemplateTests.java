package io.github.insiderwebpush.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.insiderwebpush.AccountStatus;
import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.ratelimit.ManualTimer;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A template without Spring Boot: what it needs, and what it says of itself.
 */
class WebPushTemplateTests {

	private static final DateRange RANGE = DateRange.on(LocalDate.of(2026, 11, 1));

	private final CompletableFuture<Thread> exchangedOn = new CompletableFuture<>();

	private final RateLimiter limiter = RateLimiter.ofDefaults("own");

	private final WebPushTemplate webPush = TestClients.builder((uri, method) -> {
		this.exchangedOn.complete(Thread.currentThread());
		throw new IOException("no network");
	}, new AnyCredentials()).rateLimiter(Budget.CREATE, this.limiter).build();

	@Test
	@SuppressWarnings("NullAway")
	void argumentThatIsNullIsNamed() {
		CampaignId id = CampaignId.of(1);
		PushMessage message = PushMessage.titled("a")
			.description("b")
			.link("https://example.com")
			.ttl(Duration.ofHours(1))
			.toAllSubscribers()
			.build();
		WebPushRequestFactory factory = WebPushRequestFactory.ofMock(URI.create("http://127.0.0.1"), (uri, method) -> {
			throw new IllegalStateException();
		});
		Map<ThrowingCallable, String> calls = Map.ofEntries(
				Map.entry(() -> this.webPush.createCampaign(null), "campaign"),
				Map.entry(() -> this.webPush.createCampaignAsync(null), "campaign"),
				Map.entry(() -> this.webPush.launchCampaign(null, message), "id"),
				Map.entry(() -> this.webPush.launchCampaign(id, null), "message"),
				Map.entry(() -> this.webPush.launchCampaignAsync(null, message), "id"),
				Map.entry(() -> this.webPush.launchCampaignAsync(id, null), "message"),
				Map.entry(() -> this.webPush.deleteCampaign(null), "id"),
				Map.entry(() -> this.webPush.deleteCampaignAsync(null), "id"),
				Map.entry(() -> this.webPush.topMetrics(null), "range"),
				Map.entry(() -> this.webPush.topMetricsAsync(null), "range"),
				Map.entry(() -> this.webPush.overallMetrics(null, 1, 20), "range"),
				Map.entry(() -> this.webPush.overallMetricsAsync(null, 1, 20), "range"),
				Map.entry(() -> this.webPush.streamOverallMetrics(null), "range"),
				Map.entry(() -> this.webPush.campaignMetrics(null, RANGE), "id"),
				Map.entry(() -> this.webPush.campaignMetrics(BuilderId.of(1), null), "range"),
				Map.entry(() -> this.webPush.campaignMetricsAsync(null, RANGE), "id"),
				Map.entry(() -> this.webPush.campaignMetricsAsync(BuilderId.of(1), null), "range"),
				Map.entry(() -> WebPushTemplate.builder(null, factory, new AnyCredentials()), "restClient"),
				Map.entry(() -> WebPushTemplate.builder(RestClient.builder(), null, new AnyCredentials()),
						"requestFactory"),
				Map.entry(() -> WebPushTemplate.builder(RestClient.builder(), factory, null), "credentials"));
		calls.forEach((call, name) -> assertThatIllegalArgumentException().isThrownBy(call)
			.withMessage("'" + name + "' must not be null"));
	}

	@Test
	void templateSaysWhoseItIsAndWhatItHas() {
		assertThat(this.webPush.account()).isEqualTo("default");
		assertThat(this.webPush.rateLimiter(Budget.CREATE)).isSameAs(this.limiter);
		assertThat(this.webPush.usage(Budget.CREATE).limit()).isEqualTo(50);
		assertThat(this.webPush.usage(Budget.CREATE).available()).isEqualTo(50);
		assertThat(this.webPush.usage(Budget.CREATE).waiting()).isZero();
		assertThat(this.webPush.status()).isEqualTo(new AccountStatus(AccountStatus.State.UNKNOWN, null, null));
	}

	@Test
	void templateSaysWhatIsOnTheWireAndWhatFailed() {
		AtomicReference<WebPushTemplate> template = new AtomicReference<>();
		AtomicInteger inFlight = new AtomicInteger();
		template.set(TestClients.builder((uri, method) -> {
			inFlight.set(template.get().inFlight());
			throw new IOException("no network");
		}, new AnyCredentials()).rateLimiter(Budget.CREATE, this.limiter).build());
		assertThat(template.get().recentFailures()).isEmpty();
		catchThrowable(() -> AnyCall.of(WebPushOperation.CREATE).on(template.get()));
		assertThat(inFlight).hasValue(1);
		assertThat(template.get().inFlight()).isZero();
		assertThat(template.get().recentFailures()).singleElement().satisfies((failure) -> {
			assertThat(failure.operation()).isEqualTo(WebPushOperation.CREATE);
			assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
			assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
			assertThat(failure.subject()).isEqualTo("Any campaign");
		});
	}

	@Test
	void templateSaysWhetherItsLaunchesAreSent() {
		WebPushLaunchSwitch launchSwitch = new WebPushLaunchSwitch();
		WebPushTemplate enabled = TestClients.silent(new AnyCredentials()).launchSwitch(launchSwitch).build();
		WebPushTemplate disabled = TestClients.silent(new AnyCredentials())
			.launchSettings(
					new LaunchSettings(false, LaunchSettings.TtlUnit.SECONDS, LaunchSettings.UnengagedField.BOTH))
			.build();
		assertThat(enabled.areLaunchesEnabled()).isTrue();
		assertThat(disabled.areLaunchesEnabled()).isFalse();
		launchSwitch.stopAll();
		assertThat(enabled.areLaunchesEnabled()).isFalse();
	}

	@Test
	void bulkRunsShareTheClockAndTheEndOfTheTemplate() {
		ManualTimer timer = new ManualTimer();
		WebPushLifecycle lifecycle = new WebPushLifecycle();
		WebPushTemplate template = TestClients.silent(new AnyCredentials()).timer(timer).lifecycle(lifecycle).build();
		assertThat(template.timer()).isSameAs(timer);
		assertThat(template.lifecycle()).isSameAs(lifecycle);
	}

	@Test
	void endOfTheApplicationClosesTheConnections() throws IOException {
		try (RawServer server = new RawServer(RawServer.Connection::serve)) {
			URI address = URI.create("http://127.0.0.1:" + server.port());
			WebPushRequestFactory factory = WebPushRequestFactory.create(address, HttpClient::newHttpClient,
					Duration.ofSeconds(20), new ManualTimer());
			for (int connections = 1; connections <= 2; connections++) {
				WebPushLifecycle lifecycle = new WebPushLifecycle();
				WebPushTemplate template = WebPushTemplate
					.builder(RestClient.builder().baseUrl(address), factory, new AnyCredentials())
					.rateLimiter(Budget.LAUNCH, this.limiter)
					.lifecycle(lifecycle)
					.build();
				AnyCall.of(WebPushOperation.LAUNCH).on(template);
				AnyCall.of(WebPushOperation.LAUNCH).on(template);
				assertThat(server.connections()).isEqualTo(connections);
				lifecycle.destroy();
			}
		}
	}

	@Test
	void withoutAnExecutorFourExchangesRunAtOnce() {
		CyclicBarrier four = new CyclicBarrier(4);
		WebPushTemplate template = TestClients.builder((uri, method) -> {
			try {
				four.await(10, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new IOException(ex);
			}
			throw new IOException("all four came");
		}, new AnyCredentials()).rateLimiter(Budget.CREATE, this.limiter).build();
		List<CompletableFuture<CreatedCampaign>> calls = Stream
			.generate(() -> template.createCampaignAsync(CreateCampaign.titled("a").language("en_GB").build()))
			.limit(4)
			.toList();
		assertThat(calls).allSatisfy((call) -> assertThat(call).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withMessageContaining("all four came"));
	}

	@Test
	void withoutAnExecutorExchangesRunOnDaemonsOfOurOwn() {
		this.webPush.createCampaignAsync(CreateCampaign.titled("a").language("en_GB").build());
		Thread thread = this.exchangedOn.join();
		assertThat(thread.getName()).startsWith("webpush-async-");
		assertThat(thread.isDaemon()).isTrue();
	}

	@Test
	void blockingExchangeRunsOnTheCallersThread() {
		assertThat(
				catchThrowable(() -> this.webPush.createCampaign(CreateCampaign.titled("a").language("en_GB").build())))
			.isInstanceOf(WebPushException.class);
		assertThat(this.exchangedOn).isCompletedWithValue(Thread.currentThread());
	}

	@ParameterizedTest
	@EnumSource(WebPushOperation.class)
	void statisticsAndNothingElseAreReads(WebPushOperation operation) {
		assertThat(operation.isRead()).isEqualTo(operation.path().startsWith("/v1/statistics/"));
	}

}
