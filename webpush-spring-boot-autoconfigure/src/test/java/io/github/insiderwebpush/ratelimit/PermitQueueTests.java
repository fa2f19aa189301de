package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Order, deadlines and the end of permits.
 */
class PermitQueueTests extends PermitQueueFixture {

	@Test
	void thirtyFirstWaitsUntilTheFirstPermitReturns() {
		this.queue = queue(30, 30);
		List<Permit> permits = take(30);
		this.timer.schedule(() -> permits.get(0).complete(null), seconds(3).toNanos());
		this.timer.schedule(() -> complete(permits), seconds(4).toNanos());
		List<RecordedAcquire> waiting = acquire(2, IN_TIME);
		this.timer.advance(Duration.ofMinutes(2));
		assertThat(acquiredAt(waiting)).containsExactly(PERIOD.plusSeconds(3),
				PERIOD.plusSeconds(3).plus(INTERVAL).minusMillis(200));
	}

	@Test
	void permitInFlightNeverReturnsByItself() {
		Permit permit = take();
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.queue.free()).isEqualTo(29);
		permit.complete(null);
		this.timer.advance(PERIOD.minusNanos(1));
		assertThat(this.queue.free()).isEqualTo(29);
		this.timer.advance(1);
		assertThat(this.queue.free()).isEqualTo(30);
	}

	@Test
	void abandonedPermitServesTheNextWhenItsRequestCanNoLongerArrive() {
		this.queue = queue(1, 1);
		Permit permit = take();
		RecordedAcquire next = acquire(Duration.ofMinutes(5));
		this.timer.advance(seconds(10));
		permit.abandon(this.failure, seconds(4).toNanos());
		this.timer.advance(Duration.ofMinutes(5));
		assertThat(next.acquiredAt()).isEqualTo(seconds(4).plus(LONGEST).plus(PERIOD));
	}

	@Test
	void releasedPermitServesTheNextAtOnce() {
		List<Permit> permits = take(5);
		RecordedAcquire next = acquire(IN_TIME);
		permits.get(0).release();
		assertThat(next.acquiredAt()).isEqualTo(Duration.ZERO);
		assertThat(this.queue.free()).isEqualTo(25);
	}

	@Test
	void permitEndsOnce() {
		Permit permit = take();
		permit.complete(null);
		permit.complete(Throttle.retryAfter(seconds(10)));
		permit.abandon(this.failure, 0);
		permit.release();
		assertThat(this.queue.free()).isEqualTo(29);
		assertThat(this.queue.pauseLeft()).isZero();
		this.timer.advance(PERIOD);
		assertThat(this.queue.free()).isEqualTo(30);
	}

	@Test
	void burstGoesAtOnceThenOneEachInterval() {
		List<RecordedAcquire> all = acquire(9, IN_TIME);
		this.timer.advance(PERIOD);
		assertThat(acquiredAt(all)).containsExactly(seconds(0), seconds(0), seconds(0), seconds(0), seconds(0),
				seconds(2), seconds(4), seconds(6), seconds(8));
	}

	@Test
	void noBurstFollowsAFullWindow() {
		this.queue = queue(30, 30);
		complete(take(30));
		List<RecordedAcquire> waiting = acquire(10, Duration.ofMinutes(3));
		this.timer.advance(Duration.ofMinutes(3));
		Duration last = PERIOD.minus(INTERVAL);
		for (RecordedAcquire each : waiting) {
			assertThat(each.acquiredAt()).isGreaterThanOrEqualTo(last.plus(INTERVAL).minusMillis(200));
			last = each.acquiredAt();
		}
	}

	@Test
	void saturatedBudgetIsUsedToNinetySevenPercent() {
		Random latency = new Random(42);
		AtomicInteger completed = new AtomicInteger();
		for (int i = 0; i < 40; i++) {
			acquireAgainAndAgain(latency, completed);
		}
		this.timer.advance(Duration.ofMinutes(60));
		assertThat(completed.get()).isBetween(60 * 30 * 97 / 100, 60 * 30);
	}

	private void acquireAgainAndAgain(Random latency, AtomicInteger completed) {
		acquire(new RecordedAcquire(this.timer) {

			@Override
			public void onAcquired(Permit permit) {
				PermitQueueTests.this.timer.schedule(() -> {
					completed.incrementAndGet();
					permit.complete(null);
					acquireAgainAndAgain(latency, completed);
				}, (long) (latency.nextDouble() * 999_000_000));
			}

		}, null, PermitLine.NORMAL);
	}

	@Test
	void firstComeFirstServed() {
		take(5);
		List<RecordedAcquire> waiting = acquire(4, IN_TIME);
		this.timer.advance(PERIOD);
		assertThat(acquiredAt(waiting)).containsExactly(seconds(2), seconds(4), seconds(6), seconds(8));
	}

	@Test
	void acquireDoesNotOvertakeAWaiterWhoseTimerIsLate() {
		take(5);
		RecordedAcquire waiting = acquire(IN_TIME);
		this.timer.jump(INTERVAL.toNanos());
		assertThat(this.queue.tryAcquire()).isNull();
		RecordedAcquire second = acquire(IN_TIME);
		assertThat(waiting.isAcquired()).isTrue();
		assertThat(second.waits()).isTrue();
	}

	@Test
	void retriesAreServedFirst() {
		take(5);
		RecordedAcquire background = acquire(null, PermitLine.BACKGROUND);
		RecordedAcquire normal = acquire(IN_TIME);
		RecordedAcquire firstRetry = acquire(IN_TIME, PermitLine.RETRY);
		RecordedAcquire secondRetry = acquire(IN_TIME, PermitLine.RETRY);
		this.timer.advance(PERIOD);
		assertThat(acquiredAt(List.of(firstRetry, secondRetry, background, normal))).containsExactly(seconds(2),
				seconds(4), seconds(6), seconds(8));
	}

	@Test
	void normalCallIsBehindAtMostOneBackgroundCall() {
		take(5);
		List<RecordedAcquire> background = List.of(acquire(null, PermitLine.BACKGROUND),
				acquire(null, PermitLine.BACKGROUND), acquire(null, PermitLine.BACKGROUND));
		List<RecordedAcquire> normal = acquire(2, IN_TIME);
		this.timer.advance(INTERVAL);
		RecordedAcquire later = acquire(IN_TIME);
		this.timer.advance(PERIOD);
		assertThat(acquiredAt(background)).containsExactly(seconds(2), seconds(8), seconds(12));
		assertThat(acquiredAt(normal)).containsExactly(seconds(4), seconds(6));
		assertThat(later.acquiredAt()).isEqualTo(seconds(10));
	}

	@Test
	void nextBackgroundCallTakesItsPlaceWhenTheFirstIsCancelled() {
		take(5);
		RecordedAcquire first = acquire(null, PermitLine.BACKGROUND);
		RecordedAcquire second = acquire(null, PermitLine.BACKGROUND);
		RecordedAcquire third = acquire(null, PermitLine.BACKGROUND);
		acquire(IN_TIME);
		assertThat(this.queue.cancel(first)).isTrue();
		assertThat(this.queue.cancel(third)).isTrue();
		RecordedAcquire normal = acquire(IN_TIME);
		this.timer.advance(PERIOD);
		assertThat(second.acquiredAt()).isEqualTo(seconds(4));
		assertThat(normal.acquiredAt()).isEqualTo(seconds(6));
		assertThat(this.queue.waiting()).isZero();
	}

	@Test
	void minimumWaitOfARetryCountsOnlyRetriesBeforeIt() {
		take(5);
		acquire(20, IN_TIME);
		assertThat(acquire(seconds(2), PermitLine.RETRY).waits()).isTrue();
		RecordedAcquire second = acquire(seconds(2), PermitLine.RETRY);
		assertThat(second.minimumWait()).isEqualTo(seconds(4).minusMillis(200));
	}

	@Test
	void retryThatOvertakesALateTimerDoesNotBurst() {
		this.queue = queue(2, 2);
		complete(take(2));
		RecordedAcquire normal = acquire(Duration.ofMinutes(3));
		this.timer.jump(PERIOD.toNanos());
		RecordedAcquire retry = acquire(Duration.ofMinutes(3), PermitLine.RETRY);
		assertThat(retry.acquiredAt()).isEqualTo(PERIOD);
		assertThat(normal.waits()).isTrue();
		this.timer.advance(PERIOD);
		assertThat(normal.acquiredAt()).isEqualTo(PERIOD.plusSeconds(27));
	}

	@Test
	void cancelledCallTakesNoPermitAndLeavesNoGap() {
		take(5);
		List<RecordedAcquire> waiting = acquire(3, IN_TIME);
		assertThat(this.queue.cancel(waiting.get(0))).isTrue();
		assertThat(this.queue.cancel(waiting.get(0))).isFalse();
		this.timer.advance(PERIOD);
		assertThat(waiting.get(0).waits()).isTrue();
		assertThat(waiting.get(1).acquiredAt()).isEqualTo(seconds(2));
		assertThat(waiting.get(2).acquiredAt()).isEqualTo(seconds(4));
		assertThat(this.queue.free()).isEqualTo(23);
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void acquiredCallCannotBeCancelled() {
		RecordedAcquire acquired = acquire(IN_TIME);
		assertThat(acquired.isAcquired()).isTrue();
		assertThat(this.queue.cancel(acquired)).isFalse();
		assertThat(this.queue.free()).isEqualTo(29);
	}

	@Test
	void manyCallsAreCancelledInAnyOrder() {
		take(5);
		List<RecordedAcquire> waiting = acquire(100_000, null);
		for (int i = waiting.size() - 1; i >= 0; i--) {
			this.queue.cancel(waiting.get(i));
		}
		assertThat(this.queue.waiting()).isZero();
	}

	@Test
	void expiredCallIsRejectedAtItsDeadlineAndTakesNoPermit() {
		this.queue = queue(1, 1);
		Permit permit = take();
		RecordedAcquire waiting = acquire(IN_TIME);
		this.timer.advance(IN_TIME.minusNanos(1));
		assertThat(waiting.waits()).isTrue();
		this.timer.advance(1);
		assertThat(waiting.rejectedAt()).isEqualTo(IN_TIME);
		assertThat(waiting.minimumWait()).isEqualTo(PERIOD);
		assertThat(waiting.pause()).isNull();
		permit.complete(null);
		this.timer.advance(PERIOD);
		assertThat(this.queue.free()).isOne();
		assertThat(waiting.callbacks()).isEqualTo(1);
	}

	@Test
	void expiryOfAnAcquiredCallIsCancelled() {
		take(5);
		acquire(Duration.ofHours(1));
		assertThat(this.timer.scheduled()).isEqualTo(2);
		this.timer.advance(INTERVAL);
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void permitDueAtTheDeadlineIsInTime() {
		this.queue = queue(1, 1);
		Permit permit = take();
		RecordedAcquire waiting = acquire(PERIOD);
		// The wake-up is scheduled after the expiry, and runs after it.
		permit.complete(null);
		this.timer.advance(PERIOD);
		assertThat(waiting.acquiredAt()).isEqualTo(PERIOD);
	}

	@Test
	void waitThatCannotEndInTimeIsRejectedAtOnce() {
		take(5);
		acquire(10, IN_TIME);
		RecordedAcquire rejected = acquire(seconds(20));
		assertThat(rejected.rejectedAt()).isEqualTo(Duration.ZERO);
		assertThat(rejected.minimumWait()).isEqualTo(INTERVAL.multipliedBy(11).minusMillis(200));
		assertThat(rejected.pause()).isNull();
		assertThat(this.queue.waiting()).isEqualTo(10);
	}

	@Test
	void anyTimeoutIsPossible() {
		this.queue = queue(1, 1);
		this.timer.advance(1);
		Permit permit = take();
		RecordedAcquire longest = acquire(Duration.ofNanos(Long.MAX_VALUE - 1));
		RecordedAcquire unlimited = acquire(null);
		this.timer.advance(Duration.ofDays(300));
		permit.complete(null);
		this.timer.advance(PERIOD);
		assertThat(longest.isAcquired()).isTrue();
		longest.permit().complete(null);
		this.timer.advance(PERIOD);
		assertThat(unlimited.isAcquired()).isTrue();
	}

	@Test
	void clockMayOverflow() {
		ManualTimer late = new ManualTimer(Long.MAX_VALUE - seconds(70).toNanos());
		this.queue = queue(1, 1, late);
		Permit permit = take();
		RecordedAcquire first = acquire(new RecordedAcquire(late), Duration.ofMinutes(5), PermitLine.NORMAL);
		permit.abandon(null, late.nanoTime());
		late.advance(LONGEST.plus(PERIOD).minusNanos(1));
		assertThat(first.waits()).isTrue();
		late.advance(1);
		assertThat(first.isAcquired()).isTrue();
	}

	@Test
	void sameCallCannotWaitTwice() {
		take(5);
		RecordedAcquire waiting = acquire(IN_TIME);
		assertThatIllegalStateException().isThrownBy(() -> acquire(waiting, IN_TIME, PermitLine.RETRY))
			.withMessage("The call waits already");
		assertThat(this.queue.waiting()).isEqualTo(1);
	}

	@Test
	void eachGrantAndRejectionIsPublished() {
		acquire(6, IN_TIME);
		acquire(Duration.ZERO);
		assertThat(this.events).containsExactly("acquired", "acquired", "acquired", "acquired", "acquired", "rejected");
		this.timer.advance(INTERVAL);
		assertThat(this.events).hasSize(7).endsWith("acquired");
	}

	@Test
	void oneWakeUpIsScheduledForAllWaiters() {
		List<Permit> permits = take(5);
		List<RecordedAcquire> waiting = acquire(20, null);
		assertThat(this.timer.scheduled()).isEqualTo(1);
		complete(permits);
		this.timer.advance(INTERVAL);
		assertThat(this.timer.scheduled()).isEqualTo(1);
		waiting.forEach(this.queue::cancel);
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void nothingIsScheduledWhileOnlyAResponseCanHelp() {
		this.queue = queue(1, 1);
		Permit permit = take();
		RecordedAcquire waiting = acquire(null);
		assertThat(this.timer.scheduled()).isZero();
		permit.complete(null);
		this.timer.advance(PERIOD);
		assertThat(waiting.isAcquired()).isTrue();
	}

	@Test
	void wakeUpThatComesTooEarlyIsRepeated() {
		List<Runnable> tasks = new ArrayList<>();
		this.queue = queue(30, 1, new WebPushTimer() {

			@Override
			public long nanoTime() {
				return 0;
			}

			@Override
			public Scheduled schedule(Runnable task, long delayNanos) {
				tasks.add(task);
				return () -> {
				};
			}

		});
		take();
		acquire((@Nullable Duration) null);
		tasks.get(0).run();
		assertThat(tasks).hasSize(2);
	}

	@Test
	void callsOfAllLinesAreCounted() {
		take(5);
		acquire(null, PermitLine.RETRY);
		for (int i = 0; i < 4; i++) {
			acquire(null, PermitLine.BACKGROUND);
		}
		assertThat(this.queue.waiting()).isEqualTo(5);
	}

	@Test
	void backgroundCallsAreServedWithoutOthers() {
		take(5);
		List<RecordedAcquire> background = List.of(acquire(null, PermitLine.BACKGROUND),
				acquire(null, PermitLine.BACKGROUND));
		this.timer.advance(INTERVAL.multipliedBy(2));
		assertThat(acquiredAt(background)).containsExactly(INTERVAL, INTERVAL.multipliedBy(2));
	}

	@Test
	void wakeUpIsScheduledOnceForTheSameTime() {
		List<Long> delays = new ArrayList<>();
		this.queue = queue(30, 5, new WebPushTimer() {

			@Override
			public long nanoTime() {
				return PermitQueueTests.this.timer.nanoTime();
			}

			@Override
			public Scheduled schedule(Runnable task, long delayNanos) {
				delays.add(delayNanos);
				return PermitQueueTests.this.timer.schedule(task, delayNanos);
			}

		});
		take(5);
		acquire(null);
		this.timer.advance(seconds(1));
		acquire(null);
		assertThat(delays).containsExactly(INTERVAL.toNanos());
	}

}
