package io.github.insiderwebpush.benchmarks.limiter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;

import com.google.common.util.concurrent.GuavaOnVirtualTime;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.insiderwebpush.ratelimit.PermitWaiter;
import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.github.resilience4j.ratelimiter.internal.SemaphoreBasedRateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * The limiters that are compared, each the real library.
 */
final class Contenders {

	private static final Duration LONGEST_REQUEST = Duration.ofSeconds(35);

	private static final Duration FOREVER = Duration.ofDays(1);

	private Contenders() {
	}

	static Contender ours(int limit, int burst, VirtualTime time) {
		RateLimiterConfig config = config(limit, Duration.ofMinutes(1), FOREVER);
		RateLimiter limiter = new RollingWindowRateLimiter("ours", config, burst, LONGEST_REQUEST, Map.of(), time);
		return new WithPermits(Permits.of(limiter, time));
	}

	/**
	 * Resilience4j's limiter as a bean in the place of ours.
	 */
	static Contender resilience4jInOurPlace(VirtualTime time) {
		return new WithPermits(Permits.of(atomic(30, Duration.ofMinutes(1), time), time));
	}

	static Contender resilience4j(int limit, Duration period, boolean drained, VirtualTime time) {
		RateLimiter limiter = atomic(limit, period, time);
		return new Booking(time) {

			@Override
			long book() {
				return limiter.reservePermission();
			}

			@Override
			public void answered(@Nullable Throttled throttled) {
				if (throttled != null && drained) {
					limiter.drainPermissions();
				}
			}

		};
	}

	private static RateLimiter atomic(int limit, Duration period, VirtualTime time) {
		return new AtomicRateLimiter("theirs", config(limit, period, FOREVER), time::nanoTime);
	}

	static Contender resilience4jSemaphore(VirtualTime time) {
		return new Polling(time);
	}

	static Contender bucket4jGreedy(VirtualTime time) {
		return bucket4j(Bucket.builder()
			.withCustomTimePrecision(new VirtualMeter(time))
			.addLimit((limit) -> limit.capacity(30).refillGreedy(30, Duration.ofMinutes(1)))
			.build(), time);
	}

	static Contender bucket4jIntervally(VirtualTime time) {
		return bucket4j(Bucket.builder()
			.withCustomTimePrecision(new VirtualMeter(time))
			.addLimit((limit) -> limit.capacity(30).refillIntervally(30, Duration.ofMinutes(1)))
			.build(), time);
	}

	private static Contender bucket4j(Bucket bucket, VirtualTime time) {
		ScheduledExecutorService executor = VirtualExecutor.on(time);
		return new Contender() {

			@Override
			public void acquire(Runnable granted, boolean again) {
				CompletableFuture<Void> permit = bucket.asScheduler().consume(1, executor);
				// On the clock, so that no failure ends in a future that nobody looks at.
				Future<?> unused = permit.thenRun(() -> time.schedule(granted, 0));
			}

			@Override
			public void answered(@Nullable Throttled throttled) {
				if (throttled != null) {
					bucket.tryConsumeAsMuchAsPossible();
				}
			}

		};
	}

	static Contender guava(VirtualTime time) {
		GuavaOnVirtualTime limiter = new GuavaOnVirtualTime(0.5, time::nanoTime);
		return new Booking(time) {

			@Override
			long book() {
				return limiter.reserve();
			}

			@Override
			public void answered(@Nullable Throttled throttled) {
				// It has no way to be told.
			}

		};
	}

	private static RateLimiterConfig config(int limit, Duration period, Duration timeout) {
		return RateLimiterConfig.custom()
			.limitForPeriod(limit)
			.limitRefreshPeriod(period)
			.timeoutDuration(timeout)
			.build();
	}

	/**
	 * Permits as this client's calls use them.
	 */
	private record WithPermits(Permits permits) implements Contender {

		@Override
		public void acquire(Runnable granted, boolean again) {
			this.permits.acquire(new PermitWaiter() {

				@Override
				protected void granted() {
					granted.run();
				}

				@Override
				protected void refused(long leastWaitNanos) {
					throw new IllegalStateException("Refused a wait without a limit");
				}

			}, Permits.FOREVER, again);
		}

		@Override
		public void answered(@Nullable Throttled throttled) {
			this.permits.answered(throttled);
		}

	}

	/**
	 * A limiter that books ahead and lets the caller sleep.
	 */
	private abstract static class Booking implements Contender {

		private final VirtualTime time;

		Booking(VirtualTime time) {
			this.time = time;
		}

		abstract long book();

		@Override
		public void acquire(Runnable granted, boolean again) {
			long wait = book();
			if (wait > 0) {
				this.time.schedule(granted, wait);
			}
			else if (wait == 0) {
				granted.run();
			}
			else {
				throw new IllegalStateException("Refused a wait of up to a day");
			}
		}

	}

	/**
	 * Resilience4j's limiter on a semaphore. Its threads block, so here they stand in a
	 * queue, which is served after each refresh.
	 */
	private static final class Polling implements Contender {

		private static final Duration PERIOD = Duration.ofMinutes(1);

		private final VirtualTime time;

		private final RateLimiter limiter;

		private final Queue<Runnable> waiting = new ArrayDeque<>();

		Polling(VirtualTime time) {
			this.time = time;
			this.limiter = new SemaphoreBasedRateLimiter("theirs", config(30, PERIOD, Duration.ZERO),
					VirtualExecutor.on(time));
			this.time.schedule(this::refreshed, PERIOD.toNanos());
		}

		private void refreshed() {
			this.time.schedule(this::refreshed, PERIOD.toNanos());
			// The limiter's own task of this very time may still be due.
			this.time.schedule(this::serve, 0);
		}

		private void serve() {
			while (!this.waiting.isEmpty() && this.limiter.acquirePermission()) {
				this.waiting.remove().run();
			}
		}

		@Override
		public void acquire(Runnable granted, boolean again) {
			this.waiting.add(granted);
			serve();
		}

		@Override
		public void answered(@Nullable Throttled throttled) {
			if (throttled != null) {
				this.limiter.drainPermissions();
			}
		}

	}

	private record VirtualMeter(VirtualTime time) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return this.time.nanoTime();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
