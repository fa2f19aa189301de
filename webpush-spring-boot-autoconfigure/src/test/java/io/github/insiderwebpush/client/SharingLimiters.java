package io.github.insiderwebpush.client;

import java.time.Duration;
import java.util.Map;

import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.SharedBudget;
import io.github.insiderwebpush.ratelimit.SharedBudget.Reply;
import io.github.insiderwebpush.ratelimit.SharedBudget.Verdict;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;

import static org.awaitility.Awaitility.await;

/**
 * Limiters of 30 a minute that share their budget with others who are not there.
 */
public final class SharingLimiters {

	private SharingLimiters() {
	}

	/**
	 * Return a limiter that is one of some instances, which have used up so much.
	 */
	public static RollingWindowRateLimiter oneOf(int instances, int inUse) {
		RollingWindowRateLimiter limiter = limiter(
				(question) -> new Reply((question.wanted() > 0) ? Verdict.GRANTED : Verdict.WAIT,
						Duration.ofMinutes(1).toNanos(), inUse, instances, 0, 1));
		await().until(() -> limiter.sharing().instances() == instances);
		return limiter;
	}

	/**
	 * Return a limiter whose shared budget cannot be reached.
	 */
	public static RollingWindowRateLimiter alone() {
		RollingWindowRateLimiter limiter = limiter((question) -> {
			throw new IllegalStateException("nobody answers");
		});
		await().until(() -> limiter.sharing().fallback());
		return limiter;
	}

	private static RollingWindowRateLimiter limiter(SharedBudget budget) {
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(30)
			.limitRefreshPeriod(Duration.ofMinutes(1))
			.timeoutDuration(Duration.ofSeconds(90))
			.build();
		return RollingWindowRateLimiter.shared("shared", config, 5, Duration.ofSeconds(35), Map.of(),
				WebPushTimer.system(), budget, Duration.ofSeconds(30));
	}

}
