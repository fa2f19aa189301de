package io.github.insiderwebpush.benchmarks.limiter;

import java.util.SplittableRandom;

import io.github.insiderwebpush.benchmarks.limiter.Server.Algorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerTests {

	private static final long MICROSECOND = 1000;

	@ParameterizedTest
	@EnumSource
	void admitsAgainAfterTheWaitThatItNamesAndNotBefore(Algorithm algorithm) {
		for (int seed = 0; seed < 50; seed++) {
			long wait = 0;
			long now = 0;
			SplittableRandom gaps = new SplittableRandom(seed);
			for (int i = 0; i < 200; i++) {
				now += gaps.nextLong(2 * VirtualTime.SECOND);
				wait = replay(algorithm, seed, i).receive(now);
				if (wait > 2 * MICROSECOND) {
					assertThat(replay(algorithm, seed, i).receive(now + wait + MICROSECOND)).isZero();
					assertThat(replay(algorithm, seed, i).receive(now + wait - MICROSECOND)).isPositive();
				}
			}
		}
	}

	/**
	 * A server that has received the first so many requests of a schedule.
	 */
	private static Server replay(Algorithm algorithm, int seed, int requests) {
		Server server = algorithm.start(new SplittableRandom(seed));
		SplittableRandom gaps = new SplittableRandom(seed);
		long now = 0;
		for (int i = 0; i < requests; i++) {
			now += gaps.nextLong(2 * VirtualTime.SECOND);
			server.receive(now);
		}
		return server;
	}

	@ParameterizedTest
	@EnumSource
	void admitsAnEvenFlowBelowTheLimit(Algorithm algorithm) {
		Server server = algorithm.start(new SplittableRandom(1));
		for (long now = 0; now < 10 * Server.PERIOD; now += Server.PERIOD / 28) {
			assertThat(server.receive(now)).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SMALL_BUCKET")
	void admitsTheWholeLimitAtOnceAndNoMore(Algorithm algorithm) {
		Server server = algorithm.start(new SplittableRandom(1));
		for (int i = 0; i < Server.LIMIT; i++) {
			assertThat(server.receive(0)).isZero();
		}
		assertThat(server.receive(0)).isPositive();
	}

	@Test
	void smallBucketAdmitsTenAtOnce() {
		Server server = Algorithm.SMALL_BUCKET.start(new SplittableRandom(1));
		for (int i = 0; i < 10; i++) {
			assertThat(server.receive(0)).isZero();
		}
		assertThat(server.receive(0)).isPositive();
	}

}
