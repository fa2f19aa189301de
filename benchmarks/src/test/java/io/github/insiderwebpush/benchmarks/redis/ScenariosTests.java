package io.github.insiderwebpush.benchmarks.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.insiderwebpush.benchmarks.redis.Scenarios.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scenarios in short. The limit is asserted, by the collector's clock; how much of it
 * is used and how evenly depends on the machine, and is a goal of
 * {@code benchmarks/run redis}.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ScenariosTests {

	private final Scenarios scenarios = new Scenarios(Duration.ofSeconds(2), 1.5);

	@Test
	void limitHoldsForAllInstancesTogether() {
		assertThatItHolds(this.scenarios.undisturbed());
	}

	@Test
	void limitHoldsAlthoughAClockIsWrong() {
		assertThatItHolds(this.scenarios.wrongClock());
	}

	@Test
	void limitHoldsAlthoughAnInstanceDies() {
		assertThatItHolds(this.scenarios.deadInstance());
	}

	@Test
	void changeOverStaysWithinABurstPerInstanceWhenTheServerIsKilled() {
		assertThatItHolds(this.scenarios.killedServer());
	}

	@Test
	void changeOverStaysWithinABurstPerInstanceWhenTheServerStandsStill() {
		assertThatItHolds(this.scenarios.pausedServer());
	}

	private static void assertThatItHolds(Outcome outcome) {
		System.out.println(outcome);
		assertThat(outcome.largestWindow()).isLessThanOrEqualTo(outcome.mayBe());
	}

}
