package io.github.insiderwebpush.bulk;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.insiderwebpush.DuplicateTitleException;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.client.WebPushLifecycle;
import org.jspecify.annotations.Nullable;

/**
 * A bulk run: reads the items one by one, keeps a few calls in flight, and collects their
 * results. Safe for use by several threads; what the run itself does happens in a
 * {@link SerialExecutor}, one step at a time.
 *
 * @param <T> the type of the items
 * @param <R> the type of the results
 * @since 0.1.0
 */
public final class BulkRun<T, R> {

	private static final int MAX_UNCLEAR_LAUNCHES_IN_A_ROW = 5;

	private final BulkClient client;

	private final int concurrency;

	private final Iterable<? extends T> items;

	private final Function<T, Supplier<CompletableFuture<R>>> mapping;

	private final BulkItemStatus success;

	private final ProgressReporter progress;

	private final SerialExecutor steps;

	/** The calls of the run are aborted by themselves, which ends it. */
	private final WebPushLifecycle.Task task = this::stopByShutdown;

	/** By the index of the item. */
	private final Map<Integer, CompletableFuture<R>> inFlight = new ConcurrentHashMap<>();

	private final CompletableFuture<BulkReport<T, R>> report = new CompletableFuture<>();

	private volatile boolean cancelled;

	// Used by steps only.

	private final List<@Nullable BulkResult<T, R>> results = new ArrayList<>();

	private @Nullable Iterator<? extends T> iterator;

	private boolean nextScheduled;

	private boolean allRead;

	private int unclearInARow;

	private BulkExitReason exitReason = BulkExitReason.COMPLETED;

	private @Nullable Throwable cause;

	/**
	 * Set up a run.
	 * @param client sends the items
	 * @param concurrency how many calls may be in flight, waiting or sent
	 * @param items the items
	 * @param mapping makes of an item what sends it; an exception of either is the
	 * failure of the item
	 * @param success the status of an item whose call has a result
	 * @param progress told of each item
	 */
	BulkRun(BulkClient client, int concurrency, Iterable<? extends T> items,
			Function<T, Supplier<CompletableFuture<R>>> mapping, BulkItemStatus success, ProgressReporter progress) {
		this.client = client;
		this.concurrency = concurrency;
		this.items = items;
		this.mapping = mapping;
		this.success = success;
		this.progress = progress;
		this.steps = new SerialExecutor(client.executor());
	}

	void start() {
		this.client.lifecycle().started(this.task);
		this.steps.execute(this::proceed);
	}

	/**
	 * Wait until the run has ended, however long that takes; {@link #completion()} allows
	 * a timeout. Must not be called by the run's own listener or mapping, which would
	 * wait for themselves.
	 * @return the report; failed items are no exception
	 * @throws InterruptedException if the waiting thread is interrupted; the run goes on
	 */
	public BulkReport<T, R> await() throws InterruptedException {
		try {
			return this.report.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The report of a bulk run cannot fail", ex);
		}
	}

	/**
	 * Return a stage that is completed with the report when the run has ended. It never
	 * fails. Dependent stages run on a thread of the application's task executor.
	 * @return the stage
	 */
	public CompletionStage<BulkReport<T, R>> completion() {
		return this.report.minimalCompletionStage();
	}

	/**
	 * Return whether the run has ended.
	 * @return whether the report is complete
	 */
	public boolean isDone() {
		return this.report.isDone();
	}

	/**
	 * Cancel the run. Items without a request on the wire are not attempted; requests on
	 * the wire are waited for, and their responses are the results, but they are not
	 * repeated. Returns at once: the run has ended when its report is complete. Safe to
	 * repeat.
	 */
	public void cancel() {
		this.cancelled = true;
		this.steps.execute(() -> {
			stopCancelled();
			completeIfDone();
		});
		cancelUnsent();
	}

	private void cancelUnsent() {
		this.inFlight.values().forEach((call) -> call.cancel(false));
	}

	private void proceed() {
		if (!this.nextScheduled && mayReadNext()) {
			this.nextScheduled = true;
			this.steps.execute(this::readNext);
		}
		completeIfDone();
	}

	private boolean mayReadNext() {
		return !this.allRead && !this.cancelled && !isEnding() && this.inFlight.size() < this.concurrency;
	}

	private void readNext() {
		this.nextScheduled = false;
		if (mayReadNext()) {
			try {
				if (items().hasNext()) {
					send(items().next());
				}
				else {
					this.allRead = true;
				}
			}
			catch (Throwable ex) {
				this.allRead = true;
				stop(BulkExitReason.ITEMS_UNREADABLE, ex);
			}
		}
		proceed();
	}

