package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a budget of 30 permits a minute does to those who wait when the server throttles,
 * or when its limit changes.
 */
class PermitQueueStopTests extends PermitQueueFixture {

	@Test
	void throttleStopsEveryoneThoseAlreadyQueuedToo() {
		takeAtOnce(5);
		List<RecordedWaiter> waiters = acquire(3, IN_TIME);
		this.timer.advance(seconds(1));
		this.queue.answered(Throttle.retryAfter(seconds(20)));
		assertThat(this.queue.tryAcquire()).isFalse();
		RecordedWaiter refusedOne = acquireFirst(IN_TIME);
		this.timer.advance(seconds(20).minusNanos(1));
		assertThat(waiters).allMatch(RecordedWaiter::waits);
		assertThat(refusedOne.waits()).isTrue();
		this.timer.advance(PERIOD);
		assertThat(refusedOne.grantedAt()).isEqualTo(seconds(21));
		assertThat(grantsOf(waiters)).containsExactly(seconds(23), seconds(25), seconds(27));
	}

	@Test
	void throttleIsFoundAmongTheCausesOfAFailure() {
		takeAtOnce(1);
		this.queue.answered(new RuntimeException(Throttle.retryAfter(seconds(20))));
		assertThat(acquire(seconds(19)).leastWait()).isEqualTo(seconds(20));
	}

	@Test
	void otherFailureStopsNobody() {
		takeAtOnce(2);
		this.queue.answered(this.failure);
		this.queue.answered(Throttle.otherFailure());
		takeAtOnce(3);
	}

