package io.github.insiderwebpush.ratelimit;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Seconds stand for nanoseconds here: the arithmetic knows no unit. 30 permits a minute
 * are one each 20 tenths of a second.
 */
class RollingWindowTests {

	private static final long PERIOD = 600;

	private static final long INTERVAL = 20;

	private static final long LONGEST = 350;

	private static final long FOR_AN_ANSWER = RollingWindow.UNTIL_AN_ANSWER;

	private final RollingWindow window = window(30, 5, 0);

	@Test
	void burstOfFiveGoesAtOnceFromAFreeWindow() {
		for (int i = 0; i < 5; i++) {
			assertThat(untilFree(this.window, 1, 0)).isZero();
			take(1, 0);
		}
		assertThat(untilFree(this.window, 1, 0)).isEqualTo(INTERVAL);
	}

	@Test
	void afterTheBurstGrantsAreEvenlySpaced() {
		takeAtOnce(5, 0);
		for (long now = INTERVAL; now <= 10 * INTERVAL; now += INTERVAL) {
			assertThat(untilFree(this.window, 1, now - 1)).isEqualTo(1);
			assertThat(untilFree(this.window, 1, now)).isZero();
			this.window.take(1, true, true, now);
		}
	}

	@Test
	void burstIsSavedUpAgainInOneIntervalEach() {
		takeAtOnce(5, 0);
		assertThat(atOnce(3 * INTERVAL)).isEqualTo(3);
		assertThat(atOnce(3 * INTERVAL + 100 * INTERVAL)).isEqualTo(5);
	}

	@Test
	void burstOfTheLimitGoesAtOnce() {
		RollingWindow full = window(30, 30, 0);
		full.take(30, true, false, 0);
		assertThat(untilFree(full, 1, 0)).isEqualTo(FOR_AN_ANSWER);
	}

	@Test
	void burstAboveTheLimitIsTheLimit() {
		RollingWindow one = window(1, Integer.MAX_VALUE, 0);
		assertThat(untilFree(one, 1, 0)).isZero();
		one.take(1, true, false, 0);
		one.answered(0);
		assertThat(untilFree(one, 1, 0)).isEqualTo(PERIOD);
		assertThat(untilFree(one, 1, PERIOD)).isZero();
	}

	@Test
	void permitComesBackOnePeriodAfterTheAnswerAndNotAfterTheGrant() {
		RollingWindow one = window(1, 1, 0);
		one.take(1, true, false, 0);
		assertThat(untilFree(one, 1, 3 * PERIOD)).isEqualTo(FOR_AN_ANSWER);
		one.answered(3 * PERIOD);
		assertThat(untilFree(one, 1, 3 * PERIOD)).isEqualTo(PERIOD);
		assertThat(untilFree(one, 1, 4 * PERIOD - 1)).isEqualTo(1);
		assertThat(one.inUse(4 * PERIOD - 1)).isEqualTo(1);
		assertThat(untilFree(one, 1, 4 * PERIOD)).isZero();
		assertThat(one.inUse(4 * PERIOD)).isZero();
	}

	@Test
	void permitWithoutAnAnswerComesBackOnePeriodAfterTheLongestRequest() {
		RollingWindow one = window(1, 1, 0);
		one.take(1, true, false, 0);
		one.unanswered(50, 60);
		assertThat(untilFree(one, 1, 60)).isEqualTo(50 + LONGEST + PERIOD - 60);
	}

	@Test
	void permitWithoutAnAnswerNeverComesBackWithinThePeriod() {
		RollingWindow one = window(1, 1, 0);
		one.take(1, true, false, 0);
		one.unanswered(0, 10 * PERIOD);
		assertThat(untilFree(one, 1, 10 * PERIOD)).isEqualTo(PERIOD);
	}

	@Test
	void permitsComeBackInTheOrderOfTheirTimesWhateverTheirKind() {
		RollingWindow six = window(6, 6, 0);
		six.take(1, true, false, 0);
		six.take(1, false, false, 0);
		six.take(1, true, false, 0);
		six.take(1, false, false, 1);
		six.take(1, true, false, 1);
		six.take(1, true, false, 1);
		six.answered(10);
		six.unanswered(300, 310);
		six.answered(320);
		assertThat(six.inUse(320)).isEqualTo(6);
		long now = 600;
		List<Long> returns = new ArrayList<>();
		for (int permits = 1; permits <= 5; permits++) {
			returns.add(now + untilFree(six, permits, now));
		}
		assertThat(returns).containsExactly(10 + PERIOD, 320 + PERIOD, LONGEST + PERIOD, 1 + LONGEST + PERIOD,
				300 + LONGEST + PERIOD);
		assertThat(untilFree(six, 6, now)).isEqualTo(FOR_AN_ANSWER);
	}

