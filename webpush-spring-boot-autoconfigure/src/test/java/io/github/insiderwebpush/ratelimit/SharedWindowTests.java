package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter.Sharing;
import io.github.insiderwebpush.ratelimit.SharedBudget.Question;
import io.github.insiderwebpush.ratelimit.SharedBudget.Report;
import io.github.insiderwebpush.ratelimit.SharedBudget.State;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Who may go, of the instances that share a budget.
 */
class SharedWindowTests extends SharedWindowFixture {

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
	void grantForSeveralServesThoseWhoAreThereNow() {
		meet();
		RecordedWaiter three = new RecordedWaiter(this.timer, 3, true);
		this.permits.acquire(three, OldPermits.FOREVER, false);
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

	private RollingWindowRateLimiter shared(SharedBudget shared, Duration timeout) {
		return RollingWindowRateLimiter.shared("shared", RateLimiterConfig.ofDefaults(), 5, Duration.ZERO, Map.of(),
				this.timer, shared, timeout);
	}

}
