package io.github.insiderwebpush.test.faults;

import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;

/**
 * One call as its caller sees it: what it is to do, and how it ended.
 */
final class TrackedCall {

	private final int number;

	private final WebPushOperation operation;

	private final String subject;

	private final boolean titleUnique;

	private final AtomicInteger attempts = new AtomicInteger();

	private final AtomicInteger ends = new AtomicInteger();

	private volatile Runnable cancellation = () -> {
	};

	private volatile @Nullable Object value;

	private volatile @Nullable Throwable failure;

	TrackedCall(int number, WebPushOperation operation, String subject, boolean titleUnique) {
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

	void attemptStarts() {
		this.attempts.incrementAndGet();
	}

	int attempts() {
		return this.attempts.get();
	}

	/**
	 * Set what gives the call up on the caller's behalf.
	 */
	void cancellation(Runnable newCancellation) {
		this.cancellation = newCancellation;
	}

	void cancel() {
		this.cancellation.run();
	}

	void ended(@Nullable Object result, @Nullable Throwable thrown) {
		this.value = result;
		this.failure = (thrown instanceof CompletionException wrapper && wrapper.getCause() != null)
				? wrapper.getCause() : thrown;
		this.ends.incrementAndGet();
	}

	int ends() {
		return this.ends.get();
	}

	@Nullable Object value() {
		return this.value;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	@Override
	public String toString() {
		return "call " + this.number + " " + this.operation + " '" + this.subject + "' (" + this.attempts
				+ " attempts, " + ((this.failure != null) ? this.failure : "succeeded") + ")";
	}

}
