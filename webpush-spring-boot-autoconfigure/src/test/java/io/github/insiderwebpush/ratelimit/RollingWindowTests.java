package io.github.insiderwebpush.ratelimit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 30 permits per period, with tenths of a second in place of nanoseconds: the arithmetic
 * knows no unit.
 */
class RollingWindowTests {

	private static final long PERIOD = 600;

	private static final long INTERVAL = 20;

	private static final long LONGEST = 350;

	private final RollingWindow window = window(30, 5);

	@Test
	void burstIsGrantedAtOnce() {
		assertThat(takeAll(this.window, 0)).isEqualTo(5);
		assertThat(this.window.nanosUntilFree(0)).isEqualTo(INTERVAL);
	}

	@Test
	void grantsAfterTheBurstAreEvenlySpaced() {
		takeAll(this.window, 0);
		for (long now = INTERVAL; now <= 10 * INTERVAL; now += INTERVAL) {
			assertThat(this.window.nanosUntilFree(now - 1)).isEqualTo(1);
			assertThat(this.window.nanosUntilFree(now)).isZero();
			this.window.take(true, now);
		}
	}

	@Test
	void tokensReturnAtOneEachInterval() {
		takeAll(this.window, 0);
		assertThat(takeAll(this.window, 3 * INTERVAL)).isEqualTo(3);
		assertThat(takeAll(this.window, 103 * INTERVAL)).isEqualTo(5);
	}

	@Test
	void burstIsAtMostTheLimit() {
		assertThat(takeAll(window(2, Integer.MAX_VALUE), 0)).isEqualTo(2);
	}

	@Test
	void permitReturnsOnePeriodAfterTheResponseAndNotAfterTheGrant() {
		RollingWindow one = window(1, 1);
		one.take(false, 0);
		assertThat(one.nanosUntilFree(3 * PERIOD)).isEqualTo(BudgetWindow.UNKNOWN);
		one.complete(3 * PERIOD);
		assertThat(one.nanosUntilFree(4 * PERIOD - 1)).isEqualTo(1);
		assertThat(one.inUse(4 * PERIOD - 1)).isEqualTo(1);
		assertThat(one.nanosUntilFree(4 * PERIOD)).isZero();
		assertThat(one.inUse(4 * PERIOD)).isZero();
	}

	@Test
	void abandonedPermitReturnsOnePeriodAfterTheLongestRequest() {
		RollingWindow one = window(1, 1);
		one.take(false, 0);
		one.abandon(50, 60);
		assertThat(one.nanosUntilFree(60)).isEqualTo(50 + LONGEST + PERIOD - 60);
	}

	@Test
	void abandonedPermitNeverReturnsWithinThePeriod() {
		RollingWindow one = window(1, 1);
		one.take(false, 0);
		one.abandon(0, 10 * PERIOD);
		assertThat(one.nanosUntilFree(10 * PERIOD)).isEqualTo(PERIOD);
	}

	@Test
	void permitsReturnInTheOrderOfTheirTimes() {
		RollingWindow three = window(3, 3);
		takeAll(three, 0);
		three.abandon(300, 310);
		three.complete(320);
		three.complete(330);
		assertThat(three.nanosUntilFree(330)).isEqualTo(320 + PERIOD - 330);
		assertThat(three.inUse(320 + PERIOD)).isEqualTo(2);
		assertThat(three.inUse(330 + PERIOD)).isEqualTo(1);
		assertThat(three.inUse(300 + LONGEST + PERIOD)).isZero();
	}

	@Test
	void releasedPermitIsFreeAtOnceWithItsToken() {
		takeAll(this.window, 0);
		this.window.release(0);
		assertThat(this.window.inUse(0)).isEqualTo(4);
		assertThat(takeAll(this.window, 0)).isEqualTo(1);
	}

	@Test
	void releasedPermitDoesNotEnlargeTheBurst() {
		this.window.take(false, 0);
		this.window.release(10 * INTERVAL);
		assertThat(takeAll(this.window, 10 * INTERVAL)).isEqualTo(5);
	}