	@Test
	void moreThanTheLimitIsNeverFree() {
		assertThat(untilFree(this.window, 31, 0)).isEqualTo(FOR_AN_ANSWER);
		assertThat(untilFree(this.window, 30, 0)).isZero();
	}

	@Test
	void moreThanTheBurstIsADebtOfWhoComesNext() {
		take(30, 0);
		for (int i = 0; i < 30; i++) {
			this.window.answered(0);
		}
		assertThat(untilFree(this.window, 1, 0)).isEqualTo(PERIOD);
		RollingWindow wide = window(60, 5, 0);
		wide.take(20, true, false, 0);
		assertThat(untilFree(wide, 1, 0)).isEqualTo(16 * PERIOD / 60);
	}

	@Test
	void unreportedPermitComesBackByItself() {
		RollingWindow one = window(1, 1, 0);
		one.take(1, false, false, 7);
		assertThat(untilFree(one, 1, 7)).isEqualTo(LONGEST + PERIOD);
		assertThat(one.inUse(7 + LONGEST + PERIOD - 1)).isEqualTo(1);
		assertThat(one.inUse(7 + LONGEST + PERIOD)).isZero();
	}

	@Test
	void endOfSomeRequestFreesTheUnreportedPermitThatWasGrantedFirst() {
		RollingWindow two = window(2, 2, 0);
		two.take(1, false, false, 0);
		two.take(1, false, false, 100);
		two.someAnswered(110);
		assertThat(untilFree(two, 1, 110)).isEqualTo(PERIOD);
		assertThat(untilFree(two, 2, 110)).isEqualTo(100 + LONGEST + PERIOD - 110);
	}

	@Test
	void endOfSomeRequestMeansNothingToAPermitThatIsReportedExactly() {
		RollingWindow two = window(2, 2, 0);
		two.take(1, true, false, 0);
		two.take(1, true, false, 0);
		two.unanswered(0, 1);
		two.someAnswered(2);
		assertThat(untilFree(two, 1, 2)).isEqualTo(LONGEST + PERIOD - 2);
		assertThat(untilFree(two, 2, 2)).isEqualTo(FOR_AN_ANSWER);
	}

	@Test
	void severalAtATimeComeBackByThemselves() {
		RollingWindow three = window(3, 3, 0);
		three.take(2, false, false, 0);
		three.take(1, false, false, 5);
		three.someAnswered(10);
		three.someAnswered(LONGEST + PERIOD - 1);
		assertThat(untilFree(three, 1, LONGEST + PERIOD - 1)).isEqualTo(1);
		assertThat(three.inUse(LONGEST + PERIOD)).isEqualTo(1);
		three.someAnswered(LONGEST + PERIOD);
		assertThat(untilFree(three, 3, LONGEST + PERIOD)).isEqualTo(PERIOD);
	}

	@Test
	void permitGivenBackUnusedIsFreeAtOnceWithItsShareOfTheBurst() {
		takeAtOnce(5, 0);
		this.window.unused(1, true, 0);
		assertThat(this.window.inUse(0)).isEqualTo(4);
		assertThat(atOnce(0)).isEqualTo(1);
	}

	@Test
	void whatIsGivenBackDoesNotMakeTheBurstLarger() {
		take(1, 0);
		this.window.unused(1, true, 10 * INTERVAL);
		assertThat(atOnce(10 * INTERVAL)).isEqualTo(5);
	}

	@Test
	void unreportedPermitsAreGivenBackUnused() {
		this.window.take(3, false, false, 0);
		this.window.take(1, false, false, 9);
		this.window.unused(3, false, 10);
		assertThat(this.window.inUse(10)).isEqualTo(1);
		assertThat(this.window.inUse(9 + LONGEST + PERIOD - 1)).isEqualTo(1);
		this.window.unused(2, false, 11);
		assertThat(this.window.inUse(11)).isZero();
	}

	@Test
	void whoWaitedForfeitsWhatWasSavedUpButATenth() {
		RollingWindow two = window(2, 2, 0);
		two.take(1, true, false, 0);
		two.take(1, true, false, 0);
		two.answered(400);
		two.answered(400);
		long interval = PERIOD / 2;
		assertThat(untilFree(two, 1, 400 + PERIOD)).isZero();
		two.take(1, true, true, 400 + PERIOD);
		assertThat(untilFree(two, 1, 400 + PERIOD)).isEqualTo(interval - interval / 10);
	}

