package io.github.insiderwebpush.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushAsyncOperations;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A call that is cancelled, interrupted or overtaken by the end of the application.
 */
class CallGivenUpTests extends CallStepsFixture {

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
	void callThatEndsWhileAnotherLimiterBooksItsPermitDoesNotWaitForIt() {
		RateLimiter other = mock(RateLimiter.class);
		given(other.getRateLimiterConfig()).willReturn(this.limiter.getRateLimiterConfig());
		given(other.reservePermission()).will((booking) -> {
			this.lifecycle.stop();
			return MINUTE.toNanos();
		});
		WebPushTemplate webPush = TestClients.builder(this::request, new AnyCredentials())
			.rateLimiter(Budget.CREATE, other)
			.timer(this.timer)
			.lifecycle(this.lifecycle)
			.executor(this.handed::add)
			.build();
		CompletableFuture<CreatedCampaign> call = webPush.createCampaignAsync(CAMPAIGN);
		assertThat(this.timer.scheduled()).isZero();
		run();
		assertThat(failure(call)).hasMessageContaining("the application is stopping");
		assertThat(this.requests).isZero();
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
	void nothingIsSentOnceTheApplicationStopsAndShutdownIsOverWhenTheLastRequestHasEnded() {
		AtomicInteger stopped = new AtomicInteger();
		this.answers.add(() -> {
			this.lifecycle.stop(stopped::incrementAndGet);
			assertThat(stopped).hasValue(0);
			assertThat(this.lifecycle.isRunning()).isTrue();
			return response(201, "{\"success\": true, \"campaign_id\": 25696}");
		});
		WebPushTemplate webPush = webPush(this.handed::add);
		CompletableFuture<CreatedCampaign> sent = webPush.createCampaignAsync(CAMPAIGN);
		CompletableFuture<CreatedCampaign> handedOver = webPush.createCampaignAsync(CAMPAIGN);
		CompletableFuture<CreatedCampaign> waiting = webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(stopped).hasValue(1);
		assertThat(this.lifecycle.isRunning()).isFalse();
		assertThat(sent).isCompleted();
		for (CompletableFuture<?> unsent : List.of(handedOver, waiting, webPush.createCampaignAsync(CAMPAIGN))) {
			run();
			assertThat(failure(unsent).error()).isEqualTo(WebPushError.CANCELLED);
			assertThat(failure(unsent).outcome()).isEqualTo(Outcome.NOT_APPLIED);
			assertThat(failure(unsent)).hasMessageContaining("the application is stopping");
		}
		assertThat(this.requests).isEqualTo(1);
	}

	@Test
	void requestWhoseTurnComesWhileCallsAreBeingStoppedIsNotSent() {
		WebPushTemplate webPush = webPush((step) -> {
			this.handed.add(step);
			if (this.lifecycle.isStopping()) {
				run();
			}
		});
		List<CompletableFuture<CreatedCampaign>> twoHandedOverAndOneWaiting = Stream
			.generate(() -> webPush.createCampaignAsync(CAMPAIGN))
			.limit(3)
			.toList();
		this.lifecycle.stop();
		for (CompletableFuture<CreatedCampaign> call : twoHandedOverAndOneWaiting) {
			await().until(call::isDone);
			assertThat(failure(call)).hasMessageContaining("the application is stopping");
			assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_APPLIED);
		}
		assertThat(this.requests).isZero();
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void blockingCallIsNotSentOnceTheApplicationStops() {
		WebPushTemplate webPush = webPush(this.handed::add);
		this.lifecycle.destroy();
		WebPushException failure = catchThrowableOfType(WebPushException.class, () -> webPush.createCampaign(CAMPAIGN));
		assertThat(failure).hasMessageContaining("the application is stopping");
		assertThat(this.requests).isZero();
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void shutdownWaitsForACallback() {
		answer(201);
		AtomicInteger stopped = new AtomicInteger();
		CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		CompletableFuture<?> written = call.thenRun(() -> {
			this.lifecycle.stop(stopped::incrementAndGet);
			assertThat(stopped).hasValue(0);
		});
		run();
		assertThat(written).isCompleted();
		assertThat(stopped).hasValue(1);
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
		run();
		assertThat(this.lifecycle.isRunning()).isFalse();
		assertThat(failure(call).error()).isEqualTo(WebPushError.CANCELLED);
		assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(this.requests).isZero();
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void callThatIsTakenBackWhileThePolicyDecidesIsNotRepeated() {
		answer(503);
		WebPushAsyncOperations calls = webPush(this.handed::add).background();
		AtomicReference<CompletableFuture<CreatedCampaign>> call = new AtomicReference<>();
		AtomicBoolean cancelled = new AtomicBoolean();
		this.policy = (attempt) -> {
			cancelled.set(call.get().cancel(false));
			return Duration.ofSeconds(5);
		};
		call.set(calls.createCampaignAsync(CAMPAIGN));
		run();
		assertThat(cancelled).isFalse();
		assertThat(failure(call.get()).error()).isEqualTo(WebPushError.CANCELLED);
		assertThat(failure(call.get()).outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void callThatIsCancelledWhileThePolicyDecidesIsNotRepeated() {
		answer(503);
		AtomicReference<CompletableFuture<CreatedCampaign>> call = new AtomicReference<>();
		AtomicBoolean cancelled = new AtomicBoolean();
		this.policy = (attempt) -> {
			cancelled.set(call.get().cancel(true));
			return Duration.ofSeconds(5);
		};
		call.set(webPush(this.handed::add).createCampaignAsync(CAMPAIGN));
		run();
		assertThat(cancelled).isTrue();
		assertThat(failure(call.get()).outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(this.timer.scheduled()).isZero();
		assertThat(this.requests).isEqualTo(1);
	}

	@Test
	void requestOnTheWireThatIsTakenBackStillHasItsResult() {
		AtomicReference<CompletableFuture<CreatedCampaign>> call = new AtomicReference<>();
		AtomicBoolean cancelled = new AtomicBoolean();
		this.answers.add(() -> {
			cancelled.set(call.get().cancel(false));
			return response(201, "{\"success\": true, \"campaign_id\": 25696}");
		});
		call.set(webPush(this.handed::add).createCampaignAsync(CAMPAIGN));
		run();
		assertThat(cancelled).isFalse();
		assertThat(call.get().isCancelled()).isFalse();
		assertThat(call.get()).isCompletedWithValueMatching((created) -> created.id().value() == 25696);
	}

	@Test
	void callThatWaitsCanBeTakenBackAndLeavesTheQueue() {
		answer(201, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		usedUp(webPush);
		CompletableFuture<CreatedCampaign> call = webPush.createCampaignAsync(CAMPAIGN);
		assertThat(webPush.usage(Budget.CREATE).waiting()).isEqualTo(1);
		assertThat(call.cancel(false)).isTrue();
		assertThat(call.isCancelled()).isTrue();
		assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(webPush.usage(Budget.CREATE).waiting()).isZero();
		assertThat(this.timer.scheduled()).isZero();
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
		call.complete(new CreatedCampaign(CampaignId.of(1), "own", null));
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
	void blockingCallThatTakesTooLongIsGivenUpAndItsRequestInterrupted() {
		AtomicBoolean interrupted = new AtomicBoolean();
		this.answers.add(() -> {
			this.timer.advance(Duration.ofMinutes(2));
			interrupted.set(Thread.currentThread().isInterrupted());
			return response(201, "{\"success\": true, \"campaign_id\": 25696}");
		});
		WebPushTemplate webPush = webPush(this.handed::add);
		WebPushException failure = catchThrowableOfType(WebPushException.class, () -> webPush.createCampaign(CAMPAIGN));
		assertThat(failure.error()).isEqualTo(WebPushError.CANCELLED);
		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure).hasMessageContaining("it took longer than 'webpush.call-timeout'");
		assertThat(interrupted).isTrue();
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void blockingCallThatIsStoppedWhileItsRequestIsHandedOverDoesNotStopTheClock() {
		// Told after the permit was granted and before the request is handed over.
		this.observations.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				CallGivenUpTests.this.lifecycle.stop();
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return "webpush.wait".equals(context.getName());
			}

		});
		WebPushTemplate webPush = webPush(this.handed::add);
		WebPushException failure = catchThrowableOfType(WebPushException.class, () -> webPush.createCampaign(CAMPAIGN));
		assertThat(failure).hasMessageContaining("the application is stopping");
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(this.timer.working()).isZero();
		assertThat(available()).isEqualTo(2);
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

}
