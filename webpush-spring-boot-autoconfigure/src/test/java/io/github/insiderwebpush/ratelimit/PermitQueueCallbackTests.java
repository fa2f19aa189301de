package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callbacks may do anything but block.
 */
class PermitQueueCallbackTests extends PermitQueueFixture {

	private static final int MANY = 100_000;

	@Test
	void callbacksRunWithoutTheLock() {
		take(5);
		AtomicInteger called = new AtomicInteger();
		acquire(IN_TIME, (permit) -> {
			assertLockIsFree();
			called.incrementAndGet();
		});
		this.timer.advance(INTERVAL);
		assertThat(called).hasValue(1);
	}

	@Test
	void permitMayBeCompletedInTheCallback() {
		acquire(IN_TIME, (permit) -> permit.complete(null));
		assertThat(this.queue.free()).isEqualTo(29);
		this.timer.advance(PERIOD);
		assertThat(this.queue.free()).isEqualTo(30);
	}

	@Test
	void anyNumberOfCallbacksThatReleaseAtOnceIsCalledBack() {
		this.queue = queue(1, 1);
		Permit permit = take();
		AtomicInteger called = new AtomicInteger();
		AtomicInteger deepest = new AtomicInteger();
		for (int i = 0; i < MANY; i++) {
			acquire(null, (granted) -> {
				if (called.incrementAndGet() % 1000 == 0) {
					deepest.accumulateAndGet(new Throwable().getStackTrace().length, Math::max);
				}
				granted.release();
			});
		}
		permit.release();
		assertThat(called).hasValue(MANY);
		assertThat(deepest.get()).isLessThan(500);
		assertThat(this.queue.free()).isOne();
		assertThat(this.queue.waiting()).isZero();
	}

	@Test
	void anyNumberOfCallbacksThatAcquireAgainIsCalledBack() {
		AtomicInteger called = new AtomicInteger();
		releaseAndAcquireAgain(called);
		assertThat(called).hasValue(MANY);
		assertThat(this.queue.free()).isEqualTo(30);
	}

	private void releaseAndAcquireAgain(AtomicInteger called) {
		acquire(null, (permit) -> {
			permit.release();
			if (called.incrementAndGet() < MANY) {
				releaseAndAcquireAgain(called);
			}
		});
	}

	@Test
	void nestedAcquireIsCalledBackWithinTheCall() {
		List<Boolean> nested = new ArrayList<>();
		acquire(IN_TIME, (permit) -> {
			nested.add(acquire(IN_TIME).isAcquired());
			take(3);
			nested.add(acquire(Duration.ZERO).isRejected());
		});
		assertThat(nested).containsExactly(true, true);
	}

	@Test
	void nestedAcquireThatHasToWaitIsCalledBackLater() {
		take(4);
		List<RecordedAcquire> nested = new ArrayList<>();
		acquire(IN_TIME, (permit) -> nested.add(acquire(IN_TIME)));
		assertThat(nested.get(0).waits()).isTrue();
		this.timer.advance(INTERVAL);
		assertThat(nested.get(0).isAcquired()).isTrue();
	}

	@Test
	void callbacksRunInTheOrderOfTheirGrants() {
		List<Permit> permits = take(5);
		List<Integer> order = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			int number = i;
			acquire(null, (permit) -> {
				order.add(number);
				permits.get(number + 1).release();
			});
		}
		permits.get(0).release();
		assertThat(order).containsExactly(0, 1, 2, 3);
		assertThat(this.queue.free()).isEqualTo(26);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void callbackThatFailsIsLoggedAndTheOthersAreCalled(CapturedOutput output) {
		take(5);
		acquire(new RecordedAcquire(this.timer) {

			@Override
			public void onRejected(Duration wait, @Nullable Duration pauseLeft) {
				throw new IllegalStateException("on purpose");
			}

		}, seconds(20), PermitLine.NORMAL);
		RecordedAcquire second = acquire(seconds(20));
		throttle(seconds(30));
		assertThat(second.isRejected()).isTrue();
		assertThat(output).containsPattern("ERROR.*A callback of a rate limiter failed").contains("on purpose");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void permitOfACallbackThatFailsReturns(CapturedOutput output) {
		take(5);
		acquire(IN_TIME, (permit) -> {
			throw new AssertionError("on purpose");
		});
		RecordedAcquire second = acquire(IN_TIME);
		this.timer.advance(INTERVAL.multipliedBy(2));
		assertThat(second.isAcquired()).isTrue();
		assertThat(output).contains("on purpose");
		assertThat(this.queue.free()).isEqualTo(23);
		this.timer.advance(LONGEST.plus(PERIOD));
		assertThat(this.queue.free()).isEqualTo(24);
	}

	@Test
	void depthIsLimitedAlsoAfterNestedCallbacksHaveEnded() {
		AtomicInteger depth = new AtomicInteger();
		AtomicInteger deepest = new AtomicInteger();
		AtomicInteger called = new AtomicInteger();
		descend(depth, deepest, called);
		assertThat(called).hasValue(100);
		assertThat(deepest.get()).isLessThanOrEqualTo(16);
	}

	private static void descend(AtomicInteger depth, AtomicInteger deepest, AtomicInteger called) {
		CallbackRunner.run(List.of(() -> {
			deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
			CallbackRunner.run(List.of(() -> {
			}));
			if (called.incrementAndGet() < 100) {
				descend(depth, deepest, called);
			}
			depth.decrementAndGet();
		}));
	}

	private void acquire(@Nullable Duration timeout, Consumer<Permit> callback) {
		acquire(new RecordedAcquire(this.timer) {

			@Override
			public void onAcquired(Permit granted) {
				callback.accept(granted);
			}

		}, timeout, PermitLine.NORMAL);
	}

}
