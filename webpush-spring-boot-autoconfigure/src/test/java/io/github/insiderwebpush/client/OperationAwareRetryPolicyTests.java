package io.github.insiderwebpush.client;

import java.time.Duration;

import io.github.insiderwebpush.FailedAttempt;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How long a repeated attempt is put off; what may be repeated at all is in
 * {@link SafeToSendAgainTests}.
 */
class OperationAwareRetryPolicyTests {

	private final OperationAwareRetryPolicy policy = new OperationAwareRetryPolicy(3, new ExponentialBackOff(1000, 2));

	@ParameterizedTest
	@CsvSource({ "1, 1", "2, 2", "3, 4" })
	void delaysGrowFromAttemptToAttempt(int attempt, int seconds) {
		assertThat(delay(attempt, serverError(null))).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void noMoreAttemptsFollowThanAllowed() {
		assertThat(delay(4, serverError(null))).isNull();
		assertThat(delay(4, throttled())).isNull();
	}

	@Test
	void nothingIsRepeatedWhereRetriesAreOff() {
		OperationAwareRetryPolicy off = new OperationAwareRetryPolicy(0, new FixedBackOff());
		assertThat(off.delayBefore(new FailedAttempt(WebPushOperation.DELETE, 1, serverError(null), Duration.ZERO)))
			.isNull();
	}

	@ParameterizedTest
	@CsvSource({ "7, 7", "1, 1", "0, 1" })
	void serverThatAsksForMoreTimeGetsIt(int asked, int seconds) {
		assertThat(delay(1, serverError(Duration.ofSeconds(asked)))).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void throttleIsWaitedForByTheBudgetAndNotByADelay() {
		assertThat(delay(3, throttled())).isEqualTo(Duration.ZERO);
	}

	@Test
	void backOffThatEndsEndsTheCall() {
		BackOff once = new FixedBackOff(500, 1);
		OperationAwareRetryPolicy ending = new OperationAwareRetryPolicy(3, once);
		assertThat(ending.delayBefore(new FailedAttempt(WebPushOperation.CREATE, 1, serverError(null), Duration.ZERO)))
			.isEqualTo(Duration.ofMillis(500));
		assertThat(ending.delayBefore(new FailedAttempt(WebPushOperation.CREATE, 2, serverError(null), Duration.ZERO)))
			.isNull();
		assertThat(ending.delayBefore(new FailedAttempt(WebPushOperation.CREATE, 3, serverError(null), Duration.ZERO)))
			.isNull();
	}

	@ParameterizedTest
	@CsvSource({ "CREATE, NO_RESPONSE, UNKNOWN, true", "CREATE, NO_RESPONSE, APPLIED, false",
			"CREATE, SERVER_ERROR, APPLIED, false", "DELETE, UNREADABLE_RESPONSE, UNKNOWN, true",
			"DELETE, UNREADABLE_RESPONSE, APPLIED, false", "CREATE, UNREADABLE_RESPONSE, UNKNOWN, false",
			"LAUNCH, UNREACHABLE, NOT_APPLIED, true", "LAUNCH, NO_RESPONSE, UNKNOWN, false",
			"LAUNCH, FAILED_DEPENDENCY, UNKNOWN, false", "DELETE, FAILED_DEPENDENCY, UNKNOWN, true" })
	void whatMayHaveTakenEffectIsRepeatedOnlyWhereThatDoesNoHarm(WebPushOperation operation, WebPushError error,
			Outcome outcome, boolean again) {
		WebPushException failure = Failures.of(operation, error, outcome, 1);
		Duration delay = this.policy.delayBefore(new FailedAttempt(operation, 1, failure, Duration.ZERO));
		assertThat(delay != null).isEqualTo(again);
	}

	@Test
	void innerServiceThatGaveItsReasonIsNotAskedAgain() {
		WebPushException failure = failure(
				WebPushErrorDetails.of(WebPushError.FAILED_DEPENDENCY, Outcome.NOT_APPLIED).detail("Panel closed"));
		assertThat(delay(1, failure)).isNull();
	}

	@Test
	@SuppressWarnings("NullAway")
	void argumentsAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> new OperationAwareRetryPolicy(-1, new FixedBackOff()))
			.withMessage("'maxRetries' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> new OperationAwareRetryPolicy(1, null))
			.withMessage("'backOff' must not be null");
	}

	private @Nullable Duration delay(int attempt, WebPushException failure) {
		return this.policy
			.delayBefore(new FailedAttempt(WebPushOperation.CREATE, attempt, failure, Duration.ofSeconds(attempt)));
	}

	private static WebPushException throttled() {
		return Failures.create(WebPushError.RATE_LIMITED, Outcome.NOT_APPLIED);
	}

	private static WebPushException serverError(@Nullable Duration retryAfter) {
		return failure(WebPushErrorDetails.of(WebPushError.SERVER_ERROR, Outcome.UNKNOWN).retryAfter(retryAfter));
	}

	private static WebPushException failure(WebPushErrorDetails.Builder details) {
		return WebPushException.of(WebPushOperation.CREATE, details.build());
	}

}
