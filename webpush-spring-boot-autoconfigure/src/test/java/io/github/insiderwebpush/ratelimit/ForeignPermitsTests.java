package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.Map;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.github.resilience4j.ratelimiter.internal.SemaphoreBasedRateLimiter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A plain Resilience4j limiter of 2 permits each 10 seconds, on virtual time.
 */
class ForeignPermitsTests {

	private static final Duration PERIOD = Duration.ofSeconds(10);

	private final ManualTimer timer = new ManualTimer(Duration.ofDays(9).toNanos());

	private final RateLimiter limiter = limiter(Duration.ofSeconds(60));

	private final OldPermits permits = OldPermits.of(this.limiter, this.timer);

	@Test
	void otherLimitersAreWaitedForWithTheTimer() {
		assertThat(this.permits).isInstanceOf(ForeignPermits.class);
		assertThat(this.permits.inUse()).isEqualTo(-1);
	}

	@Test
	void nothingIsBookedByJustTrying() {
		assertThat(this.permits.tryAcquire()).isFalse();
		assertThat(this.limiter.getMetrics().getAvailablePermissions()).isEqualTo(2);
	}

	@Test
	void freePermitIsGrantedAtOnce() {
		assertThat(acquire(0).isGranted()).isTrue();
		assertThat(acquire(0).isGranted()).isTrue();
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void bookedPermitIsWaitedForWithoutAThread() {
		takeBoth();
		RecordedWaiter waiter = acquire(30);
		this.timer.advance(PERIOD.minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(1);
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void waitThatCannotEndInTimeFailsAtOnce() {
		takeBoth();
		RecordedWaiter waiter = acquire(9);
		assertThat(waiter.isRefused()).isTrue();
		assertThat(waiter.leastWait()).isEqualTo(PERIOD);
	}

	@Test
	void permitDueAtTheVeryDeadlineIsInTime() {
		takeBoth();
		RecordedWaiter waiter = acquire(10);
		this.timer.advance(PERIOD);
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void whatTheLimiterRefusesIsRefused() {
		RateLimiter impatient = limiter(Duration.ZERO);
		OldPermits ofImpatient = OldPermits.of(impatient, this.timer);
		impatient.acquirePermission(2);
		RecordedWaiter waiter = new RecordedWaiter(this.timer);
		ofImpatient.acquire(waiter, Duration.ofHours(1).toNanos(), false);
		assertThat(waiter.isRefused()).isTrue();
		assertThat(waiter.leastWait()).isEqualTo(PERIOD);
	}

	@Test
	void whoWaitsForEverAsksAgainEachPeriod() {
		RateLimiter impatient = limiter(Duration.ZERO);
		OldPermits ofImpatient = OldPermits.of(impatient, this.timer);
		impatient.acquirePermission(2);
		RecordedWaiter waiter = new RecordedWaiter(this.timer);
		this.timer.advance(Duration.ofSeconds(5));
		ofImpatient.acquire(waiter, OldPermits.FOREVER, false);
		this.timer.advance(Duration.ofSeconds(9));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void whoWaitsForEverTakesALongBooking() {
		takeBoth();
		for (int i = 0; i < 6; i++) {
			acquireForEver();
		}
		RecordedWaiter last = acquireForEver();
		this.timer.advance(PERIOD.multipliedBy(4).minusNanos(1));
		assertThat(last.waits()).isTrue();
		this.timer.advance(1);
		assertThat(last.isGranted()).isTrue();
	}

	@Test
	void cancelledWaiterIsNotTold() {
		takeBoth();
		RecordedWaiter waiter = acquire(30);
		assertThat(this.permits.cancel(waiter)).isTrue();
		assertThat(this.permits.cancel(waiter)).isFalse();
		assertThat(this.timer.scheduled()).isZero();
		this.timer.advance(PERIOD);
		assertThat(waiter.waits()).isTrue();
	}

	@Test
	void whoWasToldCannotCancel() {
		assertThat(this.permits.cancel(acquire(0))).isFalse();
	}

	@Test
	void throttleStopsEveryone() {
		this.permits.answered(Throttle.retryAfter(Duration.ofSeconds(3)));
		RecordedWaiter waiter = acquire(30);
		RecordedWaiter forever = acquireForEver();
		RecordedWaiter hopeless = acquire(2);
		assertThat(hopeless.isRefused()).isTrue();
		assertThat(hopeless.leastWait()).isEqualTo(Duration.ofSeconds(3));
		this.timer.advance(Duration.ofSeconds(3).minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(1);
		assertThat(waiter.isGranted()).isTrue();
		assertThat(forever.isGranted()).isTrue();
	}

	@Test
	void waiterThatLastsExactlyAsLongAsTheStopIsInTime() {
		this.permits.answered(Throttle.retryAfter(Duration.ofSeconds(3)));
		RecordedWaiter waiter = acquire(3);
		this.timer.advance(Duration.ofSeconds(3));
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void throttleStopsAlsoThoseWhoBookedBefore() {
		takeBoth();
		RecordedWaiter waiter = acquire(60);
		RecordedWaiter impatient = acquire(11);
		this.permits.answered(Throttle.retryAfter(Duration.ofSeconds(12)));
		assertThat(impatient.isRefused()).isTrue();
		assertThat(impatient.leastWait()).isEqualTo(Duration.ofSeconds(12));
		this.timer.advance(Duration.ofSeconds(12).minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(PERIOD);
		assertThat(waiter.isGranted()).isTrue();
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void throttleProlongsAStopThatIsWaitedFor() {
		this.permits.answered(Throttle.retryAfter(Duration.ofSeconds(3)));
		RecordedWaiter waiter = acquire(60);
		this.permits.answered(Throttle.retryAfter(Duration.ofSeconds(5)));
		this.permits.answered(Throttle.retryAfter(Duration.ofSeconds(1)));
		this.timer.advance(Duration.ofSeconds(5).minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(1);
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void throttleWithoutRetryAfterStopsForOnePeriod() {
		this.permits.answered(Throttle.unspecified());
		RecordedWaiter waiter = acquire(30);
		this.timer.advance(PERIOD.minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(1);
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void retryAfterIsCappedAtTenMinutes() {
		this.permits.answered(Throttle.retryAfter(Duration.ofDays(1)));
		RecordedWaiter waiter = acquireForEver();
		this.timer.advance(Duration.ofMinutes(10));
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void holdBackIsAPauseThatOnlySlowsDown() {
		this.permits.holdBack(Duration.ofSeconds(12));
		this.permits.holdBack(Duration.ofSeconds(1));
		this.permits.holdBack(Duration.ofSeconds(-1));
		assertThat(acquire(11).leastWait()).isEqualTo(Duration.ofSeconds(12));
		RecordedWaiter waiter = acquire(12);
		this.timer.advance(Duration.ofSeconds(12));
		assertThat(waiter.isGranted()).isTrue();
	}

	@Test
	void lengthOfAllStopsIsKnown() {
		this.permits.answered(Throttle.retryAfter(Duration.ofSeconds(30)));
		this.timer.advance(Duration.ofSeconds(10));
		this.permits.holdBack(Duration.ofSeconds(15));
		assertThat(this.permits.stopped()).isEqualTo(Duration.ofSeconds(30));
		this.permits.holdBack(Duration.ofSeconds(25));
		assertThat(this.permits.stopped()).isEqualTo(Duration.ofSeconds(35));
		this.timer.advance(Duration.ofMinutes(10));
		this.permits.holdBack(Duration.ofSeconds(5));
		assertThat(this.permits.stopped()).isEqualTo(Duration.ofSeconds(40));
	}

	@Test
	void waiterThatLastsExactlyAsLongAsALaterStopIsInTime() {
		takeBoth();
		RecordedWaiter waiter = acquire(20);
		this.timer.advance(Duration.ofSeconds(5));
		this.permits.holdBack(Duration.ofSeconds(15));
		assertThat(waiter.waits()).isTrue();
		this.permits.holdBack(Duration.ofSeconds(15).plusNanos(1));
		assertThat(waiter.isRefused()).isTrue();
		assertThat(waiter.leastWait()).isEqualTo(Duration.ofSeconds(15).plusNanos(1));
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void waiterThatCancelsInAStopBooksNothing() {
		this.permits.holdBack(Duration.ofSeconds(1));
		RecordedWaiter waiter = acquire(30);
		this.permits.cancel(waiter);
		this.timer.advance(PERIOD);
		assertThat(this.limiter.getMetrics().getAvailablePermissions()).isEqualTo(2);
	}

	@Test
	void endsAreReportedToTheLimiter() {
		RateLimiter draining = new AtomicRateLimiter("draining",
				RateLimiterConfig.from(config(Duration.ZERO))
					.drainPermissionsOnResult((result) -> result.isLeft())
					.build(),
				Map.of(), this.timer::nanoTime);
		OldPermits ofDraining = OldPermits.of(draining, this.timer);
		ofDraining.answered(null);
		ofDraining.unused();
		assertThat(draining.getMetrics().getAvailablePermissions()).isEqualTo(2);
		ofDraining.unanswered(new IllegalStateException(), 0);
		assertThat(draining.getMetrics().getAvailablePermissions()).isZero();
	}

	@Test
	void successIsReportedToTheLimiter() {
		RateLimiter draining = new AtomicRateLimiter("draining",
				RateLimiterConfig.from(config(Duration.ZERO))
					.drainPermissionsOnResult((result) -> result.isRight())
					.build(),
				Map.of(), this.timer::nanoTime);
		OldPermits.of(draining, this.timer).answered(null);
		assertThat(draining.getMetrics().getAvailablePermissions()).isZero();
	}

	@Test
	void limiterThatCannotBookSaysSoAtTheFirstCall() {
		OldPermits ofSemaphore = OldPermits.of(new SemaphoreBasedRateLimiter("semaphore", config(Duration.ZERO)),
				this.timer);
		RecordedWaiter waiter = new RecordedWaiter(this.timer);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> ofSemaphore.acquire(waiter, OldPermits.FOREVER, false));
		assertThat(ofSemaphore.cancel(waiter)).isFalse();
	}

	@Test
	void clockMayOverflow() {
		ManualTimer late = new ManualTimer(Long.MAX_VALUE - 1);
		OldPermits ofLate = OldPermits
			.of(new AtomicRateLimiter("late", config(Duration.ofSeconds(60)), Map.of(), () -> 0L), late);
		ofLate.holdBack(Duration.ofSeconds(2));
		RecordedWaiter waiter = new RecordedWaiter(late);
		ofLate.acquire(waiter, OldPermits.FOREVER, false);
		late.advance(Duration.ofSeconds(2).minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		late.advance(1);
		assertThat(waiter.isGranted()).isTrue();
	}

	private RateLimiter limiter(Duration timeout) {
		return new AtomicRateLimiter("foreign", config(timeout), Map.of(), this.timer::nanoTime);
	}

	private static RateLimiterConfig config(Duration timeout) {
		return RateLimiterConfig.custom().limitForPeriod(2).limitRefreshPeriod(PERIOD).timeoutDuration(timeout).build();
	}

	private void takeBoth() {
		assertThat(acquire(0).isGranted()).isTrue();
		assertThat(acquire(0).isGranted()).isTrue();
	}

	private RecordedWaiter acquire(long timeoutSeconds) {
		RecordedWaiter waiter = new RecordedWaiter(this.timer);
		this.permits.acquire(waiter, Duration.ofSeconds(timeoutSeconds).toNanos(), false);
		return waiter;
	}

	private RecordedWaiter acquireForEver() {
		RecordedWaiter waiter = new RecordedWaiter(this.timer);
		this.permits.acquire(waiter, OldPermits.FOREVER, false);
		return waiter;
	}

}
