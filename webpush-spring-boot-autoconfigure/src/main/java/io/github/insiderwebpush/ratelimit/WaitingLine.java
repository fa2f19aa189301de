package io.github.insiderwebpush.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * Waiters in the order in which they came. Any of them may leave at any time, and none
 * costs more than the object that it is.
 */
final class WaitingLine {

	private @Nullable PermitWaiter first;

	private @Nullable PermitWaiter last;

	private int size;

	private long wanted;

	@Nullable PermitWaiter first() {
		return this.first;
	}

	int size() {
		return this.size;
	}

	/**
	 * Return how many permits all of them want.
	 */
	long wanted() {
		return this.wanted;
	}

	void add(PermitWaiter waiter) {
		PermitWaiter previous = this.last;
		waiter.line = this;
		waiter.previous = previous;
		if (previous == null) {
			this.first = waiter;
		}
		else {
			previous.next = waiter;
		}
		this.last = waiter;
		this.size++;
		this.wanted += waiter.permits();
	}

	/**
	 * Take out a waiter that stands in this line.
	 */
	void remove(PermitWaiter waiter) {
		PermitWaiter previous = waiter.previous;
		PermitWaiter next = waiter.next;
		if (previous == null) {
			this.first = next;
		}
		else {
			previous.next = next;
		}
		if (next == null) {
			this.last = previous;
		}
		else {
			next.previous = previous;
		}
		waiter.line = null;
		waiter.previous = null;
		waiter.next = null;
		this.size--;
		this.wanted -= waiter.permits();
	}

}
