package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnDrainedEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnFailureEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnSuccessEvent;

import org.springframework.util.Assert;

/**
 * A Resilience4j {@link RateLimiter} that keeps a limit in <em>any</em> span of
 * {@code limitRefreshPeriod}, as the server sees it: a permit comes back one period after
 * its request was answered. Resilience4j's own limiters count in fixed cycles, around
 * whose edges twice the limit passes.
 * <p>
 * The client's own calls report their end exactly. Through this interface an end is
 * {@code onSuccess}, {@code onResult} or {@code onError}, as Resilience4j's decorators
 * call them; an end that is never reported, and every permit of
 * {@code acquirePermission(n)} with {@code n > 1}, comes back one period after the
 * longest time that a request may take. A failure that is a {@link ThrottleSignal} stops
 * everyone who waits.
 * <p>
 * Waiters are served first come, first served. A wait that cannot end within
 * {@code timeoutDuration} fails at once. {@link #reservePermission(int)} answers 0 when
 * the permit is free now, and taken with that, or else a negative number: it never books
 * ahead.
 */
public final class RollingWindowRateLimiter implements RateLimiter {

	private final String name;

	private final Map<String, String> tags;

	private final PermitQueue queue;

	private final Metrics metrics = new QueueMetrics();

	private final Publisher events = new Publisher();

	private volatile RateLimiterConfig config;

	/**
	 * Create a limiter whose budget is free.
	 * @param name its name in events and metrics
	 * @param config limit, period and the longest wait, in Resilience4j's words
	 * @param burst how many may go at once when there was time to save up for it; after
	 * them one each {@code limitRefreshPeriod / limitForPeriod}
	 * @param longestRequest the longest time that a request may take
	 * @param tags tags of its metrics
	 * @param timer the clock, and what wakes its queue
	 */
	public RollingWindowRateLimiter(String name, RateLimiterConfig config, int burst, Duration longestRequest,
			Map<String, String> tags, WebPushTimer timer) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.notNull(config, "'config' must not be null");
		Assert.isTrue(burst > 0, "'burst' must be positive");
		Assert.notNull(longestRequest, "'longestRequest' must not be null");
		this.name = name;
		this.config = config;
		this.tags = Map.copyOf(tags);
		RollingWindow window = new RollingWindow(config.getLimitForPeriod(), config.getLimitRefreshPeriod().toNanos(),
				burst, longestRequest.toNanos(), timer.nanoTime());
		this.queue = new PermitQueue(window, timer, this.events::granted, this.events::refused);
	}

	/**
	 * Return the permits as calls use them that report their end exactly.
	 */
	Permits permits() {
		return this.queue;
	}

	@Override
	public boolean acquirePermission(int permits) {
		Assert.isTrue(permits > 0, "'permits' must be positive");
		if (Thread.currentThread().isInterrupted()) {
			this.events.refused(permits);
			return false;
		}
		if (this.queue.tryAcquire(permits, false)) {
			return true;
		}
		BlockedThread waiter = new BlockedThread(permits);
		this.queue.acquire(waiter, this.config.getTimeoutDuration().toNanos(), false);
		return waiter.await();
	}

	@Override
	public long reservePermission(int permits) {
		Assert.isTrue(permits > 0, "'permits' must be positive");
		if (this.queue.tryAcquire(permits, false)) {
			return 0;
		}
		this.events.refused(permits);
		return -1;
	}

	/**
	 * Take all free permits out of use: they come back in one period.
	 */
	@Override
	public void drainPermissions() {
		this.events.drained(this.queue.drain());
	}

	@Override
	public void onSuccess() {
		this.queue.someAnswered(null);
	}

	@Override
	public void onResult(Object result) {
		RateLimiter.super.onResult(result);
		this.queue.someAnswered(null);
	}

	@Override
	public void onError(Throwable failure) {
		RateLimiter.super.onError(failure);
		this.queue.someAnswered(failure);
	}

	@Override
	public void changeTimeoutDuration(Duration timeoutDuration) {
		this.config = RateLimiterConfig.from(this.config).timeoutDuration(timeoutDuration).build();
	}

	@Override
	public void changeLimitForPeriod(int limitForPeriod) {
		this.config = RateLimiterConfig.from(this.config).limitForPeriod(limitForPeriod).build();
		this.queue.changeLimit(limitForPeriod);
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
		return this.tags;
	}

	@Override
	public Metrics getMetrics() {
		return this.metrics;
	}

	@Override
	public EventPublisher getEventPublisher() {
		return this.events;
	}

	@Override
	public String toString() {
		return "RollingWindowRateLimiter '" + this.name + "'";
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

	/**
	 * A thread that waits for permits, parked and not inside any monitor.
	 */
	private final class BlockedThread extends PermitWaiter {

		private final Thread thread = Thread.currentThread();

		private final int permits;

		private volatile boolean told;

		private boolean granted;

		BlockedThread(int permits) {
			this.permits = permits;
		}

		boolean await() {
			boolean interrupted = false;
			while (!this.told) {
				LockSupport.park(this);
				if (Thread.interrupted()) {
					interrupted = true;
					if (RollingWindowRateLimiter.this.queue.cancel(this)) {
						RollingWindowRateLimiter.this.events.refused(this.permits);
						break;
					}
				}
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
				if (this.told && this.granted) {
					RollingWindowRateLimiter.this.queue.unused(this.permits, false);
				}
				return false;
			}
			return this.granted;
		}

		@Override
		protected void granted() {
			this.granted = true;
			this.told = true;
			LockSupport.unpark(this.thread);
		}

		@Override
		protected void refused(long leastWaitNanos) {
			this.told = true;
			LockSupport.unpark(this.thread);
		}

		@Override
		int permits() {
			return this.permits;
		}

		@Override
		boolean reportsEnd() {
			return false;
		}

	}

	/**
	 * Publishes Resilience4j's events, and makes none while nobody listens.
	 */
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

		void granted(int permits) {
			if (hasConsumers()) {
				processEvent(new RateLimiterOnSuccessEvent(RollingWindowRateLimiter.this.name, permits));
			}
		}

		void refused(int permits) {
			if (hasConsumers()) {
				processEvent(new RateLimiterOnFailureEvent(RollingWindowRateLimiter.this.name, permits));
			}
		}

		void drained(int permits) {
			if (hasConsumers()) {
				processEvent(new RateLimiterOnDrainedEvent(RollingWindowRateLimiter.this.name, permits));
			}
		}

	}

}
