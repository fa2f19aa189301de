package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The guarantees of a budget of 30 permits a minute, as its callers see them.
 */
class PermitQueueTests extends PermitQueueFixture {

	@Test
	void thirtyFirstWaitsUntilTheFirstPermitIsBack() {
		this.queue = queue(30, 30);
		takeAtOnce(30);
		answerLater(Duration.ofSeconds(3), 1);
		answerLater(Duration.ofSeconds(4), 29);
		RecordedWaiter thirtyFirst = acquire(IN_TIME);
		RecordedWaiter thirtySecond = acquire(IN_TIME);
		this.timer.advance(Duration.ofMinutes(2));
		assertThat(thirtyFirst.grantedAt()).isEqualTo(PERIOD.plusSeconds(3));
		assertThat(thirtySecond.grantedAt()).isEqualTo(PERIOD.plusSeconds(3).plus(INTERVAL).minusMillis(200));
	}

	@Test
	void permitInFlightNeverComesBackByItself() {
		takeAtOnce(1);
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.queue.inUse()).isEqualTo(1);
		this.queue.answered(null);
		this.timer.advance(PERIOD.minusNanos(1));
		assertThat(this.queue.inUse()).isEqualTo(1);
		assertThat(this.queue.free()).isEqualTo(29);
		this.timer.advance(1);
		assertThat(this.queue.inUse()).isZero();
		assertThat(this.queue.free()).isEqualTo(30);
	}

	@Test
	void requestWithoutAnAnswerCountsUntilItCanNoLongerArrive() {
		takeAtOnce(1);
		this.timer.advance(Duration.ofSeconds(10));
		this.queue.unanswered(this.failure, Duration.ofSeconds(4).toNanos());
		this.timer.advance(Duration.ofSeconds(4).plus(LONGEST).plus(PERIOD).minusSeconds(10).minusNanos(1));
		assertThat(this.queue.inUse()).isEqualTo(1);
		this.timer.advance(1);
		assertThat(this.queue.inUse()).isZero();
	}

	@Test
	void waiterIsServedWhenAnUnansweredPermitIsBack() {
		this.queue = queue(1, 1);
		takeAtOnce(1);
		RecordedWaiter waiter = acquire(Duration.ofMinutes(5));
		this.queue.unanswered(this.failure, 0);
		this.timer.advance(Duration.ofMinutes(5));
		assertThat(waiter.grantedAt()).isEqualTo(LONGEST.plus(PERIOD));
	}

	@Test
	void atMostTheBurstGoesAtOnceThenOneEachInterval() {
		List<RecordedWaiter> waiters = acquire(9, IN_TIME);
		this.timer.advance(PERIOD);
		assertThat(waiters.stream().map(RecordedWaiter::grantedAt)).containsExactly(seconds(0), seconds(0), seconds(0),
				seconds(0), seconds(0), seconds(2), seconds(4), seconds(6), seconds(8));
	}

	@Test
	void noBurstFollowsASaturatedWindow() {
		this.queue = queue(30, 30);
		takeAtOnce(30);
		answer(30);
		List<RecordedWaiter> waiters = acquire(10, IN_TIME);
		this.timer.advance(Duration.ofMinutes(3));
		List<Duration> grants = grantsOf(waiters);
		assertThat(grants.get(0)).isEqualTo(PERIOD);
		for (int i = 1; i < grants.size(); i++) {
			assertThat(grants.get(i).minus(grants.get(i - 1))).isGreaterThanOrEqualTo(INTERVAL.minusMillis(200));
		}
	}

	@Test
	void saturatedBudgetIsUsedToNinetySevenPercentWithAnswersUnderASecond() {
		Random random = new Random(42);
		int[] answered = new int[1];
		for (int i = 0; i < 40; i++) {
			askAgainWhenAnswered(random, answered);
		}
		this.timer.advance(Duration.ofMinutes(60));
		assertThat(answered[0]).isBetween(60 * 30 * 97 / 100, 60 * 30);
	}

	private void askAgainWhenAnswered(Random random, int[] answered) {
		this.queue.acquire(new RecordedWaiter(this.timer) {

			@Override
			protected void granted() {
				PermitQueueTests.this.timer.schedule(() -> {
					answered[0]++;
					PermitQueueTests.this.queue.answered(null);
					askAgainWhenAnswered(random, answered);
				}, (long) (random.nextDouble() * 999_000_000));
			}

		}, OldPermits.FOREVER, false);
	}

	@Test
	void firstComeFirstServed() {
		takeAtOnce(5);
		List<RecordedWaiter> waiters = acquire(6, IN_TIME);
		this.timer.advance(PERIOD);
		assertThat(grantsOf(waiters)).isSorted().doesNotHaveDuplicates().hasSize(6);
	}

	@Test
	void nobodyOvertakesTheQueueWithoutWaiting() {
		takeAtOnce(5);
		RecordedWaiter waiter = acquire(IN_TIME);
		this.timer.jump(INTERVAL.toNanos());
		assertThat(this.queue.tryAcquire()).isFalse();
		RecordedWaiter second = acquire(IN_TIME);
		assertThat(waiter.isGranted()).isTrue();
		assertThat(second.isGranted()).isFalse();
	}

	@Test
	void refusedCallGoesBeforeAllOthersButAfterEarlierRefusedOnes() {
		takeAtOnce(5);
		RecordedWaiter patient = acquire(IN_TIME);
		RecordedWaiter firstRefused = acquireFirst(IN_TIME);
		RecordedWaiter secondRefused = acquireFirst(IN_TIME);
		this.timer.advance(PERIOD);
		assertThat(firstRefused.grantedAt()).isEqualTo(seconds(2));
		assertThat(secondRefused.grantedAt()).isEqualTo(seconds(4));
		assertThat(patient.grantedAt()).isEqualTo(seconds(6));
	}

	@Test
	void waitOfTheRefusedCallCountsOnlyThoseInFrontOfIt() {
		takeAtOnce(5);
		acquire(20, IN_TIME);
		assertThat(acquireFirst(seconds(2)).waits()).isTrue();
		RecordedWaiter second = acquireFirst(seconds(2));
		assertThat(second.isRefused()).isTrue();
		assertThat(second.leastWait()).isEqualTo(seconds(4));
	}

	@Test
	void refusedCallThatOvertakesALateTimerMakesNoBurst() {
		this.queue = queue(2, 2);
		takeAtOnce(2);
		answer(2);
		RecordedWaiter patient = acquire(Duration.ofMinutes(3));
		this.timer.jump(PERIOD.toNanos());
		RecordedWaiter refusedOne = acquireFirst(Duration.ofMinutes(3));
		assertThat(refusedOne.grantedAt()).isEqualTo(PERIOD);
		assertThat(patient.waits()).isTrue();
		this.timer.advance(PERIOD);
		assertThat(patient.grantedAt()).isEqualTo(PERIOD.plusSeconds(27));
	}

	@Test
	void cancelledWaiterTakesNoPermitAndLeavesNoGap() {
		takeAtOnce(5);
		RecordedWaiter first = acquire(IN_TIME);
		RecordedWaiter second = acquire(IN_TIME);
		RecordedWaiter third = acquire(IN_TIME);
		assertThat(this.queue.cancel(first)).isTrue();
		assertThat(this.queue.cancel(first)).isFalse();
		assertThat(this.queue.waiting()).isEqualTo(2);
		this.timer.advance(PERIOD);
		assertThat(this.timer.scheduled()).isZero();
		assertThat(first.waits()).isTrue();
		assertThat(second.grantedAt()).isEqualTo(seconds(2));
		assertThat(third.grantedAt()).isEqualTo(seconds(4));
		assertThat(this.queue.inUse()).isEqualTo(7);
	}

	@Test
	void whoeverCanGoWhenTheFirstInLineLeavesGoesAtOnce() {
		takeAtOnce(5);
		RecordedWaiter several = new RecordedWaiter(this.timer, 4, false);
		this.queue.acquire(several, IN_TIME.toNanos(), false);
		RecordedWaiter one = acquire(IN_TIME);
		this.timer.advance(seconds(3));
		assertThat(one.waits()).isTrue();
		this.queue.cancel(several);
		assertThat(one.grantedAt()).isEqualTo(seconds(3));
	}

	@Test
	void whoWasToldCannotCancel() {
		RecordedWaiter waiter = acquire(IN_TIME);
		assertThat(waiter.isGranted()).isTrue();
		assertThat(this.queue.cancel(waiter)).isFalse();
		assertThat(this.queue.inUse()).isEqualTo(1);
	}

	@Test
	void expiredWaiterIsRefusedAtItsDeadlineAndTakesNoPermit() {
		this.queue = queue(1, 1);
		takeAtOnce(1);
		RecordedWaiter waiter = acquire(IN_TIME);
		this.timer.advance(IN_TIME.minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(1);
		assertThat(waiter.refusedAt()).isEqualTo(IN_TIME);
		assertThat(waiter.leastWait()).isEqualTo(PERIOD);
		this.queue.answered(null);
		this.timer.advance(PERIOD);
		assertThat(this.queue.inUse()).isZero();
		assertThat(waiter.timesTold()).isEqualTo(1);
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void permitDueAtTheVeryDeadlineIsInTime() {
		takeAtOnce(5);
		RecordedWaiter waiter = acquire(INTERVAL);
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(INTERVAL);
		assertThat(waiter.grantedAt()).isEqualTo(INTERVAL);
	}

	@Test
	void permitDueAtTheDeadlineIsInTimeAlsoIfTheDeadlineIsNoticedFirst() {
		this.queue = queue(1, 1);
		takeAtOnce(1);
		RecordedWaiter waiter = acquire(PERIOD);
		// The wake-up is scheduled after the expiry, and runs after it.
		this.queue.answered(null);
		this.timer.advance(PERIOD);
		assertThat(waiter.grantedAt()).isEqualTo(PERIOD);
	}

	@Test
	void hopelessWaitFailsAtOnceWithTheEstimate() {
		takeAtOnce(5);
		RecordedWaiter waiter = acquire(Duration.ofSeconds(1));
		assertThat(waiter.refusedAt()).isEqualTo(Duration.ZERO);
		assertThat(waiter.leastWait()).isEqualTo(INTERVAL);
		assertThat(this.queue.waiting()).isZero();
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void estimateCountsEveryoneWhoWaitsBefore() {
		takeAtOnce(5);
		acquire(10, IN_TIME);
		assertThat(acquire(Duration.ZERO).leastWait()).isEqualTo(INTERVAL.multipliedBy(11));
	}

	@Test
	void estimateKnowsHowManyPermitsTheFirstInLineWants() {
		this.queue = queue(5, 5);
		takeAtOnce(5);
		answer(5);
		this.queue.acquire(new RecordedWaiter(this.timer, 3, false), IN_TIME.toNanos(), false);
		assertThat(acquire(Duration.ZERO).leastWait()).isEqualTo(PERIOD.plusSeconds(12).minusMillis(1200));
	}

	@Test
	void moreThanTheLimitIsRefusedHoweverLongTheWait() {
		RecordedWaiter waiter = new RecordedWaiter(this.timer, 31, false);
		this.queue.acquire(waiter, OldPermits.FOREVER, false);
		assertThat(waiter.isRefused()).isTrue();
		RecordedWaiter all = new RecordedWaiter(this.timer, 30, false);
		this.queue.acquire(all, OldPermits.FOREVER, false);
		assertThat(all.isGranted()).isTrue();
	}

	@Test
	void whoWaitsForEverIsNeverRefused() {
		this.queue = queue(1, 1);
		takeAtOnce(1);
		RecordedWaiter waiter = acquire(null);
		this.timer.advance(Duration.ofDays(300));
		assertThat(waiter.waits()).isTrue();
		this.queue.answered(Throttle.retryAfter(Duration.ofMinutes(9)));
		this.timer.advance(Duration.ofMinutes(9));
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void cancelledWaiterLeavesNothingScheduled() {
		this.queue = queue(1, 1);
		takeAtOnce(1);
		this.queue.cancel(acquire(IN_TIME));
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void waiterWantsOnePermitAndReportsItsEndUnlessItSaysOtherwise() {
		this.queue.acquire(new PermitWaiter() {

			@Override
			protected void granted() {
			}

			@Override
			protected void refused(long leastWaitNanos) {
			}

		}, 0, false);
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.queue.inUse()).isEqualTo(1);
	}

	@Test
	void permitGivenBackUnusedServesTheNext() {
		takeAtOnce(5);
		RecordedWaiter waiter = acquire(IN_TIME);
		this.queue.unused();
		assertThat(waiter.grantedAt()).isEqualTo(Duration.ZERO);
		assertThat(this.queue.inUse()).isEqualTo(5);
	}

	@Test
	void unreportedPermitsGivenBackServeTheNext() {
		takeAtOnce(2);
		assertThat(this.queue.tryAcquire(3, false)).isTrue();
		RecordedWaiter waiter = acquire(IN_TIME);
		this.queue.unused(3, false);
		assertThat(waiter.isGranted()).isTrue();
		assertThat(this.queue.inUse()).isEqualTo(3);
	}

	@Test
	void endOfSomeRequestIsThatOfTheOldestUnreportedOne() {
		assertThat(this.queue.tryAcquire(1, false)).isTrue();
		this.timer.advance(seconds(1));
		this.queue.someAnswered(null);
		this.queue.someAnswered(null);
		this.timer.advance(PERIOD.minusNanos(1));
		assertThat(this.queue.inUse()).isEqualTo(1);
		this.timer.advance(1);
		assertThat(this.queue.inUse()).isZero();
	}

	@Test
	void waitersAreToldOutsideTheLock() {
		takeAtOnce(5);
		boolean[] told = new boolean[1];
		this.queue.acquire(new RecordedWaiter(this.timer) {

			@Override
			protected void granted() {
				told[0] = true;
				assertNobodyHoldsTheLock();
			}

		}, IN_TIME.toNanos(), false);
		this.timer.advance(INTERVAL);
		assertThat(told[0]).isTrue();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void waiterThatFailsWhenToldIsAnErrorLineAndDoesNotKeepOthersWaiting(CapturedOutput output) {
		takeAtOnce(5);
		this.queue.acquire(new RecordedWaiter(this.timer) {

			@Override
			protected void refused(long leastWaitNanos) {
				throw new IllegalStateException("on purpose");
			}

		}, seconds(20).toNanos(), false);
		RecordedWaiter second = acquire(seconds(20));
		this.queue.answered(Throttle.retryAfter(seconds(30)));
		assertThat(second.isRefused()).isTrue();
		assertThat(output).containsPattern("ERROR.*A waiter for a permit failed when it was told")
			.contains("on purpose");
	}

	@Test
	void waiterMayAnswerWhileItIsTold() {
		takeAtOnce(4);
		this.queue.acquire(new RecordedWaiter(this.timer) {

			@Override
			protected void granted() {
				PermitQueueTests.this.queue.answered(null);
			}

		}, 0, false);
		assertThat(this.queue.inUse()).isEqualTo(5);
	}

	@Test
	void nobodyWaitsTwiceAtOnce() {
		takeAtOnce(5);
		RecordedWaiter waiter = acquire(IN_TIME);
		assertThatIllegalStateException().isThrownBy(() -> this.queue.acquire(waiter, IN_TIME.toNanos(), false))
			.withMessage("The waiter waits already");
		assertThat(this.queue.waiting()).isEqualTo(1);
	}

	@Test
	void grantsAndRefusalsAreReported() {
		takeAtOnce(4);
		RecordedWaiter several = new RecordedWaiter(this.timer, 3, false);
		this.queue.acquire(several, IN_TIME.toNanos(), false);
		RecordedWaiter hopeless = new RecordedWaiter(this.timer, 2, false);
		this.queue.acquire(hopeless, 0, false);
		this.timer.advance(seconds(4));
		assertThat(this.granted).containsExactly(1, 1, 1, 1, 3);
		assertThat(this.refused).containsExactly(2);
	}

	@Test
	void oneWakeUpIsScheduledForAllWhoWait() {
		takeAtOnce(5);
		List<RecordedWaiter> waiters = acquire(20, null);
		assertThat(this.timer.scheduled()).isEqualTo(1);
		this.queue.unanswered(this.failure, 0);
		this.queue.answered(null);
		assertThat(this.timer.scheduled()).isEqualTo(1);
		this.timer.advance(seconds(2));
		assertThat(this.timer.scheduled()).isEqualTo(1);
		waiters.forEach(this.queue::cancel);
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void wakeUpThatRunsLateAfterItWasTakenBackDoesNotMultiply() {
		LateTimer late = new LateTimer();
		PermitQueue ofLate = new PermitQueue(new RollingWindow(30, PERIOD.toNanos(), 1, 0, 0), late, this.granted::add,
				this.refused::add);
		ofLate.tryAcquire();
		ofLate.acquire(new RecordedWaiter(late), OldPermits.FOREVER, false);
		Runnable takenBack = late.tasks.get(0);
		ofLate.holdBack(seconds(10));
		assertThat(late.tasks).hasSize(2);
		takenBack.run();
		assertThat(late.tasks).hasSize(2);
	}

	@Test
	void wakeUpThatComesTooEarlyIsRepeated() {
		LateTimer early = new LateTimer();
		PermitQueue ofEarly = new PermitQueue(new RollingWindow(30, PERIOD.toNanos(), 1, 0, 0), early,
				this.granted::add, this.refused::add);
		ofEarly.tryAcquire();
		ofEarly.acquire(new RecordedWaiter(early), OldPermits.FOREVER, false);
		early.tasks.get(0).run();
		assertThat(early.tasks).hasSize(2);
	}

	@Test
	void nothingIsScheduledWhileOnlyAnAnswerCanHelp() {
		this.queue = queue(1, 1);
		takeAtOnce(1);
		RecordedWaiter waiter = acquire(null);
		assertThat(this.timer.scheduled()).isZero();
		this.queue.answered(null);
		assertThat(this.timer.scheduled()).isEqualTo(1);
		this.timer.advance(PERIOD);
		assertThat(waiter.isGranted()).isTrue();
	}

	/**
	 * Keeps all that was ever scheduled, and stands still.
	 */
	private static final class LateTimer implements WebPushTimer {

		private final List<Runnable> tasks = new ArrayList<>();

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public Scheduled schedule(Runnable task, long delayNanos) {
			this.tasks.add(task);
			return () -> {
			};
		}

	}

}
