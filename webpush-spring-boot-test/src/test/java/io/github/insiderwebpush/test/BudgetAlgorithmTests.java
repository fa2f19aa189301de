package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BudgetAlgorithmTests {

	private static final long SECOND = 1_000_000_000L;

	private static final long MINUTE = 60 * SECOND;

	@ParameterizedTest
	@EnumSource
	void takesTheLimitAtOnceWhenFreeAndNoMore(BudgetAlgorithm algorithm) {
		ServerBudget budget = budget(algorithm, 30, 0);
		assertThat(take(budget, 31, 0)).isEqualTo(30);
	}

	@ParameterizedTest
	@EnumSource
	void refusedRequestDoesNotCount(BudgetAlgorithm algorithm) {
		ServerBudget budget = budget(algorithm, 30, 0);
		take(budget, 30, 0);
		long free = budget.nanosUntilFree(0);
		assertThat(take(budget, 500, free - 1)).isZero();
		assertThat(budget.tryTake(free)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void saysExactlyWhenItIsFreeAgain(BudgetAlgorithm algorithm) {
		Random random = new Random(7);
		for (int trial = 0; trial < 200; trial++) {
			int limit = 1 + random.nextInt(40);
			long now = random.nextLong(-MINUTE, MINUTE);
			ServerBudget budget = budget(algorithm, limit, now);
			for (int request = 0; request < 200; request++) {
				now += random.nextLong(3 * MINUTE / limit);
				int left = budget.left(now);
				boolean taken = budget.tryTake(now);
				assertThat(taken).isEqualTo(left > 0);
				if (!taken) {
					long wait = budget.nanosUntilFree(now);
					assertThat(wait).isPositive();
					assertThat(budget.tryTake(now + wait - 1)).as("a moment early").isFalse();
					now += wait;
					assertThat(budget.nanosUntilFree(now)).isZero();
					assertThat(budget.tryTake(now)).as("at the named moment").isTrue();
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void countsAcrossTheOverflowOfTheClock(BudgetAlgorithm algorithm) {
		long start = Long.MAX_VALUE - 10;
		ServerBudget budget = budget(algorithm, 2, start);
		assertThat(take(budget, 3, start)).isEqualTo(2);
		long later = start + budget.nanosUntilFree(start);
		assertThat(later).isNegative();
		assertThat(budget.tryTake(later - 1)).isFalse();
		assertThat(budget.tryTake(later)).isTrue();
	}

	@Test
	void rollingWindowGivesEachRequestBackOnePeriodAfterIt() {
		ServerBudget budget = budget(BudgetAlgorithm.ROLLING_WINDOW, 2, 0);
		budget.tryTake(10 * SECOND);
		budget.tryTake(50 * SECOND);
		assertThat(budget.tryTake(70 * SECOND - 1)).isFalse();
		assertThat(budget.tryTake(70 * SECOND)).isTrue();
		assertThat(budget.tryTake(110 * SECOND - 1)).isFalse();
		assertThat(budget.tryTake(110 * SECOND)).isTrue();
	}

	@Test
	void rollingWindowNeverTakesMoreThanTheLimitAroundAnEdge() {
		ServerBudget budget = budget(BudgetAlgorithm.ROLLING_WINDOW, 30, 0);
		assertThat(take(budget, 30, MINUTE - 1)).isEqualTo(30);
		assertThat(take(budget, 30, MINUTE)).isZero();
	}

	@Test
	void fixedWindowForgetsAtTheEdge() {
		ServerBudget budget = budget(BudgetAlgorithm.FIXED_WINDOW, 30, 5);
		assertThat(take(budget, 31, 5 + MINUTE - 1)).isEqualTo(30);
		assertThat(take(budget, 31, 5 + MINUTE)).isEqualTo(30);
	}

	@Test
	void slidingCounterWeighsThePreviousWindowByWhatOfItIsLeft() {
		ServerBudget budget = budget(BudgetAlgorithm.SLIDING_COUNTER, 30, 0);
		assertThat(take(budget, 30, 59 * SECOND)).isEqualTo(30);
		assertThat(take(budget, 1, MINUTE)).as("all of the previous window counts").isZero();
		assertThat(take(budget, 1, MINUTE + 2 * SECOND - 1)).isZero();
		assertThat(take(budget, 2, MINUTE + 2 * SECOND)).as("58/60 of 30 count, so one is free").isEqualTo(1);
		assertThat(take(budget, 30, MINUTE + 30 * SECOND)).as("half of 30 and one more count").isEqualTo(14);
		assertThat(take(budget, 31, 3 * MINUTE)).as("a window without requests lies between").isEqualTo(30);
	}

	@Test
	void tokenBucketFillsEvenly() {
		ServerBudget budget = budget(BudgetAlgorithm.TOKEN_BUCKET, 30, 0);
		take(budget, 30, 0);
		assertThat(take(budget, 1, 2 * SECOND - 1)).isZero();
		assertThat(take(budget, 2, 2 * SECOND)).isEqualTo(1);
		assertThat(take(budget, 31, 62 * SECOND)).isEqualTo(30);
		assertThat(take(budget, 31, 900 * SECOND)).as("never more than full").isEqualTo(30);
	}

	@Test
	void tokenBucketMayHoldLessThanItTakesInAPeriod() {
		ServerBudget budget = BudgetAlgorithm.newTokenBucket(10, 30, Duration.ofMinutes(1), 0);
		assertThat(take(budget, 11, 0)).isEqualTo(10);
		assertThat(take(budget, 11, 10 * SECOND)).isEqualTo(5);
	}

	@Test
	void limitAndPeriodMustBePositive() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BudgetAlgorithm.FIXED_WINDOW.newBudget(0, Duration.ofMinutes(1), 0))
			.withMessage("'limit' must be positive, but is 0");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BudgetAlgorithm.FIXED_WINDOW.newBudget(1, Duration.ZERO, 0))
			.withMessage("'period' must be positive, but is PT0S");
	}

	private static ServerBudget budget(BudgetAlgorithm algorithm, int limit, long now) {
		return algorithm.newBudget(limit, Duration.ofMinutes(1), now);
	}

	private static int take(ServerBudget budget, int requests, long now) {
		int taken = 0;
		for (int i = 0; i < requests; i++) {
			taken += budget.tryTake(now) ? 1 : 0;
		}
		return taken;
	}

}
