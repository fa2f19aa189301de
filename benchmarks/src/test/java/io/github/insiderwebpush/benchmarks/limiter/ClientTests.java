package io.github.insiderwebpush.benchmarks.limiter;

import java.time.Duration;
import java.util.function.Function;

import io.github.insiderwebpush.benchmarks.limiter.Client.Feedback;
import io.github.insiderwebpush.benchmarks.limiter.Client.Outcome;
import io.github.insiderwebpush.benchmarks.limiter.Client.Scenario;
import io.github.insiderwebpush.benchmarks.limiter.Client.Shape;
import io.github.insiderwebpush.benchmarks.limiter.Server.Algorithm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientTests {

	@Test
	void sameSeedGivesTheSameOutcome() {
		assertThat(saturating((time) -> Contenders.ours(30, 5, time)))
			.isEqualTo(saturating((time) -> Contenders.ours(30, 5, time)));
	}

	@Test
	void withoutALimiterTheServerRefusesNearlyAll() {
		Outcome outcome = saturating((time) -> (granted, again) -> granted.accept((throttled) -> {
		}));
		assertThat(outcome.most()).isGreaterThan(1000);
		assertThat(outcome.admitted()).isBetween(0.99, 1.11);
		assertThat(outcome.throttled()).isGreaterThan(10_000);
	}

	@Test
	void fixedCyclesLetTwiceTheLimitPass() {
		Outcome outcome = saturating((time) -> Contenders.resilience4j(30, Duration.ofMinutes(1), false, time));
		assertThat(outcome.most()).isEqualTo(60);
	}

	private static Outcome saturating(Function<VirtualTime, Contenders.Contender> limiter) {
		return Client.simulate(new Scenario(limiter, Shape.SATURATING, Feedback.NONE), Algorithm.SLIDING_LOG, 1);
	}

}
