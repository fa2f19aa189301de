package io.github.insiderwebpush.benchmarks.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.insiderwebpush.benchmarks.redis.RedisBenchmark.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scenarios in short. The limit is asserted, by the collector's clock; how much of it
 * is used depends on the machine, and is a goal of {@code benchmarks/run redis}.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RedisBenchmarkTests {

	private final RedisBenchmark benchmark = new RedisBenchmark(Duration.ofSeconds(2), 1.5);

	@Test
	void limitHoldsForAllInstancesTogether() {
		assertThatItHolds(this.benchmark.undisturbed());
	}

	@Test
	void limitHoldsAlthoughAClockIsWrong() {
		assertThatItHolds(this.benchmark.wrongClock());
	}

	@Test
	void limitHoldsAlthoughAnInstanceDies() {
		assertThatItHolds(this.benchmark.deadInstance());
	}

	@Test
	void limitHoldsWhenTheServerHasComeBackEmpty() {
		assertThatItHolds(this.benchmark.emptiedServer());
	}

	@Test
	void instancesThatAreCutOffSendAtMostTheirSharesBesidesTheLimit() {
		assertThatItHolds(this.benchmark.pausedServer());
	}

	private static void assertThatItHolds(Outcome outcome) {
		System.out.println(outcome);
		assertThat(outcome.largestWindow()).isLessThanOrEqualTo(outcome.mayBe());
	}

}
