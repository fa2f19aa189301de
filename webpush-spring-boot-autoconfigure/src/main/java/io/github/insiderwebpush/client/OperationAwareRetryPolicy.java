package io.github.insiderwebpush.client;

import java.time.Duration;

import io.github.insiderwebpush.FailedAttempt;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushRetryPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Repeats an attempt where that is safe for its operation: the default policy. The rules
 * are those of {@code docs/errors.md}.
 *
 * @since 0.1.0
 */
public class OperationAwareRetryPolicy implements WebPushRetryPolicy {

	private final int maxRetries;

	private final BackOff backOff;

	/**
	 * Create a policy.
	 * @param maxRetries how many attempts may follow the first; 0 for none
	 * @param backOff the delays before them
	 */
	public OperationAwareRetryPolicy(int maxRetries, BackOff backOff) {
		Assert.isTrue(maxRetries >= 0, "'maxRetries' must not be negative");
		Assert.notNull(backOff, "'backOff' must not be null");
		this.maxRetries = maxRetries;
		this.backOff = backOff;
	}

	@Override
	public @Nullable Duration delayBefore(FailedAttempt attempt) {
		if (attempt.attempt() > this.maxRetries || !mayBeRepeated(attempt)) {
			return null;
		}
		if (attempt.failure().isThrottled()) {
			return Duration.ZERO;
		}
		BackOffExecution delays = this.backOff.start();
		long millis = 0;
		for (int i = 0; i < attempt.attempt() && millis != BackOffExecution.STOP; i++) {
			millis = delays.nextBackOff();
		}
		return (millis != BackOffExecution.STOP) ? atLeast(attempt.failure().retryAfter(), Duration.ofMillis(millis))
				: null;
	}

	private static Duration atLeast(@Nullable Duration asked, Duration delay) {
		return (asked != null && asked.compareTo(delay) > 0) ? asked : delay;
	}

	private static boolean mayBeRepeated(FailedAttempt attempt) {
		WebPushException failure = attempt.failure();
		WebPushOperation operation = attempt.operation();
		return switch (failure.error()) {
			case UNREACHABLE, RATE_LIMITED -> true;
			case NO_RESPONSE, SERVER_ERROR -> isSafeToRepeat(operation) && failure.outcome() != Outcome.APPLIED;
			case FAILED_DEPENDENCY -> isSafeToRepeat(operation) && failure.detail() == null;
			case UNREADABLE_RESPONSE -> operation == WebPushOperation.DELETE && failure.outcome() != Outcome.APPLIED;
			default -> false;
		};
	}

	/**
	 * Return whether an attempt of unknown outcome may be followed by another: a title is
	 * used once, a campaign is deleted once, and a read changes nothing.
	 */
	static boolean isSafeToRepeat(WebPushOperation operation) {
		return switch (operation) {
			case LAUNCH -> false;
			case CREATE, DELETE, TOP_METRICS, OVERALL_METRICS, CAMPAIGN_METRICS -> true;
		};
	}

}
