package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.concurrent.Executor;

import io.github.insiderwebpush.ratelimit.SharedBudget.ClosedException;
import io.github.insiderwebpush.ratelimit.SharedBudget.Question;
import io.github.insiderwebpush.ratelimit.SharedBudget.Reply;
import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * How an instance talks to a {@link SharedBudget}: one question at a time, on a thread
 * that may block, and with an end to its patience. Everything else is guarded by the
 * queue's lock.
 */
final class Conversation {

	private static final Log logger = LogFactory.getLog(SharedBudget.class);

	/** How long after a failure the next question is asked. */
	static final long PAUSE = 1_000_000_000L;

	/** The first answer may take so many times as long: there is no connection yet. */
	static final int FIRST_CONTACT = 20;

	private final String name;

	private final SharedBudget budget;

	private final long timeout;

	private final WebPushTimer timer;

	private final Executor threads;

	private long departures;

	private @Nullable Scheduled wakeUp;

	private long wakeUpAt;

	private boolean busy;

	/** The question whose answer is awaited; another number means that it is too late. */
	private int awaited;

	private int asked;

	private boolean answeredOnce;

	private long nextAttemptAt;

	/** Nobody tries again by itself: the application has closed its connection. */
	private boolean dormant;

	Conversation(String name, SharedBudget budget, Duration timeout, WebPushTimer timer, Executor threads) {
		this.name = name;
		this.budget = budget;
		this.timeout = timeout.toNanos();
		this.timer = timer;
		this.threads = threads;
	}

	boolean isBusy() {
		return this.busy;
	}

	/**
	 * Return how often the instance began to go on alone.
	 */
	long departures() {
		return this.departures;
	}

	/**
	 * Return how long an answer is waited for, in nanoseconds.
	 */
	long patience() {
		return this.answeredOnce ? this.timeout : FIRST_CONTACT * this.timeout;
	}

	long nextAttemptIn(long now) {
		return this.nextAttemptAt - now;
	}

	void wakeIn(PermitQueue owner, long delay, long now) {
		Scheduled scheduled = this.wakeUp;
		if (scheduled != null) {
			if (this.wakeUpAt == now + delay) {
				return;
			}
			scheduled.cancel();
			this.wakeUp = null;
		}
		if (!this.dormant && delay != SharedWindow.NEVER) {
			this.wakeUpAt = now + delay;
			this.wakeUp = this.timer.schedule(() -> owner.change((woken) -> this.wakeUp = null), delay);
		}
	}

	void ask(PermitQueue owner, SharedWindow books, Question question, long now) {
		int number = ++this.asked;
		this.awaited = number;
		this.busy = true;
		this.timer.workBegins();
		Scheduled timeoutTask = this.timer.schedule(() -> owner.change((late) -> timedOut(books, number, late)),
				patience());
		try {
			this.threads.execute(() -> {
				try {
					converse(owner, books, question, number, timeoutTask);
				}
				finally {
					this.timer.workEnds();
				}
			});
		}
		catch (OutOfMemoryError ex) {
			// The system gives no more threads.
			timeoutTask.cancel();
			this.timer.workEnds();
			failed(books, false, ex.toString(), now);
			wakeIn(owner, PAUSE, now);
		}
	}

	private void converse(PermitQueue owner, SharedWindow books, Question question, int number, Scheduled timeoutTask) {
		Reply reply;
		try {
			reply = this.budget.ask(question);
		}
		catch (RuntimeException | LinkageError ex) {
			timeoutTask.cancel();
			logger.debug("Asking for '" + this.name + "' failed", ex);
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
			boolean closed = ex instanceof ClosedException;
			owner.change((now) -> failed(books, closed, cause.toString(), now));
			return;
		}
		timeoutTask.cancel();
		owner.learn((now) -> answered(books, question, reply, number, now));
	}

	private boolean answered(SharedWindow books, Question question, Reply reply, int number, long now) {
		this.busy = false;
		this.dormant = false;
		if (this.awaited != number) {
			books.hearLate(question, reply, now);
			this.nextAttemptAt = now;
			return false;
		}
		this.answeredOnce = true;
		boolean wasAlone = books.isAlone();
		boolean longerWait = books.hear(question, reply, now);
		if (wasAlone) {
			logger.info("The shared budget '" + this.name + "' answers again: this instance shares its " + books.limit()
					+ " per " + Duration.ofNanos(question.period()) + " with all others, " + books.instances()
					+ " in all");
		}
		return longerWait;
	}

	private void timedOut(SharedWindow books, int number, long now) {
		if (this.awaited == number && this.busy) {
			this.awaited = -1;
			depart(books, "no answer within " + Duration.ofNanos(patience()), now);
		}
	}

	private void failed(SharedWindow books, boolean closed, String reason, long now) {
		this.busy = false;
		this.dormant = closed;
		this.nextAttemptAt = now + PAUSE;
		if (closed) {
			books.goAlone(now);
		}
		else {
			depart(books, reason, now);
		}
	}

	private void depart(SharedWindow books, String reason, long now) {
		if (books.goAlone(now)) {
			this.departures++;
			logger.warn("The shared budget '" + this.name + "' does not answer (" + reason
					+ "): this instance goes on alone with " + books.share() + " of " + books.limit()
					+ ", evenly spaced, because " + books.instances() + " were seen lately");
		}
	}

}
