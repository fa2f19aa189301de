package io.github.insiderwebpush.ratelimit.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.insiderwebpush.ratelimit.PendingAcquire;
import io.github.insiderwebpush.ratelimit.Permit;
import io.github.insiderwebpush.ratelimit.PermitLine;
import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limiters that share a budget on a real server, all in this process.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SharedLimiterTests {

	private static final int LIMIT = 20;

	private static final Duration PERIOD = Duration.ofMillis(1000);

	@Test
	void limitersShareOneBudget() throws InterruptedException {
		try (RedisProcess server = new RedisProcess()) {
			LettuceConnectionFactory connections = server.connect();
			// A machine that is busy must not be mistaken for a server that is away.
			Duration longest = Duration.ofSeconds(30);
			List<Permits> instances = List.of(Permits.of(limiter(connections, longest), WebPushTimer.system()),
					Permits.of(limiter(connections, longest), WebPushTimer.system()));
			ConcurrentLinkedQueue<Long> arrivals = new ConcurrentLinkedQueue<>();
			List<CountDownLatch> all = new ArrayList<>();
			for (int i = 0; i < 60; i++) {
				CountDownLatch done = new CountDownLatch(1);
				all.add(done);
				instances.get(i % 2).acquire(new PendingAcquire() {

					@Override
					public void onAcquired(Permit permit) {
						arrivals.add(System.nanoTime());
						permit.complete(null);
						done.countDown();
					}

					@Override
					public void onRejected(Duration minimumWait, @Nullable Duration pause) {
						throw new IllegalStateException("Rejected without a timeout");
					}

				}, PermitLine.NORMAL, Permits.NO_TIMEOUT);
			}
			for (CountDownLatch done : all) {
				done.await();
			}
			assertThatAtMost(LIMIT, PERIOD, arrivals);
			connections.destroy();
		}
	}

	@Test
	void limiterFallsBackWithoutAServerAndReturns() {
		try (RedisProcess server = new RedisProcess()) {
			LettuceConnectionFactory connections = server.connect();
			RollingWindowRateLimiter limiter = limiter(connections, Duration.ofSeconds(1));
			await(limiter, false);
			assertThat(limiter.acquirePermission()).isTrue();
			server.kill();
			assertThat(limiter.acquirePermission()).isTrue();
			assertThat(limiter.sharing().fallback()).isTrue();
			assertThat(limiter.sharing().fallbacks()).isOne();
			server.start();
			await(limiter, false);
			assertThat(limiter.acquirePermission()).isTrue();
			connections.destroy();
		}
	}

	private static void await(RollingWindowRateLimiter limiter, boolean fallback) {
		while (limiter.sharing().fallback() != fallback) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Create a limiter.
	 * @param longest the longest time of a request, and of a response of the server
	 */
	private static RollingWindowRateLimiter limiter(RedisConnectionFactory connections, Duration longest) {
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(LIMIT)
			.limitRefreshPeriod(PERIOD)
			.timeoutDuration(Duration.ofMinutes(2))
			.build();
		return RollingWindowRateLimiter.shared("shared", config, 5, longest, WebPushTimer.system(),
				new RedisSharedBudget(connections, "10012345", "create"), longest);
	}

	private static void assertThatAtMost(int limit, Duration period, ConcurrentLinkedQueue<Long> arrivals) {
		long[] sorted = arrivals.stream().mapToLong(Long::longValue).sorted().toArray();
		assertThat(sorted).hasSizeGreaterThan(limit);
		for (int i = 0; i + limit < sorted.length; i++) {
			assertThat(sorted[i + limit] - sorted[i]).isGreaterThanOrEqualTo(period.toNanos());
		}
	}

}
