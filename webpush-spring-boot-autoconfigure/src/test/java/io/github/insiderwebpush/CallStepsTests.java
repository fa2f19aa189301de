package io.github.insiderwebpush;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.ratelimit.ManualTimer;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The steps of a call, one by one: time, threads and answers are in the test's hands.
 */
class CallStepsTests {

	private static final CreateCampaign CAMPAIGN = CreateCampaign.titled("Steps").language("en_GB").build();

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final ManualTimer timer = new ManualTimer();

	private final Queue<Runnable> handed = new ArrayDeque<>();

	private final Queue<Answering> answers = new ArrayDeque<>();

	private final List<FailedAttempt> asked = new ArrayList<>();

	private final WebPushLifecycle lifecycle = new WebPushLifecycle();

	private final RollingWindowRateLimiter limiter = limiter(2);

	private WebPushRetryPolicy policy = (attempt) -> null;

	private final List<String> observed = new ArrayList<>();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private int requests;

	@BeforeEach
	void observe() {
		this.observations.observationConfig().observationHandler(new Observer());
	}

	@Test
	void waitForTheBudgetIsToldAndNoOtherTime() {
		answer(201, 201, 401);
		WebPushTemplate webPush = webPush(this.handed::add);
		for (int i = 0; i < 2; i++) {
			webPush.createCampaignAsync(CAMPAIGN);
			run();
		}
		CompletableFuture<CreatedCampaign> third = webPush.createCampaignAsync(CAMPAIGN);
		this.timer.advance(MINUTE);
		this.timer.advance(Duration.ofSeconds(7));
		run();
		assertThat(failure(third).error()).isEqualTo(WebPushError.UNAUTHORIZED);
		assertThat(failure(third).waited()).isEqualTo(MINUTE);
		assertThat(failure(third).attempts()).isEqualTo(1);
	}

