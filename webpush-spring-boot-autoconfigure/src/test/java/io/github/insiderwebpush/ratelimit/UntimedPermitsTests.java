package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A permit that was free when the clock was last read is taken without reading it again.
 * Nobody goes sooner for it than one who reads it each time.
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
		this.queue = queue(1, 1);
		assertThat(this.queue.tryAcquire()).isTrue();
		assertThat(this.queue.tryAcquire()).isFalse();
		assertThat(this.queue.inUse()).isOne();
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.queue.tryAcquire()).isFalse();
		assertThat(this.queue.inUse()).isOne();
	}

	@Test
	void permitComesBackOnePeriodAfterTheAnswer() {
		this.queue = queue(1, 1);
		this.timer.advance(Duration.ofSeconds(100));
		assertThat(this.queue.tryAcquire()).isTrue();
		this.timer.advance(Duration.ofSeconds(3));
		this.queue.answered(null);
		this.timer.advance(PERIOD.minusNanos(1));
		assertThat(this.queue.tryAcquire()).isFalse();
		this.timer.advance(1);
		assertThat(this.queue.tryAcquire()).isTrue();
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
		takeAtOnce(4);
		this.queue.answered(null);
		assertThat(this.queue.tryAcquire()).isTrue();
		this.timer.advance(Duration.ofMillis(1_500));
		this.queue.answered(null);
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
		this.queue.acquire(waiter, Permits.FOREVER, false);
		this.timer.jump(INTERVAL.multipliedBy(5).toNanos());
		assertThat(this.queue.inUse()).isEqualTo(5);
		assertThat(this.queue.tryAcquire()).isFalse();
		this.timer.advance(0);
		assertThat(waiter.isGranted()).isTrue();
	}

}
