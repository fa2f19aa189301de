package io.github.insiderwebpush.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.SharedBudget;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;

import org.springframework.util.Assert;

import static org.awaitility.Awaitility.await;

/**
 * Limiters of 30 per minute that share their budget with instances that are not there.
 */
public final class SharingLimiters {

	private SharingLimiters() {
	}

	/**
	 * Return a limiter that is one of some instances, which have used so many permits.
	 */
	public static RollingWindowRateLimiter oneOf(int instances, int inUse) {
		RollingWindowRateLimiter limiter = limiter((request) -> {
			boolean asks = request.permit() != SharedBudget.Request.NO_PERMIT;
			return new SharedBudget.Response(asks, Duration.ofMinutes(1).toNanos(), inUse, instances, 0, 1, false);
		});
		await().until(() -> limiter.sharing().instances() == instances);
		return limiter;
	}

	/**
	 * Return a limiter whose shared budget cannot be reached.
	 */
	public static RollingWindowRateLimiter alone() {
		RollingWindowRateLimiter limiter = limiter((request) -> {
			throw new IllegalStateException("no response");
		});
		await().until(() -> limiter.sharing().fallback());
		return limiter;
	}

	/**
	 * Return a limiter whose shared budget responds once, and not again.
	 */
	public static RollingWindowRateLimiter separatedFrom(int others) {
		AtomicBoolean responded = new AtomicBoolean();
		RollingWindowRateLimiter limiter = limiter((request) -> {
			Assert.state(!responded.getAndSet(true), "no response");
			return new SharedBudget.Response(false, 0, 0, others + 1, 0, 1, false);
		});
		await().until(() -> limiter.sharing().instances() == others + 1);
		return limiter;
	}

	private static RollingWindowRateLimiter limiter(Function<SharedBudget.Request, SharedBudget.Response> responses) {
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(30)
			.limitRefreshPeriod(Duration.ofMinutes(1))
			.timeoutDuration(Duration.ofSeconds(90))
			.build();
		SharedBudget budget = new SharedBudget() {

			@Override
			public Response execute(Request request) {
				return responses.apply(request);
			}

			@Override
			public String description() {
				return "a test";
			}

		};
		return RollingWindowRateLimiter.shared("shared", config, 5, Duration.ofSeconds(35), WebPushTimer.system(),
				budget, Duration.ofSeconds(30));
	}

}
