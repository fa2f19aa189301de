package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.core.exception.AcquirePermissionCancelledException;
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
 *
 * @since 0.1.0
 */
public final class RollingWindowRateLimiter implements RateLimiter {

	/** Differences of times, in nanoseconds, must not overflow. */
	private static final Duration LONGEST_SPAN = Duration.ofDays(365);

	private static final Log logger = LogFactory.getLog(RollingWindowRateLimiter.class);

	private final String name;

	private final Map<String, String> tags;

	private final PermitQueue queue;

	private final @Nullable SharedWindow shared;

	private final Metrics metrics = new QueueMetrics();

	private final Publisher events = new Publisher();

	private final ReentrantLock configLock = new ReentrantLock();

	private volatile RateLimiterConfig config;

	/**
	 * Create a limiter whose budget is free.
	 * @param name its name in events and metrics
	 * @param config limit, period (at most a year) and the longest wait, in
	 * Resilience4j's words
	 * @param burst how many may go at once when there was time to save up for it; after
	 * them one each {@code limitRefreshPeriod / limitForPeriod}. More than the limit is
	 * taken as the limit
	 * @param longestRequest the longest time that a request may take, at most a year
	 * @param tags tags of its metrics
	 * @param timer the clock, and what wakes its queue
	 */
	public RollingWindowRateLimiter(String name, RateLimiterConfig config, int burst, Duration longestRequest,
			Map<String, String> tags, WebPushTimer timer) {
		this(name, config, burst, longestRequest, tags, timer, null);
	}

	/**
	 * Create a limiter that shares its budget with other instances of the application.
	 * @param name its name in events, metrics and the log
	 * @param config limit, period (at most a year) and the longest wait, in
	 * Resilience4j's words; the same for all instances
	 * @param burst how many may go at once when there was time to save up for it
	 * @param longestRequest the longest time that a request may take, at most a year
	 * @param tags tags of its metrics
	 * @param timer the clock, and what wakes its queue
	 * @param budget the budget that all share
	 * @param timeout how long the shared budget may take to answer before this instance
	 * goes on alone; the first answer may take 20 times as long
	 * @return a limiter
	 */
	public static RollingWindowRateLimiter shared(String name, RateLimiterConfig config, int burst,
			Duration longestRequest, Map<String, String> tags, WebPushTimer timer, SharedBudget budget,
			Duration timeout) {
		Assert.notNull(budget, "'budget' must not be null");
		Assert.notNull(timeout, "'timeout' must not be null");
		Assert.isTrue(!timeout.isNegative() && !timeout.isZero(), "'timeout' must be positive");
		return new RollingWindowRateLimiter(name, config, burst, longestRequest, tags, timer,
				new Conversation(name, budget, timeout, timer, AskThreads.INSTANCE));
	}