	@Test
	void retryAfterIsCappedAtTenMinutes() {
		takeAtOnce(1);
		this.queue.answered(Throttle.retryAfter(Duration.ofDays(20_000_000)));
		RecordedWaiter waiter = acquire(Duration.ofHours(1));
		this.timer.advance(Duration.ofHours(1));
		assertThat(waiter.grantedAt()).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	void retryAfterInThePastIsNoStop() {
		takeAtOnce(1);
		this.queue.answered(Throttle.retryAfter(Duration.ofDays(-20_000_000)));
		assertThat(this.queue.tryAcquire()).isTrue();
		assertThat(this.queue.tryAcquire()).isFalse();
	}

	@Test
	void throttleWithoutRetryAfterStopsForTheRestOfTheWindow() {
		takeAtOnce(2);
		this.timer.advance(seconds(10));
		this.queue.answered(null);
		this.timer.advance(seconds(5));
		this.queue.answered(Throttle.unspecified());
		RecordedWaiter waiter = acquire(IN_TIME);
		this.timer.advance(PERIOD);
		assertThat(waiter.grantedAt()).isEqualTo(seconds(70));
	}

	@Test
	void waiterThatCannotOutlastTheStopFailsAtOnce() {
		takeAtOnce(5);
		RecordedWaiter impatient = acquire(seconds(29));
		RecordedWaiter patient = acquire(seconds(32));
		RecordedWaiter behind = acquire(seconds(33));
		RecordedWaiter forever = acquire(null);
		this.queue.answered(Throttle.retryAfter(seconds(30)));
		assertThat(impatient.refusedAt()).isEqualTo(Duration.ZERO);
		assertThat(impatient.leastWait()).isEqualTo(seconds(30));
		assertThat(patient.waits()).isTrue();
		assertThat(behind.waits()).isTrue();
		assertThat(forever.waits()).isTrue();
		this.timer.advance(PERIOD);
		assertThat(patient.grantedAt()).isEqualTo(seconds(30));
		assertThat(behind.grantedAt()).isEqualTo(seconds(32));
		assertThat(forever.grantedAt()).isEqualTo(seconds(34));
	}

	@Test
	void waiterThatCannotOutlastThoseBeforeItFailsAtOnce() {
		takeAtOnce(5);
		acquire(3, seconds(60));
		RecordedWaiter fourth = acquire(seconds(35));
		RecordedWaiter fifth = acquire(seconds(60));
		this.queue.answered(Throttle.retryAfter(seconds(30)));
		assertThat(fourth.isRefused()).isTrue();
		assertThat(fifth.waits()).isTrue();
	}

	@Test
	void thoseInFrontCountWhenOthersCannotOutlastTheStop() {
		takeAtOnce(5);
		RecordedWaiter fourth = acquire(seconds(35));
		IntStream.range(0, 3).forEach((i) -> acquireFirst(seconds(60)));
		this.queue.answered(Throttle.retryAfter(seconds(30)));
		assertThat(fourth.isRefused()).isTrue();
		assertThat(fourth.leastWait()).isEqualTo(seconds(36).minusMillis(200));
		assertThat(this.queue.waiting()).isEqualTo(3);
	}

	@Test
	void lengthOfAllStopsIsKnown() {
		takeAtOnce(1);
		this.queue.answered(Throttle.retryAfter(seconds(30)));
		this.queue.holdBack(seconds(31));
		assertThat(this.queue.stopped()).isEqualTo(seconds(31));
	}

	@Test
	void deadlineIsThatOfTheFirstAskingAndNotOfTheThrottle() {
		takeAtOnce(5);
		RecordedWaiter waiter = acquire(seconds(10));
		this.timer.advance(seconds(1));
		this.queue.answered(Throttle.retryAfter(seconds(9)));
		assertThat(waiter.waits()).isTrue();
		RecordedWaiter other = acquire(seconds(12));
		this.queue.answered(Throttle.retryAfter(seconds(10)));
		assertThat(waiter.isRefused()).isTrue();
		assertThat(other.waits()).isTrue();
	}

	@Test
	void afterAThrottleGrantsAreEvenlySpacedUntilAWholeWindowHasPassed() {
		takeAtOnce(1);
		this.queue.answered(Throttle.retryAfter(seconds(10)));
		this.timer.advance(seconds(10).plus(PERIOD).minusNanos(1));
		assertThat(Stream.generate(this.queue::tryAcquire).limit(5)).containsExactly(true, false, false, false, false);
		this.timer.advance(INTERVAL.multipliedBy(5));
		takeAtOnce(5);
	}

	@Test
	void laterThrottleProlongsTheEvenSpacing() {
		takeAtOnce(2);
		this.queue.answered(Throttle.retryAfter(seconds(10)));
		this.timer.advance(seconds(60));
		this.queue.answered(Throttle.retryAfter(seconds(1)));
		this.timer.advance(PERIOD);
		assertThat(Stream.generate(this.queue::tryAcquire).limit(2)).containsExactly(true, false);
	}

	@Test
	void holdBackStopsEveryoneWithoutEvenSpacing() {
		takeAtOnce(5);
		RecordedWaiter impatient = acquire(seconds(11));
		RecordedWaiter waiter = acquire(seconds(12));
		this.queue.holdBack(seconds(12));
		assertThat(impatient.isRefused()).isTrue();
		this.timer.advance(seconds(12));
		assertThat(waiter.grantedAt()).isEqualTo(seconds(12));
		this.timer.advance(seconds(10));
		takeAtOnce(5);
	}

	@Test
	void holdBackOnlySlowsDown() {
		takeAtOnce(1);
		this.queue.answered(Throttle.retryAfter(seconds(30)));
		this.queue.holdBack(seconds(3));
		this.queue.holdBack(seconds(-3));
		assertThat(acquire(Duration.ZERO).leastWait()).isEqualTo(seconds(30));
		this.queue.holdBack(Duration.ofDays(1));
		assertThat(acquire(Duration.ZERO).leastWait()).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	void raisedLimitServesWhoWaits() {
		this.queue = queue(5, 5);
		takeAtOnce(5);
		List<RecordedWaiter> waiters = acquire(3, null);
		this.timer.advance(PERIOD);
		assertThat(waiters).allMatch(RecordedWaiter::waits);
		this.queue.changeLimit(() -> 30);
		this.timer.advance(seconds(5));
		assertThat(waiters).allMatch(RecordedWaiter::isGranted);
	}

	@Test
	void limitLoweredBelowWhatIsInUseHoldsUntilEnoughIsBack() {
		takeAtOnce(5);
		this.queue.changeLimit(() -> 3);
		assertThat(this.queue.free()).isEqualTo(-2);
		answer(5);
		RecordedWaiter waiter = acquire(Duration.ofMinutes(2));
		this.timer.advance(PERIOD.minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(1);
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void waiterThatALowerLimitMakesHopelessFailsAtOnce() {
		takeAtOnce(5);
		RecordedWaiter first = acquire(seconds(10));
		RecordedWaiter several = new RecordedWaiter(this.timer, 4, false);
		this.queue.acquire(several, OldPermits.FOREVER, false);
		RecordedWaiter last = acquire(null);
		this.queue.changeLimit(() -> 3);
		assertThat(first.isRefused()).isTrue();
		assertThat(several.isRefused()).isTrue();
		assertThat(last.waits()).isTrue();
	}

	@Test
	void drainedPermitsComeBackInOnePeriod() {
		takeAtOnce(2);
		assertThat(this.queue.drain()).isEqualTo(28);
		RecordedWaiter waiter = acquire(IN_TIME);
		this.timer.advance(PERIOD);
		assertThat(waiter.grantedAt()).isEqualTo(PERIOD);
	}

	@Test
	void drainHoldsUpThoseAlreadyQueued() {
		takeAtOnce(5);
		RecordedWaiter waiter = acquire(IN_TIME);
		this.queue.drain();
		this.timer.advance(IN_TIME);
		assertThat(waiter.grantedAt()).isEqualTo(PERIOD);
	}

	@Test
	void throttleOfSomeRequestStopsEveryone() {
		assertThat(this.queue.tryAcquire(1, false)).isTrue();
		this.queue.someAnswered(Throttle.retryAfter(seconds(30)));
		assertThat(acquire(Duration.ZERO).leastWait()).isEqualTo(seconds(30));
	}

}
