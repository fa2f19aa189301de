package io.github.insiderwebpush.client;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;

/**
 * Requests in flight and the last failures of one account.
 */
final class AccountActivity {

	static final int MAX_FAILURES = 50;

	private final AtomicInteger inFlight = new AtomicInteger();

	private final Deque<FailedCall> failures = new ArrayDeque<>();

	void requestStarts() {
		this.inFlight.incrementAndGet();
	}

	void requestEnds() {
		this.inFlight.decrementAndGet();
	}

	int inFlight() {
		return this.inFlight.get();
	}

	/**
	 * Remember a failure. Launches that are switched off are not failures, and would push
	 * the others out.
	 */
	synchronized void failed(WebPushException failure) {
		if (failure.error() == WebPushError.LAUNCH_DISABLED) {
			return;
		}
		this.failures.addFirst(new FailedCall(Instant.now(), failure.operation(), failure.error(), failure.outcome(),
				failure.cfRay(), failure.subject()));
		if (this.failures.size() > MAX_FAILURES) {
			this.failures.removeLast();
		}
	}

	synchronized List<FailedCall> failures() {
		return List.copyOf(this.failures);
	}

}
