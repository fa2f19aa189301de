package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A queue for a budget of 30 permits per minute, on virtual time.
 */
abstract class PermitQueueFixture {

	static final Duration PERIOD = Duration.ofMinutes(1);

	static final Duration INTERVAL = Duration.ofSeconds(2);

	static final Duration LONGEST = Duration.ofSeconds(35);

	static final Duration IN_TIME = Duration.ofSeconds(90);

	final IllegalStateException failure = new IllegalStateException("failed");

	final ManualTimer timer = new ManualTimer();

	final List<String> events = new ArrayList<>();

	PermitQueue queue = queue(30, 5);

	@AfterEach
	void lockIsFree() {
		assertLockIsFree();
	}

	void assertLockIsFree() {
		Thread other = new Thread(this.queue::waiting);
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
		return queue(limit, burst, this.timer);
	}

	PermitQueue queue(int limit, int burst, WebPushTimer clock) {
		RollingWindow window = new RollingWindow(limit, PERIOD.toNanos(), burst, LONGEST.toNanos());
		return new PermitQueue(window, clock, clock.nanoTime(), () -> this.events.add("acquired"),
				() -> this.events.add("rejected"));
	}

	RecordedAcquire acquire(@Nullable Duration timeout) {
		return acquire(timeout, PermitLine.NORMAL);
	}

	RecordedAcquire acquire(@Nullable Duration timeout, PermitLine line) {
		return acquire(new RecordedAcquire(this.timer), timeout, line);
	}

	<T extends PendingAcquire> T acquire(T pending, @Nullable Duration timeout, PermitLine line) {
		this.queue.acquire(pending, line, (timeout != null) ? timeout.toNanos() : Permits.NO_TIMEOUT);
		return pending;
	}

	List<RecordedAcquire> acquire(int count, @Nullable Duration timeout) {
		return IntStream.range(0, count).mapToObj((i) -> acquire(timeout)).toList();
	}

	/**
	 * Take free permits.
	 */
	List<Permit> take(int count) {
		return IntStream.range(0, count).mapToObj((i) -> take()).toList();
	}

	Permit take() {
		Permit permit = this.queue.tryAcquire();
		assertThat(permit).as("free permit").isNotNull();
		return permit;
	}

	static void complete(List<Permit> permits) {
		permits.forEach((permit) -> permit.complete(null));
	}

	/**
	 * Throttle a request.
	 */
	void throttle(@Nullable Duration retryAfter) {
		this.queue.throttled((retryAfter != null) ? Throttle.retryAfter(retryAfter) : Throttle.unspecified());
	}

	static List<@Nullable Duration> acquiredAt(List<RecordedAcquire> acquires) {
		return acquires.stream().map(RecordedAcquire::acquiredAt).toList();
	}

	static Duration seconds(long seconds) {
		return Duration.ofSeconds(seconds);
	}

}
