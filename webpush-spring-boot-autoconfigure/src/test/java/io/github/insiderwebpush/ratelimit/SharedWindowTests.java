package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter.Sharing;
import io.github.insiderwebpush.ratelimit.SharedBudget.Question;
import io.github.insiderwebpush.ratelimit.SharedBudget.Report;
import io.github.insiderwebpush.ratelimit.SharedBudget.State;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * An instance that shares its budget, on virtual time, with a budget that says what the
 * test says.
 */
class SharedWindowTests {

	private static final Duration PERIOD = Duration.ofMinutes(1);

	private static final Duration TIMEOUT = ScriptedBudget.TIMEOUT;

	private static final Duration NANO = Duration.ofNanos(1);

	private final ManualTimer timer = new ManualTimer();

	private final ScriptedBudget budget = new ScriptedBudget();

	private final RollingWindowRateLimiter limiter = this.budget.limiter(this.timer);

	private final Permits permits = this.limiter.permits();

	@Test
	void firstQuestionTellsThatTheInstanceIsThere() {
		Question question = this.budget.takesNote();
		assertThat(question.wanted()).isZero();
		assertThat(question.more()).isFalse();
		assertThat(question.epoch()).isZero();
		assertThat(question.known()).isFalse();
		assertThat(question.stop()).isEqualTo(Question.NO_STOP);
		assertThat(question.pause()).isZero();
		assertThat(question.reports()).isEmpty();
	}

	@Test
	void instancesHaveNamesOfTheirOwnWithoutPunctuation() {
		ScriptedBudget another = new ScriptedBudget();
		another.limiter(this.timer);
		String name = this.budget.takesNote().instance();
		assertThat(name).matches("[a-z0-9]+");
		assertThat(another.takesNote().instance()).matches("[a-z0-9]+").isNotEqualTo(name);
	}

	@Test
	void budgetIsAskedOnAnotherThread() {
		CompletableFuture<Thread> asking = new CompletableFuture<>();
		RollingWindowRateLimiter sharing = shared((question) -> {
			asking.complete(Thread.currentThread());
			throw new IllegalStateException("no answer");
		}, TIMEOUT);
		assertThat(asking).succeedsWithin(Duration.ofMinutes(1)).isNotSameAs(Thread.currentThread());
		assertThat(sharing.sharing()).isNotNull();
	}

	@Test
	void sharingIsSeenFromEveryThread() {
		Sharing here = this.limiter.sharing();
		assertThat(CompletableFuture.supplyAsync(this.limiter::sharing)).succeedsWithin(Duration.ofMinutes(1))
			.isEqualTo(here);
	}

	@Test
	void limiterCannotShareWithoutABudgetAndAPositiveTimeout() {
		assertThatIllegalArgumentException().isThrownBy(() -> shared(null, TIMEOUT)).withMessageContaining("'budget'");
		assertThatIllegalArgumentException().isThrownBy(() -> shared(this.budget, null))
			.withMessageContaining("'timeout'");
		assertThatIllegalArgumentException().isThrownBy(() -> shared(this.budget, Duration.ZERO))
			.withMessageContaining("'timeout' must be positive");
		assertThatIllegalArgumentException().isThrownBy(() -> shared(this.budget, NANO.negated()))
			.withMessageContaining("'timeout' must be positive");
	}

