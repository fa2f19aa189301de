package io.github.insiderwebpush.client;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the line about a throttle says of who used the key.
 */
@ExtendWith(OutputCaptureExtension.class)
class CallLogTests {

	private static final String SOMETHING_ELSE = ": something else uses this key, or its limit is lower";

	@Test
	void sharedBudgetThatIsNotUsedUpIsNotToBlame(CapturedOutput output) {
		assertThat(throttled(SharingLimiters.oneOf(3, 12), output))
			.endsWith("The 3 instances that share the budget sent 12 of 30 in the last 1m" + SOMETHING_ELSE);
	}

	@Test
	void sharedBudgetOfWhichNothingWasUsedIsNotToBlame(CapturedOutput output) {
		assertThat(throttled(SharingLimiters.oneOf(2, 0), output))
			.endsWith("The 2 instances that share the budget sent 0 of 30 in the last 1m" + SOMETHING_ELSE);
	}

	@Test
	void sharedBudgetThatIsUsedUpExplainsTheThrottle(CapturedOutput output) {
		assertThat(throttled(SharingLimiters.oneOf(2, 30), output))
			.endsWith("The 2 instances that share the budget sent 30 of 30 in the last 1m");
	}

	@Test
	void instanceInAFallbackSpeaksForItself(CapturedOutput output) {
		RateLimiter separated = SharingLimiters.separatedFrom(2);
		assertThat(separated.acquirePermission()).isTrue();
		assertThat(throttled(separated, output)).endsWith("This instance sent 1 of 30 in the last 1m" + SOMETHING_ELSE);
	}

	@Test
	void limiterThatDoesNotCountSaysNoMoreThanIsKnown(CapturedOutput output) {
		assertThat(throttled(RateLimiter.ofDefaults("plain"), output))
			.endsWith("This instance sent no more than 50 in the last 0s");
	}

	private static String throttled(RateLimiter limiter, CapturedOutput output) {
		CallLog.throttled(Failures.create(WebPushError.RATE_LIMITED, Outcome.NOT_APPLIED),
				new RateLimitContext(limiter, WebPushTimer.system()));
		return output.getAll().lines().filter((line) -> line.contains("RATE_LIMITED")).findFirst().orElse("");
	}

}
