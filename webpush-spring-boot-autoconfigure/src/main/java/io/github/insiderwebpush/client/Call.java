package io.github.insiderwebpush.client;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.insiderwebpush.FailedAttempt;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushException.CallSummary;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.ratelimit.PendingAcquire;
import io.github.insiderwebpush.ratelimit.Permit;
import io.github.insiderwebpush.ratelimit.PermitLine;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import org.jspecify.annotations.Nullable;

/**
 * One operation with all its attempts, blocking or not: wait for a permit, send one
 * request, and if it failed, perhaps wait and send another. While it waits it holds no
 * thread. Requests and results are handled by its executor, which for a blocking call is
 * the caller's own thread.
 * <p>
 * The trip is {@link #start}, {@link #acquirePermit}, {@link #onAcquired},
 * {@link #attempt}, perhaps {@link #attemptFailed} and {@link #repeat}, and
 * {@link #finish}.
 *
 * @param <T> the type of the result
 */
final class Call<T> implements PendingAcquire, WebPushLifecycle.Task {

	private static final Set<Phase> UNSENT = EnumSet.of(Phase.DELAYED, Phase.WAITING, Phase.READY);

	private static final Set<Phase> ANY = EnumSet.complementOf(EnumSet.of(Phase.ENDED));

	private final ApiRequest<T> request;

	private final ClientResources resources;

	private final WebPushTimer timer;

	private final RateLimitContext budget;

	private final CallObservation observation;

	private final PermitLine line;

	private final long permitTimeoutNanos;

	private final CallExecutor executor;

	private final Consumer<T> onSuccess;

