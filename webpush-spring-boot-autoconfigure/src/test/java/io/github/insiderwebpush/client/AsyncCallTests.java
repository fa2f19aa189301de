package io.github.insiderwebpush.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

class AsyncCallTests {

	private static final CreateCampaign CAMPAIGN = CreateCampaign.titled("Async").language("en_GB").build();

	private static final ResponseDefinitionBuilder CREATED = aResponse().withStatus(201)
		.withBody("{\"success\": true, \"campaign_id\": 25696}");

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void resultComesWithoutBlocking() {
		this.vendor.answers(CREATED);
		this.vendor.application().run((context) -> {
			CompletableFuture<CreatedCampaign> future = context.getBean(WebPushTemplate.class)
				.createCampaignAsync(CAMPAIGN);
			assertThat(future.get(30, TimeUnit.SECONDS).id()).isEqualTo(CampaignId.of(25696));
		});
	}

	@Test
	void deleteCompletesWithNull() {
		this.vendor.answers(200, "{\"success\": true}");
		this.vendor.application()
			.run((context) -> assertThat(context.getBean(WebPushTemplate.class)
				.deleteCampaignAsync(CampaignId.of(1))
				.get(30, TimeUnit.SECONDS)).isNull());
	}

	@Test
	void failureIsThatOfTheBlockingCall() {
		this.vendor.answers(401, "");
		this.vendor.application().run((context) -> {
			CompletableFuture<CreatedCampaign> future = context.getBean(WebPushTemplate.class)
				.createCampaignAsync(CAMPAIGN);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> future.get(30, TimeUnit.SECONDS))
				.withCauseExactlyInstanceOf(WebPushException.class)
				.withMessageContaining("UNAUTHORIZED");
		});
	}

	@Test
	void onlyTheExchangeRunsOnTheApplicationsExecutorAndNothingOnTheTimersThread() {
		this.vendor.answersInTurn(aResponse().withStatus(503), CREATED);
		ConcurrentLinkedQueue<String> threads = new ConcurrentLinkedQueue<>();
		this.vendor.application()
			.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withPropertyValues("webpush.retry.delay=1ms", "spring.task.execution.thread-name-prefix=application-",
					"webpush.rate-limit.create.limit-for-period=60000")
			.withBean(WebPushRestClientCustomizer.class,
					() -> (builder) -> builder.requestInterceptor((request, body, execution) -> {
						threads.add(Thread.currentThread().getName());
						return execution.execute(request, body);
					}))
			.run((context) -> {
				CompletableFuture<CreatedCampaign> future = context.getBean(WebPushTemplate.class)
					.createCampaignAsync(CAMPAIGN);
				future.thenRun(() -> threads.add(Thread.currentThread().getName())).get(30, TimeUnit.SECONDS);
				assertThat(context.getBean("applicationTaskExecutor")).isInstanceOf(Executor.class);
			});
		assertThat(threads).hasSizeBetween(2, 3).allSatisfy((name) -> assertThat(name).doesNotContain("webpush-timer"));
		assertThat(threads.stream().limit(2)).allSatisfy((name) -> assertThat(name).startsWith("application-"));
	}

	@Test
	void cancelledWhileWaitingGivesItsPlaceBackAndWasNotApplied() {
		this.vendor.answers(CREATED);
		this.vendor.application().withPropertyValues("webpush.rate-limit.create.limit-for-period=1").run((context) -> {
			WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
			RateLimiter limiter = context.getBean("webPushCreateRateLimiter", RateLimiter.class);
			webPush.createCampaign(CAMPAIGN);
			CompletableFuture<CreatedCampaign> future = webPush.createCampaignAsync(CAMPAIGN);
			assertThat(limiter.getMetrics().getNumberOfWaitingThreads()).isEqualTo(1);
			assertThat(future.cancel(true)).isTrue();
			assertThat(future).isDone();
			assertThat(future.isCancelled()).isTrue();
			assertThat(failure(future).error()).isEqualTo(WebPushError.CANCELLED);
			assertThat(failure(future).outcome()).isEqualTo(Outcome.NOT_APPLIED);
			assertThat(limiter.getMetrics().getNumberOfWaitingThreads()).isZero();
		});
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void cancelledAfterItWasSentIsUnknownAndGivesItsPermitBackWithTheAnswer() {
		this.vendor.answers(CREATED);
		ResponseGate gate = new ResponseGate();
		this.vendor.application()
			.withBean(WebPushRestClientCustomizer.class, () -> gate)
			.withPropertyValues("webpush.rate-limit.create.limit-for-period=1",
					"webpush.rate-limit.create.limit-refresh-period=1s")
			.run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				RateLimiter limiter = context.getBean("webPushCreateRateLimiter", RateLimiter.class);
				CompletableFuture<CreatedCampaign> future = webPush.createCampaignAsync(CAMPAIGN);
				await().until(() -> !this.vendor.requests().isEmpty());
				assertThat(future.cancel(true)).isTrue();
				assertThat(failure(future).outcome()).isEqualTo(Outcome.UNKNOWN);
				assertThat(limiter.getMetrics().getAvailablePermissions()).isZero();
				gate.open();
				await().until(() -> limiter.getMetrics().getAvailablePermissions() == 1);
			});
	}

	@Test
	void timeoutOfTheFutureGivesTheCallUp() {
		this.vendor.answers(CREATED);
		this.vendor.application().withPropertyValues("webpush.rate-limit.create.limit-for-period=1").run((context) -> {
			WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
			webPush.createCampaign(CAMPAIGN);
			CompletableFuture<CreatedCampaign> future = webPush.createCampaignAsync(CAMPAIGN)
				.orTimeout(10, TimeUnit.MILLISECONDS);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> future.get(30, TimeUnit.SECONDS))
				.withCauseInstanceOf(TimeoutException.class);
			await().until(() -> context.getBean("webPushCreateRateLimiter", RateLimiter.class)
				.getMetrics()
				.getNumberOfWaitingThreads() == 0);
		});
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void localRefusalCompletesTheFuture() {
		this.vendor.answers(CREATED);
		this.vendor.application()
			.withPropertyValues("webpush.rate-limit.create.limit-for-period=1",
					"webpush.rate-limit.create.timeout-duration=1s")
			.run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				webPush.createCampaign(CAMPAIGN);
				assertThat(failure(webPush.createCampaignAsync(CAMPAIGN)).error())
					.isEqualTo(WebPushError.BUDGET_EXHAUSTED);
			});
	}

	@Test
	void backgroundCallWaitsLongerThanTheTimeoutDuration() {
		this.vendor.answers(CREATED);
		this.vendor.application()
			.withPropertyValues("webpush.rate-limit.create.limit-for-period=1",
					"webpush.rate-limit.create.limit-refresh-period=1s",
					"webpush.rate-limit.create.timeout-duration=1ms")
			.run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				webPush.createCampaign(CAMPAIGN);
				assertThat(webPush.background().createCampaignAsync(CAMPAIGN).get(30, TimeUnit.SECONDS)).isNotNull();
			});
	}

	@Test
	void shutdownEndsThoseWhoWait() {
		this.vendor.answers(CREATED);
		java.util.concurrent.atomic.AtomicReference<CompletableFuture<CreatedCampaign>> waiting = new java.util.concurrent.atomic.AtomicReference<>();
		this.vendor.application().withPropertyValues("webpush.rate-limit.create.limit-for-period=1").run((context) -> {
			WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
			webPush.createCampaign(CAMPAIGN);
			waiting.set(webPush.createCampaignAsync(CAMPAIGN));
		});
		assertThat(failure(waiting.get()).error()).isEqualTo(WebPushError.CANCELLED);
		assertThat(failure(waiting.get()).outcome()).isEqualTo(Outcome.NOT_APPLIED);
	}

	@Test
	void waitsOfAForeignLimiterHoldNoThreadEither() {
		this.vendor.answers(CREATED);
		RateLimiter plain = RateLimiter.of("plain",
				io.github.resilience4j.ratelimiter.RateLimiterConfig.custom()
					.limitForPeriod(1)
					.limitRefreshPeriod(Duration.ofMillis(500))
					.timeoutDuration(Duration.ofSeconds(20))
					.build());
		this.vendor.application()
			.withBean("webPushCreateRateLimiter", RateLimiter.class, () -> plain)
			.run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				CompletableFuture<?>[] futures = new CompletableFuture<?>[4];
				for (int i = 0; i < futures.length; i++) {
					futures[i] = webPush.createCampaignAsync(CAMPAIGN);
				}
				CompletableFuture.allOf(futures).get(30, TimeUnit.SECONDS);
			});
		assertThat(this.vendor.requests()).hasSize(4);
	}

	private static WebPushException failure(CompletableFuture<?> future) {
		ExecutionException failure = catchThrowableOfType(ExecutionException.class,
				() -> future.get(30, TimeUnit.SECONDS));
		return (WebPushException) failure.getCause();
	}

}
