package io.github.insiderwebpush.client;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.insiderwebpush.AccountStatus;
import io.github.insiderwebpush.DuplicateTitleException;
import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * The steps of a call, one by one: time, threads and answers are in the hands of the
 * test.
 */
class CallStepsTests extends CallStepsFixture {

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
		assertThat(failure(call)).hasMessageContaining("than the timeout-duration of 10s");
		assertThat(webPush.usage(Budget.CREATE).rejectedByLimiter()).isEqualTo(1);
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
	void errorOfAnInterceptorIsTheCauseAndLeavesNoPermitBehind() {
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
		assertThat(failure(call)).hasCause(error);
		assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThatThrownBy(() -> webPush.createCampaign(CAMPAIGN)).isInstanceOf(WebPushException.class).hasCause(error);
		this.timer.advance(MINUTE.plusSeconds(35));
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
	void executorThatTakesNothingEndsTheCallUnsentAndKeepsNoPermit() {
		CompletableFuture<CreatedCampaign> call = webPush((step) -> {
			throw new RejectedExecutionException("the queue is full");
		}).createCampaignAsync(CAMPAIGN);
		await().until(call::isDone);
		assertThat(failure(call).error()).isEqualTo(WebPushError.EXECUTOR_REJECTED);
		assertThat(failure(call)).hasMessageContaining("did not take it").hasMessageContaining("the queue is full");
		assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure(call).attempts()).isZero();
		assertThat(available()).isEqualTo(2);
		await().until(() -> this.timer.working() == 0);
	}

