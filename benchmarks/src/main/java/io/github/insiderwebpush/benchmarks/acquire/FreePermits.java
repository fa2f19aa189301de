package io.github.insiderwebpush.benchmarks.acquire;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.google.common.util.concurrent.RateLimiter;
import io.github.bucket4j.Bucket;
import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Taking a permit that is free, of limits that no loop exhausts: a million per 100 µs, or
 * as near to it as a library allows. Ours also ends it, so about a thousand permits are
 * cooling at any time. A permit that was not free ends the measurement.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FreePermits {

	private static final int LIMIT = 1_000_000;

	private static final RateLimiterConfig CONFIG = RateLimiterConfig.custom()
		.limitForPeriod(LIMIT)
		.limitRefreshPeriod(Duration.ofNanos(100_000))
		.timeoutDuration(Duration.ZERO)
		.build();

	private static final double A_SECOND = 1e9;

	private final RollingWindowRateLimiter ours = new RollingWindowRateLimiter("ours", CONFIG, LIMIT,
			Duration.ofSeconds(35), Map.of(), WebPushTimer.system());

	private final Permits permits = Permits.of(this.ours, WebPushTimer.system());

	private final AtomicRateLimiter resilience4j = new AtomicRateLimiter("theirs", CONFIG);

	private final Bucket bucket4j = Bucket.builder()
		.addLimit((limit) -> limit.capacity((long) A_SECOND).refillGreedy((long) A_SECOND, Duration.ofSeconds(1)))
		.withNanosecondPrecision()
		.build();

	@SuppressWarnings("UnstableApiUsage")
	private final RateLimiter guava = RateLimiter.create(A_SECOND);

	@Benchmark
	public void oursByHandle() {
		check(this.permits.tryAcquire());
		this.permits.answered(null);
	}

	@Benchmark
	public void oursByResilience4j() {
		check(this.ours.acquirePermission());
		this.ours.onSuccess();
	}

	@Benchmark
	public void resilience4j() {
		check(this.resilience4j.acquirePermission());
	}

	@Benchmark
	public void bucket4j() {
		check(this.bucket4j.tryConsume(1));
	}

	@Benchmark
	@SuppressWarnings("UnstableApiUsage")
	public void guava() {
		check(this.guava.tryAcquire());
	}

	private static void check(boolean free) {
		if (!free) {
			throw new IllegalStateException("No permit was free");
		}
	}

}
