package io.github.insiderwebpush.ratelimit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody is told to expect: never more than the true wait can turn out to be, and
 * no less than need be.
 */
class RollingWindowLeastWaitTests {

	private static final long PERIOD = 600;

	private static final long INTERVAL = 20;

	private static final long CATCH_UP = 2;

	private static final long LONGEST = 350;

	@Test
	void nobodyWaitsForAFreeWindow() {
		assertThat(window(30, 5).leastWait(0, 0, 1, 0)).isZero();
		assertThat(window(30, 5).leastWait(0, 0, 30, 0)).isZero();
	}

	@Test
	void firstInLineWaitsUntilEnoughIsSavedUp() {
		RollingWindow window = window(30, 5);
		window.take(5, true, false, 0);
		assertThat(window.leastWait(0, 0, 1, 5)).isEqualTo(INTERVAL - 5);
		assertThat(window.leastWait(0, 0, 2, 5)).isEqualTo(2 * INTERVAL - 5);
		assertThat(window.leastWait(0, 0, 9, 5)).isEqualTo(5 * INTERVAL - 5);
	}

	@Test
	void eachBeforeCostsOneInterval() {
		RollingWindow window = window(30, 5);
		window.take(5, true, false, 0);
		assertThat(window.leastWait(1, 7, 1, 0)).isEqualTo(8 * INTERVAL);
		assertThat(window.leastWait(1, 7, 3, 0)).isEqualTo(10 * INTERVAL);
	}

	@Test
	void whoeverWaitsMakesNoBurstForThoseBehind() {
		RollingWindow window = window(5, 5);
		window.take(5, true, false, 0);
		for (int i = 0; i < 5; i++) {
			window.answered(400);
		}
		long interval = PERIOD / 5;
		assertThat(window.leastWait(0, 0, 1, 400)).isEqualTo(PERIOD);
		assertThat(window.leastWait(1, 1, 1, 400)).isEqualTo(PERIOD + interval - interval / 10);
		assertThat(window.leastWait(1, 4, 1, 400)).isEqualTo(PERIOD + 4 * interval - interval / 10);
		assertThat(window.leastWait(2, 4, 1, 400)).isEqualTo(PERIOD + 3 * interval - interval / 10);
	}

	@Test
	void everyoneWaitsForTheEndOfAStop() {
		RollingWindow window = window(30, 5);
		window.stop(1000, 0);
		assertThat(window.leastWait(0, 0, 1, 0)).isEqualTo(1000);
		assertThat(window.leastWait(1, 3, 1, 0)).isEqualTo(1000 + 3 * INTERVAL - CATCH_UP);
		assertThat(window.leastWait(0, 0, 1, 1200)).isZero();
	}

	@Test
	void severalAtATimeCostNoMoreThanTheBurst() {
		RollingWindow window = window(30, 5);
		assertThat(window.leastWait(1, 1, 20, 0)).isEqualTo(6 * INTERVAL - CATCH_UP - INTERVAL);
		window.take(5, true, false, 0);
		assertThat(window.leastWait(1, 1, 20, 0)).isEqualTo(6 * INTERVAL);
	}

	@Test
	void permitsInFlightTakeOnePeriodAtTheLeast() {
		RollingWindow window = window(2, 2);
		window.take(2, true, false, 0);
		assertThat(window.leastWait(0, 0, 1, 10)).isEqualTo(PERIOD);
		window.answered(20);
		assertThat(window.leastWait(0, 0, 1, 30)).isEqualTo(PERIOD - 10);
		assertThat(window.leastWait(0, 0, 2, 30)).isEqualTo(PERIOD);
	}

