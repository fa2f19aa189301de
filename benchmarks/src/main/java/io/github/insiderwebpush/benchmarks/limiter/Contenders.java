package io.github.insiderwebpush.benchmarks.limiter;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.google.common.util.concurrent.GuavaOnVirtualTime;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.insiderwebpush.ratelimit.PendingAcquire;
import io.github.insiderwebpush.ratelimit.Permit;
import io.github.insiderwebpush.ratelimit.PermitLine;
import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.ThrottleSignal;
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

	private static final Duration LONGEST_WAIT = Duration.ofDays(1);

	private Contenders() {
	}

	static Contender ours(int limit, int burst, VirtualTime time) {
		RateLimiterConfig config = config(limit, Duration.ofMinutes(1), LONGEST_WAIT);
		RateLimiter limiter = new RollingWindowRateLimiter("ours", config, burst, LONGEST_REQUEST, time);
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
			void completed(@Nullable Throttled throttled) {
				if (throttled != null && drained) {
					limiter.drainPermissions();
				}
			}

		};
	}

	private static RateLimiter atomic(int limit, Duration period, VirtualTime time) {
		return new AtomicRateLimiter("theirs", config(limit, period, LONGEST_WAIT), time::nanoTime);
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
		ScheduledExecutorService executor = executor(time);
		return new Contender() {

			@Override
			public void acquire(Consumer<Consumer<@Nullable Throttled>> granted, boolean again) {
				CompletableFuture<Void> permit = bucket.asScheduler().consume(1, executor);
				// On the clock, so that no failure is swallowed by a future.
				Future<?> unused = permit.thenRun(() -> time.schedule(() -> granted.accept(this::completed), 0));
			}

			private void completed(@Nullable Throttled throttled) {
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
	 * Permits as the client uses them.
	 */
	private record WithPermits(Permits permits) implements Contender {

		@Override
		public void acquire(Consumer<Consumer<@Nullable Throttled>> granted, boolean again) {
			this.permits.acquire(new PendingAcquire() {

				@Override
				public void onAcquired(Permit permit) {
					granted.accept(permit::complete);
				}

				@Override
				public void onRejected(Duration minimumWait, @Nullable Duration pause) {
					throw new IllegalStateException("Rejected without a timeout");
				}

			}, again ? PermitLine.RETRY : PermitLine.NORMAL, Permits.NO_TIMEOUT);
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

		void completed(@Nullable Throttled throttled) {
			// Most have no method for it.
		}

		@Override
		public void acquire(Consumer<Consumer<@Nullable Throttled>> granted, boolean again) {
			long wait = book();
			if (wait < 0) {
				throw new IllegalStateException("Rejected a wait of up to a day");
			}
			this.time.schedule(() -> granted.accept(this::completed), wait);
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

		private final Queue<Consumer<Consumer<@Nullable Throttled>>> waiting = new ArrayDeque<>();

		Polling(VirtualTime time) {
			this.time = time;
			this.limiter = new SemaphoreBasedRateLimiter("theirs", config(30, PERIOD, Duration.ZERO), executor(time));
			this.time.schedule(this::refreshed, PERIOD.toNanos());
		}

		private void refreshed() {
			this.time.schedule(this::refreshed, PERIOD.toNanos());
			// The limiter's own task of this very time may still be due.
			this.time.schedule(this::serve, 0);
		}

		private void serve() {
			while (!this.waiting.isEmpty() && this.limiter.acquirePermission()) {
				this.waiting.remove().accept(this::completed);
			}
		}

		@Override
		public void acquire(Consumer<Consumer<@Nullable Throttled>> granted, boolean again) {
			this.waiting.add(granted);
			serve();
		}

		private void completed(@Nullable Throttled throttled) {
			if (throttled != null) {
				this.limiter.drainPermissions();
			}
		}

	}

	/**
	 * Return as much of an executor on the virtual clock as the libraries use.
	 */
	private static ScheduledExecutorService executor(VirtualTime time) {
		return proxy(ScheduledExecutorService.class, (method, arguments) -> {
			Runnable task = (Runnable) arguments[0];
			switch (method) {
				case "schedule" -> time.schedule(task, ((TimeUnit) arguments[2]).toNanos((long) arguments[1]));
				case "scheduleAtFixedRate" ->
					repeat(time, task, ((TimeUnit) arguments[3]).toNanos((long) arguments[2]));
				default -> throw new UnsupportedOperationException(method);
			}
		});
	}

	private static void repeat(VirtualTime time, Runnable task, long period) {
		time.schedule(() -> {
			repeat(time, task, period);
			task.run();
		}, period);
	}

	private static <T> T proxy(Class<T> type, Invocation invocation) {
		return type.cast(Proxy.newProxyInstance(Contenders.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					invocation.invoke(method.getName(), arguments);
					return (method.getReturnType() == ScheduledFuture.class)
							? proxy(ScheduledFuture.class, (name, none) -> {
								throw new UnsupportedOperationException(name);
							}) : null;
				}));
	}

	private interface Invocation {

		void invoke(String method, Object[] arguments);

	}

	/**
	 * A limiter, as the simulated client uses it.
	 */
	interface Contender {

		/**
		 * Wait for a permit, however long it takes.
		 * @param granted called with what is to be called with the response: the 429 that
		 * is fed back, or {@code null}
		 * @param again whether this is for a call that the server throttled
		 */
		void acquire(Consumer<Consumer<@Nullable Throttled>> granted, boolean again);

	}

	/**
	 * A 429.
	 */
	static final class Throttled extends RuntimeException implements ThrottleSignal {

		private final @Nullable Duration retryAfter;

		Throttled(@Nullable Duration retryAfter) {
			super("429", null, false, false);
			this.retryAfter = retryAfter;
		}

		@Override
		public boolean isThrottled() {
			return true;
		}

		@Override
		public @Nullable Duration retryAfter() {
			return this.retryAfter;
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
