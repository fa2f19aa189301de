package io.github.insiderwebpush.ratelimit;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimeRingTests {

	private final TimeRing ring = new TimeRing(2);

	@Test
	void keepsOrderWhileItGrowsAroundItsEnd() {
		add(1);
		add(2);
		this.ring.remove();
		add(3);
		add(4);
		add(5);
		this.ring.remove();
		add(6);
		assertThat(times()).containsExactly(3, 4, 5, 6);
	}

	@Test
	void whatIsEarlierIsAddedWhereItBelongs() {
		add(5);
		add(9);
		this.ring.remove();
		add(7);
		add(8);
		add(7);
		add(1);
		assertThat(times()).containsExactly(1, 7, 7, 8, 9);
	}

	@Test
	void removesWhatIsDueAndNothingElse() {
		for (long time = 1; time <= 5; time++) {
			add(time);
		}
		this.ring.removeUntil(3);
		assertThat(times()).containsExactly(4, 5);
		this.ring.removeUntil(9);
		assertThat(times()).isEmpty();
		this.ring.removeUntil(9);
		assertThat(this.ring.size()).isZero();
	}

	@Test
	void ordersTimesAcrossTheOverflowOfTheClock() {
		add(Long.MIN_VALUE + 1);
		add(Long.MAX_VALUE);
		assertThat(times()).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE + 1);
		this.ring.removeUntil(Long.MIN_VALUE);
		assertThat(times()).containsExactly(Long.MIN_VALUE + 1);
	}

	@Test
	void forgetsWhatIsPastBeforeItGrows() {
		add(1);
		add(2);
		this.ring.add(4, 1);
		assertThat(times()).containsExactly(2, 4);
		this.ring.add(5, 1);
		assertThat(times()).containsExactly(2, 4, 5);
	}

	private void add(long time) {
		this.ring.add(time, 0);
	}

	private long[] times() {
		return IntStream.range(0, this.ring.size()).mapToLong(this.ring::get).toArray();
	}

}
