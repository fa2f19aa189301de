package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A permit that was free when the clock was last read is taken without reading it again,
 * if it is not the last one that is saved up.
 */
class UntimedPermitsTests extends PermitQueueFixture {

	@Test
	void clockIsReadOnceForAPermitThatIsTakenAndEnded() {
		int before = this.timer.readings();
		assertThat(this.queue.tryAcquire()).isTrue();
		assertThat(this.timer.readings()).isEqualTo(before);
		this.queue.answered(null);
		assertThat(this.timer.readings()).isEqualTo(before + 1);
	}

	@Test
	void clockIsReadForTheSecondOfTwoAtOnce() {
		int before = this.timer.readings();
		takeAtOnce(2);
		assertThat(this.timer.readings()).isEqualTo(before + 1);
	}

	@Test
	void permitThatBecameFreeSinceTheClockWasReadIsTaken() {
		takeAtOnce(5);
		assertThat(this.queue.tryAcquire()).isFalse();
		this.timer.advance(INTERVAL);
		assertThat(this.queue.tryAcquire()).isTrue();
		assertThat(this.queue.tryAcquire()).isFalse();
	}

	@Test
	void permitIsInUseAtOnce() {
		this.queue = queue(2, 2);
		takeAtOnce(2);
		assertThat(this.queue.tryAcquire()).isFalse();
		assertThat(this.queue.inUse()).isEqualTo(2);
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.queue.tryAcquire()).isFalse();
		assertThat(this.queue.inUse()).isEqualTo(2);
	}

	@Test
	void permitComesBackOnePeriodAfterTheAnswer() {
		this.queue = queue(2, 2);
		this.timer.advance(Duration.ofSeconds(100));
		takeAtOnce(1);
		this.timer.advance(Duration.ofSeconds(3));
		this.queue.answered(null);
		takeAtOnce(1);
		this.timer.advance(PERIOD.minusNanos(1));
		assertThat(this.queue.tryAcquire()).isFalse();
		this.timer.advance(1);
		assertThat(this.queue.tryAcquire()).isTrue();
	}

	@Test
	void clockIsReadForTheLastPermitThatIsSavedUp() {
		this.queue = queue(30, 1);
		for (int call = 0; call < 3; call++) {
			int before = this.timer.readings();
			takeAtOnce(1);
			assertThat(this.timer.readings()).isEqualTo(before + 1);
			this.timer.advance(INTERVAL);
			this.queue.answered(null);
		}
	}

	@Test
	void clockIsReadForEachPermitAsLongAsGrantsAreEven() {
		takeAtOnce(1);
		this.queue.answered(Throttle.retryAfter(INTERVAL));
		this.timer.advance(INTERVAL);
		for (int call = 0; call < 29; call++) {
			takeAtOnce(1);
			this.timer.advance(INTERVAL);
			this.queue.answered(null);
		}
	}

	@Test
	void whatWasSavedUpToTheCapIsPaidAsIfThePermitWereTakenWhenTheClockIsReadNext() {
		this.timer.advance(Duration.ofSeconds(100));
		assertThat(this.queue.tryAcquire()).isTrue();
		this.timer.advance(Duration.ofSeconds(1));
		this.queue.answered(null);
		takeAtOnce(4);
		this.timer.advance(INTERVAL.minusNanos(1));
		assertThat(this.queue.tryAcquire()).isFalse();
		this.timer.advance(1);
		assertThat(this.queue.tryAcquire()).isTrue();
	}

	@Test
	void priceIsTheSameWheneverItIsPaidWhileLessIsSavedUpThanTheCap() {
		takeAtOnce(3);
		this.queue.answered(null);
		int before = this.timer.readings();
		takeAtOnce(1);
		assertThat(this.timer.readings()).isEqualTo(before);
		this.timer.advance(Duration.ofMillis(1_500));
		this.queue.answered(null);
		takeAtOnce(1);
		this.timer.advance(Duration.ofMillis(500).minusNanos(1));
		assertThat(this.queue.tryAcquire()).isFalse();
		this.timer.advance(1);
		assertThat(this.queue.tryAcquire()).isTrue();
	}

	@Test
	void priceIsPaidOnce() {
		assertThat(this.queue.tryAcquire()).isTrue();
		assertThat(this.queue.inUse()).isOne();
		assertThat(this.queue.inUse()).isOne();
		takeAtOnce(4);
		assertThat(this.queue.tryAcquire()).isFalse();
		this.timer.advance(INTERVAL.multipliedBy(2));
		takeAtOnce(2);
		assertThat(this.queue.tryAcquire()).isFalse();
	}

	@Test
	void permitGivenBackUnusedIsFreeAgainWithItsShareOfTheBurst() {
		assertThat(this.queue.tryAcquire()).isTrue();
		this.timer.advance(1);
		this.queue.unused();
		assertThat(this.queue.inUse()).isZero();
		takeAtOnce(5);
		assertThat(this.queue.tryAcquire()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nobodyGoesInAStop(boolean throttled) {
		takeAtOnce(1);
		if (throttled) {
			this.queue.answered(Throttle.retryAfter(INTERVAL));
		}
		else {
			this.queue.holdBack(INTERVAL);
		}
		assertThat(this.queue.tryAcquire()).isFalse();
		this.timer.advance(INTERVAL.minusNanos(1));
		assertThat(this.queue.tryAcquire()).isFalse();
		this.timer.advance(1);
		assertThat(this.queue.tryAcquire()).isTrue();
	}

	@Test
	void permitOfALimitThatWasLoweredSinceIsNotTaken() {
		takeAtOnce(3);
		this.queue.changeLimit(() -> 3);
		assertThat(this.queue.tryAcquire()).isFalse();
	}

	@Test
	void nobodyPassesThoseWhoWait() {
		takeAtOnce(5);
		RecordedWaiter waiter = new RecordedWaiter(this.timer);
		this.queue.acquire(waiter, OldPermits.FOREVER, false);
		this.timer.jump(INTERVAL.multipliedBy(5).toNanos());
		assertThat(this.queue.inUse()).isEqualTo(5);
		assertThat(this.queue.tryAcquire()).isFalse();
		this.timer.advance(0);
		assertThat(waiter.isGranted()).isTrue();
	}

	/**
	 * Beside a window that is told the time of each grant.
	 */
	@Test
	void nobodyGoesSoonerAndNobodyMoreThanOneIntervalLater() {
		int untimed = 0;
		for (long seed = 1; seed <= 2_000; seed++) {
			untimed += new Twins(seed).live();
		}
		assertThat(untimed).isGreaterThan(20_000);
	}

	private static final class Twins {

		private final long seed;

		private final Random random;

		private final long interval;

		private final RollingWindow timed;

		private final RollingWindow untimed;

		private long now;

		private int inFlight;

		private int takenUntimed;

		Twins(long seed) {
			this.seed = seed;
			this.random = new Random(seed);
			int limit = 1 + this.random.nextInt(30);
			long period = 60 * limit;
			this.interval = 60;
			int burst = 1 + this.random.nextInt(6);
			this.now = this.random.nextBoolean() ? 0 : Long.MAX_VALUE - 1_000;
			this.timed = new RollingWindow(limit, period, burst, 35, this.now);
			this.untimed = new RollingWindow(limit, period, burst, 35, this.now);
		}

		int live() {
			for (int i = 0; i < 200; i++) {
				this.now += this.random.nextInt(4) * this.random.nextInt(60);
				switch (this.random.nextInt(10)) {
					case 0 -> both((window) -> window.holdBack(30, this.now));
					case 1 -> {
						if (this.random.nextInt(20) == 0) {
							both((window) -> window.stop(90, this.now));
						}
					}
					case 2 -> end((window) -> window.unused(1, true, this.now));
					case 3, 4, 5 -> end((window) -> window.answered(this.now));
					default -> take();
				}
			}
			return this.takenUntimed;
		}

		private void take() {
			boolean free = this.timed.isFree(1, this.now);
			if (this.untimed.takeUntimed()) {
				assertThat(free).as("seed %s: sooner", this.seed).isTrue();
				this.takenUntimed++;
			}
			else {
				this.untimed.tell(this.now);
				boolean alsoFree = this.untimed.isFree(1, this.now);
				assertThat(!alsoFree || free).as("seed %s: sooner", this.seed).isTrue();
				if (!alsoFree) {
					assertThat(!free || this.untimed.nanosUntilFree(1, this.now) <= this.interval)
						.as("seed %s: later", this.seed)
						.isTrue();
					return;
				}
				this.untimed.take(1, true, false, this.now);
			}
			this.timed.take(1, true, false, this.now);
			this.inFlight++;
		}

		private void end(Consumer<RollingWindow> step) {
			if (this.inFlight > 0) {
				this.inFlight--;
				both(step);
			}
		}

		private void both(Consumer<RollingWindow> step) {
			this.untimed.tell(this.now);
			step.accept(this.untimed);
			step.accept(this.timed);
		}

	}

}