	@Test
	void waiterForfeitsAllTokensButATenthOfOne() {
		RollingWindow two = window(2, 2);
		takeAll(two, 0);
		two.complete(400);
		two.complete(400);
		two.take(true, 400 + PERIOD);
		assertThat(two.nanosUntilFree(400 + PERIOD)).isEqualTo(PERIOD / 2 - PERIOD / 20);
	}

	@Test
	void drainTakesAllThatIsFreeForOnePeriod() {
		take(3, 0);
		this.window.complete(0);
		assertThat(this.window.drain(PERIOD)).isEqualTo(28);
		assertThat(this.window.nanosUntilFree(PERIOD)).isEqualTo(PERIOD);
		assertThat(this.window.inUse(2 * PERIOD)).isEqualTo(2);
	}

	@Test
	void drainTakesNothingWhenTheLimitWasLowered() {
		take(5, 0);
		this.window.changeLimit(3, 0);
		assertThat(this.window.free(0)).isEqualTo(-2);
		assertThat(this.window.drain(0)).isZero();
	}

	@Test
	void pauseDelaysAllAndKeepsTheBurst() {
		take(5, 0);
		this.window.pause(200, 0);
		assertThat(this.window.nanosUntilFree(0)).isEqualTo(200);
		assertThat(this.window.pauseLeft(50)).isEqualTo(150);
		assertThat(this.window.nanosUntilFree(199)).isEqualTo(1);
		assertThat(takeAll(this.window, 200)).isEqualTo(5);
		assertThat(this.window.pauseLeft(200)).isZero();
	}

	@Test
	void shorterPauseDoesNotEndALongerOne() {
		this.window.throttled(70, 10);
		this.window.throttled(5, 20);
		this.window.pause(5, 20);
		assertThat(this.window.nanosUntilFree(20)).isEqualTo(60);
		this.window.pause(61, 20);
		assertThat(this.window.nanosUntilFree(20)).isEqualTo(61);
	}

	@Test
	void lengthOfAllPausesIsKnown() {
		this.window.throttled(100, 1000);
		this.window.pause(30, 1050);
		assertThat(this.window.paused()).isEqualTo(100);
		this.window.pause(60, 1050);
		this.window.pause(7, 5000);
		this.window.pause(0, 6000);
		assertThat(this.window.paused()).isEqualTo(117);
	}

	@Test
	void grantsAreEvenFromAThrottleUntilOnePeriodAfterThePause() {
		this.window.throttled(100, 0);
		assertThat(takeAll(this.window, 100)).isEqualTo(1);
		assertThat(takeAll(this.window, 100 + 5 * INTERVAL)).isEqualTo(1);
		assertThat(takeAll(this.window, 100 + PERIOD - 1)).isEqualTo(1);
	}

	@Test
	void burstIsEarnedFromTheEndOfTheEvenSpacing() {
		this.window.throttled(100, 0);
		assertThat(takeAll(this.window, 100 + PERIOD + 2 * INTERVAL)).isEqualTo(3);
		assertThat(takeAll(this.window, 100 + 2 * PERIOD)).isEqualTo(5);
	}

	@Test
	void throttleWithoutAPauseLosesTheBurst() {
		this.window.throttled(0, 0);
		assertThat(takeAll(this.window, 0)).isEqualTo(1);
		assertThat(this.window.nanosUntilFree(0)).isEqualTo(INTERVAL);
	}

	@Test
	void unspecifiedPauseLastsUntilTheFirstPermitReturns() {
		take(3, 0);
		this.window.complete(100);
		this.window.complete(300);
		this.window.throttled(BudgetWindow.UNKNOWN, 300);
		assertThat(this.window.pauseLeft(300)).isEqualTo(100 + PERIOD - 300);
	}

	@Test
	void unspecifiedPauseIsAtLeastOneInterval() {
		take(1, 0);
		this.window.complete(0);
		this.window.throttled(BudgetWindow.UNKNOWN, PERIOD - 1);
		assertThat(this.window.pauseLeft(PERIOD - 1)).isEqualTo(INTERVAL);
	}

