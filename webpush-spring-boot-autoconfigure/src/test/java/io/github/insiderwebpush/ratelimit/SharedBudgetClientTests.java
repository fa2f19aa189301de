package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.List;

import io.github.insiderwebpush.ratelimit.SharedBudget.Request;
import io.github.insiderwebpush.ratelimit.SharedBudget.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When an instance falls back and returns, and what it logs.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedBudgetClientTests extends SharedWindowFixture {

	private static final Duration RETRY = Duration.ofNanos(SharedBudgetClient.RETRY_INTERVAL);

	@Test
	void firstResponseMayTakeLonger(CapturedOutput output) {
		this.timer.advance(TIMEOUT.multipliedBy(20).minusNanos(1));
		assertThat(this.limiter.sharing().fallback()).isFalse();
		this.timer.advance(1);
		assertThat(this.limiter.sharing().fallback()).isTrue();
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("The shared budget 'shared' does not respond: Redis at redis.example:6379 (spring.data.redis.*), "
					+ "no response within PT2S. This instance continues with its share of the limit, evenly spaced");
	}

	@Test
	void failureIsLoggedWithPlaceAndCause(CapturedOutput output) {
		this.budget.fail(new IllegalStateException("outer", new IllegalArgumentException("connection refused")));
		assertThat(this.limiter.sharing().fallback()).isTrue();
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("redis.example:6379")
			.contains("spring.data.redis.*")
			.contains("java.lang.IllegalArgumentException: connection refused");
	}

	@Test
	void failedBudgetIsAskedAgainEachSecondAndLoggedOnce(CapturedOutput output) {
		this.budget.fail(new IllegalStateException("refused"));
		for (int second = 1; second <= 601; second++) {
			this.timer.advance(RETRY.minusNanos(1));
			assertThat(this.budget.isCalled()).isFalse();
			this.timer.advance(1);
			this.budget.fail(new IllegalStateException("refused"));
		}
		assertThat(this.limiter.sharing().fallbacks()).isOne();
		assertThat(warnings(output)).hasSize(1);
	}

	@Test
	void returnIsLogged(CapturedOutput output) {
		this.budget.fail(new IllegalStateException("refused"));
		this.timer.advance(RETRY);
		this.budget.instances(3).accept();
		assertThat(this.limiter.sharing().fallback()).isFalse();
		assertThat(output).contains(
				"The shared budget 'shared' responds again: its limit of 30 per PT1M is shared by " + "3 instances");
	}

	@Test
	void budgetAroundItsTimeoutDoesNotFloodTheLog(CapturedOutput output) {
		this.budget.accept();
		for (int millis = 0; millis < 120_000; millis += 50) {
			this.timer.advance(Duration.ofMillis(50));
			if (this.budget.isCalled()) {
				if (this.limiter.sharing().fallback()) {
					this.budget.accept();
				}
				else {
					this.timer.advance(TIMEOUT);
					this.budget.accept();
				}
			}
			RecordedAcquire acquire = acquire(Duration.ZERO);
			this.permits.cancel(acquire);
		}
		assertThat(this.limiter.sharing().fallbacks()).isBetween(5L, 9L);
		assertThat(warnings(output)).hasSizeBetween(5, 9);
	}

	@Test
	void recoveredBudgetIsAskedAfterASecondAgain() {
		failAndReturn();
		failAndReturn();
		this.timer.advance(Duration.ofNanos(SharedBudgetClient.RECOVERY));
		acquire();
		this.budget.fail(new IllegalStateException());
		this.timer.advance(RETRY);
		assertThat(this.budget.isCalled()).isTrue();
	}

	private void failAndReturn() {
		if (!this.budget.isCalled()) {
			acquire();
		}
		this.budget.fail(new IllegalStateException());
		while (!this.budget.isCalled()) {
			this.timer.advance(RETRY);
		}
		this.budget.accept();
	}

	@Test
	void lateResponseIsNotABasisForGrantsButTheBudgetIsAskedAgain() {
		this.budget.accept();
		RecordedAcquire first = acquire();
		RecordedAcquire second = acquire();
		this.timer.advance(TIMEOUT);
		assertThat(first.isAcquired()).isTrue();
		this.timer.advance(RETRY.multipliedBy(3).dividedBy(2));
		assertThat(this.budget.isCalled()).as("one request at a time").isTrue();
		this.budget.grant();
		assertThat(second.waits()).isTrue();
		assertThat(this.limiter.sharing().fallback()).isTrue();
		this.budget.accept();
		assertThat(this.limiter.sharing().fallback()).isFalse();
	}

	@Test
	void lateFailureIsNoSecondFallback() {
		this.budget.accept();
		acquire();
		this.timer.advance(TIMEOUT);
		this.budget.fail(new IllegalStateException());
		assertThat(this.limiter.sharing().fallbacks()).isOne();
	}

	@Test
	void timeoutIsCancelledByTheResponse() {
		this.budget.accept();
		acquire();
		this.budget.grant().permit();
		this.timer.advance(TIMEOUT);
		assertThat(this.limiter.sharing().fallback()).isFalse();
	}

	@ParameterizedTest
	@MethodSource
	void responseThatCannotBeRightIsAFailure(Response response, CapturedOutput output) {
		this.budget.respond(() -> response);
		assertThat(this.limiter.sharing().fallback()).isTrue();
		assertThat(warnings(output)).singleElement().asString().contains("It sent a response that cannot be right");
	}

	static List<Response> responseThatCannotBeRightIsAFailure() {
		long tooLong = PERIOD.plus(LONGEST).plusMinutes(10).toNanos() + 1;
		return List.of(new Response(false, -1, 0, 1, 0, 1, false), new Response(false, tooLong, 0, 1, 0, 1, false),
				new Response(false, 0, -1, 1, 0, 1, false), new Response(false, 0, 0, 0, 0, 1, false),
				new Response(false, 0, 0, 1, -1, 1, false), new Response(false, 0, 0, 1, tooLong, 1, false),
				new Response(false, 0, 0, 1, 0, 0, false));
	}

	@Test
	void repairedDataIsLoggedAndDamped(CapturedOutput output) {
		this.budget.repaired(true).accept();
		for (int i = 0; i < 6; i++) {
			this.limiter.drainPermissions();
			this.budget.accept();
			this.timer.advance(PERIOD.plusSeconds(1));
		}
		assertThat(warnings(output)).hasSize(2)
			.allMatch((line) -> line.contains("Damaged data of the shared budget 'shared' was removed from Redis at "));
	}

	@Test
	void lostBudgetIsLoggedOnce(CapturedOutput output) {
		this.budget.accept();
		acquire();
		this.budget.epoch(43).refuse(seconds(95));
		this.timer.advance(seconds(95));
		this.budget.grant();
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("The shared budget 'shared' was lost by Redis at redis.example:6379")
			.contains("for up to PT1M35S");
	}

	@Test
	void closedConnectionIsNotLoggedAndNotAskedAgainByItself(CapturedOutput output) {
		this.budget.open(() -> false);
		this.budget.fail(new IllegalStateException());
		assertThat(this.limiter.sharing().fallback()).isTrue();
		assertThat(this.limiter.sharing().fallbacks()).isZero();
		this.timer.advance(Duration.ofHours(1));
		assertThat(this.budget.isCalled()).isFalse();
		assertThat(this.timer.scheduled()).isZero();
		assertThat(warnings(output)).isEmpty();
		acquire();
		assertThat(this.budget.isCalled()).isTrue();
	}

	@Test
	void connectionThatIsOpenedAgainAndFailsIsLogged(CapturedOutput output) {
		this.budget.open(() -> false);
		this.budget.fail(new IllegalStateException());
		this.timer.advance(RETRY);
		this.budget.open(() -> true);
		acquire();
		this.budget.fail(new IllegalStateException("refused"));
		assertThat(this.limiter.sharing().fallbacks()).isOne();
		assertThat(warnings(output)).singleElement().asString().contains("refused");
		this.timer.advance(RETRY);
		assertThat(this.budget.isCalled()).isTrue();
	}

	@Test
	void connectionThatCannotTellItsStateIsAskedAgain(CapturedOutput output) {
		this.budget.open(() -> {
			throw new IllegalStateException("no such bean");
		});
		this.budget.fail(new IllegalStateException("refused"));
		assertThat(this.limiter.sharing().fallback()).isTrue();
		assertThat(warnings(output)).singleElement().asString().contains("refused");
		assertThat(acquire().isAcquired()).isTrue();
		this.timer.advance(RETRY);
		this.budget.accept();
		assertThat(this.limiter.sharing().fallback()).isFalse();
	}

	@Test
	void missingThreadIsAFailure(CapturedOutput output) {
		this.budget.accept();
		this.budget.hasThreads(false);
		RecordedAcquire acquire = acquire();
		assertThat(acquire.isAcquired()).isTrue();
		assertThat(this.limiter.sharing().fallback()).isTrue();
		assertThat(warnings(output)).singleElement().asString().contains("unable to create native thread");
		this.budget.hasThreads(true);
		this.timer.advance(RETRY);
		this.budget.accept();
		assertThat(this.limiter.sharing().fallback()).isFalse();
		assertThat(this.timer.working()).isZero();
	}

	@Test
	void virtualClockStandsStillDuringARequest() {
		assertThat(this.timer.working()).isOne();
		this.budget.accept();
		assertThat(this.timer.working()).isZero();
		acquire();
		assertThat(this.timer.working()).isOne();
		this.budget.fail(new IllegalStateException());
		assertThat(this.timer.working()).isZero();
	}

	@Test
	void timeoutRejectsAtOnceTheCallsThatTheShareCannotServeInTime() {
		RecordedAcquire acquire = askWhileTheShareIsInUse(seconds(30));
		this.timer.advance(TIMEOUT);
		assertThat(this.limiter.sharing().share()).isOne();
		assertThat(acquire.isRejected()).isTrue();
		assertThat(acquire.minimumWait()).isEqualTo(PERIOD);
	}

	@Test
	void failureRejectsAtOnceTheCallsThatTheShareCannotServeInTime() {
		RecordedAcquire acquire = askWhileTheShareIsInUse(seconds(30));
		this.budget.fail(new IllegalStateException());
		assertThat(acquire.isRejected()).isTrue();
		assertThat(acquire.minimumWait()).isEqualTo(PERIOD);
	}

	@Test
	void missingThreadRejectsNoCallThatTheShareServesInTime() {
		this.budget.instances(30).accept();
		granted();
		this.budget.hasThreads(false);
		assertThat(acquire(PERIOD).waits()).isTrue();
		assertThat(this.timer.working()).isZero();
	}

	@Test
	void lateResponseRejectsNoCallBeforeItsDeadline() {
		RecordedAcquire acquire = askWhileTheShareIsInUse(PERIOD.plusSeconds(1));
		this.timer.advance(seconds(5));
		this.budget.grant();
		assertThat(this.limiter.sharing().fallback()).isTrue();
		assertThat(acquire.waits()).isTrue();
	}

	@Test
	void lateFailureRejectsNoCallBeforeItsDeadline() {
		RecordedAcquire acquire = askWhileTheShareIsInUse(PERIOD.plusSeconds(1));
		this.timer.advance(seconds(5));
		this.budget.fail(new IllegalStateException());
		assertThat(acquire.waits()).isTrue();
	}

	/**
	 * Hold the only permit of the share, and ask for another one.
	 */
	private RecordedAcquire askWhileTheShareIsInUse(Duration timeout) {
		this.budget.instances(30).accept();
		granted();
		return acquire(timeout);
	}

	@Test
	void timeoutThatRunsAfterTheResponseChangesNothing() {
		Permits ofUncancellable = this.budget.limiter(uncancellable(this.timer)).permits();
		this.budget.accept();
		this.budget.accept();
		RecordedAcquire acquire = new RecordedAcquire(this.timer);
		ofUncancellable.acquire(acquire, PermitLine.NORMAL, seconds(2).toNanos());
		this.budget.refuse(seconds(3));
		this.timer.advance(TIMEOUT);
		assertThat(acquire.waits()).isTrue();
		assertThat(this.budget.isCalled()).isFalse();
		this.timer.advance(seconds(2).minus(TIMEOUT));
		assertThat(acquire.isRejected()).isTrue();
	}

	/**
	 * A timer whose tasks have begun already when they are cancelled.
	 */
	private static WebPushTimer uncancellable(WebPushTimer timer) {
		return new WebPushTimer() {

			@Override
			public long nanoTime() {
				return timer.nanoTime();
			}

			@Override
			public Scheduled schedule(Runnable task, long delayNanos) {
				timer.schedule(task, delayNanos);
				return () -> {
				};
			}

		};
	}

	@Test
	void budgetThatFailsAMinuteAfterItsReturnIsAskedAfterASecond() {
		failAfterItsReturn(Duration.ofNanos(SharedBudgetClient.RECOVERY));
		this.timer.advance(RETRY);
		assertThat(this.budget.isCalled()).isTrue();
	}

	@Test
	void budgetThatFailsWithinAMinuteOfItsReturnIsAskedAfterTwoSeconds() {
		failAfterItsReturn(Duration.ofNanos(SharedBudgetClient.RECOVERY - 1));
		this.timer.advance(RETRY.multipliedBy(2).minusNanos(1));
		assertThat(this.budget.isCalled()).isFalse();
		this.timer.advance(1);
		assertThat(this.budget.isCalled()).isTrue();
	}

	private void failAfterItsReturn(Duration span) {
		this.budget.fail(new IllegalStateException());
		this.timer.advance(RETRY);
		this.budget.accept();
		this.timer.advance(span);
		this.permits.pause(Duration.ofMillis(1));
		this.budget.fail(new IllegalStateException());
	}

	@ParameterizedTest
	@MethodSource
	void responseAtItsBoundsIsValid(Response response) {
		this.budget.respond(() -> response);
		assertThat(this.limiter.sharing().fallback()).isFalse();
	}

	static List<Response> responseAtItsBoundsIsValid() {
		long longest = PERIOD.plus(LONGEST).plusMinutes(10).toNanos();
		return List.of(new Response(false, 0, 0, 1, 0, 1, false), new Response(false, longest, 0, 1, 0, 1, false),
				new Response(false, 0, 0, 1, longest, 1, false));
	}

	@Test
	void connectionIsOpenUnlessTheBudgetSaysOtherwise() {
		SharedBudget plain = new SharedBudget() {

			@Override
			public Response execute(Request request) {
				return new Response(false, 0, 0, 1, 0, 1, false);
			}

			@Override
			public String description() {
				return "plain";
			}

		};
		assertThat(plain.isOpen()).isTrue();
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains(" WARN ")).toList();
	}

}
