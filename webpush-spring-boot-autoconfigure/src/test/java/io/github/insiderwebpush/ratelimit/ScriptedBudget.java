package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;

/**
 * A shared budget that responds when and as the test says, and the executor on which it
 * is called.
 */
final class ScriptedBudget implements SharedBudget, Executor {

	static final Duration TIMEOUT = Duration.ofMillis(100);

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private final List<Request> requests = new ArrayList<>();

	private Supplier<Response> response = () -> {
		throw new IllegalStateException("No response was scripted");
	};

	private boolean hasThreads = true;

	private BooleanSupplier open = () -> true;

	private int inUse;

	private int instances = 1;

	private Duration pause = Duration.ZERO;

	private long epoch = 42;

	private boolean repaired;

	/**
	 * Create a limiter that shares this budget: 30 per minute, a burst of 5, and requests
	 * of at most 35 seconds.
	 */
	RollingWindowRateLimiter limiter(WebPushTimer timer) {
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(30)
			.limitRefreshPeriod(Duration.ofMinutes(1))
			.timeoutDuration(Duration.ofSeconds(90))
			.build();
		return new RollingWindowRateLimiter("shared", config, 5, Duration.ofSeconds(35), timer,
				new SharedBudgetClient("shared", this, TIMEOUT, timer, this), (bound) -> 0);
	}

	@Override
	public void execute(Runnable task) {
		if (!this.hasThreads) {
			throw new OutOfMemoryError("unable to create native thread");
		}
		this.tasks.add(task);
	}

	@Override
	public Response execute(Request request) {
		this.requests.add(request);
		return this.response.get();
	}

	@Override
	public String description() {
		return "Redis at redis.example:6379 (spring.data.redis.*)";
	}

	@Override
	public boolean isOpen() {
		return this.open.getAsBoolean();
	}

	/**
	 * Return whether a request waits for its response.
	 */
	boolean isCalled() {
		return !this.tasks.isEmpty();
	}

	void open(BooleanSupplier connection) {
		this.open = connection;
	}

	void hasThreads(boolean available) {
		this.hasThreads = available;
	}

	ScriptedBudget inUse(int permits) {
		this.inUse = permits;
		return this;
	}

	ScriptedBudget instances(int count) {
		this.instances = count;
		return this;
	}

	ScriptedBudget pause(Duration left) {
		this.pause = left;
		return this;
	}

	ScriptedBudget epoch(long number) {
		this.epoch = number;
		return this;
	}

	ScriptedBudget repaired(boolean found) {
		this.repaired = found;
		return this;
	}

	/**
	 * Grant the permit that is asked for.
	 * @return the request
	 */
	Request grant() {
		return grant(Duration.ZERO);
	}

	Request grant(Duration nextIn) {
		return respond(true, nextIn);
	}

	/**
	 * Refuse the permit that is asked for.
	 */
	Request refuse(Duration retryIn) {
		return respond(false, retryIn);
	}

	/**
	 * Respond to a request that asks for no permit.
	 */
	Request accept() {
		return respond(false, Duration.ZERO);
	}

	Request fail(RuntimeException failure) {
		return respond(() -> {
			throw failure;
		});
	}

	private Request respond(boolean granted, Duration retryIn) {
		return respond(() -> new Response(granted, retryIn.toNanos(), this.inUse, this.instances, this.pause.toNanos(),
				this.epoch, this.repaired));
	}

	Request respond(Supplier<Response> scripted) {
		this.response = scripted;
		this.tasks.remove().run();
		return this.requests.get(this.requests.size() - 1);
	}

}