	@Test
	void instanceWithNothingToDoAsksNothing() {
		meet();
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.budget.isAsked()).isFalse();
	}

	@Test
	void questionSaysWhatTheBudgetIsAndWhatIsKnownOfIt() {
		this.budget.epoch(7);
		meet();
		acquire();
		Question question = this.budget.grants();
		assertThat(question.wanted()).isOne();
		assertThat(question.limit()).isEqualTo(30);
		assertThat(question.period()).isEqualTo(PERIOD.toNanos());
		assertThat(question.burst()).isEqualTo(5);
		assertThat(question.longestRequest()).isEqualTo(Duration.ofSeconds(35).toNanos());
		assertThat(question.epoch()).isEqualTo(7);
		assertThat(question.known()).isTrue();
		assertThat(question.pause()).isZero();
	}

	@Test
	void budgetShouldStillBeThereWithinFivePeriods() {
		this.timer.advance(Duration.ofMillis(50));
		meet();
		this.timer.advance(PERIOD.multipliedBy(5).minus(NANO));
		acquire();
		assertThat(this.budget.grants().known()).isTrue();
	}

	@Test
	void budgetMayHaveExpiredAfterFivePeriods() {
		this.timer.advance(Duration.ofMillis(50));
		meet();
		this.timer.advance(PERIOD.multipliedBy(5));
		acquire();
		assertThat(this.budget.grants().known()).isFalse();
	}

	@Test
	void permitIsGrantedByTheBudgetOnly() {
		meet();
		RecordedWaiter waiter = acquire();
		assertThat(waiter.isGranted()).isFalse();
		assertThat(this.permits.tryAcquire()).isFalse();
		this.budget.grants();
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void availableIsWhatNoInstanceUses() {
		meet();
		acquire();
		this.budget.inUse(12).grants();
		assertThat(available()).isEqualTo(18);
		acquire();
		this.budget.inUse(13).grants();
		assertThat(available()).isEqualTo(17);
	}

	@Test
	void othersCountForOnePeriodAfterTheyWereHeardOf() {
		this.timer.advance(Duration.ofMillis(50));
		this.budget.inUse(12);
		meet();
		assertThat(available()).isEqualTo(18);
		this.timer.advance(PERIOD.minus(NANO));
		assertThat(available()).isEqualTo(18);
		this.timer.advance(NANO);
		assertThat(available()).isEqualTo(30);
	}

	@Test
	void aloneAnInstanceHasItsShareWhateverTheOthersUse() {
		this.budget.inUse(25).instances(3);
		meet();
		acquire();
		this.timer.advance(TIMEOUT);
		assertThat(available()).isEqualTo(9);
	}

	@Test
	void whoIsToldToWaitAsksWhenItsTurnComesAndNotBefore() {
		meet();
		acquire();
		this.budget.saysWait(Duration.ofSeconds(2));
		this.timer.advance(Duration.ofSeconds(2).minus(NANO));
		assertThat(this.budget.isAsked()).isFalse();
		this.timer.advance(NANO);
		assertThat(this.budget.grants().wanted()).isOne();
	}

	@Test
	void whoHadToWaitSaysSoUntilNobodyWaits() {
		meet();
		acquire();
		acquire();
		assertThat(this.budget.saysWait(Duration.ofSeconds(2)).waited()).isFalse();
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.budget.grants().waited()).isTrue();
		assertThat(this.budget.grants().waited()).isTrue();
		acquire();
		assertThat(this.budget.grants().waited()).isFalse();
	}

	@Test
	void burstIsNotWaitedFor() {
		meet();
		acquire();
		acquire();
		acquire();
		assertThat(this.budget.grants().waited()).isFalse();
		assertThat(this.budget.grants(Duration.ofSeconds(2)).waited()).isFalse();
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.budget.grants().waited()).isTrue();
	}

	@Test
	void burstIsNotRefusedToWhoHasLittleTime() {
		meet();
		acquire();
		this.budget.grants();
		RecordedWaiter second = acquire(Duration.ofSeconds(1));
		assertThat(second.isRefused()).isFalse();
		this.budget.grants();
		assertThat(second.isGranted()).isTrue();
	}

	@Test
	void questionSaysWhetherOthersWaitBehind() {
		meet();
		acquire();
		assertThat(this.budget.saysWait(Duration.ofSeconds(2)).more()).isFalse();
		acquire();
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.budget.grants().more()).isTrue();
	}

	@Test
	void whoHasNoTimeWaitsForTheAnswer() {
		meet();
		RecordedWaiter waiter = acquire(Duration.ZERO);
		this.timer.advance(TIMEOUT.minus(NANO));
		assertThat(waiter.waits()).isTrue();
		this.budget.grants(Duration.ofSeconds(2));
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void whoCannotWaitForItsTurnIsRefusedAtOnce() {
		meet();
		RecordedWaiter waiter = acquire(Duration.ofSeconds(90));
		this.budget.saysWait(Duration.ofSeconds(120));
		assertThat(waiter.isRefused()).isTrue();
		assertThat(waiter.leastWait()).isEqualTo(Duration.ofSeconds(120));
	}

	@Test
	void newcomerWhoCannotWaitForTheTurnIsRefusedAtOnce() {
		meet();
		acquire();
		this.budget.saysWait(Duration.ofSeconds(120));
		this.timer.advance(Duration.ofSeconds(100));
		RecordedWaiter patient = acquire(Duration.ofSeconds(90));
		RecordedWaiter impatient = acquire(Duration.ofSeconds(10));
		assertThat(patient.waits()).isTrue();
		assertThat(impatient.isRefused()).isTrue();
		assertThat(impatient.leastWait()).as("two intervals after the turn, of which a tenth of one may be caught up")
			.isEqualTo(Duration.ofSeconds(20).plusMillis(3_800));
	}

	@Test
	void turnMeansNothingToAnInstanceThatIsAlone() {
		meet();
		acquire();
		this.budget.grants();
		acquire();
		this.budget.saysWait(Duration.ofSeconds(120));
		this.timer.advance(Duration.ofMillis(17_500).plus(TIMEOUT));
		assertThat(this.limiter.sharing().alone()).isTrue();
		RecordedWaiter newcomer = acquire(Duration.ofSeconds(5));
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(newcomer.isGranted()).isTrue();
	}

	@Test
	void grantForSeveralServesThoseWhoAreThereNow() {
		meet();
		RecordedWaiter three = new RecordedWaiter(this.timer, 3, true);
		this.permits.acquire(three, Permits.FOREVER, false);
		RecordedWaiter first = acquire();
		RecordedWaiter second = acquire();
		this.permits.cancel(three);
		assertThat(this.budget.grants().wanted()).isEqualTo(3);
		assertThat(first.isGranted()).isTrue();
		assertThat(second.isGranted()).isTrue();
		this.permits.answered(null);
		this.permits.answered(null);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.budget.takesNote().reports()).extracting(Report::state, Report::permit)
			.containsExactlyInAnyOrder(told(State.ENDED, 0), told(State.ENDED, 1), told(State.UNUSED, 2));
	}

	@Test
	void grantThatNobodyWantsAnyMoreIsGivenBack() {
		meet();
		RecordedWaiter waiter = acquire();
		assertThat(this.permits.cancel(waiter)).isTrue();
		this.budget.grants();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.budget.takesNote().reports()).extracting(Report::state).containsExactly(State.UNUSED);
		assertThat(available()).isEqualTo(30);
	}

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
	void whoLeavesTheLineOfInstancesSaysSoAfterASecond() {
		this.timer.advance(Duration.ofMillis(50));
		meet();
		RecordedWaiter waiter = acquire();
		this.budget.saysWait(Duration.ofSeconds(20));
		this.permits.cancel(waiter);
		this.timer.advance(Duration.ofSeconds(1).minus(NANO));
		assertThat(this.budget.isAsked()).isFalse();
		this.timer.advance(NANO);
		Question question = this.budget.takesNote();
		assertThat(question.wanted()).isZero();
		assertThat(question.more()).isFalse();
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.budget.isAsked()).isFalse();
	}

	@Test
	void whoStaysInTheLineOfInstancesNeedNotSaySo() {
		meet();
		RecordedWaiter waiter = acquire();
		acquire();
		this.budget.saysWait(Duration.ofSeconds(20));
		this.permits.cancel(waiter);
		this.timer.advance(Duration.ofSeconds(20).minus(NANO));
		assertThat(this.budget.isAsked()).isFalse();
	}

	@Test
	void whoLeavesAfterAnotherWasGrantedSaysSo() {
		meet();
		acquire();
		RecordedWaiter waiter = acquire();
		this.budget.saysWait(Duration.ofSeconds(2));
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.budget.grants(Duration.ofSeconds(20)).more()).isTrue();
		this.permits.cancel(waiter);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.budget.takesNote().more()).isFalse();
	}

	@Test
	void whoWasGrantedWhatItWantedHasLeftTheLine() {
		meet();
		acquire();
		this.budget.grants();
		this.timer.advance(Duration.ofMillis(17_500).minus(NANO));
		assertThat(this.budget.isAsked()).isFalse();
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

	@Test
	void instanceGoesAloneWithItsShareEvenlyWhenNoAnswerComesInTime() {
		this.budget.instances(3);
		meet();
		RecordedWaiter first = acquire();
		RecordedWaiter second = acquire();
		this.timer.advance(TIMEOUT);
		assertThat(this.limiter.sharing().alone()).isTrue();
		assertThat(this.limiter.sharing().share()).isEqualTo(10);
		assertThat(this.limiter.sharing().instances()).isEqualTo(3);
		assertThat(first.isGranted()).isTrue();
		assertThat(second.isGranted()).isFalse();
		this.timer.advance(Duration.ofSeconds(6).minus(NANO));
		assertThat(second.isGranted()).isFalse();
		this.timer.advance(NANO);
		assertThat(second.isGranted()).isTrue();
	}

	@Test
	void grantOfTheBudgetCountsWhenTheInstanceGoesAlone() {
		this.budget.instances(3);
		meet();
		acquire();
		this.budget.grants();
		this.timer.advance(Duration.ofSeconds(1));
		RecordedWaiter waiter = acquire();
		this.timer.advance(Duration.ofSeconds(5).minus(NANO));
		assertThat(this.limiter.sharing().alone()).isTrue();
		assertThat(waiter.isGranted()).isFalse();
		this.timer.advance(NANO);
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void shareFollowsTheLimit() {
		this.budget.instances(3);
		meet();
		acquire();
		this.timer.advance(TIMEOUT);
		this.limiter.changeLimitForPeriod(60);
		assertThat(this.limiter.sharing().share()).isEqualTo(20);
		assertThat(available()).isEqualTo(19);
	}

	@Test
	void instanceThatIsAloneStaysEvenAfterAThrottle() {
		meet();
		acquire();
		this.timer.advance(TIMEOUT);
		this.permits.answered(Throttle.retryAfter(Duration.ofSeconds(7)));
		this.timer.advance(Duration.ofMinutes(10));
		RecordedWaiter first = acquire();
		RecordedWaiter second = acquire();
		assertThat(first.isGranted()).isTrue();
		assertThat(second.isGranted()).isFalse();
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(second.isGranted()).isTrue();
	}

	@Test
	void throttleOfAnInstanceThatIsAloneIsToldWhenTheBudgetIsBack() {
		meet();
		acquire();
		this.timer.advance(TIMEOUT);
		this.permits.answered(Throttle.retryAfter(Duration.ofSeconds(7)));
		this.timer.advance(Duration.ofSeconds(3));
		this.budget.saysWait(Duration.ZERO);
		assertThat(this.budget.takesNote().stop()).isEqualTo(Duration.ofSeconds(4).toNanos());
	}

	@Test
	void grantThatComesTooLateIsGivenBackAndAllThatCountsIsReported() {
		meet();
		RecordedWaiter waiter = acquire();
		this.timer.advance(TIMEOUT);
		assertThat(waiter.isGranted()).isTrue();
		this.budget.grants();
		Question question = this.budget.takesNote();
		assertThat(question.epoch()).isZero();
		assertThat(question.reports()).containsExactlyInAnyOrder(new Report(State.UNUSED, 0, 0),
				new Report(State.HELD, 1, 0));
	}

	@Test
	void permitTakenAloneWhileTheBudgetIsAskedIsToldNext() {
		meet();
		acquire();
		this.timer.advance(TIMEOUT);
		this.timer.advance(Duration.ofMillis(1950));
		this.budget.saysWait(Duration.ZERO);
		RecordedWaiter waiter = acquire();
		this.timer.advance(Duration.ofMillis(50));
		assertThat(waiter.isGranted()).isTrue();
		this.budget.takesNote();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.budget.takesNote().reports()).extracting(Report::state, Report::permit)
			.containsExactly(told(State.HELD, 2));
	}

	@Test
	void permitTakenAloneWithoutWaitingIsTold() {
		meet();
		acquire();
		this.timer.advance(TIMEOUT);
		this.timer.jump(this.timer.nanoTime() + Duration.ofSeconds(2).toNanos());
		assertThat(available()).isEqualTo(29);
		assertThat(this.permits.tryAcquire()).isTrue();
		this.budget.grants();
		assertThat(this.budget.takesNote().reports()).extracting(Report::state, Report::permit)
			.containsExactlyInAnyOrder(told(State.UNUSED, 0), told(State.HELD, 1), told(State.HELD, 2));
	}

	@Test
	void whoWaitedAloneHasWaitedWhenTheBudgetIsBack() {
		this.budget.instances(3);
		meet();
		acquire();
		RecordedWaiter second = acquire();
		this.timer.advance(TIMEOUT);
		this.budget.saysWait(Duration.ZERO);
		this.budget.inUse(1).takesNote();
		assertThat(this.limiter.sharing().alone()).isFalse();
		assertThat(available()).isEqualTo(29);
		Question question = this.budget.grants();
		assertThat(question.wanted()).isOne();
		assertThat(question.waited()).isTrue();
		assertThat(second.isGranted()).isTrue();
	}

	@Test
	void burstIsNotRefusedAnyMoreWhenTheBudgetIsBack() {
		meet();
		acquire();
		this.timer.advance(TIMEOUT);
		this.budget.saysWait(Duration.ZERO);
		this.budget.takesNote();
		this.timer.advance(Duration.ofSeconds(15));
		acquire();
		this.budget.grants();
		RecordedWaiter second = acquire(Duration.ofSeconds(1));
		assertThat(second.isRefused()).isFalse();
	}

	private RollingWindowRateLimiter shared(SharedBudget shared, Duration timeout) {
		return RollingWindowRateLimiter.shared("shared", RateLimiterConfig.ofDefaults(), 5, Duration.ZERO, Map.of(),
				this.timer, shared, timeout);
	}

	private void meet() {
		this.budget.takesNote();
	}

	private RecordedWaiter acquire() {
		return acquire(Permits.FOREVER);
	}

	private RecordedWaiter acquire(Duration timeout) {
		return acquire(timeout.toNanos());
	}

	private RecordedWaiter acquire(long timeout) {
		RecordedWaiter waiter = new RecordedWaiter(this.timer);
		this.permits.acquire(waiter, timeout, false);
		return waiter;
	}

	private void acquireWithoutExactEnd(int number) {
		this.permits.acquire(new RecordedWaiter(this.timer, number, false), Permits.FOREVER, false);
	}

	private void throttled(Duration retryAfter) {
		acquire();
		this.budget.grants();
		this.permits.answered(Throttle.retryAfter(retryAfter));
	}

	private int available() {
		return this.limiter.getMetrics().getAvailablePermissions();
	}

	private static Tuple told(State state, long permit) {
		return Tuple.tuple(state, permit);
	}

}
