package io.github.insiderwebpush.ratelimit;

import java.util.Arrays;

/**
 * Points in time, earliest first. Allocates only when it grows, and is fast when what is
 * added is later than all the rest.
 */
final class TimeRing {

	private long[] times;

	private int head;

	private int size;

	TimeRing(int capacity) {
		this.times = new long[capacity];
	}

	int size() {
		return this.size;
	}

	/**
	 * Return the time that has so many before it.
	 */
	long get(int index) {
		return this.times[slot(index)];
	}

	/**
	 * Add a time. What is not later than now may be forgotten for it.
	 */
	void add(long time, long now) {
		if (this.size == this.times.length) {
			removeUntil(now);
			if (this.size == this.times.length) {
				grow();
			}
		}
		int index = this.size++;
		while (index > 0 && get(index - 1) - time > 0) {
			this.times[slot(index)] = get(index - 1);
			index--;
		}
		this.times[slot(index)] = time;
	}

	/**
	 * Remove the earliest.
	 * @return what it was
	 */
	long remove() {
		long earliest = this.times[this.head];
		this.head = slot(1);
		this.size--;
		return earliest;
	}

	/**
	 * Remove all that are not later than this.
	 */
	void removeUntil(long time) {
		while (this.size > 0 && this.times[this.head] - time <= 0) {
			remove();
		}
	}

	private int slot(int index) {
		int slot = this.head + index;
		return (slot < this.times.length) ? slot : slot - this.times.length;
	}

	private void grow() {
		int length = this.times.length;
		long[] larger = Arrays.copyOfRange(this.times, this.head, this.head + 2 * length);
		System.arraycopy(this.times, 0, larger, length - this.head, this.head);
		this.times = larger;
		this.head = 0;
	}

}
