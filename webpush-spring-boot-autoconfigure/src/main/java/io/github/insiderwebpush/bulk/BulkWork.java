package io.github.insiderwebpush.bulk;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.insiderwebpush.DuplicateTitleException;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushPatientOperations;
import org.jspecify.annotations.Nullable;

/**
 * A run at work: reads the items one by one, keeps a few calls under way, and collects
 * what becomes of them. Everything happens in {@link Steps}, one at a time.
 *
 * @param <T> the type of the items
 * @param <R> the type of the results
 */
final class BulkWork<T, R> {

	private static final int UNCLEAR_LAUNCHES_IN_A_ROW = 5;

	private final WebPushPatientOperations calls;

	private final int atOnce;

	private final Iterable<? extends T> items;

	private final Function<T, Supplier<CompletableFuture<R>>> prepare;

	private final BulkState success;

	private final ProgressTeller progress;

	private final Steps steps;

	/** By the item's index. */
	private final Map<Integer, CompletableFuture<R>> underWay = new ConcurrentHashMap<>();

	private final CompletableFuture<BulkReport<T, R>> report = new CompletableFuture<>();

	private volatile boolean cancelled;

	// What follows is touched by steps only.

	private final List<@Nullable BulkResult<T, R>> results = new ArrayList<>();

	private @Nullable Iterator<? extends T> iterator;

	private boolean takesNext;

	private boolean allTaken;

	private int unclearInARow;

	private BulkEnd end = BulkEnd.COMPLETED;

	private @Nullable Throwable cause;

	/**
	 * Set up a run.
	 * @param calls what sends
	 * @param atOnce how many calls may be under way, waiting or sent
	 * @param items what is to be sent
	 * @param prepare makes of one item what sends it; what either throws is the item's
	 * failure
	 * @param success the state of an item whose call has a result
	 * @param progress told of each item
	 */
	BulkWork(WebPushPatientOperations calls, int atOnce, Iterable<? extends T> items,
			Function<T, Supplier<CompletableFuture<R>>> prepare, BulkState success, ProgressTeller progress) {
		this.calls = calls;
		this.atOnce = atOnce;
		this.items = items;
		this.prepare = prepare;
		this.success = success;
		this.progress = progress;
		this.steps = new Steps(calls::execute);
	}

	void begin() {
		this.steps.add(this::goOn);
	}

	/**
	 * Take back at once what waits; what else belongs to the end is a step.
	 */
	void cancel() {
		this.cancelled = true;
		this.steps.add(() -> {
			stopCancelled();
			endIfDone();
		});
		this.underWay.values().forEach(this.calls::withdraw);
	}

	CompletableFuture<BulkReport<T, R>> report() {
		return this.report;
	}

	private void goOn() {
		if (!this.takesNext && mayTakeNext()) {
			this.takesNext = true;
			this.steps.add(this::takeNext);
		}
		endIfDone();
	}

	private boolean mayTakeNext() {
		return !this.allTaken && !this.cancelled && !isStopped() && this.underWay.size() < this.atOnce;
	}

	private void takeNext() {
		this.takesNext = false;
		if (mayTakeNext()) {
			try {
				if (items().hasNext()) {
					send(items().next());
				}
				else {
					this.allTaken = true;
				}
			}
			catch (Throwable ex) {
				this.allTaken = true;
				stop(BulkEnd.ITEMS_UNREADABLE, ex);
			}
		}
		goOn();
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
			Supplier<CompletableFuture<R>> prepared = this.prepare.apply(item);
			if (this.cancelled) {
				stopCancelled();
				this.results.set(index, notAttempted(item, index));
				return;
			}
			call = prepared.get();
		}
		catch (Throwable ex) {
			done(new BulkResult<>(item, index, BulkState.FAILED, null, ex));
			return;
		}
		this.underWay.put(index, call);
		call.whenComplete((result, failure) -> this.steps.add(() -> {
			this.underWay.remove(index);
			if (failure == null) {
				done(new BulkResult<>(item, index, this.success, result, null));
			}
			else {
				failed(item, index, withoutWrapper(failure));
			}
			goOn();
		}));
	}

	private void failed(T item, int index, Throwable failure) {
		if (failure instanceof WebPushException ex) {
			switch (ex.error()) {
				case UNAUTHORIZED, ACCESS_DENIED, LAUNCH_DISABLED -> stop(BulkEnd.REFUSED, ex);
				case CANCELLED -> stop(this.cancelled ? BulkEnd.CANCELLED : BulkEnd.SHUTDOWN, ex);
				default -> {
				}
			}
		}
		BulkState state = stateAfter(failure);
		if (state == BulkState.NOT_ATTEMPTED) {
			this.results.set(index, notAttempted(item, index));
		}
		else {
			done(new BulkResult<>(item, index, state, null, failure));
		}
	}

	/**
	 * What no exception of ours vouches for may have reached the vendor.
	 */
	private static BulkState stateAfter(Throwable failure) {
		if (!(failure instanceof WebPushException ex) || ex.outcome() != Outcome.NOT_APPLIED) {
			return BulkState.UNCLEAR;
		}
		if (ex instanceof DuplicateTitleException) {
			return BulkState.EXISTED;
		}
		boolean neverSent = ex.error() == WebPushError.CANCELLED && ex.attempts() == 0;
		return neverSent ? BulkState.NOT_ATTEMPTED : BulkState.FAILED;
	}

	private BulkResult<T, R> notAttempted(T item, int index) {
		return new BulkResult<>(item, index, BulkState.NOT_ATTEMPTED, null, this.cause);
	}

	private void done(BulkResult<T, R> result) {
		this.results.set(result.index(), result);
		this.unclearInARow = (result.state() == BulkState.UNCLEAR) ? this.unclearInARow + 1 : 0;
		Throwable failure = result.failure();
		if (failure != null && this.success == BulkState.LAUNCHED && this.unclearInARow >= UNCLEAR_LAUNCHES_IN_A_ROW) {
			stop(BulkEnd.UNCLEAR_LAUNCHES, failure);
		}
		this.progress.tell(result);
	}

	private void stopCancelled() {
		stop(BulkEnd.CANCELLED, new CancellationException("The bulk run was cancelled"));
	}

	private void stop(BulkEnd why, Throwable because) {
		if (!isStopped()) {
			this.end = why;
			this.cause = because;
			this.underWay.values().forEach(this.calls::withdraw);
		}
	}

	private boolean isStopped() {
		return this.end != BulkEnd.COMPLETED;
	}

	private void endIfDone() {
		boolean nothingFollows = !this.takesNext && (this.allTaken || isStopped());
		if (nothingFollows && this.underWay.isEmpty() && !this.report.isDone()) {
			if (this.cause != null && !this.allTaken) {
				listTheRest(this.cause);
			}
			this.report.complete(new BulkReport<>(this.results.stream().map(Objects::requireNonNull).toList(), this.end,
					this.cause, this.progress.elapsed()));
		}
	}

	private void listTheRest(Throwable why) {
		try {
			while (items().hasNext()) {
				this.results.add(notAttempted(items().next(), this.results.size()));
			}
		}
		catch (Throwable ex) {
			why.addSuppressed(ex);
		}
	}

	private static Throwable withoutWrapper(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

}
