package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import io.github.insiderwebpush.ratelimit.SharedBudget.Question;
import io.github.insiderwebpush.ratelimit.SharedBudget.Report;
import io.github.insiderwebpush.ratelimit.SharedBudget.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an instance does while the budget that it shares does not answer, and when it is
 * back.
 */
class SharedWindowAloneTests extends SharedWindowFixture {

	@Test
	void aloneAnInstanceHasItsShareWhateverTheOthersUse() {
		this.budget.inUse(25).instances(3);
		meet();
		acquire();
		this.timer.advance(TIMEOUT);
		assertThat(available()).isEqualTo(9);
	}

	@Test
	void turnMeansNothingToAnInstanceThatIsAlone() {
		meet();
		acquire();
		this.budget.grants();
		acquire();
		this.budget.saysWait(Duration.ofSeconds(120));
		this.timer.advance(Duration.ofMillis(17_500).plus(TIMEOUT));
		assertThat(this.limiter.sharing().fallback()).isTrue();
		RecordedWaiter newcomer = acquire(Duration.ofSeconds(5));
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(newcomer.isGranted()).isTrue();
	}

	@Test
	void instanceGoesAloneWithItsShareEvenlyWhenNoAnswerComesInTime() {
		this.budget.instances(3);
		meet();
		RecordedWaiter first = acquire();
		RecordedWaiter second = acquire();
		this.timer.advance(TIMEOUT);
		assertThat(this.limiter.sharing().fallback()).isTrue();
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
		assertThat(this.limiter.sharing().fallback()).isTrue();
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
		assertThat(this.limiter.sharing().fallback()).isFalse();
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

}
