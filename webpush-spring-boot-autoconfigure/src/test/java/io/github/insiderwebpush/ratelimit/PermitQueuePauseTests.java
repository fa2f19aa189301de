package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pauses, throttles, and changes of the limit.
 */
class PermitQueuePauseTests extends PermitQueueFixture {

	@Test
	void throttlePausesAllWaitersThoseInTheQueueToo() {
		List<Permit> permits = take(5);
		List<RecordedAcquire> waiting = acquire(3, IN_TIME);
		this.timer.advance(seconds(1));
		permits.get(0).complete(Throttle.retryAfter(seconds(20)));
		assertThat(this.queue.pauseLeft()).isEqualTo(seconds(20));
		RecordedAcquire retry = acquire(IN_TIME, PermitLine.RETRY);
		this.timer.advance(seconds(20).minusNanos(1));
		assertThat(waiting).allMatch(RecordedAcquire::waits);
		this.timer.advance(PERIOD);
		assertThat(retry.acquiredAt()).isEqualTo(seconds(21));
		assertThat(acquiredAt(waiting)).containsExactly(seconds(23), seconds(25), seconds(27));
	}

	@Test
	void throttleIsFoundAmongTheCausesOfAFailure() {
		take().complete(new RuntimeException(Throttle.retryAfter(seconds(20))));
		assertThat(this.queue.pauseLeft()).isEqualTo(seconds(20));
	}

	@Test
	void otherFailuresDoNotPause() {
		take().complete(this.failure);
		take().complete(Throttle.otherFailure());
		take().abandon(Throttle.retryAfter(seconds(20)), 0);
		assertThat(this.queue.pauseLeft()).isZero();
		take(2);
	}

