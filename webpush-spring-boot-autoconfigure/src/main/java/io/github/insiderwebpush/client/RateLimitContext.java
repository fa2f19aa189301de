package io.github.insiderwebpush.client;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import io.github.insiderwebpush.BudgetUsage;
import io.github.insiderwebpush.ratelimit.PermitLine;
import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.jspecify.annotations.Nullable;

/**
 * The limiter of one budget, its permits, and what has been counted since the start.
 */
final class RateLimitContext {

	private static final int FORBIDDEN = 403;

	private final RateLimiter limiter;

	private final Permits permits;

	private final LongAdder throttledBy429 = new LongAdder();

	private final LongAdder throttledBy403 = new LongAdder();

	private final LongAdder rejectedByLimiter = new LongAdder();

	private final LongAdder rejectedByPause = new LongAdder();

	private volatile @Nullable String pauseReason;

	RateLimitContext(RateLimiter limiter, WebPushTimer timer) {
		this.limiter = limiter;
		this.permits = Permits.of(limiter, timer);
	}

	RateLimiter limiter() {
		return this.limiter;
	}

	Permits permits() {
		return this.permits;
	}

	/**
	 * Return the longest wait for a permit. Read for each call, because Resilience4j can
	 * change it at run time.
	 */
	long timeoutNanos(PermitLine line) {
		return (line == PermitLine.BACKGROUND) ? Permits.NO_TIMEOUT
				: this.limiter.getRateLimiterConfig().getTimeoutDuration().toNanos();
	}

	BudgetUsage usage() {
		RateLimiterConfig config = this.limiter.getRateLimiterConfig();
		RateLimiter.Metrics metrics = this.limiter.getMetrics();
		Duration pauseLeft = this.permits.pauseLeft();
		return new BudgetUsage(config.getLimitForPeriod(), config.getLimitRefreshPeriod(),
				metrics.getAvailablePermissions(), metrics.getNumberOfWaitingThreads(), this.throttledBy429.sum(),
				this.throttledBy403.sum(), this.rejectedByLimiter.sum(), this.rejectedByPause.sum(),
				this.permits.paused(), pauseLeft, pauseLeft.isZero() ? null : this.pauseReason);
	}

	void throttled(@Nullable Integer statusCode) {
		((statusCode != null && statusCode == FORBIDDEN) ? this.throttledBy403 : this.throttledBy429).increment();
		this.pauseReason = "throttled with HTTP " + statusCode;
	}

	void quotaUsedUp() {
		this.pauseReason = "rate limit headers say that the quota is used up";
	}

	void rejected(boolean paused) {
		(paused ? this.rejectedByPause : this.rejectedByLimiter).increment();
	}

}
