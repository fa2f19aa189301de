package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;

/**
 * A shared budget that says what the test says, when the test says it, and remembers what
 * it was told. It is the thread, too, on which it is asked.
 */
final class ScriptedBudget implements SharedBudget, Executor {

	static final Duration TIMEOUT = Duration.ofMillis(100);

	private final Deque<Runnable> threads = new ArrayDeque<>();

	private final List<Question> questions = new ArrayList<>();

	private Supplier<Reply> reply = () -> {
		throw new IllegalStateException("Nobody said what to reply");
	};

	private boolean hasThreads = true;

	private int inUse;

	private int instances = 1;

	private Duration stopped = Duration.ZERO;

	private long epoch = 42;

	/**
	 * Make a limiter that shares this budget: 30 a minute, 5 at once, and no request
	 * takes longer than 35 seconds.
	 */
	RollingWindowRateLimiter limiter(WebPushTimer timer) {
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(30)
			.limitRefreshPeriod(Duration.ofMinutes(1))
			.timeoutDuration(Duration.ofSeconds(90))
			.build();
		return new RollingWindowRateLimiter("shared", config, 5, Duration.ofSeconds(35), Map.of(), timer,
				new Conversation("shared", this, TIMEOUT, timer, this));
	}

	@Override
	public void execute(Runnable task) {
		if (!this.hasThreads) {
			throw new OutOfMemoryError("unable to create native thread");
		}
		this.threads.add(task);
	}

	@Override
	public Reply ask(Question question) {
		this.questions.add(question);
		return this.reply.get();
	}

	/**
	 * Return whether a question waits for its answer.
	 */
	boolean isAsked() {
		return !this.threads.isEmpty();
	}

	/**
	 * From now on the system does or does not give threads to ask on.
	 */
	void hasThreads(boolean hasThreads) {
		this.hasThreads = hasThreads;
	}

	/**
	 * From now on so many permits are in use, of all instances.
	 */
	ScriptedBudget inUse(int inUse) {
		this.inUse = inUse;
		return this;
	}

	ScriptedBudget instances(int instances) {
		this.instances = instances;
		return this;
	}

	ScriptedBudget stopped(Duration stopped) {
		this.stopped = stopped;
		return this;
	}

	ScriptedBudget epoch(long epoch) {
		this.epoch = epoch;
		return this;
	}

	/**
	 * Grant what is wanted; there is no turn to wait for.
	 */
	Question grants() {
		return grants(Duration.ZERO);
	}

	Question grants(Duration nextTurnIn) {
		return replies(Verdict.GRANTED, nextTurnIn);
	}

	Question saysWait(Duration turnIn) {
		return replies(Verdict.WAIT, turnIn);
	}

	/**
	 * Take note of what was told, where nothing was wanted.
	 */
	Question takesNote() {
		return replies(Verdict.WAIT, Duration.ZERO);
	}

	Question hasForgotten() {
		return replies(Verdict.REPORT_ALL, Duration.ZERO);
	}

	Question fails(RuntimeException failure) {
		return answers(() -> {
			throw failure;
		});
	}

	private Question replies(Verdict verdict, Duration turnIn) {
		return answers(() -> new Reply(verdict, turnIn.toNanos(), this.inUse, this.instances, this.stopped.toNanos(),
				this.epoch));
	}

	private Question answers(Supplier<Reply> answer) {
		this.reply = answer;
		this.threads.remove().run();
		return this.questions.get(this.questions.size() - 1);
	}

}
