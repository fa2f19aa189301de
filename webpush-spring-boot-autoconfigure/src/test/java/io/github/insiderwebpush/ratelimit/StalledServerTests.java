package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that stalls, and then works off all that has piled up in its buffers: the
 * exception from the guarantee that no span of a period holds more than the limit. Calls
 * are given up after the longest request of 35 seconds; 30 requests per minute.
 */
class StalledServerTests {

	private static final int LIMIT = 30;

	private static final Duration PERIOD = Duration.ofMinutes(1);

	private static final Duration LONGEST = Duration.ofSeconds(35);

	private final ManualTimer timer = new ManualTimer();

	private final List<Long> arrivals = new ArrayList<>();

	private final Permits permits = Permits.of(new RollingWindowRateLimiter("stalled",
			RateLimiterConfig.custom()
				.limitForPeriod(LIMIT)
				.limitRefreshPeriod(PERIOD)
				.timeoutDuration(Duration.ZERO)
				.build(),
			5, LONGEST, this.timer), this.timer);

	private long stallsFrom;

	private long stallsUntil;

	@ParameterizedTest
	@CsvSource({ "0, 30", "30, 30", "35, 30", "60, 43", "120, 60", "600, 210" })
	void requestsThatPileUpAreBounded(long stallSeconds, int largestWindow) {
		long stall = Duration.ofSeconds(stallSeconds).toNanos();
		this.stallsFrom = Duration.ofMinutes(5).toNanos();
		this.stallsUntil = this.stallsFrom + stall;
		for (int i = 0; i < 100; i++) {
			acquire();
		}
		this.timer.advance(Duration.ofMinutes(30));
		assertThat(largestWindow()).isEqualTo(largestWindow);
		boolean gaveUp = stall > LONGEST.toNanos();
		long bound = gaveUp ? LIMIT * (2 + stall / LONGEST.plus(PERIOD).toNanos()) : LIMIT;
		assertThat((long) largestWindow).isLessThanOrEqualTo(bound);
	}

	private void acquire() {
		this.permits.acquire(new PendingAcquire() {

			@Override
			public void onAcquired(Permit permit) {
				send(permit);
			}

			@Override
			public void onRejected(Duration minimumWait, @Nullable Duration pause) {
				throw new IllegalStateException("Rejected without a timeout");
			}

		}, PermitLine.NORMAL, Permits.NO_TIMEOUT);
	}

	private void send(Permit permit) {
		long sentAt = this.timer.nanoTime();
		boolean stalls = this.stallsFrom <= sentAt && sentAt < this.stallsUntil;
		long arrivesAt = stalls ? this.stallsUntil : sentAt;
		this.arrivals.add(arrivesAt);
		boolean gaveUp = arrivesAt - sentAt > LONGEST.toNanos();
		this.timer.schedule(() -> {
			if (gaveUp) {
				permit.abandon(null, sentAt);
			}
			else {
				permit.complete(null);
			}
			acquire();
		}, gaveUp ? LONGEST.toNanos() : arrivesAt - sentAt);
	}

	private int largestWindow() {
		int largest = 0;
		for (long from : this.arrivals) {
			long to = from + PERIOD.toNanos();
			largest = Math.max(largest,
					(int) this.arrivals.stream().filter((arrival) -> from <= arrival && arrival < to).count());
		}
		return largest;
	}

}