	private Iterator<? extends T> items() {
		if (this.iterator == null) {
			this.iterator = this.items.iterator();
		}
		return this.iterator;
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void send(T item) {
		int index = this.results.size();
		this.results.add(null);
		CompletableFuture<R> call;
		try {
			Supplier<CompletableFuture<R>> prepared = this.mapping.apply(item);
			if (this.cancelled) {
				stopCancelled();
				this.results.set(index, notAttempted(item, index));
				return;
			}
			call = prepared.get();
		}
		catch (Throwable ex) {
			done(new BulkResult<>(item, index, BulkItemStatus.FAILED, null, ex));
			return;
		}
		this.inFlight.put(index, call);
		call.whenComplete((result, failure) -> this.steps.execute(() -> {
			this.inFlight.remove(index);
			if (failure == null) {
				done(new BulkResult<>(item, index, this.success, result, null));
			}
			else {
				failed(item, index, unwrapped(failure));
			}
			proceed();
		}));
	}

	private void failed(T item, int index, Throwable failure) {
		if (failure instanceof WebPushException ex) {
			switch (ex.error()) {
				case UNAUTHORIZED, ACCESS_DENIED, LAUNCH_DISABLED -> stop(BulkExitReason.ACCOUNT_REJECTED, ex);
				case CANCELLED -> stop(this.cancelled ? BulkExitReason.CANCELLED : BulkExitReason.SHUTDOWN, ex);
				default -> {
				}
			}
		}
		BulkItemStatus status = statusAfter(failure);
		if (status == BulkItemStatus.NOT_ATTEMPTED) {
			this.results.set(index, notAttempted(item, index));
		}
		else {
			done(new BulkResult<>(item, index, status, null, failure));
		}
	}

	/**
	 * An exception that is none of the client's says nothing about the outcome.
	 */
	private static BulkItemStatus statusAfter(Throwable failure) {
		if (!(failure instanceof WebPushException ex) || ex.outcome() != Outcome.NOT_APPLIED) {
			return BulkItemStatus.UNCLEAR;
		}
		if (ex instanceof DuplicateTitleException) {
			return BulkItemStatus.EXISTED;
		}
		boolean neverSent = ex.error() == WebPushError.CANCELLED && ex.attempts() == 0;
		return neverSent ? BulkItemStatus.NOT_ATTEMPTED : BulkItemStatus.FAILED;
	}

	private BulkResult<T, R> notAttempted(T item, int index) {
		return new BulkResult<>(item, index, BulkItemStatus.NOT_ATTEMPTED, null, null);
	}

	private void done(BulkResult<T, R> result) {
		this.results.set(result.index(), result);
		this.unclearInARow = (result.status() == BulkItemStatus.UNCLEAR) ? this.unclearInARow + 1 : 0;
		Throwable failure = result.failure();
		if (failure != null && this.success == BulkItemStatus.LAUNCHED
				&& this.unclearInARow >= MAX_UNCLEAR_LAUNCHES_IN_A_ROW) {
			stop(BulkExitReason.UNCLEAR_LAUNCHES, failure);
		}
		this.progress.itemDone(result);
	}

	private void stopCancelled() {
		stop(BulkExitReason.CANCELLED, new CancellationException("The bulk run was cancelled"));
	}

	private void stop(BulkExitReason why, Throwable because) {
		if (!isEnding()) {
			this.exitReason = why;
			this.cause = because;
			cancelUnsent();
		}
	}

	private boolean isEnding() {
		return this.exitReason != BulkExitReason.COMPLETED;
	}

	private void completeIfDone() {
		boolean nothingFollows = !this.nextScheduled && (this.allRead || isEnding());
		if (nothingFollows && this.inFlight.isEmpty() && !this.report.isDone()) {
			if (this.cause != null && !this.allRead) {
				addNotAttempted(this.cause);
			}
			this.client.lifecycle().ended(this.task);
			this.report.complete(new BulkReport<>(this.results.stream().map(Objects::requireNonNull).toList(),
					this.exitReason, this.cause, this.progress.elapsed()));
		}
	}

	private void addNotAttempted(Throwable why) {
		try {
			while (items().hasNext()) {
				this.results.add(notAttempted(items().next(), this.results.size()));
			}
		}
		catch (Throwable ex) {
			why.addSuppressed(ex);
		}
	}

	private void stopByShutdown() {
		this.steps.execute(() -> {
			stop(BulkExitReason.SHUTDOWN, new CancellationException("The application is stopping"));
			completeIfDone();
		});
	}

	private static Throwable unwrapped(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

}
