package io.github.insiderwebpush;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * One request that failed, as a {@link WebPushRetryPolicy} sees it.
 *
 * @param operation the operation
 * @param attempt which attempt of the call it was, from 1
 * @param failure how it failed; its {@code outcome()} is that of all attempts so far
 * @param elapsed the time since the call began, with all its waiting
 * @since 0.1.0
 */
public record FailedAttempt(WebPushOperation operation, int attempt, WebPushException failure, Duration elapsed) {

	public FailedAttempt {
		Assert.notNull(operation, "'operation' must not be null");
		Assert.isTrue(attempt > 0, "'attempt' must be positive");
		Assert.notNull(failure, "'failure' must not be null");
		Assert.notNull(elapsed, "'elapsed' must not be null");
	}

}
