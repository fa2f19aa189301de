package io.github.insiderwebpush.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushAsyncOperations;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Calls without a deadline, over real sockets.
 */
class BackgroundCallTests {

	private static final CreateCampaign CAMPAIGN = CreateCampaign.titled("Summer sale").language("en_GB").build();

	private static final ResponseDefinitionBuilder CREATED = aResponse().withStatus(201)
		.withBody("{\"success\": true, \"campaign_id\": 25696}");

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void allCallsCountAsWaiting() {
		this.vendor.answers(CREATED);
		onePermitOnly().run((context) -> {
			WebPushAsyncOperations calls = usedUp(context).background();
			for (int i = 0; i < 10; i++) {
				calls.createCampaignAsync(CAMPAIGN);
			}
			assertThat(limiter(context).getMetrics().getNumberOfWaitingThreads()).isEqualTo(10);
		});
	}

	@Test
	void waitingCallIsCancelled() {
		this.vendor.answers(CREATED);
		onePermitOnly().run((context) -> {
			WebPushAsyncOperations calls = usedUp(context).background();
			CompletableFuture<CreatedCampaign> inQueue = calls.createCampaignAsync(CAMPAIGN);
			CompletableFuture<CreatedCampaign> inLine = calls.createCampaignAsync(CAMPAIGN);
			inLine.cancel(false);
			inQueue.cancel(false);
			for (CompletableFuture<?> call : new CompletableFuture<?>[] { inLine, inQueue }) {
				assertThat(failure(call).error()).isEqualTo(WebPushError.CANCELLED);
				assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_APPLIED);
				assertThat(failure(call).attempts()).isZero();
			}
			assertThat(limiter(context).getMetrics().getNumberOfWaitingThreads()).isZero();
		});
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void sentCallIsNotCancelled() {
		this.vendor.answers(CREATED);
		ResponseGate gate = new ResponseGate();
		this.vendor.application().withBean(WebPushRestClientCustomizer.class, () -> gate).run((context) -> {
			WebPushAsyncOperations calls = context.getBean(WebPushTemplate.class).background();
			CompletableFuture<CreatedCampaign> call = calls.createCampaignAsync(CAMPAIGN);
			await().until(() -> !this.vendor.requests().isEmpty());
			call.cancel(false);
			gate.open();
			assertThat(call.get(30, TimeUnit.SECONDS).title()).isEqualTo("Summer sale");
		});
	}

	@Test
	void sentCallIsNotRepeatedAfterItWasCancelled() {
		this.vendor.answers(503, "");
		ResponseGate gate = new ResponseGate();
		this.vendor.application()
			.withBean(WebPushRestClientCustomizer.class, () -> gate)
			.withPropertyValues("webpush.retry.delay=1ms")
			.run((context) -> {
				WebPushAsyncOperations calls = context.getBean(WebPushTemplate.class).background();
				CompletableFuture<CreatedCampaign> call = calls.createCampaignAsync(CAMPAIGN);
				await().until(() -> !this.vendor.requests().isEmpty());
				call.cancel(false);
				gate.open();
				assertThat(failure(call).error()).isEqualTo(WebPushError.SERVER_ERROR);
				assertThat(failure(call).attempts()).isEqualTo(1);
			});
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void callThatWaitsToBeRepeatedIsCancelled() {
		this.vendor.answers(503, "");
		DelaySeen timer = new DelaySeen();
		this.vendor.application()
			.withBean(WebPushTimer.class, () -> timer)
			.withPropertyValues("webpush.retry.delay=1h", "webpush.retry.max-delay=1h")
			.run((context) -> {
				WebPushAsyncOperations calls = context.getBean(WebPushTemplate.class).background();
				CompletableFuture<CreatedCampaign> call = calls.createCampaignAsync(CAMPAIGN);
				timer.seen.get(30, TimeUnit.SECONDS);
				call.cancel(false);
				assertThat(failure(call).error()).isEqualTo(WebPushError.CANCELLED);
				assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
			});
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void permitOfACallThatIsCancelledBeforeItIsSentReturns() {
		this.vendor.answers(CREATED);
		CompletableFuture<Runnable> handed = new CompletableFuture<>();
		this.vendor.application()
			.withBean("applicationTaskExecutor", Executor.class, () -> handed::complete)
			.run((context) -> {
				WebPushAsyncOperations calls = context.getBean(WebPushTemplate.class).background();
				CompletableFuture<CreatedCampaign> call = calls.createCampaignAsync(CAMPAIGN);
				call.cancel(false);
				handed.join().run();
				assertThat(failure(call).attempts()).isZero();
				assertThat(limiter(context).getMetrics().getAvailablePermissions()).isEqualTo(30);
			});
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void tasksRunElsewhereWhenTheExecutorTakesNoMore() {
		this.vendor.application().withBean("applicationTaskExecutor", Executor.class, () -> (task) -> {
			throw new RejectedExecutionException("stopping");
		}).run((context) -> {
			CompletableFuture<Thread> ranOn = new CompletableFuture<>();
			context.getBean(WebPushTemplate.class).executor().execute(() -> ranOn.complete(Thread.currentThread()));
			assertThat(ranOn.get(30, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
			assertThat(ranOn.join().getName()).doesNotContain("webpush-timer");
		});
	}

	private ApplicationContextRunner onePermitOnly() {
		return this.vendor.application().withPropertyValues("webpush.rate-limit.create.limit-for-period=1");
	}

	private static WebPushTemplate usedUp(AssertableApplicationContext context) {
		WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
		webPush.createCampaign(CAMPAIGN);
		return webPush;
	}

	private static RateLimiter limiter(AssertableApplicationContext context) {
		return context.getBean("webPushCreateRateLimiter", RateLimiter.class);
	}

	private static WebPushException failure(CompletableFuture<?> future) {
		ExecutionException failure = catchThrowableOfType(ExecutionException.class,
				() -> future.get(30, TimeUnit.SECONDS));
		return (WebPushException) failure.getCause();
	}

	/**
	 * The system's timer, which tells when something waits for an hour.
	 */
	private static final class DelaySeen implements WebPushTimer {

		private final CompletableFuture<Boolean> seen = new CompletableFuture<>();

		@Override
		public long nanoTime() {
			return WebPushTimer.system().nanoTime();
		}

		@Override
		public Scheduled schedule(Runnable task, long delayNanos) {
			Scheduled scheduled = WebPushTimer.system().schedule(task, delayNanos);
			if (delayNanos >= TimeUnit.HOURS.toNanos(1)) {
				this.seen.complete(true);
			}
			return scheduled;
		}

	}

}