	@Test
	void executorThatTakesNothingWhileTheApplicationStopsIsTheShutdown() {
		CompletableFuture<CreatedCampaign> call = webPush((step) -> {
			this.lifecycle.stop();
			throw new RejectedExecutionException("shut down");
		}).createCampaignAsync(CAMPAIGN);
		await().until(call::isDone);
		assertThat(failure(call).error()).isEqualTo(WebPushError.CANCELLED);
		assertThat(failure(call)).hasMessageContaining("the application is stopping");
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void executorThatFailsAlthoughItTookTheRequestLosesNoResult() {
		CompletableFuture<Void> onTheWire = new CompletableFuture<>();
		CompletableFuture<Void> executorFailed = new CompletableFuture<>();
		this.answers.add(() -> {
			onTheWire.complete(null);
			executorFailed.join();
			return response(201, "{\"success\": true, \"campaign_id\": 25696}");
		});
		CompletableFuture<CreatedCampaign> call = webPush((step) -> {
			new Thread(step).start();
			if (!executorFailed.isDone()) {
				onTheWire.join();
				throw new IllegalStateException("broken executor");
			}
		}).createCampaignAsync(CAMPAIGN);
		executorFailed.complete(null);
		assertThat(call).succeedsWithin(Duration.ofSeconds(30))
			.extracting(CreatedCampaign::id)
			.isEqualTo(CampaignId.of(25696));
	}

	@Test
	void executorThatRunsTasksOnTheThreadThatHandsThemOverDoesNotRunThemOnTheTimersThread() {
		Thread here = Thread.currentThread();
		CompletableFuture<Thread> exchangedOn = new CompletableFuture<>();
		CompletableFuture<Thread> completedOn = new CompletableFuture<>();
		CompletableFuture<Void> observed = new CompletableFuture<>();
		this.answers.add(() -> {
			exchangedOn.complete(Thread.currentThread());
			if (Thread.currentThread() != here) {
				// A callback that is added after the end runs on the thread that adds it.
				observed.join();
			}
			return response(201, "{\"success\": true, \"campaign_id\": 25696}");
		});
		webPush(Runnable::run).createCampaignAsync(CAMPAIGN)
			.whenComplete((created, ex) -> completedOn.complete(Thread.currentThread()));
		observed.complete(null);
		assertThat(exchangedOn.join()).isNotSameAs(here);
		assertThat(completedOn.join()).isNotSameAs(here);
	}

	@Test
	void beansThatFailDoNotLoseTheCall() {
		Duration tooLong = Duration.ofSeconds(Long.MAX_VALUE);
		List<WebPushRetryPolicy> policies = List.of((attempt) -> {
			throw attempt.failure();
		}, (attempt) -> {
			throw new StackOverflowError("policy");
		}, (attempt) -> {
			throw new IllegalStateException("policy");
		});
		for (WebPushRetryPolicy failing : policies) {
			answer(503);
			this.policy = failing;
			CompletableFuture<CreatedCampaign> call = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
			run();
			assertThat(failure(call).error()).isEqualTo(WebPushError.SERVER_ERROR);
			this.timer.advance(MINUTE);
		}
		answer(503);
		this.policy = (attempt) -> tooLong;
		CompletableFuture<CreatedCampaign> patient = webPush(this.handed::add).createCampaignAsync(CAMPAIGN);
		run();
		assertThat(patient).isNotDone();
		assertThat(patient.cancel(true)).isTrue();
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void limiterOrItsConsumersThatFailLoseNoCall(CapturedOutput output) {
		answer(201, 503);
		RateLimiter failing = RateLimiter.ofDefaults("failing");
		failing.getEventPublisher().onSuccess((event) -> {
			throw new IllegalStateException("broken consumer");
		});
		WebPushTemplate webPush = TestClients.builder(this::request, new AnyCredentials())
			.rateLimiter(Budget.CREATE, new FailingLimiter(failing))
			.timer(this.timer)
			.build();
		assertThat(webPush.createCampaign(CAMPAIGN).id()).isEqualTo(CampaignId.of(25696));
		assertThat(catchThrowableOfType(WebPushException.class, () -> webPush.createCampaign(CAMPAIGN)).error())
			.isEqualTo(WebPushError.SERVER_ERROR);
		assertThat(output)
			.contains("The rate limiter 'failing', or a consumer of its events, failed; the call is not affected")
			.contains("broken limiter");
		WebPushTemplate closed = TestClients.builder(this::request, new AnyCredentials())
			.rateLimiter(Budget.CREATE, failing)
			.timer(this.timer)
			.build();
		WebPushException failure = catchThrowableOfType(WebPushException.class, () -> closed.createCampaign(CAMPAIGN));
		assertThat(failure.error()).isEqualTo(WebPushError.BUDGET_EXHAUSTED);
		assertThat(failure).hasMessageContaining("the rate limiter failed").hasRootCauseMessage("broken consumer");
	}

	@Test
	void taskDecoratorThatFailsLosesNoCall() {
		List<TaskDecorator> decorators = List.of((task) -> {
			throw new IllegalStateException("broken decorator");
		}, (task) -> () -> {
			throw new IllegalStateException("broken task");
		}, (task) -> () -> {
			task.run();
			throw new IllegalStateException("broken clean-up");
		});
		for (TaskDecorator failing : decorators) {
			answer(201);
			CompletableFuture<CreatedCampaign> call = TestClients.builder(this::request, new AnyCredentials())
				.rateLimiter(Budget.CREATE, limiter(5))
				.timer(this.timer)
				.executor(this.handed::add)
				.taskDecorator(failing)
				.build()
				.createCampaignAsync(CAMPAIGN);
			run();
			assertThat(call).isCompleted();
			assertThat(this.timer.working()).isZero();
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void taskDecoratorThatFailsIsToldByOneWarning(CapturedOutput output) {
		answer(201);
		TestClients.builder(this::request, new AnyCredentials())
			.rateLimiter(Budget.CREATE, this.limiter)
			.timer(this.timer)
			.executor(this.handed::add)
			.taskDecorator((task) -> {
				throw new IllegalStateException("broken decorator");
			})
			.build()
			.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(output.getAll().lines().filter((line) -> line.contains("task decorator"))).singleElement()
			.asString()
			.contains("WARN")
			.endsWith("A task decorator failed; the call runs without the context of its caller");
	}

	@Test
	void timerThatFailsLosesNoCall() {
		RateLimiter usedUp = RateLimiter.of("used up",
				RateLimiterConfig.custom()
					.limitForPeriod(1)
					.limitRefreshPeriod(Duration.ofHours(1))
					.timeoutDuration(Duration.ofHours(2))
					.build());
		usedUp.drainPermissions();
		CompletableFuture<CreatedCampaign> call = TestClients.silent(new AnyCredentials())
			.rateLimiter(Budget.CREATE, usedUp)
			.timer(new FailingTimer())
			.executor(this.handed::add)
			.build()
			.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(failure(call).error()).isEqualTo(WebPushError.BUDGET_EXHAUSTED);
		assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure(call)).hasMessageContaining("the rate limiter failed").hasRootCauseMessage("broken timer");
	}

	@Test
	void observationRegistryThatFailsEndsTheCallAsUnclearAndLeavesNoPermitBehind() {
		answer(201);
		FailingRegistry failing = new FailingRegistry(ObservationRegistry.create());
		failing.observationConfig().observationHandler(new Observer());
		CompletableFuture<CreatedCampaign> call = TestClients.builder(this::request, new AnyCredentials())
			.rateLimiter(Budget.CREATE, this.limiter)
			.timer(this.timer)
			.executor(this.handed::add)
			.observation(failing, null)
			.build()
			.createCampaignAsync(CAMPAIGN);
		run();
		assertThat(failure(call).error()).isEqualTo(WebPushError.NO_RESPONSE);
		assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure(call)).hasRootCauseMessage("broken registry");
		this.timer.advance(MINUTE.plusSeconds(35));
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void logThatFailsLosesNoCall() {
		answer(503);
		Logger logger = (Logger) LoggerFactory.getLogger(WebPushTemplate.class);
		FailingAppender failing = new FailingAppender();
		failing.start();
		logger.addAppender(failing);
		try {
			CompletableFuture<?> call = webPush(this.handed::add).launchCampaignAsync(CampaignId.of(7), message());
			run();
			assertThat(failure(call).error()).isEqualTo(WebPushError.SERVER_ERROR);
		}
		finally {
			logger.detachAppender(failing);
		}
		this.lifecycle.stop();
		assertThat(this.lifecycle.isRunning()).isFalse();
	}

	@Test
	void observationHandlersThatFailLoseNeitherResultNorPermit() {
		for (String event : List.of("start", "event", "scope", "error", "stop")) {
			answer(201, 401);
			ObservationRegistry failing = ObservationRegistry.create();
			failing.observationConfig().observationHandler(new FailingHandler(event));
			WebPushTemplate webPush = TestClients.builder(this::request, new AnyCredentials())
				.rateLimiter(Budget.CREATE, this.limiter)
				.timer(this.timer)
				.observation(failing, null)
				.build();
			assertThat(webPush.createCampaign(CAMPAIGN).id()).as(event).isEqualTo(CampaignId.of(25696));
			assertThat(catchThrowableOfType(WebPushException.class, () -> webPush.createCampaign(CAMPAIGN)).error())
				.as(event)
				.isEqualTo(WebPushError.UNAUTHORIZED);
			this.timer.advance(MINUTE);
			assertThat(available()).isEqualTo(2);
		}
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
	void budgetWithoutALimiterIsNamed() {
		WebPushTemplate webPush = TestClients.silent(new AnyCredentials()).build();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> webPush.deleteCampaign(CampaignId.of(1)))
			.withMessage("There is no limiter for the budget DELETE");
	}

	@Test
	void credentialsThatCannotBeHadAreAnUnsentCallThatSaysWhy() {
		WebPushTemplate webPush = TestClients.silent(new AnyCredentials() {

			@Override
			public String token() {
				throw new IllegalStateException("the vault is sealed");
			}

		}).rateLimiter(Budget.CREATE, this.limiter).timer(this.timer).build();
		WebPushException failure = catchThrowableOfType(WebPushException.class, () -> webPush.createCampaign(CAMPAIGN));
		assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure).hasMessageContaining("Nothing was sent: the token could not be obtained")
			.hasRootCauseMessage("the vault is sealed");
		assertThat(webPush.status().state()).isEqualTo(AccountStatus.State.UNKNOWN);
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
		WebPushTemplate webPush = webPush(this.handed::add);
		CompletableFuture<?> call = webPush.deleteCampaignAsync(CampaignId.of(7));
		run();
		assertThat(call).isCompletedWithValue(null);
		assertThat(this.requests).isEqualTo(2);
		this.timer.advance(MINUTE);
		assertThat(webPush.usage(Budget.DELETE).available()).isEqualTo(10);
	}

	@Test
	void deleteThatFailsInAnotherWayAfterAnUnclearAttemptIsNotDone() {
		answer(503, 401);
		this.policy = (attempt) -> (attempt.attempt() == 1) ? Duration.ZERO : null;
		CompletableFuture<?> call = webPush(this.handed::add).deleteCampaignAsync(CampaignId.of(7));
		run();
		assertThat(failure(call).error()).isEqualTo(WebPushError.UNAUTHORIZED);
		assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
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
		assertThat(webPush.launchCampaignAsync(id, message())).succeedsWithin(Duration.ofSeconds(30))
			.isEqualTo(new LaunchedCampaign(id));
		webPush.deleteCampaign(id);
		assertThat(webPush.deleteCampaignAsync(id).join()).isNull();
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
		WebPushTemplate webPush = TestClients.silent(new AnyCredentials())
			.rateLimiter(Budget.LAUNCH, this.limiter)
			.launchSettings(
					new LaunchSettings(false, LaunchSettings.TtlUnit.SECONDS, LaunchSettings.UnengagedField.BOTH))
			.timer(this.timer)
			.build();
		WebPushException failure = catchThrowableOfType(WebPushException.class,
				() -> webPush.launchCampaign(CampaignId.of(7), message()));
		assertThat(failure.error()).isEqualTo(WebPushError.LAUNCH_DISABLED);
		assertThat(failure.subject()).isEqualTo("7");
		assertThat(failure).hasMessageContaining("Nothing was sent: 'webpush.launch.enabled' is false");
		assertThat(failure(webPush.launchCampaignAsync(CampaignId.of(7), message())).error())
			.isEqualTo(WebPushError.LAUNCH_DISABLED);
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void launchThatIsStoppedAtRunTimeAfterItHasGotItsPermitIsNotSent() {
		WebPushLaunchSwitch launches = new WebPushLaunchSwitch();
		CompletableFuture<LaunchedCampaign> call = TestClients.silent(new AnyCredentials())
			.rateLimiter(Budget.LAUNCH, this.limiter)
			.launchSwitch(launches)
			.timer(this.timer)
			.executor(this.handed::add)
			.build()
			.launchCampaignAsync(CampaignId.of(7), message());
		assertThat(available()).isEqualTo(1);
		launches.stop("default");
		run();
		assertThat(failure(call).error()).isEqualTo(WebPushError.LAUNCH_DISABLED);
		assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure(call)).hasMessageContaining("Nothing was sent: launches of this account were stopped");
		assertThat(available()).isEqualTo(2);
	}

	@Test
	void throttledCallIsRepeatedBeforeThoseThatWait() {
		answer(429, 201);
		this.policy = (attempt) -> Duration.ZERO;
		this.limiter.changeLimitForPeriod(1);
		WebPushTemplate webPush = webPush(this.handed::add);
		CompletableFuture<CreatedCampaign> throttled = webPush.createCampaignAsync(CAMPAIGN);
		CompletableFuture<CreatedCampaign> waiting = webPush.createCampaignAsync(CAMPAIGN);
		run();
		this.timer.advance(Duration.ofMinutes(2));
		run();
		assertThat(throttled).isCompleted();
		assertThat(waiting).isNotDone();
	}

	@Test
	void throttledBackgroundCallIsNotRepeatedBeforeANormalCallThatWaits() {
		answer(429, 201);
		this.policy = (attempt) -> Duration.ZERO;
		this.limiter.changeLimitForPeriod(1);
		WebPushTemplate webPush = webPush(this.handed::add);
		CompletableFuture<CreatedCampaign> throttled = webPush.background().createCampaignAsync(CAMPAIGN);
		CompletableFuture<CreatedCampaign> waiting = webPush.createCampaignAsync(CAMPAIGN);
		run();
		this.timer.advance(Duration.ofMinutes(2));
		run();
		assertThat(waiting).isCompleted();
		assertThat(throttled).isNotDone();
	}

	@Test
	void backgroundCallsWaitAsLongAsItTakes() {
		answer(201, 201, 201);
		WebPushTemplate webPush = webPush(this.handed::add);
		usedUp(webPush);
		this.limiter.changeTimeoutDuration(Duration.ofSeconds(1));
		CompletableFuture<CreatedCampaign> call = webPush.background().createCampaignAsync(CAMPAIGN);
		this.timer.advance(MINUTE);
		run();
		assertThat(call).isCompleted();
	}

	@Test
	void executorOfTheClientRunsTasksWhileTheClockStandsStill() {
		AtomicInteger ran = new AtomicInteger();
		webPush(this.handed::add).executor().execute(ran::incrementAndGet);
		assertThat(this.timer.working()).isEqualTo(1);
		run();
		assertThat(ran).hasValue(1);
		assertThat(this.timer.working()).isZero();
	}

	@Test
	void executorOfTheClientRunsTasksElsewhereWhenThatOfTheApplicationTakesNone() {
		CompletableFuture<Thread> ranOn = new CompletableFuture<>();
		webPush((step) -> {
			throw new RejectedExecutionException("stopping");
		}).executor().execute(() -> ranOn.complete(Thread.currentThread()));
		assertThat(ranOn.join()).isNotSameAs(Thread.currentThread());
	}

	/**
	 * Fails at one kind of event.
	 */
	private record FailingHandler(String event) implements ObservationHandler<Observation.Context> {

		private void failAt(String now) {
			if (now.equals(this.event)) {
				throw new IllegalStateException("broken handler");
			}
		}

		@Override
		public void onStart(Observation.Context context) {
			failAt("start");
		}

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			failAt("event");
		}

		@Override
		public void onScopeOpened(Observation.Context context) {
			failAt("scope");
		}

		@Override
		public void onError(Observation.Context context) {
			failAt("error");
		}

		@Override
		public void onStop(Observation.Context context) {
			failAt("stop");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	/**
	 * Fails when a scope ends.
	 */
	private record FailingRegistry(ObservationRegistry registry) implements ObservationRegistry {

		@Override
		public Observation getCurrentObservation() {
			return this.registry.getCurrentObservation();
		}

		@Override
		public Observation.Scope getCurrentObservationScope() {
			return this.registry.getCurrentObservationScope();
		}

		@Override
		public void setCurrentObservationScope(Observation.Scope current) {
			throw new IllegalStateException("broken registry");
		}

		@Override
		public ObservationConfig observationConfig() {
			return this.registry.observationConfig();
		}

	}

	/**
	 * Schedules nothing.
	 */
	private static final class FailingTimer implements WebPushTimer {

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public Scheduled schedule(Runnable task, long delayNanos) {
			throw new IllegalStateException("broken timer");
		}

	}

	/**
	 * Fails in a way that Logback does not catch.
	 */
	private static final class FailingAppender extends AppenderBase<ILoggingEvent> {

		@Override
		protected void append(ILoggingEvent event) {
			throw new AssertionError("broken appender");
		}

	}

	/**
	 * Fails when the end of a request is reported.
	 */
	private record FailingLimiter(RateLimiter limiter) implements RateLimiter {

		@Override
		public long reservePermission(int permits) {
			return 0;
		}

		@Override
		public void onSuccess() {
			throw new IllegalStateException("broken limiter");
		}

		@Override
		public void onError(Throwable failure) {
			throw new IllegalStateException("broken limiter");
		}

		@Override
		public boolean acquirePermission(int permits) {
			return true;
		}

		@Override
		public void changeTimeoutDuration(Duration timeoutDuration) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void changeLimitForPeriod(int limitForPeriod) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void drainPermissions() {
			throw new UnsupportedOperationException();
		}

		@Override
		public String getName() {
			return this.limiter.getName();
		}

		@Override
		public RateLimiterConfig getRateLimiterConfig() {
			return this.limiter.getRateLimiterConfig();
		}

		@Override
		public Map<String, String> getTags() {
			return this.limiter.getTags();
		}

		@Override
		public Metrics getMetrics() {
			return this.limiter.getMetrics();
		}

		@Override
		public EventPublisher getEventPublisher() {
			return this.limiter.getEventPublisher();
		}

	}

}