	@Test
	void eachRoundOfTheLimitTakesAPeriod() {
		RollingWindow window = window(2, 2);
		window.take(2, true, false, 0);
		window.answered(0);
		window.answered(200);
		assertThat(window.leastWait(1, 2, 1, 200)).isEqualTo(2 * PERIOD - 200);
		assertThat(window.leastWait(1, 3, 1, 200)).isEqualTo(400 + 3 * 300 - 30);
		assertThat(window.leastWait(1, 4, 1, 200)).isEqualTo(3 * PERIOD - 200);
	}

	@Test
	void unreportedPermitMayBeReportedAtOnce() {
		RollingWindow window = window(1, 1);
		window.take(1, false, false, 0);
		assertThat(window.leastWait(0, 0, 1, 10)).isEqualTo(PERIOD);
		assertThat(window.leastWait(0, 0, 1, LONGEST + 10)).isEqualTo(PERIOD - 10);
	}

	@Test
	void severalAtATimeAreNeverReported() {
		RollingWindow window = window(3, 3);
		window.take(2, false, false, 0);
		window.take(1, false, false, 100);
		assertThat(window.leastWait(0, 0, 1, 110)).isEqualTo(LONGEST + PERIOD - 110);
		assertThat(window.leastWait(0, 0, 3, 110)).isEqualTo(100 + LONGEST + PERIOD - 110);
	}

	@Test
	void permitWithoutAnAnswerComesBackWhenItMustHaveArrived() {
		RollingWindow window = window(1, 1);
		window.take(1, true, false, 0);
		window.unanswered(0, 10);
		assertThat(window.leastWait(0, 0, 1, 10)).isEqualTo(LONGEST + PERIOD - 10);
	}

	@Test
	void permitsInFlightMayComeBackBeforeOneWithoutAnAnswer() {
		RollingWindow window = window(3, 3);
		window.take(3, true, false, 0);
		window.unanswered(0, 0);
		assertThat(window.leastWait(0, 0, 1, 0)).isEqualTo(PERIOD);
		assertThat(window.leastWait(0, 0, 2, 0)).isEqualTo(PERIOD);
		assertThat(window.leastWait(0, 0, 3, 0)).isEqualTo(LONGEST + PERIOD);
	}

	@Test
	void permitThatAnEarlierGrantUsesMayComeBackFirst() {
		RollingWindow window = new RollingWindow(3, PERIOD, 3, 5 * PERIOD, 0);
		window.take(2, true, false, 0);
		window.unanswered(0, 0);
		window.unanswered(0, 0);
		assertThat(window.leastWait(1, 1, 1, 0)).isEqualTo(PERIOD);
		assertThat(window.leastWait(1, 2, 1, 0)).isEqualTo(PERIOD);
		assertThat(window.leastWait(1, 3, 1, 0)).isEqualTo(PERIOD);
		assertThat(window.leastWait(1, 4, 1, 0)).isEqualTo(2 * PERIOD);
	}

	@Test
	void onePermitInFlightAndOneWithoutAnAnswer() {
		RollingWindow window = window(2, 2);
		window.take(2, true, false, 0);
		window.unanswered(0, 0);
		assertThat(window.leastWait(0, 0, 2, 0)).isEqualTo(LONGEST + PERIOD);
	}

	@Test
	void permitThatIsBackIsNotWaitedForAgain() {
		RollingWindow window = window(2, 2);
		window.take(2, true, false, 0);
		window.answered(0);
		window.answered(500);
		assertThat(window.leastWait(1, 2, 1, PERIOD + 50)).isEqualTo(PERIOD);
	}

	@Test
	void limitLoweredBelowWhatIsInUseIsWaitedFor() {
		RollingWindow window = window(4, 4);
		window.take(4, true, false, 0);
		for (long now = 0; now < 400; now += 100) {
			window.answered(now);
		}
		window.changeLimit(2, 300);
		assertThat(window.leastWait(0, 0, 1, 300)).isEqualTo(200 + PERIOD - 300);
	}

	private static RollingWindow window(int limit, int burst) {
		return new RollingWindow(limit, PERIOD, burst, LONGEST, 0);
	}

}