	@Test
	void delaysBetweenAttemptsAreWaitsAndPolicyIsToldTheWholeTime() {
		answer(503, 503);
		this.policy = (attempt) -> (attempt.attempt() == 1) ? Duration.ofSeconds(5) : null;
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		this.timer.advance(Duration.ofSeconds(3));
		run();
		this.timer.advance(Duration.ofSeconds(4));
		assertThat(this.handed).isEmpty();
		this.timer.advance(Duration.ofSeconds(1));
		this.timer.advance(Duration.ofSeconds(1));
		run();
		assertThat(this.asked).extracting(FailedAttempt::attempt).containsExactly(1, 2);
		assertThat(this.asked).extracting(FailedAttempt::elapsed)
			.containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(9));
		assertThat(failure(call).waited()).isEqualTo(Duration.ofSeconds(5));
		assertThat(failure(call).attempts()).isEqualTo(2);
		assertThat(this.requests).isEqualTo(2);
	}

	@Test
	void attemptWithoutADelayFollowsAtOnce() {
		answer(503, 201);
		this.policy = (attempt) -> Duration.ZERO;
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(call).isCompletedWithValueMatching((created) -> created.id().value() == 25696);
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void waitThatIsGivenUpIsToldToo() {
		answer(201, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		usedUp(webPush);
		CompletableFuture<CreatedCampaign> call = webPush.createCampaignAsync(CAMPAIGN);
		this.timer.advance(Duration.ofSeconds(20));
		call.cancel(true);
		assertThat(failure(call).waited()).isEqualTo(Duration.ofSeconds(20));
	}

	@Test
	void timeAfterTheWaitIsNoWaitEvenIfTheCallIsGivenUp() {
		answer(503);
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		this.timer.advance(Duration.ofSeconds(20));
		call.cancel(true);
		assertThat(failure(call).waited()).isZero();
		run();
		assertThat(this.requests).isZero();
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void callThatWaitsTooLongIsRefusedWithItsWaitAndTheRest() {
		answer(201, 201, 503);
		WebPushTemplate webPush = webPush(this.handed::add);
		usedUp(webPush);
		this.policy = (attempt) -> Duration.ofSeconds(5);
		this.limiter.changeTimeoutDuration(Duration.ofSeconds(10));
		CompletableFuture<CreatedCampaign> call = webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(failure(call).error()).isEqualTo(WebPushError.BUDGET_EXHAUSTED);
		assertThat(failure(call).retryAfter()).isEqualTo(MINUTE);
		assertThat(failure(call).waited()).isZero();
		assertThat(failure(call)).hasMessageContaining("than its timeout-duration of 10s");
		assertThat(webPush.usage(Budget.CREATE).refusedLocally()).isEqualTo(1);
	}

	@Test
	void localRefusalAfterAnUnclearAttemptIsUnclearAndKeepsWhatHappenedBefore() {
		answer(201, 503);
		WebPushTemplate webPush = webPush(this.handed::add);
		webPush.createCampaignAsync(CAMPAIGN);
		run();
		this.limiter.changeTimeoutDuration(Duration.ofSeconds(10));
		this.policy = (attempt) -> Duration.ofSeconds(5);
		CompletableFuture<CreatedCampaign> call = webPush.createCampaignAsync(CAMPAIGN);
		run();
		this.timer.advance(Duration.ofSeconds(5));
		run();
		assertThat(failure(call).error()).isEqualTo(WebPushError.BUDGET_EXHAUSTED);
		assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure(call).waited()).isEqualTo(Duration.ofSeconds(5));
		assertThat(failure(call).getSuppressed()).singleElement()
			.satisfies((earlier) -> assertThat(earlier).hasMessageContaining("SERVER_ERROR"));
	}

	@Test
	void throttleThatCannotBeWaitedOutIsNotSuppressedByItself() {
		answer(429);
		this.limiter.changeTimeoutDuration(Duration.ofSeconds(10));
		this.policy = (attempt) -> Duration.ZERO;
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(failure(call).error()).isEqualTo(WebPushError.RATE_LIMITED);
		assertThat(failure(call).getSuppressed()).isEmpty();
	}

	@Test
	void permitComesBackOnePeriodAfterTheAnswer() {
		answer(201, 401);
		WebPushTemplate webPush = webPush(this.handed::add);
		usedUp(webPush);
		this.timer.advance(MINUTE.minusNanos(1));
		assertThat(available()).isZero();
		this.timer.advance(Duration.ofNanos(1));
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void errorOfAnInterceptorReachesTheCallerAndLeavesNoPermitBehind() {
		AssertionError error = new AssertionError("broken interceptor");
		this.answers.add(() -> {
			throw error;
		});
		this.answers.add(() -> {
			throw error;
		});
		WebPushTemplate webPush = webPush(this.handed::add);
		CompletableFuture<CreatedCampaign> call = webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThatThrownBy(call::join).hasCause(error);
		assertThatThrownBy(() -> webPush.createCampaign(CAMPAIGN)).isSameAs(error);
		this.timer.advance(MINUTE);
		assertThat(available()).isEqualTo(2);
		assertThat(this.timer.working()).isZero();
	}

	@Test
	void clockStandsStillUntilAStepHasRun() {
		answer(201);
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		assertThat(this.timer.working()).isEqualTo(1);
		run();
		assertThat(call).isCompleted();
		assertThat(this.timer.working()).isZero();
	}

	@Test
	void clockGoesOnWhileACallWaits() {
		answer(201, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		usedUp(webPush);
		webPush.createCampaignAsync(CAMPAIGN);
		assertThat(this.timer.working()).isZero();
		this.timer.advance(MINUTE);
		assertThat(this.timer.working()).isEqualTo(1);
	}

	@Test
	void blockingCallLeavesNothingOnTheClock() {
		answer(201);
		assertThat(webPush(this.handed::add).createCampaign(CAMPAIGN).id()).isEqualTo(CampaignId.of(25696));
		assertThat(this.timer.scheduled()).isZero();
		assertThat(this.timer.working()).isZero();
		assertThat(this.handed).isEmpty();
	}

	@Test
	void callThatIsGivenUpBetweenAttemptsLeavesNothingOnTheClock() {
		answer(503);
		this.policy = (attempt) -> Duration.ofHours(1);
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(this.timer.scheduled()).isEqualTo(1);
		assertThat(call.cancel(true)).isTrue();
		assertThat(this.timer.scheduled()).isZero();
		assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void executorThatTakesNothingEndsTheCallUnsentAndKeepsNoPermit() {
		CompletableFuture<CreatedCampaign> call = webPush((step) -> {
			throw new RejectedExecutionException("stopping");
		}).createCampaignAsync(CAMPAIGN);
		assertThat(failure(call).error()).isEqualTo(WebPushError.CANCELLED);
		assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure(call).attempts()).isZero();
		assertThat(failure(call)).hasMessageContaining("the application is stopping");
		assertThat(available()).isEqualTo(2);
		assertThat(this.timer.working()).isZero();
	}

	@Test
	void callThatWouldHaveToWaitInAnApplicationThatStopsEndsAtOnce() {
		answer(201, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		usedUp(webPush);
		this.lifecycle.stop();
		CompletableFuture<CreatedCampaign> call = webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(failure(call)).hasMessageContaining("the application is stopping");
		assertThat(this.limiter.getMetrics().getNumberOfWaitingThreads()).isZero();
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void attemptThatWouldHaveToWaitInAnApplicationThatStopsIsNotMade() {
		answer(503);
		this.policy = (attempt) -> {
			this.lifecycle.stop();
			return Duration.ofSeconds(5);
		};
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(failure(call)).hasMessageContaining("the application is stopping");
		assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void shutdownIsOverWhenTheLastCallHasEnded() {
		answer(201, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		CompletableFuture<CreatedCampaign> first = webPush.createCampaignAsync(CAMPAIGN);
		CompletableFuture<CreatedCampaign> second = webPush.createCampaignAsync(CAMPAIGN);
		CompletableFuture<CreatedCampaign> waiting = webPush.createCampaignAsync(CAMPAIGN);
		AtomicInteger told = new AtomicInteger();
		this.lifecycle.stop(told::incrementAndGet);
		assertThat(this.lifecycle.isRunning()).isFalse();
		this.handed.remove().run();
		assertThat(told).hasValue(0);
		run();
		assertThat(told).hasValue(1);
		assertThat(first).isCompleted();
		assertThat(second).isCompleted();
		assertThat(failure(waiting).error()).isEqualTo(WebPushError.CANCELLED);
	}

	@Test
	void shutdownOfAnIdleClientIsOverAtOnce() {
		AtomicInteger told = new AtomicInteger();
		this.lifecycle.stop(told::incrementAndGet);
		assertThat(told).hasValue(1);
	}

	@Test
	void clientThatIsStartedAgainWaitsAgain() {
		answer(201, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		usedUp(webPush);
		this.lifecycle.stop();
		this.lifecycle.start();
		assertThat(this.lifecycle.isRunning()).isTrue();
		CompletableFuture<CreatedCampaign> call = webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(call).isNotDone();
	}

	@Test
	void endOfTheApplicationEndsWhatIsStillUnderWay() {
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		this.lifecycle.destroy();
		assertThat(this.lifecycle.isRunning()).isFalse();
		run();
		assertThat(failure(call).error()).isEqualTo(WebPushError.CANCELLED);
		assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(this.requests).isZero();
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void callThatIsTakenBackWhileThePolicyDecidesIsNotRepeated() {
		answer(503);
		WebPushPatientOperations calls = webPush(this.handed::add).patiently();
		AtomicReference<CompletableFuture<CreatedCampaign>> call = new AtomicReference<>();
		this.policy = (attempt) -> {
			calls.withdraw(call.get());
			return Duration.ofSeconds(5);
		};
		call.set(calls.createCampaignAsync(CAMPAIGN));
		run();
		assertThat(failure(call.get()).error()).isEqualTo(WebPushError.CANCELLED);
		assertThat(failure(call.get()).outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void callThatIsCancelledWhileThePolicyDecidesIsNotRepeated() {
		answer(503);
		AtomicReference<CompletableFuture<CreatedCampaign>> call = new AtomicReference<>();
		this.policy = (attempt) -> {
			assertThat(call.get().cancel(true)).isTrue();
			return Duration.ofSeconds(5);
		};
		call.set(webPush(this.handed::add).createCampaignAsync(CAMPAIGN));
		run();
		assertThat(failure(call.get()).outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(this.timer.scheduled()).isZero();
		assertThat(this.requests).isEqualTo(1);
	}

	@Test
	void callThatHasEndedCannotBeCancelled() {
		answer(201);
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(call.cancel(true)).isFalse();
		assertThat(call.isCancelled()).isFalse();
		assertThat(call).isCompleted();
	}

	@Test
	void cancellingWhatDependsOnACallLeavesTheCallAlone() {
		answer(201);
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		assertThat(call.thenApply(CreatedCampaign::id).cancel(true)).isTrue();
		run();
		assertThat(call).isCompleted();
	}

	@Test
	void futureThatIsCompletedFromOutsideGivesTheCallUp() {
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		call.complete(new CreatedCampaign(CampaignId.of(1), "own"));
		run();
		assertThat(this.requests).isZero();
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void permitThatIsGrantedToACallThatHasJustBeenCancelledIsGivenBack() {
		answer(201, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		usedUp(webPush);
		CompletableFuture<CreatedCampaign> call = webPush.createCampaignAsync(CAMPAIGN);
		this.limiter.getEventPublisher().onSuccess((event) -> call.cancel(true));
		this.timer.advance(MINUTE);
		run();
		assertThat(failure(call).error()).isEqualTo(WebPushError.CANCELLED);
		assertThat(this.requests).isEqualTo(2);
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void launchOfUnknownOutcomeIsNotEvenOfferedToThePolicy() {
		answer(503);
		CompletableFuture<?> call = webPush(this.handed::add).launchCampaignAsync(CampaignId.of(7), message());
		run();
		assertThat(call).isCompletedExceptionally();
		assertThat(this.asked).isEmpty();
	}

	@Test
	void launchThatSurelyDidNotHappenIsOfferedToThePolicy() {
		answer(401);
		webPush(this.handed::add).launchCampaignAsync(CampaignId.of(7), message());
		run();
		assertThat(this.asked).hasSize(1);
	}

	@Test
	void whatTookEffectIsNotOfferedToThePolicy() {
		this.answers.add(() -> response(201, "{\"success\": true}"));
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(failure(call).outcome()).isEqualTo(Outcome.APPLIED);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void lineOfOneAccountDoesNotStandInTheWayOfAnother() {
		answer(201, 201, 201, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		usedUp(webPush);
		webPush.patiently().createCampaignAsync(CAMPAIGN);
		webPush.patiently().createCampaignAsync(CAMPAIGN);
		assertThat(this.limiter.getMetrics().getNumberOfWaitingThreads()).isEqualTo(2);
	}

	@Test
	void budgetWithoutALimiterIsNamed() {
		WebPushTemplate webPush = WebPushTemplate.builder(RestClient.create(), new AnyCredentials()).build();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> webPush.deleteCampaign(CampaignId.of(1)))
			.withMessage("There is no limiter for the budget DELETE");
	}

	@Test
	void credentialsThatCannotBeHadAreAnUnsentCallThatSaysWhy() {
		WebPushTemplate webPush = WebPushTemplate.builder(RestClient.create(), new AnyCredentials() {

			@Override
			public String token() {
				throw new IllegalStateException("the vault is sealed");
			}

		}).rateLimiter(Budget.CREATE, this.limiter).timer(this.timer).build();
		WebPushException failure = catchThrowableOfType(WebPushException.class, () -> webPush.createCampaign(CAMPAIGN));
		assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure).hasMessageContaining("token or partner ID could not be obtained")
			.hasRootCauseMessage("the vault is sealed");
		assertThat(webPush.status().state()).isEqualTo(AccountStatus.State.UNKNOWN);
	}

	@Test
	void endOfTheApplicationInterruptsARequestAndLeavesNoInterruptBehind() {
		AtomicBoolean interrupted = new AtomicBoolean();
		this.answers.add(() -> {
			this.lifecycle.destroy();
			interrupted.set(Thread.currentThread().isInterrupted());
			return response(201, "{}");
		});
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(interrupted).isTrue();
		assertThat(Thread.interrupted()).isFalse();
		assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure(call)).hasMessageContaining("the application is stopping");
	}

	@Test
	void callerWhoCancelsDoesNotInterruptTheRequest() {
		AtomicBoolean interrupted = new AtomicBoolean();
		AtomicReference<CompletableFuture<CreatedCampaign>> call = new AtomicReference<>();
		this.answers.add(() -> {
			call.get().cancel(true);
			interrupted.set(Thread.interrupted());
			return response(201, "{}");
		});
		call.set(webPush(this.handed::add).createCampaignAsync(CAMPAIGN));
		run();
		assertThat(interrupted).isFalse();
		assertThat(failure(call.get()).outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void interruptBeforeABlockingCallSendsNothingAndIsKept() {
		WebPushTemplate webPush = webPush(this.handed::add);
		Thread.currentThread().interrupt();
		WebPushException failure = catchThrowableOfType(WebPushException.class, () -> webPush.createCampaign(CAMPAIGN));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure).hasMessageContaining("the calling thread was interrupted");
		assertThat(this.requests).isZero();
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void observationsTellTheStepsOfACallThatSucceeds() {
		answer(503, 201);
		this.policy = (attempt) -> Duration.ofSeconds(5);
		webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		this.timer.advance(Duration.ofSeconds(5));
		run();
		assertThat(this.observed).containsExactly("start webpush.operation", "start webpush.wait",
				"stop webpush.wait CREATE default granted", "event attempt", "start webpush.wait",
				"stop webpush.wait CREATE default granted", "event attempt",
				"stop webpush.operation CREATE default NONE APPLIED Steps");
		assertThat(this.observations.getCurrentObservation()).isNull();
	}

	@Test
	void observationsTellTheStepsOfACallThatFails() {
		answer(429);
		this.limiter.changeTimeoutDuration(Duration.ofSeconds(10));
		this.policy = (attempt) -> Duration.ZERO;
		WebPushTemplate webPush = webPush(this.handed::add);
		webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(this.observed).containsExactly("start webpush.operation", "start webpush.wait",
				"stop webpush.wait CREATE default granted", "event attempt", "event throttled", "start webpush.wait",
				"stop webpush.wait CREATE default refused",
				"stop webpush.operation CREATE default RATE_LIMITED NOT_APPLIED Steps");
		assertThat(webPush.usage(Budget.CREATE).throttledBy429()).isEqualTo(1);
		assertThat(webPush.usage(Budget.CREATE).throttledBy403()).isZero();
		this.answers.add(() -> response(403, "{\"message\": \"Too many attempts\"}"));
		this.policy = (attempt) -> null;
		this.timer.advance(Duration.ofMinutes(2));
		webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(webPush.usage(Budget.CREATE).throttledBy429()).isEqualTo(1);
		assertThat(webPush.usage(Budget.CREATE).throttledBy403()).isEqualTo(1);
	}

	@Test
	void observationsTellThatAWaitWasGivenUp() {
		answer(201, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		usedUp(webPush);
		this.observed.clear();
		webPush.createCampaignAsync(CAMPAIGN).cancel(true);
		assertThat(this.observed).containsExactly("start webpush.operation", "start webpush.wait",
				"stop webpush.wait CREATE default cancelled",
				"stop webpush.operation CREATE default CANCELLED NOT_APPLIED Steps");
	}

	@Test
	void errorThatIsNoneOfOursIsObservedAsAFailureOfUnknownOutcome() {
		this.answers.add(() -> {
			throw new AssertionError("broken interceptor");
		});
		webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(this.observed).last().isEqualTo("stop webpush.operation CREATE default UNEXPECTED UNKNOWN Steps");
	}

	@Test
	void answersTellWhetherTheCredentialsAreAccepted() {
		answer(401, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(webPush.status().state()).isEqualTo(AccountStatus.State.REFUSED);
		webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(webPush.status().state()).isEqualTo(AccountStatus.State.ACCEPTED);
	}

	@Test
	void policyThatFailsEndsTheCallWithItsFailureBeside() {
		answer(503);
		IllegalStateException broken = new IllegalStateException("broken policy");
		this.policy = (attempt) -> {
			throw broken;
		};
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(failure(call).error()).isEqualTo(WebPushError.SERVER_ERROR);
		assertThat(failure(call).getSuppressed()).containsExactly(broken);
	}

	@Test
	void duplicateAfterAnUnclearAttemptIsOursOnlyIfNobodyElseCanHaveTheTitle() {
		this.policy = (attempt) -> (attempt.attempt() == 1) ? Duration.ZERO : null;
		for (boolean unique : new boolean[] { true, false }) {
			answer(503);
			this.answers.add(() -> response(400, "{\"error\": \"Title already exists\"}"));
			CreateCampaign.Builder campaign = CreateCampaign.titled("Steps").language("en_GB");
			CompletableFuture<CreatedCampaign> call = webPush(this.handed::add)
				.createCampaignAsync((unique ? campaign.uniqueTitle() : campaign).build());
			run();
			assertThat(failure(call).outcome()).isEqualTo(unique ? Outcome.APPLIED : Outcome.UNKNOWN);
			assertThat(((DuplicateTitleException) failure(call)).mayBeOurs()).isTrue();
			this.timer.advance(MINUTE);
		}
	}

	@Test
	void deleteThatFindsNothingAfterAnUnclearAttemptIsDone() {
		answer(503);
		this.answers.add(() -> response(424, "{\"message\": \"SERVICE:-Campaign not found\"}"));
		this.policy = (attempt) -> Duration.ZERO;
		CompletableFuture<?> call = webPush(this.handed::add).deleteCampaignAsync(CampaignId.of(7));
		run();
		assertThat(call).isCompletedWithValue(null);
	}

	@Test
	void everyOperationReturnsWhatTheVendorAnswered() {
		String accepted = "{\"success\": true}";
		String report = "{\"overview\": {\"ctr\": {\"clicks\": \"5\"}}}";
		String page = "{\"total\": 1, \"data\": [{\"id\": 9}]}";
		for (String body : new String[] { accepted, accepted, accepted, accepted, report, report, page, page, page,
				report, report }) {
			this.answers.add(() -> response(200, body));
		}
		WebPushTemplate webPush = webPush(Runnable::run);
		DateRange range = DateRange.on(LocalDate.of(2026, 11, 1));
		CampaignId id = CampaignId.of(7);
		assertThat(webPush.launchCampaign(id, message())).isEqualTo(new LaunchedCampaign(id));
		assertThat(webPush.launchCampaignAsync(id, message())).isCompletedWithValue(new LaunchedCampaign(id));
		webPush.deleteCampaign(id);
		assertThat(webPush.deleteCampaignAsync(id)).isCompletedWithValue(null);
		assertThat(webPush.topMetrics(range).overview().clicks()).isEqualTo(5);
		assertThat(webPush.topMetricsAsync(range).join().overview().clicks()).isEqualTo(5);
		assertThat(webPush.overallMetrics(range, 1, 20).rows()).hasSize(1);
		assertThat(webPush.overallMetricsAsync(range, 1, 20).join().rows()).hasSize(1);
		assertThat(webPush.streamOverallMetrics(range).map(CampaignMetricsRow::id)).containsExactly(9L);
		assertThat(webPush.campaignMetrics(BuilderId.of(7), range).overview().clicks()).isEqualTo(5);
		assertThat(webPush.campaignMetricsAsync(BuilderId.of(7), range).join().overview().clicks()).isEqualTo(5);
		assertThat(this.requests).isEqualTo(11);
	}

	@Test
	void launchThatIsSwitchedOffIsNotSent() {
		WebPushTemplate webPush = WebPushTemplate.builder(RestClient.create(), new AnyCredentials())
			.rateLimiter(Budget.LAUNCH, this.limiter)
			.launchSettings(new LaunchSettings(false, ChronoUnit.SECONDS, LaunchSettings.UnengagedField.BOTH))
			.timer(this.timer)
			.build();
		WebPushException failure = catchThrowableOfType(WebPushException.class,
				() -> webPush.launchCampaign(CampaignId.of(7), message()));
		assertThat(failure.error()).isEqualTo(WebPushError.LAUNCH_DISABLED);
		assertThat(failure.subject()).isEqualTo("7");
		assertThat(failure(webPush.launchCampaignAsync(CampaignId.of(7), message())).error())
			.isEqualTo(WebPushError.LAUNCH_DISABLED);
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void patientCallsWaitAsLongAsItTakes() {
		answer(201, 201, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		usedUp(webPush);
		this.limiter.changeTimeoutDuration(Duration.ofSeconds(1));
		CompletableFuture<CreatedCampaign> call = webPush.patiently().createCampaignAsync(CAMPAIGN);
		this.timer.advance(MINUTE);
		run();
		assertThat(call).isCompleted();
	}

	@Test
	void patientClientRunsStepsOnTheExecutorWhileTheClockStandsStill() {
		WebPushPatientOperations calls = webPush(this.handed::add).patiently();
		AtomicInteger ran = new AtomicInteger();
		calls.execute(ran::incrementAndGet);
		assertThat(this.timer.working()).isEqualTo(1);
		run();
		assertThat(ran).hasValue(1);
		assertThat(this.timer.working()).isZero();
		assertThat(calls.timer()).isSameAs(this.timer);
		assertThat(calls.interval(WebPushOperation.CREATE)).isEqualTo(Duration.ofSeconds(30));
		assertThatIllegalArgumentException().isThrownBy(() -> calls.withdraw(new CompletableFuture<>()))
			.withMessageStartingWith("'call' must be what a method of this object returned");
	}

	@Test
	void patientClientRunsStepsElsewhereWhenTheExecutorTakesNone() {
		CompletableFuture<Thread> ranOn = new CompletableFuture<>();
		webPush((step) -> {
			throw new RejectedExecutionException("stopping");
		}).patiently().execute(() -> ranOn.complete(Thread.currentThread()));
		assertThat(ranOn.join()).isNotSameAs(Thread.currentThread());
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whatNobodyElseCanSeeIsAWarning(CapturedOutput output) {
		answer(503);
		webPush(this.handed::add).launchCampaignAsync(CampaignId.of(7), message());
		run();
		assertThat(output).containsOnlyOnce("WARN").contains("LAUNCH '7' failed: SERVER_ERROR");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whatTheCallerIsToldIsNoWarning(CapturedOutput output) {
		answer(503, 401);
		webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		webPush(this.handed::add).launchCampaignAsync(CampaignId.of(7), message());
		run();
		assertThat(output.getAll().lines().filter((line) -> line.contains("WARN")))
			.allSatisfy((line) -> assertThat(line).contains("refuses the credentials"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void throttleIsAWarningWithWhatThisInstanceSent(CapturedOutput output) {
		answer(201, 429);
		WebPushTemplate webPush = webPush(this.handed::add);
		webPush.createCampaignAsync(CAMPAIGN);
		run();
		webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(output.getAll().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.endsWith("This instance sent 2 of 2 in the last 1m");
	}

	private void usedUp(WebPushTemplate webPush) {
		for (int i = 0; i < 2; i++) {
			webPush.createCampaignAsync(CAMPAIGN);
		}
		run();
	}

	private void run() {
		for (Runnable step = this.handed.poll(); step != null; step = this.handed.poll()) {
			step.run();
		}
	}

	private int available() {
		return this.limiter.getMetrics().getAvailablePermissions();
	}

	private void answer(int... statuses) {
		for (int status : statuses) {
			this.answers.add(() -> response(status,
					(status == 201) ? "{\"success\": true, \"campaign_id\": 25696}" : "{\"message\": \"no\"}"));
		}
	}

	private static ClientHttpResponse response(int status, String body) {
		return new MockClientHttpResponse(body.getBytes(StandardCharsets.UTF_8), HttpStatusCode.valueOf(status));
	}

	private WebPushTemplate webPush(Executor executor) {
		RestClient restClient = RestClient.builder().baseUrl("http://127.0.0.1").requestFactory(this::request).build();
		return WebPushTemplate.builder(restClient, new AnyCredentials())
			.rateLimiter(Budget.CREATE, this.limiter)
			.rateLimiter(Budget.LAUNCH, limiter(10))
			.rateLimiter(Budget.DELETE, limiter(10))
			.rateLimiter(Budget.STATISTICS, limiter(10))
			.retryPolicy((attempt) -> {
				this.asked.add(attempt);
				return this.policy.delayBefore(attempt);
			})
			.timer(this.timer)
			.lifecycle(this.lifecycle)
			.observation(this.observations, null)
			.executor(executor)
			.build();
	}

	private ClientHttpRequest request(URI uri, HttpMethod method) {
		return new MockClientHttpRequest(method, uri) {

			@Override
			protected ClientHttpResponse executeInternal() throws IOException {
				CallStepsTests.this.requests++;
				return CallStepsTests.this.answers.remove().answer();
			}

		};
	}

	private RollingWindowRateLimiter limiter(int limit) {
		return new RollingWindowRateLimiter("test",
				RateLimiterConfig.custom()
					.limitForPeriod(limit)
					.limitRefreshPeriod(MINUTE)
					.timeoutDuration(Duration.ofMinutes(5))
					.build(),
				limit, Duration.ofSeconds(35), Map.of(), this.timer);
	}

	private static PushMessage message() {
		return PushMessage.titled("a")
			.description("b")
			.link("https://example.com")
			.ttl(Duration.ofHours(1))
			.toAllSubscribers()
			.build();
	}

	private static WebPushException failure(CompletableFuture<?> call) {
		assertThat(call).isDone();
		return (WebPushException) call.handle((result, failure) -> failure).join();
	}

	private interface Answering {

		ClientHttpResponse answer() throws IOException;

	}

	/**
	 * Writes down what is observed, with tags and details in the order in which they are
	 * documented.
	 */
	private final class Observer implements ObservationHandler<Observation.Context> {

		private static final List<String> KEYS = List.of("webpush.operation", "webpush.budget", "webpush.account",
				"webpush.error", "webpush.outcome", "webpush.result", "webpush.subject");

		@Override
		public void onStart(Observation.Context context) {
			CallStepsTests.this.observed.add("start " + context.getName());
		}

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			CallStepsTests.this.observed.add("event " + event.getName());
		}

		@Override
		public void onStop(Observation.Context context) {
			StringBuilder line = new StringBuilder("stop " + context.getName());
			KEYS.stream()
				.map((key) -> context.getAllKeyValues().stream().filter((tag) -> tag.getKey().equals(key)).findFirst())
				.flatMap(Optional::stream)
				.forEach((tag) -> line.append(' ').append(tag.getValue()));
			CallStepsTests.this.observed.add(line.toString());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
