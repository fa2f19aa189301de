package io.github.insiderwebpush;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The state of a budget, and what has happened to it since the application started.
 *
 * @param limit how many requests may arrive in one period
 * @param period the period
 * @param available how many of them are free now
 * @param waiting how many calls wait
 * @param throttledBy429 responses with status 429
 * @param throttledBy403 throttling responses with status 403
 * @param rejectedByLimiter calls that the local limiter rejected because of its own limit
 * @param rejectedByPause calls that the local limiter rejected because the server had
 * asked for a pause
 * @param paused for how long the server made calls wait, in total
 * @param pauseLeft what is left of the present pause, zero if there is none
 * @param pauseReason the response that asked for the present pause, {@code null} if there
 * is none
 * @since 0.1.0
 */
public record BudgetUsage(int limit, Duration period, int available, int waiting, long throttledBy429,
		long throttledBy403, long rejectedByLimiter, long rejectedByPause, Duration paused, Duration pauseLeft,
		@Nullable String pauseReason) {

}
