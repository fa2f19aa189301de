package io.github.insiderwebpush.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.insiderwebpush.DuplicateTitleException;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.WebPushRateLimitException;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * One call with all its attempts: what it repeats, what it says in the end, and how it is
 * given up.
 */
class CallTests {

	private static final CreateCampaign CAMPAIGN = CreateCampaign.titled("Summer sale").language("en_GB").build();

	private static final ResponseDefinitionBuilder CREATED = aResponse().withStatus(201)
		.withBody("{\"success\": true, \"campaign_id\": 25696}");

	private static final ResponseDefinitionBuilder DUPLICATE = aResponse().withStatus(400)
		.withBody("{\"error\": \"Title already exists\"}");

	private static final ResponseDefinitionBuilder LOST = aResponse().withFault(Fault.EMPTY_RESPONSE);

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	static Arguments[] failures() {
		return new Arguments[] { Arguments.of("lost answer", LOST, 4),
				Arguments.of("503", aResponse().withStatus(503), 4),
				Arguments.of("520", aResponse().withStatus(520), 4),
				Arguments.of("bare 424", aResponse().withStatus(424).withBody("{\"message\": \"SERVICE:-\"}"), 4),
				Arguments.of("424 with a reason",
						aResponse().withStatus(424).withBody("{\"message\": \"SERVICE:-Panel is closed\"}"), 1),
				Arguments.of("duplicate", DUPLICATE, 1), Arguments.of("400", aResponse().withStatus(400), 1),
				Arguments.of("401", aResponse().withStatus(401), 1),
				Arguments.of("403", aResponse().withStatus(403), 1),
				Arguments.of("404", aResponse().withStatus(404), 1),
				Arguments.of("406", aResponse().withStatus(406), 1),
				Arguments.of("422", aResponse().withStatus(422), 1),
				Arguments.of("302", aResponse().withStatus(302), 1),
				Arguments.of("429", aResponse().withStatus(429).withHeader("Retry-After", "0"), 4),
				Arguments.of("throttling 403",
						aResponse().withStatus(403)
							.withHeader("Retry-After", "0")
							.withBody("{\"message\": \"Too many attempts\"}"),
						4),
				Arguments.of("unusable 201", aResponse().withStatus(201), 1) };
	}

	@ParameterizedTest(name = "{0}: {2}")
	@MethodSource("failures")
	void createIsRepeatedWhereThatIsSafe(String name, ResponseDefinitionBuilder answer, int requests) {
		this.vendor.answers(answer);
		WebPushException failure = fail(application());
		assertThat(failure.attempts()).isEqualTo(requests);
		assertThat(failure.getSuppressed()).hasSize(requests - 1);
		assertThat(this.vendor.requests()).hasSize(requests);
	}

	@Test
	void unreachableServerIsTriedAgain() {
		WebPushException failure = fail(application().withPropertyValues("webpush.base-url=http://127.0.0.1:1"));
		assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
		assertThat(failure.attempts()).isEqualTo(4);
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
	}

	@Test
	void repeatedAttemptSucceeds() {
		this.vendor.answersInTurn(aResponse().withStatus(503), LOST, CREATED);
		application().run((context) -> assertThat(create(context).id()).isEqualTo(CampaignId.of(25696)));
	}

	@Test
	void everyAttemptTakesAPermitOfItsOwn() {
		this.vendor.answers(503, "");
		application().withPropertyValues("webpush.rate-limit.create.limit-for-period=7").run((context) -> {
			catchThrowableOfType(WebPushException.class, () -> create(context));
			assertThat(context.getBean("webPushCreateRateLimiter", RateLimiter.class)
				.getMetrics()
				.getAvailablePermissions()).isEqualTo(3);
		});
	}

	@Test
	void noRetriesWhenSwitchedOff() {
		this.vendor.answers(503, "");
		WebPushException failure = fail(application().withPropertyValues("webpush.retry.max-retries=0"));
		assertThat(failure.attempts()).isEqualTo(1);
	}

