package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

import io.github.insiderwebpush.ratelimit.SharedBudget.Request;
import io.github.insiderwebpush.ratelimit.SharedBudget.Response;
import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * Client of a {@link SharedBudget}: one request at a time, on a thread that may block and
 * with a timeout, and the decision to fall back and to return. Everything but that thread
 * is guarded by the lock of the queue.
 */
final class SharedBudgetClient {

	/** The time from a failure to the next attempt. */
	static final long RETRY_INTERVAL = Duration.ofSeconds(1).toNanos();

	/** The same for a budget that fails again and again. */
	static final long LONGEST_RETRY_INTERVAL = Duration.ofSeconds(32).toNanos();

	/** A budget that responds for so long has recovered. */
	static final long RECOVERY = Duration.ofMinutes(1).toNanos();

	/** The time between two messages about damaged data. */
	static final long DAMAGE_WARNING_INTERVAL = Duration.ofMinutes(5).toNanos();

	/** The first response may take so many timeouts: there is no connection yet. */
	static final int FIRST_RESPONSE = 20;

	private static final Log logger = LogFactory.getLog(SharedBudget.class);

	private static final ExecutorService THREADS = Executors
		.newCachedThreadPool(SystemTimer.daemonThreads("webpush-shared-budget"));

	private final String name;

	private final SharedBudget budget;

	private final String description;

	private final long timeout;

	private final WebPushTimer timer;

	private final Executor executor;

	private @Nullable Listener listener;

	private Consumer<LongPredicate> queue = (step) -> {
	};

	private boolean busy;

	private long sent;

	/** The number of the request whose response is in time, or 0. */
	private long awaited;

	private @Nullable Scheduled timeoutTask;

	private boolean responded;

	private boolean open = true;

	private boolean fallback;

	private boolean fallbackReported;

	private long fallbacks;

	private long retryInterval = RETRY_INTERVAL;

	private long nextAttemptAt;

	private long returnedAt;

	private long nextDamageWarningAt;

	SharedBudgetClient(String name, SharedBudget budget, Duration timeout, WebPushTimer timer) {
		this(name, budget, timeout, timer, THREADS);
	}

	SharedBudgetClient(String name, SharedBudget budget, Duration timeout, WebPushTimer timer, Executor executor) {
		this.name = name;
		this.budget = budget;
		this.description = budget.description();
		this.timeout = timeout.toNanos();
		this.timer = timer;
		this.executor = executor;
	}

	/**
	 * Connect the client with what it works for.
	 * @param listener called back under the lock of the queue
	 * @param queue runs a step under its lock, and rejects waiters that cannot be served
	 * in time if the step says so
	 */
	void start(Listener listener, Consumer<LongPredicate> queue) {
		this.listener = listener;
		this.queue = queue;
		// The first request connects, and makes this instance known.
		queue.accept((now) -> false);
	}

	boolean isReady(long now) {
		return this.listener != null && !this.busy && (!this.fallback || now >= this.nextAttemptAt);
	}

	/**
	 * Return the time until a budget that does not respond is asked again, in
	 * nanoseconds, or {@link BudgetWindow#UNKNOWN}.
	 */
	long nanosUntilAttempt(long now) {
		boolean waitsForAttempt = this.fallback && !this.busy && this.open;
		return waitsForAttempt ? this.nextAttemptAt - now : BudgetWindow.UNKNOWN;
	}

	long fallbacks() {
		return this.fallbacks;
	}

	/**
	 * Return how long a response is waited for, in nanoseconds.
	 */
	long responseTime() {
		return this.responded ? this.timeout : FIRST_RESPONSE * this.timeout;
	}

	void send(Request request, long now) {
		this.busy = true;
		long number = ++this.sent;
		this.awaited = number;
		this.timer.workBegins();
		this.timeoutTask = this.timer.schedule(() -> this.queue.accept((late) -> timedOut(request, number, late)),
				responseTime());
		try {
			this.executor.execute(() -> {
				try {
					exchange(request, number);
				}
				finally {
					this.timer.workEnds();
				}
			});
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			// There is no thread for it.
			this.timer.workEnds();
			failed(request, number, ex, true, now);
		}
	}

