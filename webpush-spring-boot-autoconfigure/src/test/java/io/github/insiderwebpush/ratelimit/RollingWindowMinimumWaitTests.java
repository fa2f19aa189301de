package io.github.insiderwebpush.ratelimit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The minimum wait is never more than the actual wait can turn out to be.
 * {@link RateLimiterPropertyTests} compares it with actual waits.
 */
class RollingWindowMinimumWaitTests {

	private static final long PERIOD = 600;

	private static final long INTERVAL = 20;

	private static final long CATCH_UP = 2;

	private static final long LONGEST = 350;

	@Test
	void freeWindowHasNoWait() {
		assertThat(minimumWait(window(30, 5, 0), 0, 0)).isZero();
	}

	@Test
	void firstWaitsForItsToken() {
		assertThat(minimumWait(window(30, 5, 5), 0, 5)).isEqualTo(INTERVAL - 5);
	}

	@Test
	void eachWaiterBeforeTakesAnInterval() {
		assertThat(minimumWait(window(30, 5, 5), 7, 0)).isEqualTo(8 * INTERVAL - CATCH_UP);
	}

	@Test
	void pauseComesFirst() {
		RollingWindow window = window(30, 5, 0);
		assertThat(window.minimumWait(0, 1000, 0)).isEqualTo(1000);
		assertThat(window.minimumWait(3, 1000, 0)).isEqualTo(1000 + 3 * INTERVAL - CATCH_UP);
	}

	@Test
	void permitInFlightTakesAtLeastOnePeriod() {
		RollingWindow window = window(2, 2, 2);
		assertThat(minimumWait(window, 0, 10)).isEqualTo(PERIOD);
		window.complete(20);
		assertThat(minimumWait(window, 0, 30)).isEqualTo(PERIOD - 10);
	}

	@Test
	void waitersOfAFullWindowDoNotBurst() {
		RollingWindow window = window(5, 5, 5);
		for (int i = 0; i < 5; i++) {
			window.complete(400);
		}
		long interval = PERIOD / 5;
		assertThat(minimumWait(window, 0, 400)).isEqualTo(PERIOD);
		assertThat(minimumWait(window, 4, 400)).isEqualTo(PERIOD + 4 * interval - interval / 10);
	}

	@Test
	void waiterNeedsAPermitThatReturns() {
		RollingWindow window = window(2, 2, 2);
		window.complete(0);
		window.abandon(0, 0);
		assertThat(minimumWait(window, 1, 0)).isEqualTo(LONGEST + PERIOD);
	}

	@Test
	void waiterMayUseThePermitOfAnEarlierOne() {
		RollingWindow window = new RollingWindow(2, PERIOD, 2, 5 * PERIOD);
		window.take(false, 0);
		window.abandon(0, 0);
		assertThat(minimumWait(window, 1, 0)).isEqualTo(PERIOD);
	}

	@Test
	void permitInFlightMayReturnBeforeAnAbandonedOne() {
		RollingWindow window = window(3, 3, 3);
		window.abandon(0, 0);
		assertThat(minimumWait(window, 0, 0)).isEqualTo(PERIOD);
		assertThat(minimumWait(window, 2, 0)).isEqualTo(PERIOD + 2 * 200 - 20);
	}

	@Test
	void limitLoweredBelowThePermitsInUseIsWaitedFor() {
		RollingWindow window = window(4, 4, 4);
		for (long now = 0; now < 400; now += 100) {
			window.complete(now);
		}
		window.changeLimit(2, 300);
		assertThat(minimumWait(window, 0, 300)).isEqualTo(200 + PERIOD - 300);
	}

	@Test
	void anyNumberOfWaitersDoesNotOverflow() {
		RollingWindow window = new RollingWindow(1, 365L * 24 * 3600 * 1_000_000_000, 1, 0);
		assertThat(minimumWait(window, Integer.MAX_VALUE, 0)).isPositive();
	}

	private static long minimumWait(RollingWindow window, int before, long now) {
		return window.minimumWait(before, 0, now);
	}

	private static RollingWindow window(int limit, int burst, int taken) {
		RollingWindow window = new RollingWindow(limit, PERIOD, burst, LONGEST);
		for (int i = 0; i < taken; i++) {
			window.take(false, 0);
		}
		return window;
	}

}
