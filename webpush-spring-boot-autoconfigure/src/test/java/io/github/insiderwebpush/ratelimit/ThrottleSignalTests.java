package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThrottleSignalTests {

	@Test
	void noFailureIsNoThrottle() {
		assertThat(ThrottleSignal.in(null)).isNull();
	}

	@Test
	void anyOtherFailureIsNoThrottle() {
		assertThat(ThrottleSignal.in(new IllegalStateException(new RuntimeException()))).isNull();
		assertThat(ThrottleSignal.in(Throttle.otherFailure())).isNull();
	}

	@Test
	void isFoundAmongTheCauses() {
		Throttle throttle = Throttle.retryAfter(Duration.ofSeconds(1));
		assertThat(ThrottleSignal.in(throttle)).isSameAs(throttle);
		assertThat(ThrottleSignal.in(new RuntimeException(new IllegalStateException(throttle)))).isSameAs(throttle);
	}

	@Test
	void isFoundBehindAFailureThatWasNoThrottle() {
		Throttle throttle = Throttle.unspecified();
		RuntimeException outer = Throttle.otherFailure();
		outer.initCause(throttle);
		assertThat(ThrottleSignal.in(outer)).isSameAs(throttle);
	}

	@Test
	void isNotLookedForBehindFiftyCauses() {
		Throttle throttle = Throttle.unspecified();
		Throwable failure = throttle;
		for (int i = 0; i < 49; i++) {
			failure = new RuntimeException(failure);
		}
		assertThat(ThrottleSignal.in(failure)).isSameAs(throttle);
		assertThat(ThrottleSignal.in(new RuntimeException(failure))).isNull();
	}

	@Test
	void causesThatGoRoundInACircleAreNotFollowedForEver() {
		RuntimeException one = new RuntimeException();
		RuntimeException other = new RuntimeException(one);
		one.initCause(other);
		assertThat(ThrottleSignal.in(one)).isNull();
	}

}