	private void exchange(Request request, long number) {
		Response response;
		try {
			response = validated(request, this.budget.execute(request));
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("A request to the shared budget '" + this.name + "' failed", ex);
			boolean open = isOpen();
			this.queue.accept((now) -> failed(request, number, ex, open, now));
			return;
		}
		this.queue.accept((now) -> responded(request, number, response, now));
	}

	/**
	 * Asked without the lock of the queue: the connection is the application's.
	 */
	private boolean isOpen() {
		try {
			return this.budget.isOpen();
		}
		catch (RuntimeException ex) {
			logger.debug("The shared budget '" + this.name + "' cannot tell whether its connection is open", ex);
			return true;
		}
	}

	/**
	 * Damaged data must neither block an instance for ever nor make it ask without pause.
	 */
	private static Response validated(Request request, Response response) {
		long longestWait = request.longestRequest() + request.period() + BudgetWindow.LONGEST_PAUSE.toNanos();
		boolean valid = isBetween(0, response.retryIn(), longestWait) && isBetween(0, response.pause(), longestWait)
				&& response.inUse() >= 0 && response.instances() > 0 && response.epoch() > 0;
		if (!valid) {
			throw new IllegalStateException("It sent a response that cannot be right: " + response);
		}
		return response;
	}

	private static boolean isBetween(long least, long value, long most) {
		return least <= value && value <= most;
	}

	private boolean responded(Request request, long number, Response response, long now) {
		this.busy = false;
		if (this.awaited != number) {
			this.nextAttemptAt = Math.max(now, this.nextAttemptAt);
			return false;
		}
		endWait();
		this.responded = true;
		this.open = true;
		if (this.fallback) {
			this.fallback = false;
			this.fallbackReported = false;
			this.returnedAt = now;
			logger
				.info("The shared budget '" + this.name + "' responds again: its limit of " + request.limit() + " per "
						+ Duration.ofNanos(request.period()) + " is shared by " + response.instances() + " instances");
		}
		if (response.repaired() && now >= this.nextDamageWarningAt) {
			this.nextDamageWarningAt = now + DAMAGE_WARNING_INTERVAL;
			logger.warn("Damaged data of the shared budget '" + this.name + "' was removed from " + this.description);
		}
		if (request.epoch() != 0 && response.epoch() != request.epoch()) {
			logger.warn("The shared budget '" + this.name + "' was lost by " + this.description
					+ ": no request is sent until all earlier ones have expired, for up to "
					+ Duration.ofNanos(request.longestRequest() + request.period()));
		}
		return this.listener != null && this.listener.onResponse(request, response, now);
	}

	private boolean timedOut(Request request, long number, long now) {
		if (this.awaited != number) {
			return false;
		}
		enterFallback(request, "no response within " + Duration.ofNanos(responseTime()), now);
		return true;
	}

	private boolean failed(Request request, long number, Throwable failure, boolean open, long now) {
		this.busy = false;
		this.open = open;
		if (this.awaited != number) {
			return false;
		}
		enterFallback(request, NestedExceptionUtils.getMostSpecificCause(failure).toString(), now);
		return true;
	}

	private void enterFallback(Request request, String reason, long now) {
		endWait();
		if (!this.fallback) {
			this.fallback = true;
			boolean again = this.fallbacks > 0 && now - this.returnedAt < RECOVERY;
			this.retryInterval = again ? Math.min(2 * this.retryInterval, LONGEST_RETRY_INTERVAL) : RETRY_INTERVAL;
		}
		if (!this.fallbackReported && this.open) {
			this.fallbackReported = true;
			this.fallbacks++;
			logger.warn("The shared budget '" + this.name + "' does not respond: " + this.description + ", " + reason
					+ ". This instance continues with its share of the limit, evenly spaced");
		}
		this.nextAttemptAt = now + this.retryInterval;
		if (this.listener != null) {
			this.listener.onFallback(request, now);
		}
	}

	private void endWait() {
		this.awaited = 0;
		if (this.timeoutTask != null) {
			this.timeoutTask.cancel();
		}
	}

	/**
	 * Receives the responses and failures of the client.
	 */
	interface Listener {

		/**
		 * A response has arrived in time.
		 * @return whether waiters may have to wait longer than was expected
		 */
		boolean onResponse(Request request, Response response, long now);

		/**
		 * There is no response: the instance continues with its share.
		 */
		void onFallback(Request request, long now);

	}

}