	@Test
	void drainTakesWhatIsFreeForOnePeriod() {
		takeAtOnce(3, 0);
		assertThat(this.window.drain(10)).isEqualTo(27);
		assertThat(this.window.inUse(10)).isEqualTo(30);
		assertThat(untilFree(this.window, 1, 10)).isEqualTo(PERIOD);
		assertThat(this.window.inUse(10 + PERIOD)).isEqualTo(3);
	}

	@Test
	void drainOfWhatIsInDebtTakesNothing() {
		takeAtOnce(5, 0);
		this.window.changeLimit(3, 0);
		assertThat(this.window.drain(0)).isZero();
		assertThat(this.window.inUse(0)).isEqualTo(5);
	}

	@Test
	void nobodyGoesInAStop() {
		this.window.stop(70, 10);
		assertThat(untilFree(this.window, 1, 10)).isEqualTo(70);
		assertThat(untilFree(this.window, 1, 79)).isEqualTo(1);
		assertThat(untilFree(this.window, 1, 80)).isZero();
	}

	@Test
	void shorterStopDoesNotEndALongerOne() {
		this.window.stop(70, 10);
		this.window.stop(5, 20);
		this.window.holdBack(5, 20);
		assertThat(untilFree(this.window, 1, 20)).isEqualTo(60);
		this.window.holdBack(61, 20);
		assertThat(untilFree(this.window, 1, 20)).isEqualTo(61);
	}

	@Test
	void afterAStopGrantsAreEvenUntilAWholeWindowHasPassed() {
		this.window.stop(100, 0);
		assertThat(atOnce(100)).isEqualTo(1);
		assertThat(atOnce(100 + 5 * INTERVAL)).isEqualTo(1);
		assertThat(atOnce(100 + PERIOD - 1)).isEqualTo(1);
	}

	@Test
	void evenSpacingAfterAStopEarnsNoBurst() {
		this.window.stop(100, 0);
		// Nobody asked since: what the even time was worth must not depend on it.
		assertThat(atOnce(100 + PERIOD)).isEqualTo(1);
		assertThat(atOnce(100 + PERIOD + 3 * INTERVAL)).isEqualTo(3);
		assertThat(atOnce(100 + 2 * PERIOD)).isEqualTo(5);
	}

	@Test
	void burstIsEarnedFromTheEndOfTheEvenSpacing() {
		this.window.stop(100, 0);
		assertThat(atOnce(100 + PERIOD + 2 * INTERVAL)).isEqualTo(3);
	}

	@Test
	void burstThatWasSavedUpIsLostWithAStop() {
		this.window.stop(0, 0);
		assertThat(atOnce(0)).isEqualTo(1);
		assertThat(untilFree(this.window, 1, 0)).isEqualTo(INTERVAL);
	}

	@Test
	void holdingBackCostsNoBurst() {
		takeAtOnce(5, 0);
		this.window.holdBack(200, 0);
		assertThat(untilFree(this.window, 1, 0)).isEqualTo(200);
		assertThat(atOnce(200)).isEqualTo(5);
	}

	@Test
	void severalAtATimeCostOneIntervalOfSavingsWhileGrantsAreEven() {
		this.window.stop(0, 0);
		assertThat(untilFree(this.window, 3, 0)).isZero();
		take(3, 0);
		assertThat(untilFree(this.window, 1, 0)).isEqualTo(3 * INTERVAL);
	}

	@Test
	void severalAtATimeMustBeSavedUpForAgainOnceGrantsAreNoLongerEven() {
		this.window.stop(100, 0);
		assertThat(untilFree(this.window, 3, 100 + PERIOD - 1)).isZero();
		assertThat(untilFree(this.window, 3, 100 + PERIOD)).isEqualTo(2 * INTERVAL);
		assertThat(untilFree(this.window, 3, 100 + PERIOD + INTERVAL)).isEqualTo(INTERVAL);
	}

	@Test
	void permitThatCameBackByItselfIsNotEndedAgain() {
		RollingWindow two = window(2, 2, 0);
		two.take(1, false, false, 0);
		two.take(1, false, false, 100);
		two.someAnswered(LONGEST + PERIOD);
		assertThat(two.inUse(LONGEST + PERIOD)).isEqualTo(1);
		assertThat(two.inUse(100 + LONGEST + PERIOD)).isEqualTo(1);
		assertThat(two.inUse(LONGEST + PERIOD + PERIOD)).isZero();
	}

