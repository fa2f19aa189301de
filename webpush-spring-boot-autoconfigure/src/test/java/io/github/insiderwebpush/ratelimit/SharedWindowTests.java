package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.ratelimit.SharedBudget.Question;
import io.github.insiderwebpush.ratelimit.SharedBudget.Reply;
import io.github.insiderwebpush.ratelimit.SharedBudget.Report;
import io.github.insiderwebpush.ratelimit.SharedBudget.State;
import io.github.insiderwebpush.ratelimit.SharedBudget.Verdict;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance that shares its budget, on virtual time, with a budget that says what the
 * test says.
 */
class SharedWindowTests {

	private static final Duration PERIOD = Duration.ofMinutes(1);

	private static final Duration TIMEOUT = Duration.ofMillis(100);

	private final ManualTimer timer = new ManualTimer();

	private final Deque<Runnable> threads = new ArrayDeque<>();

	private final List<Question> questions = new ArrayList<>();

	private final Deque<Reply> replies = new ArrayDeque<>();

	private final RollingWindowRateLimiter limiter = new RollingWindowRateLimiter("shared",
			RateLimiterConfig.custom()
				.limitForPeriod(30)
				.limitRefreshPeriod(PERIOD)
				.timeoutDuration(Duration.ofSeconds(90))
				.build(),
			5, Duration.ofSeconds(35), Map.of(), this.timer,
			new Conversation("shared", this::ask, TIMEOUT, this.timer, this.threads::add));

	private final Permits permits = this.limiter.permits();

	@Test
	void firstQuestionTellsThatTheInstanceIsThere() {
		meet(1);
		assertThat(this.questions).hasSize(1);
		assertThat(this.questions.get(0).wanted()).isZero();
		assertThat(this.questions.get(0).epoch()).isZero();
	}

	@Test
	void permitIsGrantedByTheBudgetOnly() {
		meet(1);
		RecordedWaiter waiter = acquire();
		assertThat(waiter.isGranted()).isFalse();
		answer(Verdict.GRANTED, Duration.ZERO, 1);
		assertThat(waiter.isGranted()).isTrue();
		assertThat(this.limiter.getMetrics().getAvailablePermissions()).isEqualTo(29);
	}

	@Test
	void whoIsToldToWaitAsksWhenItsTurnComesAndNotBefore() {
		meet(1);
		acquire();
		answer(Verdict.WAIT, Duration.ofSeconds(2), 1);
		this.timer.advance(Duration.ofMillis(1999));
		assertThat(this.threads).isEmpty();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(this.threads).hasSize(1);
	}

	@Test
	void endTravelsWithTheNextQuestionAndTellsHowLongAgoItWas() {
		meet(1);
		acquire();
		answer(Verdict.GRANTED, Duration.ZERO, 1);
		this.permits.answered(null);
		this.timer.advance(Duration.ofMillis(300));
		acquire();
		answer(Verdict.GRANTED, Duration.ZERO, 1);
		assertThat(last().reports()).containsExactly(new Report(State.ENDED, 0, Duration.ofMillis(300).toNanos()));
	}

	@Test
	void endTravelsAloneAfterASecond() {
		meet(1);
		acquire();
		answer(Verdict.GRANTED, Duration.ZERO, 1);
		this.permits.answered(null);
		this.timer.advance(Duration.ofMillis(999));
		assertThat(this.threads).isEmpty();
		this.timer.advance(Duration.ofMillis(1));
		answer(Verdict.WAIT, Duration.ZERO, 1);
		assertThat(last().wanted()).isZero();
		assertThat(last().reports()).hasSize(1);
	}

	@Test
	void instanceGoesAloneWithItsShareEvenlyWhenNoAnswerComesInTime() {
		meet(3);
		RecordedWaiter first = acquire();
		RecordedWaiter second = acquire();
		this.timer.advance(TIMEOUT);
		assertThat(this.limiter.sharing().alone()).isTrue();
		assertThat(this.limiter.sharing().share()).isEqualTo(10);
		assertThat(first.isGranted()).isTrue();
		assertThat(second.isGranted()).isFalse();
		this.timer.advance(Duration.ofSeconds(6).minusMillis(1));
		assertThat(second.isGranted()).isFalse();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(second.isGranted()).isTrue();
	}

	@Test
	void grantThatComesTooLateIsGivenBackAndAllThatCountsIsReported() {
		meet(3);
		RecordedWaiter waiter = acquire();
		this.timer.advance(TIMEOUT);
		assertThat(waiter.isGranted()).isTrue();
		answer(Verdict.GRANTED, Duration.ZERO, 3);
		answer(Verdict.WAIT, Duration.ZERO, 3);
		assertThat(last().epoch()).isZero();
		assertThat(last().reports()).containsExactlyInAnyOrder(new Report(State.UNUSED, 0, 0),
				new Report(State.HELD, 1, 0));
		assertThat(this.limiter.sharing().alone()).isFalse();
		assertThat(this.limiter.sharing().departures()).isOne();
	}

	@Test
	void grantThatNobodyWantsAnyMoreIsGivenBack() {
		meet(1);
		RecordedWaiter waiter = acquire();
		assertThat(this.permits.cancel(waiter)).isTrue();
		answer(Verdict.GRANTED, Duration.ZERO, 1);
		this.timer.advance(Duration.ofSeconds(1));
		answer(Verdict.WAIT, Duration.ZERO, 1);
		assertThat(last().reports()).extracting(Report::state).containsExactly(State.UNUSED);
		assertThat(this.limiter.getMetrics().getAvailablePermissions()).isEqualTo(30);
	}

	@Test
	void throttleIsToldAtOnce() {
		meet(1);
		acquire();
		answer(Verdict.GRANTED, Duration.ZERO, 1);
		this.permits.answered(Throttle.retryAfter(Duration.ofSeconds(7)));
		answer(Verdict.WAIT, Duration.ZERO, 1);
		assertThat(last().stop()).isEqualTo(Duration.ofSeconds(7).toNanos());
	}

	@Test
	void budgetThatForgotIsToldAllThatCounts() {
		meet(1);
		acquire();
		answer(Verdict.GRANTED, Duration.ZERO, 1);
		this.permits.answered(null);
		acquire();
		answer(Verdict.REPORT_ALL, Duration.ZERO, 1);
		answer(Verdict.GRANTED, Duration.ZERO, 1);
		assertThat(last().epoch()).isZero();
		assertThat(last().wanted()).isOne();
		assertThat(last().reports()).containsExactly(new Report(State.ENDED, 0, 0));
	}

	@Test
	void permitThatIsHeldForLongIsConfirmed() {
		meet(1);
		acquire();
		answer(Verdict.GRANTED, Duration.ZERO, 1);
		this.timer.advance(Duration.ofMillis(17_500));
		answer(Verdict.WAIT, Duration.ZERO, 1);
		assertThat(last().reports()).containsExactly(new Report(State.HELD, 0, 0));
	}

	private void meet(int instances) {
		answer(Verdict.WAIT, Duration.ZERO, instances);
	}

	private RecordedWaiter acquire() {
		RecordedWaiter waiter = new RecordedWaiter(this.timer);
		this.permits.acquire(waiter, Permits.FOREVER, false);
		return waiter;
	}

	private void answer(Verdict verdict, Duration turnIn, int instances) {
		this.replies.add(new Reply(verdict, turnIn.toNanos(), 0, instances, 0, 42));
		this.threads.remove().run();
	}

	private Question last() {
		return this.questions.get(this.questions.size() - 1);
	}

	private Reply ask(Question question) {
		this.questions.add(question);
		return this.replies.remove();
	}

}
