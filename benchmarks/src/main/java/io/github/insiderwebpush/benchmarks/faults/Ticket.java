package io.github.insiderwebpush.benchmarks.faults;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;

/**
 * One call as its caller saw it: what it was to do, and how it ended.
 */
final class Ticket {

	private final int number;

	private final WebPushOperation operation;

	private final String subject;

	private final boolean titleUnique;

	private final AtomicInteger sent = new AtomicInteger();

	private final AtomicInteger ends = new AtomicInteger();

	private final AtomicInteger observedEnds = new AtomicInteger();

	private volatile @Nullable Object value;

	private volatile @Nullable Throwable failure;

	Ticket(int number, WebPushOperation operation, String subject, boolean titleUnique) {
		this.number = number;
		this.operation = operation;
		this.subject = subject;
		this.titleUnique = titleUnique;
	}

	int number() {
		return this.number;
	}

	WebPushOperation operation() {
		return this.operation;
	}

	String subject() {
		return this.subject;
	}

	boolean titleUnique() {
		return this.titleUnique;
	}

	/**
	 * Count one more request of this call.
	 * @return its number, from 1
	 */
	int sends() {
		return this.sent.incrementAndGet();
	}

	int sent() {
		return this.sent.get();
	}

	void ended(@Nullable Object result, @Nullable Throwable thrown) {
		this.value = result;
		this.failure = thrown;
		this.ends.incrementAndGet();
	}

	int ends() {
		return this.ends.get();
	}

	void observedEnd() {
		this.observedEnds.incrementAndGet();
	}

	int observedEnds() {
		return this.observedEnds.get();
	}

	@Nullable Object value() {
		return this.value;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	@Override
	public String toString() {
		return "call " + this.number + " " + this.operation + " '" + this.subject + "' (" + this.sent + " sent, "
				+ ((this.failure != null) ? this.failure : "succeeded") + ")";
	}

}
