package io.github.insiderwebpush;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.insiderwebpush.CallEnvironment.PermitSource;
import io.github.insiderwebpush.ratelimit.PermitWaiter;
import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * One operation with all its attempts, blocking or not: wait for the budget, send one
 * request, and if it failed, perhaps wait and send another. While it waits it holds no
 * thread. Requests and results are handled by its executor, which for a blocking call is
 * the caller's own thread.
 *
 * @param <T> the type of the result
 */
final class Call<T> {

	private final Request<T> request;

	private final CallEnvironment environment;

	private final WebPushTimer timer;

	private final PermitSource budget;

	private final Permits permits;

	private final CallObservation observation;

	private final long permitTimeoutNanos;

	private final Executor executor;

	private final Consumer<T> onSuccess;

	private final Consumer<Throwable> onFailure;

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.DELAYED);

	private final Interruption interruption = new Interruption();

	private final List<WebPushException> earlierFailures = new ArrayList<>(0);

	private final long startedAt;

	private volatile long waitingSince;

	private volatile long waitedNanos;

	private volatile long sentAt;

	private volatile int attempts;

	private volatile boolean unclear;

	private volatile boolean withdrawn;

	private volatile @Nullable PermitWaiter waiter;

	private volatile @Nullable Scheduled delay;

	private volatile @Nullable Scheduled timeout;

	/**
	 * Create a call.
	 * @param request what to send
	 * @param environment what it shares with others
	 * @param permitTimeoutNanos the longest wait for one permit
	 * @param executor where requests and results are handled
	 * @param onSuccess told the result
	 * @param onFailure told the failure
	 */
	Call(Request<T> request, CallEnvironment environment, long permitTimeoutNanos, Executor executor,
			Consumer<T> onSuccess, Consumer<Throwable> onFailure) {
		this.request = request;
		this.environment = environment;
		this.timer = environment.timer();
		this.budget = environment.budgetOf(request.operation());
		this.permits = this.budget.permits();
		this.observation = new CallObservation(request, environment.account(), environment.observationRegistry(),
				environment.observationConvention());
		this.permitTimeoutNanos = permitTimeoutNanos;
		this.executor = executor;
		this.onSuccess = onSuccess;
		this.onFailure = onFailure;
		this.startedAt = this.timer.nanoTime();
		this.waitingSince = this.startedAt;
	}

	/**
	 * Start the call.
	 * @param callTimeout when to give it up, {@code null} for never
	 */
	void start(@Nullable Duration callTimeout) {
		this.timer.workBegins();
		try {
			this.environment.lifecycle().begins(this);
			if (callTimeout != null) {
				this.timeout = this.timer.schedule(() -> cancel(Cancellation.TIMEOUT), callTimeout.toNanos());
			}
			askForPermit(false);
		}
		finally {
			this.timer.workEnds();
		}
	}

	private void askForPermit(boolean first) {
		if (!move(Phase.DELAYED, Phase.WAITING)) {
			return;
		}
		if (!first && this.permits.tryAcquire()) {
			granted();
		}
		else if (this.environment.lifecycle().isStopping()) {
			cancel(Cancellation.SHUTDOWN);
		}
		else {
			PermitWaiter newWaiter = new Waiter();
			this.waiter = newWaiter;
			this.permits.acquire(newWaiter, this.permitTimeoutNanos, first);
			if (this.phase.get() == Phase.ENDED) {
				this.permits.cancel(newWaiter);
			}
		}
	}

	private void granted() {
		if (!move(Phase.WAITING, Phase.READY)) {
			this.permits.unused();
			return;
		}
		this.waitedNanos = waitedUntil(this.timer.nanoTime());
		this.observation.waitEnds("granted");
		hand(this::attempt, () -> {
			cancel(Cancellation.SHUTDOWN);
			this.permits.unused();
		});
	}

	private void attempt() {
		if (!move(Phase.READY, Phase.EXCHANGING)) {
			this.permits.unused();
			return;
		}
		int attempt = this.attempts + 1;
		this.attempts = attempt;
		this.sentAt = this.timer.nanoTime();
		T value;
		try {
			value = exchange();
		}
		catch (WebPushException ex) {
			endPermit(ex);
			this.environment.status().ended(ex);
			failed(ex);
			return;
		}
		catch (Throwable ex) {
			this.permits.answered(ex);
			end(Phase.EXCHANGING, () -> {
				this.observation.failed(ex);
				this.onFailure.accept(ex);
			});
			return;
		}
		this.permits.answered(null);
		this.environment.status().ended(null);
		end(Phase.EXCHANGING, () -> succeed(value));
	}

	private T exchange() {
		Observation.Scope scope = this.observation.attemptBegins();
		this.interruption.begin();
		try {
			return this.environment.exchange().perform(this.request, this::heedQuota);
		}
		finally {
			this.interruption.end();
			scope.close();
		}
	}

	private void heedQuota(HttpHeaders headers) {
		Duration pause = QuotaHeaders.pause(headers);
		if (pause != null) {
			this.permits.holdBack(pause);
		}
	}

	/**
	 * A request that nobody answered may still be on its way.
	 */
	private void endPermit(WebPushException failure) {
		switch (failure.error()) {
			case NO_ANSWER, CANCELLED -> this.permits.unanswered(failure, this.sentAt);
			default -> this.permits.answered(failure);
		}
	}

	private void failed(WebPushException failure) {
		T doneBefore = this.request.resultIfDoneBefore(failure, this.unclear);
		if (doneBefore != null) {
			end(Phase.EXCHANGING, () -> succeed(doneBefore));
			return;
		}
		complete(failure, outcomeSoFar(failure), this.waitedNanos);
		if (failure.isThrottled()) {
			this.observation.throttled();
			this.budget.counters().throttled(failure.statusCode());
			CallLog.throttled(failure, this.permits.inUse(), this.budget.limiter());
		}
		if (failure.attemptOutcome() == Outcome.UNKNOWN) {
			this.unclear = true;
		}
		Duration delayBefore = (!this.withdrawn && isOfferedToPolicy(failure)) ? askPolicy(failure) : null;
		if (delayBefore == null) {
			end(Phase.EXCHANGING, () -> fail(failure));
			return;
		}
		this.earlierFailures.add(failure);
		this.waitingSince = this.timer.nanoTime();
		if (!move(Phase.EXCHANGING, Phase.DELAYED)) {
			return;
		}
		this.observation.waitBegins();
		if (this.withdrawn) {
			cancel(Cancellation.CALLER);
			return;
		}
		if (failure.isThrottled() || delayBefore.isZero()) {
			askForPermit(failure.isThrottled());
		}
		else {
			this.delay = this.timer.schedule(() -> askForPermit(false), delayBefore.toNanos());
			if (this.environment.lifecycle().isStopping()) {
				cancel(Cancellation.SHUTDOWN);
			}
		}
	}

	/**
	 * What took effect is not repeated, and a launch that may have is not either: no
	 * policy can make it go out twice.
	 */
	private boolean isOfferedToPolicy(WebPushException failure) {
		return failure.error() != WebPushError.CANCELLED && failure.outcome() != Outcome.APPLIED
				&& !(this.request.operation() == WebPushOperation.LAUNCH && failure.outcome() == Outcome.UNKNOWN);
	}

	private @Nullable Duration askPolicy(WebPushException failure) {
		FailedAttempt attempt = new FailedAttempt(this.request.operation(), this.attempts, failure,
				Duration.ofNanos(this.timer.nanoTime() - this.startedAt));
		try {
			Duration answer = this.environment.retryPolicy().delayBefore(attempt);
			CallLog.attemptFailed(failure, answer);
			return answer;
		}
		catch (RuntimeException ex) {
			CallLog.policyFailed(this.environment.retryPolicy(), ex);
			failure.addSuppressed(ex);
			return null;
		}
	}

	/**
	 * A failure tells the truth about all attempts: what an earlier one left unclear, a
	 * later refusal does not undo. That the title exists does clear it up if only we can
	 * have used it.
	 */
	private Outcome outcomeSoFar(WebPushException failure) {
		if (failure.attemptOutcome() != Outcome.NOT_APPLIED || !this.unclear) {
			return failure.attemptOutcome();
		}
		boolean provesOurs = failure.error() == WebPushError.DUPLICATE_TITLE && this.request.titleUnique();
		return provesOurs ? Outcome.APPLIED : Outcome.UNKNOWN;
	}

	/**
	 * A call that the server itself refused says so, rather than that the stop which
	 * followed is too long for it.
	 */
	private void refused(long leastWaitNanos) {
		long waited = waitedUntil(this.timer.nanoTime());
		end(Phase.WAITING, () -> {
			this.observation.waitEnds("refused");
			this.budget.counters().refusedLocally.increment();
			WebPushException last = this.earlierFailures.isEmpty() ? null
					: this.earlierFailures.get(this.earlierFailures.size() - 1);
			if (last != null && last.isThrottled()) {
				this.earlierFailures.remove(last);
				fail(complete(last, last.outcome(), waited));
			}
			else {
				fail(complete(budgetExhausted(leastWaitNanos), unsent(), waited));
			}
		});
	}

	private WebPushException budgetExhausted(long leastWaitNanos) {
		return WebPushException.of(this.request.operation(), WebPushError.BUDGET_EXHAUSTED, unsent())
			.retryAfter(Duration.ofNanos(leastWaitNanos))
			.hint("Nothing was sent for it: the local limiter foresees a longer wait than its timeout-duration of "
					+ Durations.readable(Duration.ofNanos(this.permitTimeoutNanos)))
			.build();
	}

	/**
	 * End the call, unless a request is on the wire.
	 */
	void cancelIfWaiting() {
		for (Phase waiting : new Phase[] { Phase.DELAYED, Phase.WAITING }) {
			cancel(waiting, Cancellation.SHUTDOWN);
		}
	}

	/**
	 * End the call, unless a request is on the wire: then that was its last, and its
	 * answer is the result.
	 */
	void withdraw() {
		this.withdrawn = true;
		for (Phase unsent : new Phase[] { Phase.DELAYED, Phase.WAITING, Phase.READY }) {
			if (cancel(unsent, Cancellation.CALLER)) {
				return;
			}
		}
	}

	/**
	 * End the call, wherever it stands.
	 * @return whether it had not ended yet
	 */
	boolean cancel(Cancellation why) {
		while (this.phase.get() != Phase.ENDED) {
			for (Phase from : Phase.values()) {
				if (from != Phase.ENDED && cancel(from, why)) {
					return true;
				}
			}
		}
		return false;
	}

	private boolean cancel(Phase from, Cancellation why) {
		Outcome outcome = (from == Phase.EXCHANGING) ? Outcome.UNKNOWN : unsent();
		boolean waits = from == Phase.DELAYED || from == Phase.WAITING;
		long waited = waits ? waitedUntil(this.timer.nanoTime()) : this.waitedNanos;
		boolean ended = end(from,
				() -> fail(complete(WebPushException.of(this.request.operation(), WebPushError.CANCELLED, outcome)
					.hint("Given up because " + why.reason)
					.build(), outcome, waited)),
				(tell) -> {
					if (why == Cancellation.CALLER) {
						tell.run();
					}
					else {
						hand(tell, tell);
					}
				});
		if (ended) {
			PermitWaiter lastWaiter = this.waiter;
			if (from == Phase.WAITING && lastWaiter != null) {
				this.permits.cancel(lastWaiter);
			}
			cancel(this.delay);
			if (from == Phase.EXCHANGING && why != Cancellation.CALLER) {
				this.interruption.interrupt();
			}
		}
		return ended;
	}

	private Outcome unsent() {
		return this.unclear ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
	}

	private long waitedUntil(long now) {
		return this.waitedNanos + (now - this.waitingSince);
	}

	private WebPushException complete(WebPushException failure, Outcome outcome, long waited) {
		return failure.completed(this.environment.account(), this.request.subject(), this.attempts,
				Duration.ofNanos(waited), outcome);
	}

	private void succeed(T value) {
		this.observation.succeeded();
		this.onSuccess.accept(value);
	}

	private void fail(WebPushException failure) {
		this.earlierFailures.forEach(failure::addSuppressed);
		this.observation.failed(failure);
		CallLog.failed(failure);
		this.onFailure.accept(failure);
	}

	private boolean end(Phase from, Runnable completion) {
		return end(from, completion, (tell) -> hand(tell, tell));
	}

	/**
	 * End the call if it is in this phase. Results are told by the executor, never by the
	 * timer's thread; only who cancels a call is told at once.
	 */
	private boolean end(Phase from, Runnable completion, Consumer<Runnable> teller) {
		if (!move(from, Phase.ENDED)) {
			return false;
		}
		cancel(this.timeout);
		Runnable tell = () -> {
			completion.run();
			this.environment.lifecycle().ended(this);
		};
		teller.accept(tell);
		return true;
	}

	private void hand(Runnable step, Runnable ifRejected) {
		this.timer.workBegins();
		try {
			this.executor.execute(() -> {
				try {
					step.run();
				}
				finally {
					this.timer.workEnds();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			this.timer.workEnds();
			ifRejected.run();
		}
	}

	private boolean move(Phase from, Phase to) {
		return this.phase.compareAndSet(from, to);
	}

	private static void cancel(@Nullable Scheduled scheduled) {
		if (scheduled != null) {
			scheduled.cancel();
		}
	}

	/**
	 * Where a call stands. Whoever moves it from one phase to the next does what belongs
	 * to the move, so that nothing is done twice.
	 */
	private enum Phase {

		/** Waits before it asks for a permit. */
		DELAYED,

		/** Waits for a permit. */
		WAITING,

		/** Has a permit; its request was handed to the executor. */
		READY,

		/** Has a request on the wire. */
		EXCHANGING,

		/** Has a result. */
		ENDED

	}

	/**
	 * Why a call is given up.
	 */
	enum Cancellation {

		/** The calling thread was interrupted. */
		INTERRUPT("the calling thread was interrupted"),

		/** The future was cancelled. */
		CALLER("the caller cancelled it"),

		/** The call took too long. */
		TIMEOUT("it took longer than 'webpush.call-timeout'"),

		/** The application is stopping. */
		SHUTDOWN("the application is stopping");

		private final String reason;

		Cancellation(String reason) {
			this.reason = reason;
		}

	}

	private final class Waiter extends PermitWaiter {

		@Override
		protected void granted() {
			Call.this.granted();
		}

		@Override
		protected void refused(long leastWaitNanos) {
			Call.this.refused(leastWaitNanos);
		}

	}

}
