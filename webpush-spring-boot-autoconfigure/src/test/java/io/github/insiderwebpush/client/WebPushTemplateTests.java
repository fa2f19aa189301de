package io.github.insiderwebpush.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.insiderwebpush.AccountStatus;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
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
