package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.insiderwebpush.ratelimit.SharedBudget.Question;
import io.github.insiderwebpush.ratelimit.SharedBudget.Report;
import io.github.insiderwebpush.ratelimit.SharedBudget.State;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an instance tells the budget that it shares: ends, stops, limits, and when.
 */
class SharedWindowReportTests extends SharedWindowFixture {

	@Test
	void endTravelsWithTheNextQuestionAndTellsHowLongAgoItWas() {
		meet();
		acquire();
		this.budget.grants();
		this.permits.answered(null);
		this.timer.advance(Duration.ofMillis(300));
		acquire();
		assertThat(this.budget.grants().reports())
			.containsExactly(new Report(State.ENDED, 0, Duration.ofMillis(300).toNanos()));
	}

	@Test
	void endTravelsAloneAfterASecond() {
		this.timer.advance(Duration.ofMillis(50));
		meet();
		acquire();
		this.budget.grants();
		this.permits.answered(null);
		this.timer.advance(Duration.ofSeconds(1).minus(NANO));
		assertThat(this.budget.isAsked()).isFalse();
		this.timer.advance(NANO);
		Question question = this.budget.takesNote();
		assertThat(question.wanted()).isZero();
		assertThat(question.reports()).hasSize(1);
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.budget.isAsked()).isFalse();
	}

	@Test
	void endWaitsForATurnThatIsAQuarterOfThePeriodAway() {
		meet();
		acquire();
		this.budget.grants();
		acquire();
		this.budget.saysWait(PERIOD.dividedBy(4).plusSeconds(1));
		this.permits.answered(null);
		this.timer.advance(PERIOD.dividedBy(4).plusSeconds(1).minus(NANO));
		assertThat(this.budget.isAsked()).isFalse();
		this.timer.advance(NANO);
		Question question = this.budget.grants();
		assertThat(question.wanted()).isOne();
		assertThat(question.reports()).hasSize(1);
	}

	@Test
	void endTravelsAloneIfTheTurnIsFarAndDoesNotCostTheTurn() {
		meet();
		acquire();
		this.budget.grants();
		acquire();
		this.budget.saysWait(Duration.ofSeconds(40));
		this.permits.answered(null);
		this.timer.advance(Duration.ofSeconds(1));
		Question report = this.budget.takesNote();
		assertThat(report.wanted()).isZero();
		assertThat(report.more()).isTrue();
		assertThat(report.reports()).hasSize(1);
		this.timer.advance(Duration.ofSeconds(39).minus(NANO));
		assertThat(this.budget.isAsked()).isFalse();
		this.timer.advance(NANO);
		Question turn = this.budget.grants();
		assertThat(turn.wanted()).isOne();
		assertThat(turn.more()).isFalse();
	}

	@Test
	void permitThatIsHeldForLongIsConfirmed() {
		this.timer.advance(Duration.ofSeconds(1));
		meet();
		acquire();
		this.budget.grants();
		this.timer.advance(Duration.ofMillis(17_500).minus(NANO));
		assertThat(this.budget.isAsked()).isFalse();
		this.timer.advance(NANO);
		assertThat(this.budget.takesNote().reports()).containsExactly(new Report(State.HELD, 0, 0));
		this.timer.advance(Duration.ofMillis(17_500));
		assertThat(this.budget.takesNote().reports()).containsExactly(new Report(State.HELD, 0, 0));
	}

	@Test
	void permitIsConfirmedByTheWayInTheSecondHalfOfThatTime() {
		meet();
		acquire();
		this.budget.grants();
		this.timer.advance(Duration.ofMillis(8_750).minus(NANO));
		acquire();
		assertThat(this.budget.saysWait(NANO).reports()).isEmpty();
		this.timer.advance(NANO);
		assertThat(this.budget.grants().reports()).containsExactly(new Report(State.HELD, 0, 0));
	}

	@Test
	void permitComesBackOnePeriodAfterItsAnswer() {
		meet();
		acquire();
		this.budget.grants();
		this.permits.answered(null);
		this.timer.advance(Duration.ofSeconds(1));
		this.budget.inUse(1).takesNote();
		this.timer.advance(PERIOD.minusSeconds(1).minus(NANO));
		assertThat(available()).isEqualTo(29);
		this.timer.advance(NANO);
		assertThat(available()).isEqualTo(30);
	}

	@Test
	void requestWithoutAnAnswerCountsAsLongAsItMayStillArrive() {
		this.timer.advance(Duration.ofMillis(50));
		meet();
		acquire();
		this.budget.grants();
		long sentAt = this.timer.nanoTime();
		this.timer.advance(Duration.ofSeconds(5));
		this.permits.unanswered(new IllegalStateException("reset"), sentAt);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.budget.takesNote().reports())
			.containsExactly(new Report(State.ENDED, 0, -Duration.ofSeconds(29).toNanos()));
		this.timer.advance(Duration.ofSeconds(29).plus(PERIOD).minus(NANO));
		assertThat(available()).isEqualTo(29);
		this.timer.advance(NANO);
		assertThat(available()).isEqualTo(30);
	}

	@Test
	void permitThatWasNotUsedIsToldAndFreeAtOnce() {
		meet();
		acquire();
		this.budget.grants();
		this.permits.unused();
		assertThat(available()).isEqualTo(30);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.budget.takesNote().reports()).extracting(Report::state).containsExactly(State.UNUSED);
	}

	@Test
	void endThroughResilience4jIsTold() {
		meet();
		acquireWithoutExactEnd(1);
		this.budget.grants();
		this.limiter.onSuccess();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.budget.takesNote().reports()).extracting(Report::state).containsExactly(State.ENDED);
		assertThat(available()).isEqualTo(29);
	}

	@Test
	void permitThatEndedThroughResilience4jComesBackOnePeriodLater() {
		meet();
		acquireWithoutExactEnd(1);
		this.budget.grants();
		this.limiter.onSuccess();
		this.timer.advance(PERIOD.minus(NANO));
		assertThat(available()).isEqualTo(29);
		this.timer.advance(NANO);
		assertThat(available()).isEqualTo(30);
	}

	@Test
	void endThatCannotBeThatOfOnePermitIsNotTold() {
		meet();
		acquireWithoutExactEnd(2);
		this.budget.grants();
		this.limiter.onSuccess();
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.budget.isAsked()).isFalse();
	}

	@Test
	void drainedPermitsAreTold() {
		List<RateLimiterEvent> events = new ArrayList<>();
		meet();
		acquire();
		this.budget.grants();
		this.limiter.getEventPublisher().onEvent(events::add);
		this.limiter.drainPermissions();
		assertThat(available()).isZero();
		assertThat(events).singleElement().satisfies((event) -> assertThat(event.getNumberOfPermits()).isEqualTo(29));
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.budget.takesNote().reports()).hasSize(29)
			.allSatisfy((report) -> assertThat(report.state()).isEqualTo(State.ENDED));
	}

	@Test
	void changedLimitIsTold() {
		meet();
		this.limiter.changeLimitForPeriod(60);
		assertThat(available()).isEqualTo(60);
		acquire();
		assertThat(this.budget.grants().limit()).isEqualTo(60);
	}

	@Test
	void throttleIsToldAtOnceAndOnce() {
		meet();
		acquire();
		this.budget.grants();
		this.permits.answered(Throttle.retryAfter(Duration.ofSeconds(7)));
		assertThat(this.permits.stopped()).isEqualTo(Duration.ofSeconds(7));
		Question question = this.budget.takesNote();
		assertThat(question.stop()).isEqualTo(Duration.ofSeconds(7).toNanos());
		assertThat(question.pause()).isZero();
		acquire();
		assertThat(this.budget.saysWait(Duration.ofSeconds(7)).stop()).isEqualTo(Question.NO_STOP);
	}

	@Test
	void throttleThatDoesNotSayForHowLongIsToldAsTheRestOfTheWindow() {
		meet();
		acquire();
		this.budget.grants();
		this.permits.answered(Throttle.unspecified());
		assertThat(this.permits.stopped()).isEqualTo(PERIOD);
		assertThat(this.budget.takesNote().stop()).isEqualTo(Question.REST_OF_WINDOW);
	}

	@Test
	void stopByAnotherInstanceStopsThisOne() {
		meet();
		RecordedWaiter impatient = acquire(Duration.ofSeconds(20));
		RecordedWaiter patient = acquire(Duration.ofSeconds(60));
		this.budget.stopped(Duration.ofSeconds(30)).saysWait(Duration.ofSeconds(2));
		assertThat(this.permits.stopped()).isEqualTo(Duration.ofSeconds(30));
		assertThat(impatient.isRefused()).isTrue();
		assertThat(patient.waits()).isTrue();
	}

	@Test
	void pauseIsToldAtOnceAndOnceAndIsNoStop() {
		meet();
		this.permits.holdBack(Duration.ofSeconds(12));
		Question question = this.budget.takesNote();
		assertThat(question.pause()).isEqualTo(Duration.ofSeconds(12).toNanos());
		assertThat(question.stop()).isEqualTo(Question.NO_STOP);
		acquire();
		assertThat(this.budget.saysWait(Duration.ofSeconds(12)).pause()).isZero();
	}

	@Test
	void budgetThatForgotIsToldAllThatCounts() {
		meet();
		acquire();
		this.budget.grants();
		this.permits.answered(null);
		acquire();
		this.budget.hasForgotten();
		Question question = this.budget.grants();
		assertThat(question.epoch()).isZero();
		assertThat(question.wanted()).isOne();
		assertThat(question.reports()).containsExactly(new Report(State.ENDED, 0, 0));
	}

	@Test
	void budgetThatForgotIsToldWhatIsLeftOfAStop() {
		meet();
		throttled(Duration.ofSeconds(7));
		this.budget.takesNote();
		this.timer.advance(Duration.ofSeconds(2));
		acquire();
		this.budget.hasForgotten();
		Question question = this.budget.saysWait(Duration.ofSeconds(5));
		assertThat(question.stop()).isEqualTo(Duration.ofSeconds(5).toNanos());
	}

	@Test
	void budgetThatForgotIsNotToldOfAStopThatIsOver() {
		meet();
		throttled(Duration.ofSeconds(7));
		this.budget.takesNote();
		this.timer.advance(Duration.ofSeconds(7));
		acquire();
		this.budget.hasForgotten();
		Question question = this.budget.grants();
		assertThat(question.stop()).isEqualTo(Question.NO_STOP);
		assertThat(question.pause()).isZero();
	}

	@Test
	void budgetThatForgotIsToldOfAPauseAsAPause() {
		meet();
		this.timer.advance(Duration.ofMinutes(5).minusSeconds(1));
		this.permits.holdBack(Duration.ofSeconds(12));
		this.budget.takesNote();
		acquire();
		this.budget.hasForgotten();
		Question question = this.budget.saysWait(Duration.ofSeconds(12));
		assertThat(question.stop()).isEqualTo(Question.NO_STOP);
		assertThat(question.pause()).isEqualTo(Duration.ofSeconds(12).toNanos());
	}

	@Test
	void pauseThatOutlastsTheEffectOfAThrottleIsNoStop() {
		meet();
		throttled(Duration.ofSeconds(7));
		this.budget.takesNote();
		this.permits.holdBack(Duration.ofSeconds(7).plus(PERIOD));
		this.budget.takesNote();
		acquire();
		this.budget.hasForgotten();
		Question question = this.budget.saysWait(Duration.ofSeconds(67));
		assertThat(question.stop()).isEqualTo(Question.NO_STOP);
		assertThat(question.pause()).isEqualTo(Duration.ofSeconds(67).toNanos());
	}

}
