package io.github.insiderwebpush.ratelimit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of random schedules. One that fails can be looked at alone with
 * {@code -Dwebpush.seed=N}, and {@code -Dwebpush.schedules=N} runs more of them.
 */
class RateLimiterPropertyTests {

	private static final int SCHEDULES = Integer.getInteger("webpush.schedules", 4_000);

	@Test
	void guaranteesHoldInRandomSchedules() {
		Long only = Long.getLong("webpush.seed");
		if (only != null) {
			run(only);
			return;
		}
		int arrived = 0;
		for (long seed = 1; seed <= SCHEDULES; seed++) {
			arrived += run(seed);
		}
		assertThat(arrived).isGreaterThan(25 * SCHEDULES);
	}

	private static int run(long seed) {
		try {
			return new RandomSchedule(seed).run();
		}
		catch (AssertionError | RuntimeException ex) {
			throw new AssertionError("seed " + seed + ": " + ex.getMessage(), ex);
		}
	}

}