	@Test
	void pauseIsAtMostTenMinutesAndNeverNegative() {
		throttle(Duration.ofDays(-20_000_000));
		assertThat(this.queue.pauseLeft()).isZero();
		throttle(Duration.ofDays(20_000_000));
		assertThat(this.queue.pauseLeft()).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	void throttleWithoutRetryAfterPausesForTheRestOfTheWindow() {
		List<Permit> permits = take(2);
		this.timer.advance(seconds(10));
		permits.get(0).complete(null);
		this.timer.advance(seconds(5));
		permits.get(1).complete(Throttle.unspecified());
		assertThat(this.queue.pauseLeft()).isEqualTo(seconds(55));
	}

	@Test
	void waiterThatCannotOutlastThePauseIsRejectedAtOnce() {
		take(5);
		RecordedAcquire shortest = acquire(seconds(29));
		RecordedAcquire first = acquire(seconds(32));
		RecordedAcquire second = acquire(seconds(33));
		RecordedAcquire third = acquire(null);
		throttle(seconds(30));
		assertThat(shortest.rejectedAt()).isEqualTo(Duration.ZERO);
		assertThat(shortest.minimumWait()).isEqualTo(seconds(30));
		assertThat(shortest.pause()).isEqualTo(seconds(30));
		this.timer.advance(PERIOD);
		assertThat(acquiredAt(List.of(first, second, third))).containsExactly(seconds(30), seconds(32), seconds(34));
	}

	@Test
	void waiterThatCannotOutlastTheOthersAfterThePauseIsRejectedBecauseOfIt() {
		take(5);
		RecordedAcquire fourth = acquire(seconds(35));
		acquire(seconds(60), PermitLine.RETRY);
		acquire(seconds(60), PermitLine.RETRY);
		acquire(seconds(60), PermitLine.RETRY);
		throttle(seconds(30));
		assertThat(fourth.minimumWait()).isEqualTo(seconds(36).minusMillis(200));
		assertThat(fourth.pause()).isEqualTo(seconds(30));
		assertThat(this.queue.waiting()).isEqualTo(3);
	}

	@Test
	void waitersBehindARejectedOneMoveUp() {
		take(5);
		acquire(3, seconds(60));
		RecordedAcquire fourth = acquire(seconds(35));
		RecordedAcquire fifth = acquire(seconds(36));
		throttle(seconds(30));
		assertThat(fourth.isRejected()).isTrue();
		assertThat(fifth.waits()).isTrue();
		this.timer.advance(PERIOD);
		assertThat(fifth.acquiredAt()).isEqualTo(seconds(36));
	}

	@Test
	void backgroundCallsCanBeRejectedToo() {
		take(5);
		RecordedAcquire first = acquire(seconds(20), PermitLine.BACKGROUND);
		RecordedAcquire second = acquire(seconds(20), PermitLine.BACKGROUND);
		RecordedAcquire third = acquire(null, PermitLine.BACKGROUND);
		throttle(seconds(30));
		assertThat(List.of(first, second)).allMatch(RecordedAcquire::isRejected);
		this.timer.advance(PERIOD);
		assertThat(third.acquiredAt()).isEqualTo(seconds(30));
	}

	@Test
	void pauseIsToldOnlyIfItIsTheReason() {
		take(5);
		acquire(20, null);
		this.queue.pause(seconds(5));
		RecordedAcquire tooManyBefore = acquire(seconds(30));
		assertThat(tooManyBefore.isRejected()).isTrue();
		assertThat(tooManyBefore.pause()).isNull();
		RecordedAcquire pauseTooLong = acquire(seconds(4));
		assertThat(pauseTooLong.pause()).isEqualTo(seconds(5));
		RecordedAcquire inTimeWithoutThePause = acquire(seconds(43));
		assertThat(inTimeWithoutThePause.pause()).isEqualTo(seconds(5));
	}

	@Test
	void pauseThatIsOverIsNotToldAtTheDeadline() {
		this.queue = queue(1, 1);
		take();
		RecordedAcquire waiting = acquire(IN_TIME);
		this.queue.pause(seconds(80));
		this.timer.advance(IN_TIME);
		assertThat(waiting.isRejected()).isTrue();
		assertThat(waiting.pause()).isNull();
	}

	@Test
	void deadlineIsNotMovedByAPause() {
		take(5);
		RecordedAcquire waiting = acquire(seconds(10));
		this.timer.advance(seconds(1));
		throttle(seconds(9));
		assertThat(waiting.waits()).isTrue();
		throttle(seconds(9).plusNanos(1));
		assertThat(waiting.isRejected()).isTrue();
	}

	@Test
	void grantsAreEvenlySpacedForOnePeriodAfterAThrottle() {
		throttle(seconds(10));
		this.timer.advance(seconds(10).plus(PERIOD).minusNanos(1));
		take();
		assertThat(this.queue.tryAcquire()).isNull();
		this.timer.advance(INTERVAL.multipliedBy(5));
		take(5);
	}

	@Test
	void pauseWithoutAThrottleKeepsTheBurst() {
		take(5);
		RecordedAcquire impatient = acquire(seconds(11));
		RecordedAcquire waiting = acquire(seconds(12));
		this.queue.pause(seconds(12));
		assertThat(impatient.isRejected()).isTrue();
		this.timer.advance(seconds(12));
		assertThat(waiting.acquiredAt()).isEqualTo(seconds(12));
		this.timer.advance(seconds(10));
		take(5);
	}

	@Test
	void pauseNeverShortensAPause() {
		throttle(seconds(30));
		this.queue.pause(seconds(3));
		this.queue.pause(seconds(-3));
		assertThat(this.queue.pauseLeft()).isEqualTo(seconds(30));
		this.queue.pause(Duration.ofDays(1));
		assertThat(this.queue.pauseLeft()).isEqualTo(Duration.ofMinutes(10));
		assertThat(this.queue.paused()).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	void raisedLimitServesWaiters() {
		this.queue = queue(5, 5);
		take(5);
		List<RecordedAcquire> waiting = acquire(3, null);
		this.timer.advance(PERIOD);
		assertThat(waiting).allMatch(RecordedAcquire::waits);
		this.queue.changeLimit(() -> 30);
		this.timer.advance(seconds(4));
		assertThat(waiting).allMatch(RecordedAcquire::isAcquired);
	}

	@Test
	void limitRaisedInAPauseTakesEffectAtItsEnd() {
		this.queue = queue(2, 2);
		take(2);
		List<RecordedAcquire> waiting = acquire(2, null);
		this.queue.pause(seconds(40));
		this.queue.changeLimit(() -> 60);
		this.timer.advance(PERIOD);
		assertThat(acquiredAt(waiting)).containsExactly(seconds(40), seconds(41).minusMillis(100));
	}

	@Test
	void limitLoweredBelowThePermitsInUseHoldsAtOnce() {
		List<Permit> permits = take(5);
		this.queue.changeLimit(() -> 3);
		assertThat(this.queue.free()).isEqualTo(-2);
		complete(permits);
		RecordedAcquire waiting = acquire(Duration.ofMinutes(2));
		this.timer.advance(PERIOD.minusNanos(1));
		assertThat(waiting.waits()).isTrue();
		this.timer.advance(1);
		assertThat(waiting.isAcquired()).isTrue();
	}

	@Test
	void waiterThatALowerLimitPutsOutOfTimeIsRejectedAtOnce() {
		take(5);
		RecordedAcquire first = acquire(seconds(10));
		RecordedAcquire second = acquire(null);
		this.queue.changeLimit(() -> 3);
		assertThat(first.isRejected()).isTrue();
		assertThat(second.waits()).isTrue();
	}

	@Test
	void drainedPermitsReturnAfterOnePeriod() {
		take(2);
		RecordedAcquire waiting = acquire(IN_TIME);
		assertThat(waiting.isAcquired()).isTrue();
		assertThat(this.queue.drain()).isEqualTo(27);
		RecordedAcquire next = acquire(IN_TIME);
		this.timer.advance(PERIOD);
		assertThat(next.acquiredAt()).isEqualTo(PERIOD);
	}

	@Test
	void rejectionNamesNoPauseThatEndsAtTheDeadlineOfACallThatWaitsLongerAnyway() {
		this.timer.advance(seconds(50));
		this.queue = queue(1, 1);
		this.timer.advance(seconds(50));
		take();
		this.queue.pause(seconds(30));
		RecordedAcquire acquire = acquire(seconds(30));
		assertThat(acquire.isRejected()).isTrue();
		assertThat(acquire.minimumWait()).isEqualTo(PERIOD);
		assertThat(acquire.pause()).isNull();
	}

	@Test
	void rejectionNamesThePauseWithoutWhichTheCallWouldBeServedAtItsDeadline() {
		take(5);
		acquire(null);
		Duration withoutPause = acquire(Duration.ZERO).minimumWait();
		this.queue.pause(seconds(3));
		RecordedAcquire acquire = acquire(withoutPause);
		assertThat(withoutPause).isGreaterThan(seconds(3));
		assertThat(acquire.isRejected()).isTrue();
		assertThat(acquire.pause()).isEqualTo(seconds(3));
	}

	@Test
	void rejectionAfterTheDeadlineNamesNoPauseIfThereIsNone() {
		this.queue = queue(1, 1);
		take();
		RecordedAcquire acquire = acquire(IN_TIME);
		this.timer.jump(IN_TIME.plusSeconds(1).toNanos());
		this.timer.advance(Duration.ZERO);
		assertThat(acquire.isRejected()).isTrue();
		assertThat(acquire.pause()).isNull();
	}

}