	@Test
	void permitThatCameBackByItselfIsNotGivenBackAgain() {
		RollingWindow two = window(2, 2, 0);
		two.take(1, false, false, 0);
		two.take(1, false, false, 100);
		two.unused(1, false, LONGEST + PERIOD + 50);
		assertThat(two.inUse(LONGEST + PERIOD + 50)).isZero();
	}

	@Test
	void drainTakesWhatJustCameBack() {
		takeAtOnce(2, 0);
		this.window.answered(0);
		this.window.answered(0);
		assertThat(this.window.drain(PERIOD)).isEqualTo(30);
	}

	@Test
	void restOfTheWindowIsThatOfPermitsNotYetBack() {
		takeAtOnce(2, 0);
		this.window.answered(0);
		this.window.answered(100);
		assertThat(this.window.restOfWindow(PERIOD + 50)).isEqualTo(50);
	}

	@Test
	void restOfTheWindowDoublesWhenTheServerThrottlesAgainWithinAWindow() {
		long now = 1000;
		this.window.stop(10, now);
		assertThat(this.window.restOfWindow(now + 5)).isEqualTo(PERIOD);
		takeAtOnce(1, now += 10);
		this.window.answered(now);
		now += PERIOD - 5;
		assertThat(this.window.restOfWindow(now)).isEqualTo(2 * INTERVAL);
		this.window.stop(2 * INTERVAL, now);
		assertThat(this.window.restOfWindow(now + 4)).isEqualTo(INTERVAL);
		now += 2 * INTERVAL;
		assertThat(this.window.restOfWindow(now)).isEqualTo(PERIOD);
		for (long least = 4 * INTERVAL; least < PERIOD; least *= 2) {
			takeAtOnce(1, now);
			this.window.answered(now);
			now += PERIOD - 1;
			assertThat(this.window.restOfWindow(now)).isEqualTo(least);
			this.window.stop(least, now);
			now += least;
		}
		takeAtOnce(1, now);
		this.window.answered(now);
		assertThat(this.window.restOfWindow(now + PERIOD - 1)).isEqualTo(PERIOD);
	}

	@Test
	void restOfTheWindowDoublesFromTheStartAfterAWholeWindowWithoutAThrottle() {
		throttleAgainAndAgain(1000, 3);
		long now = 1000 + 10 * PERIOD;
		this.window.stop(0, now);
		takeAtOnce(1, now);
		this.window.answered(now);
		assertThat(this.window.restOfWindow(now + PERIOD - 1)).isEqualTo(2 * INTERVAL);
	}

	@Test
	void restOfTheWindowIsNotDoubledOnceGrantsAreNoLongerEven() {
		this.window.stop(0, 1000);
		takeAtOnce(1, 1000 + INTERVAL);
		this.window.answered(1000 + INTERVAL);
		assertThat(this.window.restOfWindow(1000 + PERIOD - 1)).isEqualTo(2 * INTERVAL);
		assertThat(this.window.restOfWindow(1000 + PERIOD)).isEqualTo(INTERVAL);
	}

	@Test
	void throttlesOfCallsThatWereOnTheirWayCountAsOne() {
		this.window.stop(10, 1000);
		this.window.stop(10, 1001);
		this.window.stop(10, 1002);
		takeAtOnce(1, 1012);
		this.window.answered(1012);
		assertThat(this.window.restOfWindow(1012 + PERIOD - 1)).isEqualTo(2 * INTERVAL);
	}

	private void throttleAgainAndAgain(long start, int times) {
		for (int i = 0; i < times; i++) {
			this.window.stop(1, start + 2 * i);
		}
	}

	@Test
	void lengthOfAllStopsIsKnown() {
		this.window.stop(100, 1000);
		assertThat(this.window.stopped()).isEqualTo(100);
		this.window.holdBack(30, 1050);
		assertThat(this.window.stopped()).isEqualTo(100);
		this.window.holdBack(60, 1050);
		assertThat(this.window.stopped()).isEqualTo(110);
		this.window.holdBack(7, 5000);
		assertThat(this.window.stopped()).isEqualTo(117);
		this.window.holdBack(0, 6000);
		assertThat(this.window.stopped()).isEqualTo(117);
	}

	@Test
	void restOfTheWindowEndsWhenTheFirstPermitComesBack() {
		takeAtOnce(2, 0);
		this.window.answered(100);
		this.window.answered(300);
		assertThat(this.window.restOfWindow(300)).isEqualTo(400);
	}