	@Test
	void unspecifiedPauseIsAtMostThePeriod() {
		this.window.throttled(BudgetWindow.UNKNOWN, 0);
		assertThat(this.window.pauseLeft(0)).isEqualTo(PERIOD);
		RollingWindow abandoned = window(30, 5);
		abandoned.take(false, 0);
		abandoned.abandon(0, 0);
		abandoned.throttled(BudgetWindow.UNKNOWN, 0);
		assertThat(abandoned.pauseLeft(0)).isEqualTo(PERIOD);
	}

	@Test
	void unspecifiedPauseDoublesWhenTheServerThrottlesAgainWithinAPeriod() {
		long now = 1000;
		for (long pause : new long[] { INTERVAL, 2 * INTERVAL, 4 * INTERVAL, 8 * INTERVAL, 16 * INTERVAL, PERIOD,
				PERIOD }) {
			take(1, now);
			this.window.complete(now);
			now += PERIOD - 1;
			this.window.throttled(BudgetWindow.UNKNOWN, now);
			assertThat(this.window.pauseLeft(now)).isEqualTo(pause);
			now += pause;
		}
	}

	@Test
	void unspecifiedPauseDoesNotDoubleAfterAPeriodWithoutAThrottle() {
		this.window.throttled(10 * INTERVAL, 0);
		long now = 10 * INTERVAL + PERIOD;
		take(1, 11 * INTERVAL);
		this.window.complete(11 * INTERVAL);
		this.window.throttled(BudgetWindow.UNKNOWN, now);
		assertThat(this.window.pauseLeft(now)).isEqualTo(INTERVAL);
	}

	@Test
	void throttlesOfRequestsThatWereOnTheirWayCountAsOne() {
		take(4, 0);
		this.window.complete(0);
		for (long now = PERIOD - 3; now < PERIOD; now++) {
			this.window.throttled(BudgetWindow.UNKNOWN, now);
		}
		assertThat(this.window.pauseLeft(PERIOD - 1)).isEqualTo(INTERVAL);
	}

	@Test
	void raisedLimitTakesEffectAtOnce() {
		RollingWindow two = window(2, 2);
		takeAll(two, 0);
		two.changeLimit(4, 0);
		assertThat(two.nanosUntilFree(0)).isEqualTo(PERIOD / 4);
	}

	@Test
	void limitRaisedInAPauseTakesEffectAtItsEnd() {
		RollingWindow two = window(2, 2);
		takeAll(two, 0);
		two.throttled(50, 1);
		two.changeLimit(60, 2);
		assertThat(two.nanosUntilFree(2)).isEqualTo(49);
		assertThat(two.nanosUntilFree(51)).isZero();
	}

	@Test
	void limitLoweredBelowThePermitsInUseTakesEffectAtOnce() {
		RollingWindow four = window(4, 4);
		takeAll(four, 0);
		for (long now = 1; now <= 4; now++) {
			four.complete(now);
		}
		four.changeLimit(2, 10);
		assertThat(four.nanosUntilFree(10)).isEqualTo(3 + PERIOD - 10);
	}

	@Test
	void tokensAreCutToTheBurstOfANewLimit() {
		RollingWindow one = window(1, 2);
		one.changeLimit(10, 0);
		assertThat(takeAll(one, 0)).isEqualTo(2);
		assertThat(one.nanosUntilFree(0)).isEqualTo(PERIOD / 10);
	}

	@Test
	void intervalIsRoundedUp() {
		RollingWindow seven = new RollingWindow(7, 10, 1, 0);
		seven.take(false, 0);
		assertThat(seven.nanosUntilFree(0)).isEqualTo(2);
	}

	private static RollingWindow window(int limit, int burst) {
		return new RollingWindow(limit, PERIOD, burst, LONGEST);
	}

	private void take(int permits, long now) {
		for (int i = 0; i < permits; i++) {
			assertThat(this.window.nanosUntilFree(now)).isZero();
			this.window.take(false, now);
		}
	}

	private static int takeAll(RollingWindow window, long now) {
		int taken = 0;
		while (window.nanosUntilFree(now) == 0) {
			window.take(false, now);
			taken++;
		}
		return taken;
	}

}
