package io.github.insiderwebpush;

import java.time.Duration;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The lines that calls write. A caller logs its exceptions, so they are DEBUG, except for
 * what nobody else can see or what must not be missed.
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

	static void policyFailed(WebPushRetryPolicy policy, RuntimeException failure) {
		logger.warn("The retry policy " + policy.getClass().getName() + " failed; the call is not repeated", failure);
	}

	/**
	 * A throttle in spite of the limiter means that somebody else uses the key, or that
	 * the limit is lower than configured.
	 */
	static void throttled(WebPushException failure, int inUse, RateLimiterConfig config) {
		logger.warn(failure.getMessage() + " This instance sent " + ((inUse >= 0) ? inUse + " of " : "no more than ")
				+ config.getLimitForPeriod() + " in the last " + Durations.readable(config.getLimitRefreshPeriod())
				+ ((inUse >= 0 && inUse < config.getLimitForPeriod())
						? ": something else uses this key, or its limit is lower" : ""));
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
