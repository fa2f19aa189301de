package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.insiderwebpush.ratelimit.SharedBudget.ClosedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * What an instance does when the budget that it shares does not answer, on virtual time.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConversationTests {

	private static final Duration TIMEOUT = ScriptedBudget.TIMEOUT;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private static final Duration NANO = Duration.ofNanos(1);

	private static final RuntimeException FAILURE = new IllegalStateException("read only",
			new IllegalArgumentException("a replica"));

	private static final RuntimeException CLOSED = new ClosedException(FAILURE);

	private final ManualTimer clock = new ManualTimer();

	private final WatchedTimer timer = new WatchedTimer(this.clock);

	private final ScriptedBudget budget = new ScriptedBudget();

	private final RollingWindowRateLimiter limiter = this.budget.limiter(this.timer);

	@Test
	void instanceGoesAloneWhenTheBudgetFails() {
		meet();
		RecordedWaiter waiter = acquire();
		this.budget.fails(FAILURE);
		assertThat(isAlone()).isTrue();
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void budgetThatFailsIsAskedAgainEachSecond() {
		meet();
		acquire();
		this.budget.fails(FAILURE);
		for (int i = 0; i < 3; i++) {
			this.clock.advance(PAUSE.minus(NANO));
			assertThat(this.budget.isAsked()).isFalse();
			this.clock.advance(NANO);
			assertThat(this.budget.fails(FAILURE).wanted()).isZero();
		}
		assertThat(departures()).isOne();
	}

	@Test
	void instanceReturnsWhenTheBudgetAnswers() {
		meet();
		acquire();
		this.budget.fails(FAILURE);
		this.clock.advance(PAUSE);
		this.budget.takesNote();
		assertThat(isAlone()).isFalse();
	}

	@Test
	void eachOutageIsCountedOnce() {
		meet();
		for (int i = 1; i <= 2; i++) {
			acquire();
			this.clock.advance(TIMEOUT);
			this.budget.fails(FAILURE);
			this.clock.advance(PAUSE);
			this.budget.fails(FAILURE);
			this.clock.advance(PAUSE);
			this.budget.takesNote();
			assertThat(departures()).isEqualTo(i);
		}
	}

	@Test
	void outageIsLoggedOnceAndItsEndOnce(CapturedOutput output) {
		this.budget.instances(3);
		meet();
		assertThat(output).doesNotContain("shared budget");
		acquire();
		this.budget.fails(FAILURE);
		this.clock.advance(PAUSE);
		this.budget.fails(FAILURE);
		this.clock.advance(PAUSE);
		this.budget.takesNote();
		acquire();
		this.budget.grants();
		assertThat(output).containsOnlyOnce("does not answer")
			.containsOnlyOnce(
					"The shared budget 'shared' does not answer (java.lang.IllegalArgumentException: a replica): "
							+ "this instance goes on alone with 10 of 30, evenly spaced, because 3 were seen lately")
			.containsOnlyOnce("answers again")
			.containsOnlyOnce("The shared budget 'shared' answers again: this instance shares its 30 per PT1M with all "
					+ "others, 3 in all");
	}

	@Test
	void firstAnswerMayTakeTwentyTimesAsLong(CapturedOutput output) {
		RecordedWaiter waiter = acquire(Duration.ZERO);
		this.clock.advance(TIMEOUT.multipliedBy(20).minus(NANO));
		assertThat(isAlone()).isFalse();
		assertThat(waiter.waits()).isTrue();
		this.clock.advance(NANO);
		assertThat(isAlone()).isTrue();
		assertThat(output).contains("no answer within PT2S");
	}

	@Test
	void laterAnswersMayNot(CapturedOutput output) {
		meet();
		acquire();
		this.clock.advance(TIMEOUT.minus(NANO));
		assertThat(isAlone()).isFalse();
		this.clock.advance(NANO);
		assertThat(isAlone()).isTrue();
		assertThat(output).contains("no answer within PT0.1S");
	}

	@Test
	void answerThatComesTooLateIsNotBelievedButTheBudgetIsAskedAtOnce() {
		this.clock.advance(TIMEOUT.multipliedBy(20));
		this.budget.takesNote();
		assertThat(isAlone()).isTrue();
		assertThat(this.budget.isAsked()).isTrue();
		this.budget.takesNote();
		assertThat(isAlone()).isFalse();
	}

	@Test
	void failureThatComesTooLateIsNoSecondOutage() {
		meet();
		acquire();
		this.clock.advance(TIMEOUT);
		this.budget.fails(FAILURE);
		assertThat(departures()).isOne();
		this.clock.advance(PAUSE.minus(NANO));
		assertThat(this.budget.isAsked()).isFalse();
		this.clock.advance(NANO);
		assertThat(this.budget.isAsked()).isTrue();
	}

	@Test
	void nobodyIsRefusedForAnAnswerThatComesTooLate() {
		this.budget.instances(3);
		meet();
		List<RecordedWaiter> waiters = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			waiters.add(acquire(Duration.ofSeconds(90)));
		}
		this.clock.advance(TIMEOUT);
		this.budget.grants();
		assertThat(waiters).noneMatch(RecordedWaiter::isRefused);
	}

	@Test
	void nobodyIsRefusedForTheTurnAfterItsOwn() {
		meet();
		RecordedWaiter waiter = acquire(Duration.ofSeconds(1));
		this.budget.grants(Duration.ofSeconds(2));
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void timeoutThatRunsAfterTheAnswerIsNone() {
		this.timer.cannotTakeBack();
		meet();
		acquire();
		this.budget.grants();
		this.clock.advance(TIMEOUT.multipliedBy(20));
		assertThat(isAlone()).isFalse();
	}

	@Test
	void timeoutThatRunsAfterTheAnswerIsNotThatOfTheNextQuestion() {
		this.timer.cannotTakeBack();
		meet();
		acquire();
		this.clock.advance(TIMEOUT.dividedBy(2));
		this.budget.grants();
		acquire();
		this.clock.advance(TIMEOUT.dividedBy(2));
		assertThat(isAlone()).isFalse();
		this.clock.advance(TIMEOUT.dividedBy(2));
		assertThat(isAlone()).isTrue();
	}

	@Test
	void nothingIsScheduledWhenNothingIsDue() {
		meet();
		assertThat(this.clock.scheduled()).isZero();
		acquire();
		this.budget.grants();
		assertThat(this.clock.scheduled()).as("to confirm what is held").isOne();
		permits().answered(null);
		assertThat(this.clock.scheduled()).as("to tell the end").isOne();
		this.clock.advance(PAUSE);
		this.budget.takesNote();
		assertThat(this.clock.scheduled()).isZero();
	}

	@Test
	void onlyTheNextAttemptIsScheduledInAnOutage() {
		meet();
		acquire();
		this.budget.fails(FAILURE);
		assertThat(this.clock.scheduled()).isOne();
	}

	@Test
	void timerThatIsTooEarlyIsAskedAgain() {
		meet();
		this.timer.isEarlyBy(Duration.ofMillis(1));
		acquire();
		this.budget.saysWait(Duration.ofSeconds(20));
		this.clock.advance(Duration.ofSeconds(20).minus(NANO));
		assertThat(this.budget.isAsked()).isFalse();
		this.clock.advance(NANO);
		assertThat(this.budget.isAsked()).isTrue();
	}

	@Test
	void whoStandsBehindDoesNotBotherTheTimer() {
		meet();
		acquire();
		this.budget.saysWait(Duration.ofSeconds(20));
		int before = this.timer.requests();
		for (int i = 0; i < 10; i++) {
			acquire();
		}
		assertThat(this.timer.requests()).isEqualTo(before);
	}

	@Test
	void applicationThatClosesItsConnectionIsNoOutage(CapturedOutput output) {
		meet();
		RecordedWaiter waiter = acquire();
		this.budget.fails(CLOSED);
		assertThat(isAlone()).isTrue();
		assertThat(waiter.isGranted()).isTrue();
		assertThat(departures()).isZero();
		assertThat(output).doesNotContain("does not answer");
	}

	@Test
	void nobodyAsksByItselfThroughAConnectionThatIsClosed() {
		meet();
		acquire();
		this.budget.fails(CLOSED);
		this.clock.advance(Duration.ofDays(1));
		assertThat(this.budget.isAsked()).isFalse();
		acquire();
		assertThat(this.budget.isAsked()).isTrue();
	}

	@Test
	void connectionThatIsOpenedAgainIsAsGoodAsBefore() {
		meet();
		acquire();
		this.budget.fails(CLOSED);
		this.clock.advance(PAUSE);
		acquire();
		this.budget.fails(CLOSED);
		this.clock.advance(PAUSE);
		permits().answered(null);
		this.budget.takesNote();
		assertThat(isAlone()).isFalse();
		acquire();
		this.budget.fails(FAILURE);
		this.clock.advance(PAUSE);
		assertThat(this.budget.isAsked()).as("by itself").isTrue();
	}

	@Test
	void virtualClockStandsStillWhileTheBudgetIsAsked() {
		assertThat(this.clock.working()).isOne();
		meet();
		assertThat(this.clock.working()).isZero();
		acquire();
		assertThat(this.clock.working()).isOne();
		this.budget.fails(FAILURE);
		assertThat(this.clock.working()).isZero();
	}

	@Test
	void instanceThatGetsNoThreadGoesAloneAndTriesAgain() {
		meet();
		this.budget.hasThreads(false);
		RecordedWaiter waiter = new RecordedWaiter(this.clock);
		assertThatCode(() -> permits().acquire(waiter, OldPermits.FOREVER, false)).doesNotThrowAnyException();
		assertThat(isAlone()).isTrue();
		assertThat(departures()).isOne();
		assertThat(this.clock.working()).isZero();
		assertThat(this.clock.scheduled()).as("the next attempt, and the waiter's turn").isEqualTo(2);
		this.clock.advance(PAUSE.minus(NANO));
		assertThat(waiter.isGranted()).isTrue();
		this.budget.hasThreads(true);
		this.clock.advance(NANO);
		assertThat(this.budget.isAsked()).isTrue();
	}

	private void meet() {
		this.budget.takesNote();
	}

	private RecordedWaiter acquire() {
		return acquire(OldPermits.FOREVER);
	}

	private RecordedWaiter acquire(Duration timeout) {
		return acquire(timeout.toNanos());
	}

	private RecordedWaiter acquire(long timeout) {
		RecordedWaiter waiter = new RecordedWaiter(this.clock);
		permits().acquire(waiter, timeout, false);
		return waiter;
	}

	private OldPermits permits() {
		return this.limiter.permits();
	}

	private boolean isAlone() {
		return this.limiter.sharing().fallback();
	}

	private long departures() {
		return this.limiter.sharing().fallbacks();
	}

	/**
	 * Counts what is asked of it.
	 */
	private static final class WatchedTimer implements WebPushTimer {

		private final ManualTimer timer;

		private boolean takesBack = true;

		private long early;

		private int requests;

		WatchedTimer(ManualTimer timer) {
			this.timer = timer;
		}

		@Override
		public long nanoTime() {
			return this.timer.nanoTime();
		}

		@Override
		public Scheduled schedule(Runnable task, long delayNanos) {
			this.requests++;
			Scheduled scheduled = this.timer.schedule(task,
					(delayNanos > this.early) ? delayNanos - this.early : delayNanos);
			return () -> {
				if (this.takesBack) {
					scheduled.cancel();
				}
			};
		}

		@Override
		public void workBegins() {
			this.timer.workBegins();
		}

		@Override
		public void workEnds() {
			this.timer.workEnds();
		}

		/**
		 * As if each task had begun to run just before it was taken back.
		 */
		void cannotTakeBack() {
			this.takesBack = false;
		}

		/**
		 * As if the timer rounded.
		 */
		void isEarlyBy(Duration early) {
			this.early = early.toNanos();
		}

		int requests() {
			return this.requests;
		}

	}

}