	RollingWindowRateLimiter(String name, RateLimiterConfig config, int burst, Duration longestRequest,
			Map<String, String> tags, WebPushTimer timer, @Nullable Conversation conversation) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.notNull(config, "'config' must not be null");
		Assert.isTrue(burst > 0, "'burst' must be positive");
		Assert.notNull(longestRequest, "'longestRequest' must not be null");
		Assert.notNull(tags, "'tags' must not be null");
		Assert.notNull(timer, "'timer' must not be null");
		Assert.isTrue(!longestRequest.isNegative(), "'longestRequest' must not be negative");
		Assert.isTrue(longestRequest.compareTo(LONGEST_SPAN) <= 0, "'longestRequest' must be at most 365 days");
		Assert.isTrue(config.getLimitRefreshPeriod().compareTo(LONGEST_SPAN) <= 0,
				"'config' must have a limitRefreshPeriod of at most 365 days");
		this.name = name;
		this.config = config;
		this.tags = Map.copyOf(tags);
		int limit = config.getLimitForPeriod();
		long period = config.getLimitRefreshPeriod().toNanos();
		if (conversation == null) {
			this.shared = null;
			this.queue = queue(new RollingWindow(limit, period, burst, longestRequest.toNanos(), timer.nanoTime()),
					timer);
			return;
		}
		this.shared = new SharedWindow(limit, period, burst, longestRequest.toNanos(), randomName(), conversation,
				timer.nanoTime());
		this.queue = queue(this.shared, timer);
		// The first question makes the connection, and this instance known.
		this.queue.attend();
	}

	private PermitQueue queue(RollingWindow window, WebPushTimer timer) {
		return new PermitQueue(window, timer, this.events::granted, this.events::refused);
	}

	private static String randomName() {
		return Long.toUnsignedString(UUID.randomUUID().getMostSignificantBits(), Character.MAX_RADIX);
	}

	/**
	 * Return how it stands with the other instances.
	 * @return the state of sharing, or {@code null} if this limiter's budget is its own
	 */
	public @Nullable Sharing sharing() {
		return (this.shared != null) ? this.queue.look(this.shared::sharing) : null;
	}

	/**
	 * Return the permits as calls use them that report their end exactly.
	 */
	OldPermits permits() {
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
		RateLimiter.super.onSuccess();
	}

	@Override
	public void onResult(Object result) {
		this.queue.someAnswered(null);
		RateLimiter.super.onResult(result);
	}

	/**
	 * A request failed. That somebody was interrupted who waited for a permit is no end
	 * of a request, although Resilience4j reports it here.
	 */
	@Override
	public void onError(Throwable failure) {
		if (!(failure instanceof AcquirePermissionCancelledException)) {
			this.queue.someAnswered(failure);
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

	private void configure(UnaryOperator<RateLimiterConfig.Builder> change) {
		this.configLock.lock();
		try {
			this.config = change.apply(RateLimiterConfig.from(this.config)).build();
		}
		finally {
			this.configLock.unlock();
		}
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

	/**
	 * Return where consumers of events register.
	 * @return the publisher; it calls consumers on whatever thread grants the permit,
	 * which may be the timer's: they must be short and must not block
	 */
	@Override
	public EventPublisher getEventPublisher() {
		return this.events;
	}

	@Override
	public String toString() {
		return "RollingWindowRateLimiter '" + this.name + "'";
	}

	/**
	 * How it stands with the instances that share a budget.
	 *
	 * @param fallback whether the shared budget does not answer, so that this instance
	 * goes on with its share
	 * @param share how many requests of this instance may arrive in one period while it
	 * is alone
	 * @param instances how many instances were seen lately when the budget last answered,
	 * this one included
	 * @param fallbacks how often this instance began to go on alone
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
						refused(0);
						RollingWindowRateLimiter.this.events.refused(this.permits);
					}
				}
			}
			if (interrupted) {
				this.thread.interrupt();
			}
			// Resilience4j gives the call up if it finds the thread interrupted.
			if (this.granted && this.thread.isInterrupted()) {
				RollingWindowRateLimiter.this.queue.unused(this.permits, false);
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
				publish(new RateLimiterOnSuccessEvent(RollingWindowRateLimiter.this.name, permits));
			}
		}

		void refused(int permits) {
			if (hasConsumers()) {
				publish(new RateLimiterOnFailureEvent(RollingWindowRateLimiter.this.name, permits));
			}
		}

		void drained(int permits) {
			if (hasConsumers()) {
				publish(new RateLimiterOnDrainedEvent(RollingWindowRateLimiter.this.name, permits));
			}
		}

		/**
		 * A consumer that fails must not take the permit with it that it was told of.
		 */
		private void publish(RateLimiterEvent event) {
			try {
				processEvent(event);
			}
			catch (RuntimeException ex) {
				logger.warn("An event consumer of rate limiter '" + RollingWindowRateLimiter.this.name + "' failed",
						ex);
			}
		}

	}

}
