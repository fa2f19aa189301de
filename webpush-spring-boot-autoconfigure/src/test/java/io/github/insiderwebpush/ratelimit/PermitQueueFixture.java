package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A budget of 30 permits a minute on a clock that stands still, and those who ask it.
 */
abstract class PermitQueueFixture {

	static final Duration PERIOD = Duration.ofMinutes(1);

	static final Duration INTERVAL = Duration.ofSeconds(2);

	static final Duration LONGEST = Duration.ofSeconds(35);

	static final Duration IN_TIME = Duration.ofSeconds(90);

	final IllegalStateException failure = new IllegalStateException("failed");

	final ManualTimer timer = new ManualTimer();

	final List<Integer> granted = new ArrayList<>();

	final List<Integer> refused = new ArrayList<>();

	PermitQueue queue = queue(30, 5);

	@AfterEach
	void nobodyHoldsTheLock() {
		assertNobodyHoldsTheLock();
	}

	void assertNobodyHoldsTheLock() {
		Thread other = new Thread(this.queue::inUse);
		other.start();
		try {
			other.join(Duration.ofSeconds(20).toMillis());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		assertThat(other.isAlive()).isFalse();
	}

	PermitQueue queue(int limit, int burst) {
		RollingWindow window = new RollingWindow(limit, PERIOD.toNanos(), burst, LONGEST.toNanos(),
				this.timer.nanoTime());
		return new PermitQueue(window, this.timer, this.granted::add, this.refused::add);
	}

	RecordedWaiter acquire(@Nullable Duration timeout) {
		return acquire(timeout, false);
	}

	RecordedWaiter acquireFirst(Duration timeout) {
		return acquire(timeout, true);
	}

	RecordedWaiter acquire(@Nullable Duration timeout, boolean first) {
		RecordedWaiter waiter = new RecordedWaiter(this.timer);
		this.queue.acquire(waiter, (timeout != null) ? timeout.toNanos() : OldPermits.FOREVER, first);
		return waiter;
	}

	List<RecordedWaiter> acquire(int waiters, @Nullable Duration timeout) {
		return IntStream.range(0, waiters).mapToObj((i) -> acquire(timeout)).toList();
	}

	void takeAtOnce(int permits) {
		for (int i = 0; i < permits; i++) {
			assertThat(this.queue.tryAcquire()).isTrue();
		}
	}

	void answer(int requests) {
		for (int i = 0; i < requests; i++) {
			this.queue.answered(null);
		}
	}

	void answerLater(Duration delay, int requests) {
		this.timer.schedule(() -> answer(requests), delay.toNanos());
	}

	static List<Duration> grantsOf(List<RecordedWaiter> waiters) {
		return waiters.stream().map(RecordedWaiter::grantedAt).map((at) -> (at != null) ? at : Duration.ZERO).toList();
	}

	static Duration seconds(long seconds) {
		return Duration.ofSeconds(seconds);
	}

}
