package io.github.insiderwebpush.client;

import java.time.Duration;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter.Sharing;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The log lines of calls. A caller logs its exceptions, so they are DEBUG, except WARN
 * for a launch of unknown outcome, a throttle, and a retry policy or limiter that fails.
 */
final class CallLog {

	private static final Log logger = LogFactory.getLog(WebPushTemplate.class);

	private CallLog() {
	}

	static void attemptFailed(WebPushException failure, @Nullable Duration delay) {
		if (logger.isDebugEnabled()) {
			logger.debug(failure.getMessage()
					+ ((delay != null) ? " Trying again after " + Durations.readable(delay) : " Not trying again"));
		}
	}

	static void policyFailed(WebPushRetryPolicy policy, Throwable failure) {
		logger.warn("The retry policy " + policy.getClass().getName() + " failed; the call is not repeated", failure);
	}

	/**
	 * A throttle in spite of the limiter means that another client uses the key, or that
	 * the limit is lower than configured.
	 */
	static void throttled(WebPushException failure, RateLimitContext budget) {
		RateLimiter limiter = budget.limiter();
		RateLimiterConfig config = limiter.getRateLimiterConfig();
		int limit = config.getLimitForPeriod();
		int sent = -1;
		String who = " This instance sent ";
		if (limiter instanceof RollingWindowRateLimiter rolling) {
			int counted = limit;
			Sharing sharing = rolling.sharing();
			if (sharing != null && sharing.fallback()) {
				counted = sharing.share();
			}
			else if (sharing != null) {
				who = " The " + sharing.instances() + " instances that share the budget sent ";
			}
			sent = counted - rolling.getMetrics().getAvailablePermissions();
		}
		logger.warn(failure.getMessage() + who + ((sent >= 0) ? sent + " of " : "no more than ") + limit
				+ " in the last " + Durations.readable(config.getLimitRefreshPeriod())
				+ ((sent >= 0 && sent < limit) ? ": something else uses this key, or its limit is lower" : ""));
	}

	static void limiterFailed(RateLimiter limiter, Throwable failure) {
		logger.warn("The rate limiter '" + limiter.getName()
				+ "', or a consumer of its events, failed; the call is not affected", failure);
	}

	static void failed(WebPushException failure) {
		if (failure.operation() == WebPushOperation.LAUNCH && failure.outcome() == Outcome.UNKNOWN) {
			logger.warn(failure.getMessage());
		}
		else {
			logger.debug(failure.getMessage());
		}
	}

}
