package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnDrainedEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnFailureEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnSuccessEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A Resilience4j {@link RateLimiter} that keeps a limit in <em>any</em> span of
 * {@code limitRefreshPeriod}, as the server sees it: a permit returns one period after
 * its request was answered. Resilience4j's own limiters count in fixed cycles, around
 * whose edges twice the limit passes. Safe for use by several threads.
 * <p>
 * The client takes its permits through {@link Permits} and reports the end of each
 * request. A permit that is taken through this interface returns one period after the
 * longest time that a request may take, whatever is reported: this gives
 * {@code period / (period + longestRequest)} of the limit. A failure that is a
 * {@link ThrottleSignal} pauses all waiters.
 * <p>
 * Waiters are served first come, first served. A wait that cannot end within
 * {@code timeoutDuration} fails at once. {@link #reservePermission(int)} never books
 * ahead: it returns 0 and takes the permit if one is free, and a negative number
 * otherwise. Several permits in one call are refused.
 *
 * @since 0.1.0
 */
public final class RollingWindowRateLimiter implements RateLimiter {

	/** Sums of times, in nanoseconds, must not overflow. */
	private static final Duration LONGEST_SPAN = Duration.ofDays(365);

	private static final Log logger = LogFactory.getLog(RollingWindowRateLimiter.class);

	private final String name;

	private volatile RateLimiterConfig config;

	private final WebPushTimer timer;

	private final @Nullable SharedWindow shared;

	private final PermitQueue queue;

	private final Metrics metrics = new QueueMetrics();

	private final Publisher events = new Publisher();

	/**
	 * Create a limiter with a free budget.
	 * @param name its name in events and metrics
	 * @param config limit, period (at most a year) and the longest wait
	 * @param burst how many may be sent at once when the budget is free; more than the
	 * limit is taken as the limit
	 * @param longestRequest the longest time that a request may take, at most a year
	 * @param timer the clock, and what wakes its queue
	 */
	public RollingWindowRateLimiter(String name, RateLimiterConfig config, int burst, Duration longestRequest,
			WebPushTimer timer) {
		this(name, config, burst, longestRequest, timer, null, (bound) -> 0);
	}

	/**
	 * Create a limiter that shares its budget with other instances of the application.
	 * @param name its name in events, metrics and the log
	 * @param config limit, period (at most a year) and the longest wait; the same for all
	 * instances
	 * @param burst how many may be sent at once when the budget is free
	 * @param longestRequest the longest time that a request may take, at most a year
	 * @param timer the clock, and what wakes its queue
	 * @param budget the budget that all share
	 * @param timeout how long the shared budget may take to respond before this instance
	 * continues with its share; the first response may take 20 times as long
	 * @return a limiter
	 */
	public static RollingWindowRateLimiter shared(String name, RateLimiterConfig config, int burst,
			Duration longestRequest, WebPushTimer timer, SharedBudget budget, Duration timeout) {
		Assert.notNull(budget, "'budget' must not be null");
		Assert.notNull(timeout, "'timeout' must not be null");
		Assert.isTrue(!timeout.isNegative() && !timeout.isZero(), "'timeout' must be positive");
		return new RollingWindowRateLimiter(name, config, burst, longestRequest, timer,
				new SharedBudgetClient(name, budget, timeout, timer), RollingWindowRateLimiter::jitter);
	}

	/**
	 * Return a random time from 0 to a bound, both included.
	 */
	static long jitter(long bound) {
		return ThreadLocalRandom.current().nextLong(bound + 1);
	}

	RollingWindowRateLimiter(String name, RateLimiterConfig config, int burst, Duration longestRequest,
			WebPushTimer timer, @Nullable SharedBudgetClient client, LongUnaryOperator jitter) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.notNull(config, "'config' must not be null");
		Assert.isTrue(burst > 0, "'burst' must be positive");
		Assert.notNull(longestRequest, "'longestRequest' must not be null");
		Assert.notNull(timer, "'timer' must not be null");
		Assert.isTrue(!longestRequest.isNegative(), "'longestRequest' must not be negative");
		Assert.isTrue(longestRequest.compareTo(LONGEST_SPAN) <= 0, "'longestRequest' must be at most 365 days");
		Assert.isTrue(config.getLimitRefreshPeriod().compareTo(LONGEST_SPAN) <= 0,
				"'config' must have a limitRefreshPeriod of at most 365 days");
		this.name = name;
		this.config = config;
		this.timer = timer;
		int limit = config.getLimitForPeriod();
		long period = config.getLimitRefreshPeriod().toNanos();
		RollingWindow local = new RollingWindow(limit, period, (client != null) ? limit : burst,
				longestRequest.toNanos());
		this.shared = (client != null)
				? new SharedWindow(local, client, limit, period, burst, longestRequest.toNanos(), jitter) : null;
		this.queue = new PermitQueue((this.shared != null) ? this.shared : local, timer, timer.nanoTime(),
				this.events::acquired, this.events::rejected);
		if (client != null && this.shared != null) {
			client.start(this.shared, this.queue::update);
		}
	}

	/**
	 * Return how this limiter shares its budget.
	 * @return the state of sharing, or {@code null} if the budget is its own
	 */
	public @Nullable Sharing sharing() {
		SharedWindow window = this.shared;
		return (window != null) ? this.queue
			.read((now) -> new Sharing(window.isFallback(), window.share(), window.instances(), window.fallbacks()))
				: null;
	}

	/**
	 * Return the permits as the client uses them.
	 */
	Permits permits() {
		return this.queue;
	}

	@Override
	public boolean acquirePermission(int permits) {
		checkSingle(permits);
		if (Thread.currentThread().isInterrupted()) {
			this.events.rejected();
			return false;
		}
		BlockedThread waiter = new BlockedThread();
		this.queue.acquire(waiter, PermitLine.NORMAL, this.config.getTimeoutDuration().toNanos());
		return waiter.await();
	}

	@Override
	public long reservePermission(int permits) {
		checkSingle(permits);
		Permit permit = this.queue.tryAcquire();
		if (permit == null) {
			this.events.rejected();
			return -1;
		}
		this.events.acquired();
		begin(permit);
		return 0;
	}

	private static void checkSingle(int permits) {
		Assert.isTrue(permits > 0, "'permits' must be positive");
		if (permits > 1) {
			throw new UnsupportedOperationException(
					"One permit is one request: acquire " + permits + " permits one by one");
		}
	}

	/** The end of the request may never be reported: the longest time is assumed. */
	private void begin(Permit permit) {
		permit.abandon(null, this.timer.nanoTime());
	}

	/**
	 * Take all free permits out of use for one period.
	 */
	@Override
	public void drainPermissions() {
		this.events.drained(this.queue.drain());
	}

	@Override
	public void onError(Throwable failure) {
		ThrottleSignal signal = ThrottleSignal.in(failure);
		if (signal != null) {
			this.queue.throttled(signal);
		}
		RateLimiter.super.onError(failure);
	}

	@Override
	public void changeTimeoutDuration(Duration timeoutDuration) {
		configure((builder) -> builder.timeoutDuration(timeoutDuration));
	}

	@Override
	public void changeLimitForPeriod(int limitForPeriod) {
		configure((builder) -> builder.limitForPeriod(limitForPeriod));
		this.queue.changeLimit(() -> this.config.getLimitForPeriod());
	}

	private synchronized void configure(UnaryOperator<RateLimiterConfig.Builder> change) {
		this.config = change.apply(RateLimiterConfig.from(this.config)).build();
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public RateLimiterConfig getRateLimiterConfig() {
		return this.config;
	}

	@Override
	public Map<String, String> getTags() {
		return Map.of();
	}

	@Override
	public Metrics getMetrics() {
		return this.metrics;
	}

	/**
	 * Return the publisher of events.
	 * @return the publisher; it calls consumers on the thread that grants the permit,
	 * which may be the timer's: they must be short and must not block
	 */
	@Override
	public EventPublisher getEventPublisher() {
		return this.events;
	}

	/**
	 * The state of a budget that is shared with other instances.
	 *
	 * @param fallback whether the shared budget does not respond, so that this instance
	 * continues with its share
	 * @param share how many requests of this instance may arrive in one period during a
	 * fallback
	 * @param instances how many instances were seen lately when the budget last
	 * responded, this one included
	 * @param fallbacks how often this instance has entered the fallback
	 */
	public record Sharing(boolean fallback, int share, int instances, long fallbacks) {
	}

	private final class QueueMetrics implements Metrics {

		@Override
		public int getNumberOfWaitingThreads() {
			return RollingWindowRateLimiter.this.queue.waiting();
		}

		@Override
		public int getAvailablePermissions() {
			return RollingWindowRateLimiter.this.queue.free();
		}

	}

	/** A thread that waits for a permit. */
	private final class BlockedThread implements PendingAcquire {

		private final CompletableFuture<@Nullable Permit> result = new CompletableFuture<>();

		boolean await() {
			Permit permit = result();
			if (permit == null) {
				return false;
			}
			// Resilience4j gives the call up if it finds the thread interrupted.
			if (Thread.currentThread().isInterrupted()) {
				permit.release();
				return false;
			}
			begin(permit);
			return true;
		}

		private @Nullable Permit result() {
			try {
				return this.result.get();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				if (RollingWindowRateLimiter.this.queue.cancel(this)) {
					RollingWindowRateLimiter.this.events.rejected();
					return null;
				}
				return this.result.join();
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void onAcquired(Permit permit) {
			this.result.complete(permit);
		}

		@Override
		public void onRejected(Duration minimumWait, @Nullable Duration pause) {
			this.result.complete(null);
		}

	}

	/** Publishes Resilience4j's events. */
	private final class Publisher extends EventProcessor<RateLimiterEvent> implements EventPublisher {

		@Override
		public EventPublisher onSuccess(EventConsumer<RateLimiterOnSuccessEvent> consumer) {
			registerConsumer(RateLimiterOnSuccessEvent.class.getName(), consumer);
			return this;
		}

		@Override
		public EventPublisher onFailure(EventConsumer<RateLimiterOnFailureEvent> consumer) {
			registerConsumer(RateLimiterOnFailureEvent.class.getName(), consumer);
			return this;
		}

		void acquired() {
			publish(new RateLimiterOnSuccessEvent(RollingWindowRateLimiter.this.name, 1));
		}

		void rejected() {
			publish(new RateLimiterOnFailureEvent(RollingWindowRateLimiter.this.name, 1));
		}

		void drained(int permits) {
			publish(new RateLimiterOnDrainedEvent(RollingWindowRateLimiter.this.name, permits));
		}

		private void publish(RateLimiterEvent event) {
			try {
				processEvent(event);
			}
			catch (RuntimeException ex) {
				// A consumer that fails must not cost the permit that it is called for.
				logger.warn("An event consumer of rate limiter '" + RollingWindowRateLimiter.this.name + "' failed",
						ex);
			}
		}

	}

}
