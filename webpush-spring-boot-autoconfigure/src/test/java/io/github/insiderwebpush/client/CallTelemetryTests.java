package io.github.insiderwebpush.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.insiderwebpush.AccountStatus;
import io.github.insiderwebpush.FailedAttempt;
import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.http.client.ClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a call tells of itself: waits, observations, the state of the credentials, the
 * log.
 */
class CallTelemetryTests extends CallStepsFixture {

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
		this.timer.advance(MINUTE);
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
	void contextPropagationCarriesTheObservationOfTheCallerToTheCallback() {
		answer(201);
		WebPushTemplate webPush = TestClients.builder(this::request, new AnyCredentials())
			.rateLimiter(Budget.CREATE, this.limiter)
			.timer(this.timer)
			.executor(this.handed::add)
			.observation(this.observations, null)
			.taskDecorator(new ContextPropagatingTaskDecorator())
			.build();
		Observation caller = Observation.start("caller", this.observations);
		CompletableFuture<Observation> current = caller.scoped(() -> webPush.createCampaignAsync(CAMPAIGN)
			.thenApply((created) -> this.observations.getCurrentObservation()));
		run();
		assertThat(current).isCompletedWithValue(caller);
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
				"stop webpush.wait CREATE default rejected",
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
	void launchThatIsDisabledIsCountedAndDoesNotWait() {
		WebPushTemplate webPush = TestClients.silent(new AnyCredentials())
			.rateLimiter(Budget.LAUNCH, this.limiter)
			.launchSettings(
					new LaunchSettings(false, LaunchSettings.TtlUnit.SECONDS, LaunchSettings.UnengagedField.BOTH))
			.observation(this.observations, null)
			.timer(this.timer)
			.build();
		catchThrowableOfType(WebPushException.class, () -> webPush.launchCampaign(CampaignId.of(7), message()));
		assertThat(this.observed).containsExactly("start webpush.operation",
				"stop webpush.operation LAUNCH default LAUNCH_DISABLED NOT_APPLIED 7");
		assertThat(webPush.recentFailures()).isEmpty();
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
	void errorOfAnInterceptorIsObservedAsAFailureOfUnknownOutcome() {
		this.answers.add(() -> {
			throw new AssertionError("broken interceptor");
		});
		webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(this.observed).last().isEqualTo("stop webpush.operation CREATE default NO_RESPONSE UNKNOWN Steps");
	}

	@Test
	void failureOfACallIsTheErrorOfItsObservation() {
		answer(201, 401);
		WebPushTemplate webPush = webPush(this.handed::add);
		webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(this.observedErrors).isEmpty();
		CompletableFuture<CreatedCampaign> refused = webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(this.observedErrors).containsExactly(failure(refused));
	}

	@Test
	void handlersAreToldThatTheScopeOfAnAttemptEnds() {
		AtomicInteger open = new AtomicInteger();
		AtomicInteger openDuringTheRequest = new AtomicInteger();
		this.observations.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onScopeOpened(Observation.Context context) {
				open.incrementAndGet();
			}

			@Override
			public void onScopeClosed(Observation.Context context) {
				open.decrementAndGet();
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		this.answers.add(() -> {
			openDuringTheRequest.set(open.get());
			return response(401, "");
		});
		webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(openDuringTheRequest).hasValue(1);
		assertThat(open).hasValue(0);
	}

	@Test
	void requestIsInFlightUntilItIsAnswered() {
		AtomicInteger inFlight = new AtomicInteger();
		WebPushTemplate webPush = webPush(this.handed::add);
		this.answers.add(() -> {
			inFlight.set(webPush.inFlight());
			throw new IOException("no response");
		});
		webPush.createCampaignAsync(CAMPAIGN);
		assertThat(webPush.inFlight()).isZero();
		run();
		assertThat(inFlight).hasValue(1);
		assertThat(webPush.inFlight()).isZero();
	}

	@Test
	void lastFiftyFailuresAreRememberedTheLatestFirst() {
		WebPushTemplate webPush = TestClients.builder(this::request, new AnyCredentials())
			.rateLimiter(Budget.DELETE, limiter(51))
			.timer(this.timer)
			.executor(this.handed::add)
			.build();
		for (int id = 1; id <= 50; id++) {
			answer(401);
			webPush.deleteCampaignAsync(CampaignId.of(id));
		}
		run();
		assertThat(webPush.recentFailures()).hasSize(50);
		assertThat(webPush.recentFailures()).last().extracting(FailedCall::subject).isEqualTo("1");
		answer(401);
		webPush.deleteCampaignAsync(CampaignId.of(51));
		run();
		assertThat(webPush.recentFailures()).hasSize(50);
		assertThat(webPush.recentFailures()).first().extracting(FailedCall::subject).isEqualTo("51");
		assertThat(webPush.recentFailures()).last().extracting(FailedCall::subject).isEqualTo("2");
	}

	@Test
	void pauseHasAReasonUntilItIsOver() {
		ClientHttpResponse usedUp = response(201, "{\"success\": true, \"campaign_id\": 25696}");
		usedUp.getHeaders().set("X-RateLimit-Remaining", "0");
		usedUp.getHeaders().set("X-RateLimit-Reset", "12");
		this.answers.add(() -> usedUp);
		answer(429);
		WebPushTemplate webPush = webPush(this.handed::add);
		webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(webPush.usage(Budget.CREATE).pauseLeft()).isEqualTo(Duration.ofSeconds(12));
		assertThat(webPush.usage(Budget.CREATE).pauseReason())
			.isEqualTo("rate limit headers say that the quota is used up");
		this.timer.advance(Duration.ofSeconds(12));
		assertThat(webPush.usage(Budget.CREATE).pauseReason()).isNull();
		webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(webPush.usage(Budget.CREATE).pauseReason()).isEqualTo("throttled with HTTP 429");
	}

	@Test
	void answersTellWhetherTheCredentialsAreAccepted() {
		answer(401, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(webPush.status().state()).isEqualTo(AccountStatus.State.REJECTED);
		webPush.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(webPush.status().state()).isEqualTo(AccountStatus.State.ACCEPTED);
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
			.allSatisfy((line) -> assertThat(line).contains("rejects the credentials"));
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
		assertThat(output.getAll().lines().filter((line) -> line.contains("RATE_LIMITED"))).singleElement()
			.asString()
			.contains("WARN")
			.endsWith("This instance sent 2 of 2 in the last 1m");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void policyThatFailsIsAWarningThatNamesIt(CapturedOutput output) {
		answer(503);
		this.policy = (attempt) -> {
			throw new IllegalStateException("broken policy");
		};
		webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(output.getAll().lines().filter((line) -> line.contains("retry policy"))).singleElement()
			.asString()
			.contains("WARN", "The retry policy " + CallStepsFixture.class.getName())
			.endsWith("failed; the call is not repeated");
		assertThat(output).contains("broken policy");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void everyAttemptIsADebugLineThatTellsWhetherAnotherFollows(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(WebPushTemplate.class.getName(), LogLevel.DEBUG);
		try {
			answer(503, 401);
			this.policy = (attempt) -> (attempt.attempt() == 1) ? Duration.ofSeconds(5) : null;
			webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
			run();
			assertThat(output.getAll().lines().filter((line) -> line.contains("SERVER_ERROR"))).singleElement()
				.asString()
				.contains("DEBUG")
				.endsWith("Trying again after 5s");
			this.timer.advance(Duration.ofSeconds(5));
			run();
			assertThat(output.getAll().lines()).anyMatch((line) -> line.contains("DEBUG")
					&& line.contains("UNAUTHORIZED") && line.endsWith("Not trying again"));
		}
		finally {
			logging.setLogLevel(WebPushTemplate.class.getName(), null);
		}
	}

}
