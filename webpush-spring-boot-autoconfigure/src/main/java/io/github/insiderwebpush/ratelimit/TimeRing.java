package io.github.insiderwebpush.ratelimit;

import java.util.Arrays;

/**
 * A first-in, first-out list of points in time that allocates only when it grows.
 */
final class TimeRing {

	private long[] times;

	private int head;

	private int size;

	TimeRing(int capacity) {
		this.times = new long[Math.max(1, capacity)];
	}

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	long get(int index) {
		return this.times[slot(index)];
	}

	void add(long time) {
		if (this.size == this.times.length) {
			grow();
		}
		this.times[slot(this.size)] = time;
		this.size++;
	}

	/**
	 * Add a time where it belongs in a list that is in order.
	 */
	void insert(long time) {
		add(time);
		for (int i = this.size - 1; i > 0 && get(i - 1) - time > 0; i--) {
			this.times[slot(i)] = get(i - 1);
			this.times[slot(i - 1)] = time;
		}
	}

	long remove() {
		long time = this.times[this.head];
		this.head = slot(1);
		this.size--;
		return time;
	}

	private int slot(int index) {
		int slot = this.head + index;
		return (slot < this.times.length) ? slot : slot - this.times.length;
	}

	private void grow() {
		long[] larger = Arrays.copyOfRange(this.times, this.head, this.head + this.times.length * 2);
		System.arraycopy(this.times, 0, larger, this.times.length - this.head, this.head);
		this.times = larger;
		this.head = 0;
	}

}