	private final Consumer<WebPushException> onFailure;

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.DELAYED);

	private final AtomicReference<@Nullable Permit> permit = new AtomicReference<>();

	private final Interruption interruption = new Interruption();

	/** A call can be ended by another thread while its attempt fails. */
	private final List<WebPushException> earlierFailures = new CopyOnWriteArrayList<>();

	private final long startedAt;

	private volatile long waitingSince;

	private volatile long waitedNanos;

	private volatile int attempts;

	private volatile boolean unclear;

	private volatile boolean lastAttempt;

	private volatile @Nullable Scheduled delay;

	private volatile @Nullable Scheduled timeout;

	/**
	 * Create a call.
	 * @param request what to send
	 * @param resources what the calls of one account share
	 * @param line where it waits for permits
	 * @param executor where requests and results are handled
	 * @param onSuccess called with the result, if there is one
	 * @param onFailure called with the failure, if there is one
	 */
	Call(ApiRequest<T> request, ClientResources resources, PermitLine line, CallExecutor executor,
			Consumer<T> onSuccess, Consumer<WebPushException> onFailure) {
		this.request = request;
		this.resources = resources;
		this.timer = resources.timer();
		this.budget = resources.budget(request.operation().budget());
		this.line = line;
		this.permitTimeoutNanos = this.budget.timeoutNanos(line);
		this.executor = executor;
		this.onSuccess = onSuccess;
		this.onFailure = onFailure;
		this.observation = resources.observe(request);
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
			boolean launchDisabled = isLaunchDisabled();
			if (!launchDisabled) {
				this.observation.waitStarts();
			}
			this.resources.lifecycle().started(this);
			if (launchDisabled && move(Phase.DELAYED, Phase.ENDED)) {
				fail(launchDisabled(), true);
			}
			if (callTimeout != null && this.phase.get() != Phase.ENDED) {
				this.timeout = this.timer.schedule(() -> cancel(CancelReason.TIMEOUT), callTimeout.toNanos());
			}
			acquirePermit(this.line);
		}
		finally {
			this.timer.workEnds();
		}
	}

	private void acquirePermit(PermitLine where) {
		if (!move(Phase.DELAYED, Phase.WAITING)) {
			return;
		}
		try {
			this.budget.permits().acquire(this, where, this.permitTimeoutNanos);
		}
		catch (Throwable ex) {
			onFailed(ex);
			return;
		}
		if (this.phase.get() == Phase.ENDED) {
			this.budget.permits().cancel(this);
		}
	}

	@Override
	public void onAcquired(Permit granted) {
		this.permit.set(granted);
		this.waitedNanos = waitedUntil(this.timer.nanoTime());
		if (!move(Phase.WAITING, Phase.READY)) {
			releasePermit();
			return;
		}
		this.observation.waitEnds("granted");
		try {
			this.executor.execute(this::attempt);
		}
		catch (Throwable ex) {
			executorRejected(ex);
		}
	}

	private void attempt() {
		Permit held = this.permit.getAndSet(null);
		if (held == null) {
			return;
		}
		if (!move(Phase.READY, Phase.SENDING)) {
			informLimiter(held::release);
			return;
		}
		if (this.resources.lifecycle().isStopping()) {
			informLimiter(held::release);
			end(ANY, CancelReason.SHUTDOWN.details(unsent()), null, this.waitedNanos);
			return;
		}
		if (isLaunchDisabled()) {
			informLimiter(held::release);
			end(ANY, launchDisabled());
			return;
		}
		int attempt = this.attempts + 1;
		this.attempts = attempt;
		long sentAt = this.timer.nanoTime();
		try {
			send(held, sentAt);
		}
		catch (Throwable ex) {
			// Whatever a bean of the application throws, the call ends and the permit
			// returns.
			informLimiter(() -> held.abandon(ex, sentAt));
			end(EnumSet.of(Phase.SENDING), WebPushErrorDetails.of(WebPushError.NO_RESPONSE, Outcome.UNKNOWN).build(),
					ex, this.waitedNanos);
		}
	}

	private boolean isLaunchDisabled() {
		return this.request.operation() == WebPushOperation.LAUNCH && !this.resources.areLaunchesEnabled();
	}

	private WebPushException launchDisabled() {
		String hint = this.resources.launchSettings().enabled()
				? "Nothing was sent: launches of this account were stopped at run time. Resume them by the actuator "
						+ "endpoint 'webpush' or by WebPushLaunchSwitch"
				: "Nothing was sent: 'webpush.launch.enabled' is false. The message is valid";
		WebPushErrorDetails details = WebPushErrorDetails.of(WebPushError.LAUNCH_DISABLED, unsent()).hint(hint).build();
		return exception(details, details.outcome(), null, this.waitedNanos);
	}

	private void send(Permit held, long sentAt) {
		T value;
		try {
			value = exchange();
		}
		catch (AttemptFailedException ex) {
			attemptFailed(ex, held, sentAt);
			return;
		}
		informLimiter(() -> held.complete(null));
		this.resources.status().completed(null);
		succeed(value);
	}

	private T exchange() throws AttemptFailedException {
		Runnable attemptEnds = this.observation.attemptStarts();
		this.interruption.begin();
		this.resources.activity().requestStarts();
		try {
			ApiResponse response = this.resources.httpSender().send(this.request);
			Duration pause = RateLimitHeaders.pause(response.headers());
			if (pause != null) {
				this.budget.quotaUsedUp();
				informLimiter(() -> this.budget.permits().pause(pause));
			}
			return this.resources.responseReader().read(this.request, response);
		}
		finally {
			this.resources.activity().requestEnds();
			this.interruption.end();
			attemptEnds.run();
		}
	}

	/**
	 * A limiter of the application that fails, or its event consumers, must not lose the
	 * result.
	 */
	private void informLimiter(Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			CallLog.limiterFailed(this.budget.limiter(), ex);
		}
	}

	private void attemptFailed(AttemptFailedException attempt, Permit held, long sentAt) {
		WebPushErrorDetails details = attempt.details();
		T doneBefore = this.request.resultOfEarlierAttempt(details, this.unclear);
		if (doneBefore != null) {
			informLimiter(() -> held.complete(null));
			succeed(doneBefore);
			return;
		}
		WebPushException failure = exception(details, outcomeSoFar(details), attempt.getCause(), this.waitedNanos);
		switch (details.error()) {
			case NO_RESPONSE, CANCELLED -> informLimiter(() -> held.abandon(failure, sentAt));
			default -> informLimiter(() -> held.complete(failure));
		}
		this.resources.status().completed(failure);
		if (failure.isThrottled()) {
			this.observation.throttled();
			this.budget.throttled(failure.statusCode());
			CallLog.throttled(failure, this.budget);
		}
		if (failure.outcome() == Outcome.UNKNOWN) {
			this.unclear = true;
		}
		Duration delayBefore = mayBeRepeated(failure) ? askPolicy(failure) : null;
		if (delayBefore == null) {
			end(EnumSet.of(Phase.SENDING), failure);
			return;
		}
		this.earlierFailures.add(failure);
		this.waitingSince = this.timer.nanoTime();
		if (move(Phase.SENDING, Phase.DELAYED)) {
			this.observation.waitStarts();
			repeat(failure, delayBefore);
		}
	}

	private void repeat(WebPushException failure, Duration delayBefore) {
		if (this.lastAttempt) {
			cancel(this.resources.lifecycle().isStopping() ? CancelReason.SHUTDOWN : CancelReason.CALLER);
		}
		else if (failure.isThrottled()) {
			acquirePermit((this.line == PermitLine.NORMAL) ? PermitLine.RETRY : this.line);
		}
		else if (delayBefore.isZero() || delayBefore.isNegative()) {
			acquirePermit(this.line);
		}
		else {
			this.delay = this.timer.schedule(() -> acquirePermit(this.line), TimeUnit.NANOSECONDS.convert(delayBefore));
		}
	}

	/**
	 * An attempt that took effect is not repeated, and a launch that may have is not
	 * either: no policy can make it go out twice.
	 */
	private boolean mayBeRepeated(WebPushException failure) {
		return !this.lastAttempt && failure.error() != WebPushError.CANCELLED && failure.outcome() != Outcome.APPLIED
				&& (failure.outcome() != Outcome.UNKNOWN
						|| OperationAwareRetryPolicy.isSafeToRepeat(this.request.operation()));
	}

	private @Nullable Duration askPolicy(WebPushException failure) {
		FailedAttempt attempt = new FailedAttempt(this.request.operation(), this.attempts, failure,
				Duration.ofNanos(this.timer.nanoTime() - this.startedAt));
		try {
			Duration delayBefore = this.resources.retryPolicy().delayBefore(attempt);
			CallLog.attemptFailed(failure, delayBefore);
			return delayBefore;
		}
		catch (Throwable ex) {
			CallLog.policyFailed(this.resources.retryPolicy(), ex);
			if (ex != failure) {
				failure.addSuppressed(ex);
			}
			return null;
		}
	}

	/**
	 * A failure covers all attempts: what an earlier one left unclear, a later refusal
	 * does not undo. That the title exists settles it if only this call can have used it.
	 */
	private Outcome outcomeSoFar(WebPushErrorDetails details) {
		if (details.outcome() != Outcome.NOT_APPLIED || !this.unclear) {
			return details.outcome();
		}
		boolean provesOurs = details.error() == WebPushError.DUPLICATE_TITLE && this.request.titleUnique();
		return provesOurs ? Outcome.APPLIED : Outcome.UNKNOWN;
	}

	@Override
	public void onRejected(Duration minimumWait, @Nullable Duration pause) {
		this.observation.waitEnds("rejected");
		this.budget.rejected(pause != null);
		WebPushException last = this.earlierFailures.isEmpty() ? null
				: this.earlierFailures.get(this.earlierFailures.size() - 1);
		String limit = "the timeout-duration of " + Durations.readable(Duration.ofNanos(this.permitTimeoutNanos));
		long waited = waitedUntil(this.timer.nanoTime());
		if (last != null && last.isThrottled()) {
			// The refusal of the server says more than the wait that follows from it.
			this.earlierFailures.remove(last);
			WebPushErrorDetails details = last.details();
			end(EnumSet.of(Phase.WAITING),
					new WebPushErrorDetails(details.error(), unsent(), details.statusCode(), details.detail(),
							"Not repeated: the wait of " + Durations.readable(minimumWait) + " is longer than " + limit,
							details.retryAfter(), details.fieldErrors(), details.cfRay()),
					last.getCause(), waited);
			return;
		}
		WebPushErrorDetails.Builder details = (pause != null)
				? WebPushErrorDetails.of(WebPushError.PAUSED_BY_SERVER, unsent())
					.hint("Nothing was sent for it: Insider One asked for a pause, of which "
							+ Durations.readable(pause) + " are left, longer than " + limit)
				: WebPushErrorDetails.of(WebPushError.BUDGET_EXHAUSTED, unsent())
					.hint("Nothing was sent for it: the local limiter expects a longer wait than " + limit);
		end(EnumSet.of(Phase.WAITING), details.retryAfter(minimumWait).build(), null, waited);
	}

	@Override
	public void onFailed(Throwable failure) {
		endUnsent(WebPushError.BUDGET_EXHAUSTED, "the rate limiter failed (" + failure + ")", failure);
	}

	/**
	 * The executor did not take the request. An application that stops shuts its
	 * executors down first.
	 */
	private void executorRejected(Throwable ex) {
		if (this.resources.lifecycle().isStopping()) {
			stop();
			return;
		}
		endUnsent(WebPushError.EXECUTOR_REJECTED, "the application's executor did not take it (" + ex + ")", ex);
	}

	private void endUnsent(WebPushError error, String reason, Throwable cause) {
		end(UNSENT, WebPushErrorDetails.of(error, unsent()).hint("Nothing was sent for it: " + reason).build(), cause,
				this.waitedNanos);
	}

	/**
	 * End the call, unless a request is on the wire: then that is its last, and its
	 * response is the result.
	 * @return whether it ended
	 */
	boolean cancelUnsent(CancelReason why) {
		this.lastAttempt = true;
		return cancel(UNSENT, why);
	}

	@Override
	public void stop() {
		cancelUnsent(CancelReason.SHUTDOWN);
	}

	@Override
	public void abort() {
		cancel(CancelReason.SHUTDOWN);
	}

	/**
	 * End the call, wherever it is.
	 * @return whether it had not ended yet
	 */
	boolean cancel(CancelReason why) {
		return cancel(ANY, why);
	}

	private boolean cancel(Set<Phase> from, CancelReason why) {
		long waited = waitedUntil(this.timer.nanoTime());
		Phase before = this.phase.getAndUpdate((now) -> from.contains(now) ? Phase.ENDED : now);
		if (!from.contains(before)) {
			return false;
		}
		if (before == Phase.WAITING) {
			this.budget.permits().cancel(this);
		}
		releasePermit();
		boolean sent = before == Phase.SENDING;
		boolean waits = before == Phase.DELAYED || before == Phase.WAITING;
		WebPushErrorDetails details = why.details(sent ? Outcome.UNKNOWN : unsent());
		fail(exception(details, details.outcome(), null, waits ? waited : this.waitedNanos),
				why == CancelReason.CALLER);
		if (sent && why != CancelReason.CALLER) {
			this.interruption.interrupt();
		}
		return true;
	}

	private void releasePermit() {
		Permit held = this.permit.getAndSet(null);
		if (held != null) {
			informLimiter(held::release);
		}
	}

	private Outcome unsent() {
		return this.unclear ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
	}

	private long waitedUntil(long now) {
		return this.waitedNanos + (now - this.waitingSince);
	}

	private WebPushException exception(WebPushErrorDetails details, Outcome outcome, @Nullable Throwable cause,
			long waited) {
		Duration wait = Duration.ofNanos(waited);
		String account = this.resources.account();
		CallSummary call = new CallSummary(this.request.operation(), account, this.request.subject(), this.attempts,
				wait, outcome);
		String message = FailureMessage.of(this.request, details, outcome, account, this.attempts, wait);
		return WebPushException.of(call, details, message, cause);
	}

	private void end(Set<Phase> from, WebPushErrorDetails details, @Nullable Throwable cause, long waited) {
		end(from, exception(details, details.outcome(), cause, waited));
	}

	private void end(Set<Phase> from, WebPushException failure) {
		Phase before = this.phase.getAndUpdate((now) -> from.contains(now) ? Phase.ENDED : now);
		if (from.contains(before)) {
			releasePermit();
			fail(failure, false);
		}
	}

	private void succeed(T value) {
		if (move(Phase.SENDING, Phase.ENDED)) {
			finish(null, () -> this.onSuccess.accept(value), false);
		}
	}

	private void fail(WebPushException failure, boolean atOnce) {
		this.earlierFailures.forEach(failure::addSuppressed);
		finish(failure, () -> this.onFailure.accept(failure), atOnce);
	}

	/**
	 * Complete the call. A caller that cancels is called back at once; all other results
	 * are handed to the executor, so that no callback runs on the timer's thread.
	 */
	private void finish(@Nullable WebPushException failure, Runnable callback, boolean atOnce) {
		cancel(this.timeout);
		cancel(this.delay);
		Runnable complete = () -> complete(failure, callback);
		if (atOnce) {
			complete.run();
		}
		else {
			this.executor.executeInAnyCase(complete);
		}
	}

	/**
	 * The shutdown waits for the callback, within its grace period: it may have to write
	 * down that a campaign was launched.
	 */
	private void complete(@Nullable WebPushException failure, Runnable callback) {
		try {
			if (failure != null) {
				this.resources.activity().failed(failure);
				CallLog.failed(failure);
			}
			this.observation.ends(failure);
		}
		finally {
			try {
				callback.run();
			}
			finally {
				this.resources.lifecycle().ended(this);
			}
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
	 * Where a call is. The thread that moves it from one phase to the next does what
	 * belongs to the move, so that nothing is done twice.
	 */
	private enum Phase {

		/** Waits before it asks for a permit. */
		DELAYED,

		/** Waits for a permit. */
		WAITING,

		/** Has a permit; its request was handed to the executor. */
		READY,

		/** Has a request on the wire. */
		SENDING,

		/** Has a result. */
		ENDED

	}

	/**
	 * Why a call is given up.
	 */
	enum CancelReason {

		/** The calling thread was interrupted. */
		INTERRUPT("the calling thread was interrupted"),

		/** The future was cancelled. */
		CALLER("the caller cancelled it"),

		/** The call took too long. */
		TIMEOUT("it took longer than 'webpush.call-timeout'"),

		/** The application is stopping. */
		SHUTDOWN("the application is stopping");

		private final String reason;

		CancelReason(String reason) {
			this.reason = reason;
		}

		private WebPushErrorDetails details(Outcome outcome) {
			return WebPushErrorDetails.of(WebPushError.CANCELLED, outcome)
				.hint("Given up because " + this.reason)
				.build();
		}

	}

}