	@Test
	void restOfTheWindowIsNoLessThanOneInterval() {
		takeAtOnce(2, 0);
		this.window.answered(0);
		this.window.answered(PERIOD - 1);
		assertThat(this.window.restOfWindow(PERIOD - 1)).isEqualTo(INTERVAL);
	}

	@Test
	void restOfAWindowThatHoldsNoAnswerIsThePeriod() {
		assertThat(this.window.restOfWindow(0)).isEqualTo(PERIOD);
		take(1, 0);
		this.window.unanswered(0, 0);
		assertThat(this.window.restOfWindow(0)).isEqualTo(PERIOD);
	}

	@Test
	void raisedLimitCountsAtOnce() {
		RollingWindow two = window(2, 2, 0);
		two.take(2, true, false, 0);
		two.changeLimit(4, 0);
		assertThat(two.limit()).isEqualTo(4);
		assertThat(untilFree(two, 1, 0)).isEqualTo(PERIOD / 4);
		assertThat(untilFree(two, 2, PERIOD / 4)).isEqualTo(PERIOD / 4);
		assertThat(untilFree(two, 3, PERIOD)).isEqualTo(FOR_AN_ANSWER);
	}

	@Test
	void limitLoweredBelowWhatIsInUseWaitsForAsManyReturns() {
		RollingWindow four = window(4, 4, 0);
		four.take(4, true, false, 0);
		for (long now = 1; now <= 4; now++) {
			four.answered(now);
		}
		four.changeLimit(2, 10);
		assertThat(untilFree(four, 1, 10)).isEqualTo(3 + PERIOD - 10);
		assertThat(untilFree(four, 2, 10)).isEqualTo(4 + PERIOD - 10);
	}

	@Test
	void whatWasSavedUpBeforeALimitChangedIsCutToTheNewBurst() {
		RollingWindow one = window(1, 2, 0);
		one.changeLimit(10, 0);
		assertThat(untilFree(one, 3, 0)).isZero();
		one.take(2, true, false, 0);
		assertThat(untilFree(one, 1, 0)).isEqualTo(PERIOD / 10);
	}

	@Test
	void savingsUpToAChangeOfTheLimitCountByTheOldLimit() {
		takeAtOnce(5, 0);
		this.window.changeLimit(1, 100 * INTERVAL);
		this.window.changeLimit(30, 100 * INTERVAL);
		assertThat(atOnce(100 * INTERVAL)).isEqualTo(5);
	}

	@Test
	void intervalIsRoundedUp() {
		RollingWindow seven = new RollingWindow(7, 10, 1, 0, 0);
		seven.take(1, true, false, 0);
		assertThat(untilFree(seven, 1, 0)).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(
			longs = { Long.MAX_VALUE, Long.MAX_VALUE - PERIOD, Long.MIN_VALUE, -1, -PERIOD, Long.MAX_VALUE - 1300 })
	void clockMayOverflowAndBeNegative(long start) {
		RollingWindow two = window(2, 2, start);
		two.take(1, true, false, start);
		two.take(1, false, false, start);
		two.answered(start + 10);
		assertThat(untilFree(two, 1, start + 10)).isEqualTo(PERIOD);
		assertThat(untilFree(two, 2, start + 10)).isEqualTo(LONGEST + PERIOD - 10);
		two.stop(700, start + 20);
		assertThat(untilFree(two, 1, start + 20)).isEqualTo(700);
		assertThat(two.inUse(start + LONGEST + PERIOD)).isZero();
		assertThat(untilFree(two, 1, start + 720)).isZero();
	}

	/**
	 * Return the wait, after a look whether both ways of asking agree.
	 */
	private static long untilFree(RollingWindow window, int permits, long now) {
		boolean free = window.isFree(permits, now);
		long wait = window.nanosUntilFree(permits, now);
		assertThat(free).isEqualTo(wait == 0);
		return wait;
	}

	private static RollingWindow window(int limit, int burst, long now) {
		return new RollingWindow(limit, PERIOD, burst, LONGEST, now);
	}

	private void take(int permits, long now) {
		this.window.take(permits, true, false, now);
	}

	private void takeAtOnce(int permits, long now) {
		for (int i = 0; i < permits; i++) {
			assertThat(untilFree(this.window, 1, now)).isZero();
			take(1, now);
		}
	}

	/**
	 * Take whatever can be had at this instant.
	 */
	private int atOnce(long now) {
		int taken = 0;
		while (untilFree(this.window, 1, now) == 0) {
			take(1, now);
			taken++;
		}
		return taken;
	}

}
