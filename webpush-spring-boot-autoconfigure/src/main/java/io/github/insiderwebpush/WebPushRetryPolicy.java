package io.github.insiderwebpush;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a failed attempt is followed by another. A bean of this type replaces
 * the default, {@code OperationAwareRetryPolicy}.
 * <p>
 * Not every failure is offered: a launch whose outcome is unknown never is, so no policy
 * can make it go out twice, nor is a call that ran out of its own budget or was
 * cancelled.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WebPushRetryPolicy {

	/**
	 * Return how long to wait before the next attempt. Called once for each failed
	 * attempt, by several threads; it must not block. A throttled attempt waits at the
	 * head of the limiter's queue instead: for it the length does not matter.
	 * @param attempt the attempt that failed
	 * @return the delay, zero for at once, or {@code null} to stop: the call then fails
	 * with the attempt's failure
	 */
	@Nullable Duration delayBefore(FailedAttempt attempt);

}