	@Test
	void duplicateAtTheFirstAttemptIsSomebodyElses() {
		this.vendor.answers(DUPLICATE);
		DuplicateTitleException failure = (DuplicateTitleException) fail(application());
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure.mayBeOurs()).isFalse();
		assertThat(failure.subject()).isEqualTo("Summer sale");
		assertThat(failure.account()).isEqualTo("default");
	}

	@Test
	void duplicateAfterALostAnswerMayBeOurs() {
		this.vendor.answersInTurn(LOST, DUPLICATE);
		DuplicateTitleException failure = (DuplicateTitleException) fail(application());
		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure.mayBeOurs()).isTrue();
		assertThat(failure).hasMessageContaining("The draft may exist");
	}

	@Test
	void duplicateOfAUniqueTitleAfterALostAnswerIsOurs() {
		this.vendor.answersInTurn(LOST, DUPLICATE);
		application().run((context) -> {
			CreateCampaign unique = CreateCampaign.titled("Summer sale").language("en_GB").uniqueTitle().build();
			assertThatExceptionOfType(DuplicateTitleException.class)
				.isThrownBy(() -> context.getBean(WebPushOperations.class).createCampaign(unique))
				.satisfies((ex) -> {
					assertThat(ex.outcome()).isEqualTo(Outcome.APPLIED);
					assertThat(ex.mayBeOurs()).isTrue();
				})
				.withMessageContaining("its ID is lost");
		});
	}

	@Test
	void duplicateAfterAThrottleIsSomebodyElses() {
		this.vendor.answersInTurn(aResponse().withStatus(429).withHeader("Retry-After", "0"), DUPLICATE);
		assertThat(fail(application()).outcome()).isEqualTo(Outcome.NOT_APPLIED);
	}

	@Test
	void refusalAfterAnUnclearAttemptStaysUnclear() {
		this.vendor.answersInTurn(LOST, aResponse().withStatus(401));
		WebPushException failure = fail(application());
		assertThat(failure.error()).isEqualTo(WebPushError.UNAUTHORIZED);
		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure.getSuppressed()).singleElement()
			.satisfies(
					(earlier) -> assertThat(((WebPushException) earlier).error()).isEqualTo(WebPushError.NO_RESPONSE));
	}

	@Test
	void throttleThatCannotBeWaitedOutIsReportedAsTheServersOwn() {
		this.vendor.answers(aResponse().withStatus(429).withHeader("Retry-After", "300"));
		WebPushRateLimitException failure = (WebPushRateLimitException) fail(application());
		assertThat(failure.error()).isEqualTo(WebPushError.RATE_LIMITED);
		assertThat(failure.retryAfter()).isEqualTo(Duration.ofMinutes(5));
		assertThat(failure.attempts()).isEqualTo(1);
	}

	@Test
	void throttleThatCannotBeWaitedOutLeavesAnUnclearAttemptUnclear() {
		this.vendor.answersInTurn(LOST, aResponse().withStatus(429).withHeader("Retry-After", "300"));
		WebPushException failure = fail(application());
		assertThat(failure).isInstanceOf(WebPushRateLimitException.class);
		assertThat(failure.attempts()).isEqualTo(2);
		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void localRefusalIsNotRetried() {
		this.vendor.answers(CREATED);
		application()
			.withPropertyValues("webpush.rate-limit.create.limit-for-period=1",
					"webpush.rate-limit.create.timeout-duration=1s")
			.run((context) -> {
				create(context);
				WebPushException failure = catchThrowableOfType(WebPushException.class, () -> create(context));
				assertThat(failure.error()).isEqualTo(WebPushError.BUDGET_EXHAUSTED);
				assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
				assertThat(failure.attempts()).isZero();
				assertThat(failure.retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
			});
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void interruptWhileWaitingEndsTheCallAndIsRestored() throws InterruptedException {
		this.vendor.answers(CREATED);
		application().withPropertyValues("webpush.rate-limit.create.limit-for-period=1").run((context) -> {
			create(context);
			AtomicReference<WebPushException> failure = new AtomicReference<>();
			CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
			Thread caller = new Thread(() -> {
				failure.set(catchThrowableOfType(WebPushException.class, () -> create(context)));
				interrupted.complete(Thread.currentThread().isInterrupted());
			});
			caller.start();
			await().until(() -> limiter(context).getMetrics().getNumberOfWaitingThreads() == 1);
			caller.interrupt();
			assertThat(interrupted.join()).isTrue();
			assertThat(failure.get().error()).isEqualTo(WebPushError.CANCELLED);
			assertThat(failure.get().outcome()).isEqualTo(Outcome.NOT_APPLIED);
			assertThat(limiter(context).getMetrics().getNumberOfWaitingThreads()).isZero();
		});
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void interruptBeforeTheCallSendsNothing() {
		this.vendor.answers(CREATED);
		application().run((context) -> {
			Thread.currentThread().interrupt();
			WebPushException failure = catchThrowableOfType(WebPushException.class, () -> create(context));
			assertThat(Thread.interrupted()).isTrue();
			assertThat(failure.error()).isEqualTo(WebPushError.CANCELLED);
			assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
			assertThat(limiter(context).getMetrics().getAvailablePermissions()).isEqualTo(6000);
		});
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void interruptWhileTheAnswerIsAwaitedLeavesTheOutcomeOpen() {
		this.vendor.answers(ResponseDefinitionBuilder.like(CREATED.build()).withFixedDelay(20_000));
		application().run((context) -> {
			AtomicReference<WebPushException> failure = new AtomicReference<>();
			CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
			Thread caller = new Thread(() -> {
				failure.set(catchThrowableOfType(WebPushException.class, () -> create(context)));
				interrupted.complete(Thread.currentThread().isInterrupted());
			});
			caller.start();
			await().until(() -> !this.vendor.requests().isEmpty());
			caller.interrupt();
			assertThat(interrupted.join()).isTrue();
			assertThat(failure.get().error()).isEqualTo(WebPushError.CANCELLED);
			assertThat(failure.get().outcome()).isEqualTo(Outcome.UNKNOWN);
		});
	}

	@Test
	void callTimeoutEndsTheWholeAndLeavesNoInterruptBehind() {
		this.vendor.answers(aResponse().withFixedDelay(20_000));
		application().withPropertyValues("webpush.call-timeout=1s").run((context) -> {
			WebPushException failure = catchThrowableOfType(WebPushException.class, () -> create(context));
			assertThat(failure.error()).isEqualTo(WebPushError.CANCELLED);
			assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
			assertThat(failure).hasMessageContaining("webpush.call-timeout");
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		});
	}

	@Test
	void shutdownEndsThoseWhoWaitAndGivesThoseInFlightTheirTime() throws InterruptedException {
		this.vendor.answers(ResponseDefinitionBuilder.like(CREATED.build()).withFixedDelay(500));
		CountDownLatch waiting = new CountDownLatch(1);
		CompletableFuture<CreatedCampaign> inFlight = new CompletableFuture<>();
		AtomicReference<WebPushException> waiter = new AtomicReference<>();
		Thread[] threads = new Thread[2];
		application().withPropertyValues("webpush.rate-limit.create.limit-for-period=1").run((context) -> {
			threads[0] = new Thread(() -> inFlight.complete(create(context)));
			threads[0].start();
			await().until(() -> limiter(context).getMetrics().getAvailablePermissions() == 0);
			threads[1] = new Thread(
					() -> waiter.set(catchThrowableOfType(WebPushException.class, () -> create(context))));
			threads[1].start();
			await().until(() -> limiter(context).getMetrics().getNumberOfWaitingThreads() == 1);
			await().until(() -> !this.vendor.requests().isEmpty());
			waiting.countDown();
		});
		threads[0].join();
		threads[1].join();
		assertThat(inFlight).isCompletedWithValue(new CreatedCampaign(CampaignId.of(25696), "Summer sale", null));
		assertThat(waiter.get().error()).isEqualTo(WebPushError.CANCELLED);
		assertThat(waiter.get().outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(waiter.get()).hasMessageContaining("the application is stopping");
	}

	@Test
	void retryPolicyThatFailsStopsTheCallWithItsOwnFailureBeside() {
		this.vendor.answers(503, "");
		WebPushRetryPolicy broken = (attempt) -> {
			throw new IllegalStateException("broken policy");
		};
		WebPushException failure = fail(this.vendor.application().withBean(WebPushRetryPolicy.class, () -> broken));
		assertThat(failure.error()).isEqualTo(WebPushError.SERVER_ERROR);
		assertThat(failure.getSuppressed()).singleElement().isInstanceOf(IllegalStateException.class);
	}

	@Test
	void errorTranslatorThatFailsIsReplacedByTheDefault() {
		this.vendor.answers(401, "");
		WebPushErrorTranslator broken = (operation, status, headers, body) -> {
			throw new IllegalStateException("broken translator");
		};
		assertThat(fail(this.vendor.application().withBean(WebPushErrorTranslator.class, () -> broken)).error())
			.isEqualTo(WebPushError.UNAUTHORIZED);
	}

	@Test
	void failureSaysWhatWasTriedAndWhatToDo() {
		this.vendor
			.answers(aResponse().withStatus(520).withHeader("CF-RAY", "8a1b-IST").withBody("{\"message\": \"edge\"}"));
		WebPushException failure = fail(application().withPropertyValues("webpush.retry.max-retries=0"));
		// How long a busy machine took to hand out a free permit is not asserted.
		assertThat(failure.getMessage().replaceFirst("waited [0-9.]+s", "waited 0s"))
			.isEqualTo("CREATE 'Summer sale' failed: SERVER_ERROR (HTTP 520), outcome UNKNOWN. Insider One: \"edge\". "
					+ "The draft may exist: create it again under the same title: DUPLICATE_TITLE then proves that "
					+ "the title exists " + "[account default, attempts 1, waited 0s, CF-RAY 8a1b-IST]");
	}

	private ApplicationContextRunner application() {
		return this.vendor.application()
			.withPropertyValues("webpush.retry.delay=1ms", "webpush.rate-limit.create.limit-for-period=6000");
	}

	private static WebPushException fail(ApplicationContextRunner application) {
		AtomicReference<WebPushException> failure = new AtomicReference<>();
		application.run((context) -> failure.set(catchThrowableOfType(WebPushException.class, () -> create(context))));
		return failure.get();
	}

	private static CreatedCampaign create(AssertableApplicationContext context) {
		return context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN);
	}

	private static RateLimiter limiter(AssertableApplicationContext context) {
		return context.getBean("webPushCreateRateLimiter", RateLimiter.class);
	}

}
