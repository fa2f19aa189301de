package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.github.resilience4j.ratelimiter.internal.SemaphoreBasedRateLimiter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * A plain Resilience4j limiter of 2 permits each 10 seconds, on virtual time.
 */
class Resilience4jPermitsTests {

	private static final Duration PERIOD = Duration.ofSeconds(10);

	private final ManualTimer timer = new ManualTimer(Duration.ofDays(9).toNanos());

	private final RateLimiter limiter = limiter(Duration.ofSeconds(60));

	private final Permits permits = Permits.of(this.limiter, this.timer);

	private final List<Permit> earlier = new ArrayList<>();

	@BeforeEach
	void takePermits() {
		for (int i = 0; i < 3; i++) {
			this.earlier.add(acquire(this.permits));
			this.timer.advance(PERIOD);
		}
	}

	@Test
	void otherLimitersAreAdapted() {
		assertThat(this.permits).isInstanceOf(Resilience4jPermits.class);
	}

	@Test
	void freePermitIsGrantedAtOnce() {
		assertThat(acquire(0).isAcquired()).isTrue();
		assertThat(acquire(0).isAcquired()).isTrue();
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void bookedPermitIsWaitedForWithoutAThread() {
		takeBoth();
		RecordedAcquire waiter = acquire(30);
		this.timer.advance(PERIOD.minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(1);
		assertThat(waiter.isAcquired()).isTrue();
	}

	@Test
	void waitThatCannotEndInTimeIsRejectedAtOnce() {
		takeBoth();
		RecordedAcquire waiter = acquire(9);
		assertThat(waiter.isRejected()).isTrue();
		assertThat(waiter.minimumWait()).isEqualTo(PERIOD);
	}

	@Test
	void permitDueAtTheDeadlineIsInTime() {
		takeBoth();
		RecordedAcquire waiter = acquire(10);
		this.timer.advance(PERIOD);
		assertThat(waiter.isAcquired()).isTrue();
	}

	@Test
	void callThatTheLimiterRejectsIsRejected() {
		RateLimiter impatient = limiter(Duration.ZERO);
		Permits ofImpatient = Permits.of(impatient, this.timer);
		impatient.acquirePermission(2);
		RecordedAcquire waiter = new RecordedAcquire(this.timer);
		ofImpatient.acquire(waiter, PermitLine.NORMAL, Duration.ofHours(1).toNanos());
		assertThat(waiter.isRejected()).isTrue();
		assertThat(waiter.minimumWait()).isEqualTo(PERIOD);
	}

	@Test
	void callWithoutATimeoutBooksAgainEachPeriod() {
		RateLimiter impatient = limiter(Duration.ZERO);
		Permits ofImpatient = Permits.of(impatient, this.timer);
		impatient.acquirePermission(2);
		RecordedAcquire waiter = new RecordedAcquire(this.timer);
		this.timer.advance(Duration.ofSeconds(5));
		ofImpatient.acquire(waiter, PermitLine.NORMAL, Permits.NO_TIMEOUT);
		this.timer.advance(Duration.ofSeconds(9));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(waiter.isAcquired()).isTrue();
	}

	@Test
	void callWithoutATimeoutWaitsForALongBooking() {
		takeBoth();
		for (int i = 0; i < 6; i++) {
			acquireWithoutTimeout();
		}
		RecordedAcquire last = acquireWithoutTimeout();
		this.timer.advance(PERIOD.multipliedBy(4).minusNanos(1));
		assertThat(last.waits()).isTrue();
		this.timer.advance(1);
		assertThat(last.isAcquired()).isTrue();
	}

	@Test
	void cancelledCallIsNotCalledBack() {
		takeBoth();
		RecordedAcquire waiter = acquire(30);
		assertThat(this.permits.cancel(waiter)).isTrue();
		assertThat(this.permits.cancel(waiter)).isFalse();
		assertThat(this.timer.scheduled()).isZero();
		this.timer.advance(PERIOD);
		assertThat(waiter.waits()).isTrue();
	}

	@Test
	void callThatEndsWhileItBooksCancelsOnceMoreOrIsCalledBack() {
		RecordedAcquire waiter = new RecordedAcquire(this.timer);
		RateLimiter slow = mock(RateLimiter.class);
		Permits ofSlow = Permits.of(slow, this.timer);
		given(slow.reservePermission()).will((booking) -> {
			assertThat(ofSlow.cancel(waiter)).isFalse();
			return PERIOD.toNanos();
		});
		ofSlow.acquire(waiter, PermitLine.NORMAL, Permits.NO_TIMEOUT);
		assertThat(ofSlow.cancel(waiter)).isTrue();
		assertThat(this.timer.scheduled()).isZero();
		ofSlow.acquire(waiter, PermitLine.NORMAL, Permits.NO_TIMEOUT);
		this.timer.advance(PERIOD);
		assertThat(waiter.isAcquired()).isTrue();
	}

	@Test
	void acquiredCallCannotBeCancelled() {
		assertThat(this.permits.cancel(acquire(0))).isFalse();
	}

	@Test
	void throttlePausesCallsThatHaveNotBooked() {
		throttle(Throttle.retryAfter(Duration.ofSeconds(3)));
		RecordedAcquire waiter = acquire(30);
		RecordedAcquire withoutTimeout = acquireWithoutTimeout();
		RecordedAcquire impatient = acquire(2);
		assertThat(impatient.isRejected()).isTrue();
		assertThat(impatient.minimumWait()).isEqualTo(Duration.ofSeconds(3));
		this.timer.advance(Duration.ofSeconds(3).minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(1);
		assertThat(waiter.isAcquired()).isTrue();
		assertThat(withoutTimeout.isAcquired()).isTrue();
	}

	@Test
	void callThatLastsAsLongAsThePauseIsInTime() {
		throttle(Throttle.retryAfter(Duration.ofSeconds(3)));
		RecordedAcquire waiter = acquire(3);
		this.timer.advance(Duration.ofSeconds(3));
		assertThat(waiter.isAcquired()).isTrue();
	}

	@Test
	void limiterThatFailsAfterAPauseEndsTheWait() {
		IllegalStateException broken = new IllegalStateException("broken limiter");
		RecordedAcquire waiter = new RecordedAcquire(this.timer);
		RateLimiter failing = mock(RateLimiter.class);
		given(failing.reservePermission()).willThrow(broken);
		Permits ofFailing = Permits.of(failing, this.timer);
		ofFailing.pause(Duration.ofSeconds(3));
		ofFailing.acquire(waiter, PermitLine.NORMAL, Permits.NO_TIMEOUT);
		this.timer.advance(Duration.ofSeconds(3));
		assertThat(waiter.failure()).isSameAs(broken);
		assertThat(waiter.callbacks()).isEqualTo(1);
	}

	@Test
	void throttleProlongsAPauseThatIsWaitedFor() {
		throttle(Throttle.retryAfter(Duration.ofSeconds(3)));
		RecordedAcquire waiter = acquire(60);
		throttle(Throttle.retryAfter(Duration.ofSeconds(5)));
		throttle(Throttle.retryAfter(Duration.ofSeconds(1)));
		this.timer.advance(Duration.ofSeconds(5).minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(1);
		assertThat(waiter.isAcquired()).isTrue();
	}

	@Test
	void throttleWithoutRetryAfterPausesForOnePeriod() {
		throttle(Throttle.unspecified());
		RecordedAcquire waiter = acquire(30);
		this.timer.advance(PERIOD.minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		this.timer.advance(1);
		assertThat(waiter.isAcquired()).isTrue();
	}

	@Test
	void retryAfterIsCappedAtTenMinutes() {
		throttle(Throttle.retryAfter(Duration.ofDays(1)));
		RecordedAcquire waiter = acquireWithoutTimeout();
		this.timer.advance(Duration.ofMinutes(10));
		assertThat(waiter.isAcquired()).isTrue();
	}

	@Test
	void pauseNeverShortensAPause() {
		this.permits.pause(Duration.ofSeconds(12));
		this.permits.pause(Duration.ofSeconds(1));
		this.permits.pause(Duration.ofSeconds(-1));
		assertThat(acquire(11).minimumWait()).isEqualTo(Duration.ofSeconds(12));
		RecordedAcquire waiter = acquire(12);
		this.timer.advance(Duration.ofSeconds(12));
		assertThat(waiter.isAcquired()).isTrue();
	}

	@Test
	void lengthOfAllPausesIsKnown() {
		throttle(Throttle.retryAfter(Duration.ofSeconds(30)));
		this.timer.advance(Duration.ofSeconds(10));
		this.permits.pause(Duration.ofSeconds(15));
		assertThat(this.permits.paused()).isEqualTo(Duration.ofSeconds(30));
		this.permits.pause(Duration.ofSeconds(25));
		assertThat(this.permits.paused()).isEqualTo(Duration.ofSeconds(35));
		this.timer.advance(Duration.ofMinutes(10));
		this.permits.pause(Duration.ofSeconds(5));
		assertThat(this.permits.paused()).isEqualTo(Duration.ofSeconds(40));
	}

	@Test
	void throttleDoesNotDelayCallsThatHaveBooked() {
		takeBoth();
		RecordedAcquire booked = acquire(60);
		throttle(Throttle.retryAfter(Duration.ofSeconds(12)));
		RecordedAcquire later = acquire(60);
		this.timer.advance(PERIOD);
		assertThat(booked.isAcquired()).isTrue();
		assertThat(later.waits()).isTrue();
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(later.isAcquired()).isTrue();
	}

	@Test
	void pauseThatOutlastsTheDeadlineRejectsTheCallWhenItIsDue() {
		this.permits.pause(Duration.ofSeconds(5));
		RecordedAcquire waiter = acquire(10);
		this.permits.pause(Duration.ofSeconds(15));
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(waiter.isRejected()).isTrue();
		assertThat(waiter.minimumWait()).isEqualTo(PERIOD);
		assertThat(waiter.pause()).isEqualTo(PERIOD);
	}

	@Test
	void rejectionByTheLimiterTellsNoPause() {
		takeBoth();
		assertThat(acquire(9).pause()).isNull();
	}

	@Test
	void endsAreReportedToTheLimiterOnce() {
		RateLimiter reported = mock(RateLimiter.class);
		given(reported.getRateLimiterConfig()).willReturn(config(Duration.ZERO));
		Permits ofReported = Permits.of(reported, this.timer);
		IllegalStateException failure = new IllegalStateException();
		Permit completed = acquire(ofReported);
		completed.complete(null);
		completed.complete(failure);
		completed.abandon(failure, 0);
		completed.release();
		then(reported).should().onSuccess();
		then(reported).should(never()).onError(any());
		acquire(ofReported).abandon(failure, 0);
		then(reported).should().onError(failure);
		acquire(ofReported).abandon(null, 0);
		then(reported).should(times(2)).onError(any());
		acquire(ofReported).release();
		then(reported).should().onSuccess();
		then(reported).should(times(2)).onError(any());
	}

	@Test
	void callThatIsCancelledInAPauseBooksNothing() {
		this.permits.pause(Duration.ofSeconds(1));
		RecordedAcquire waiter = acquire(30);
		this.permits.cancel(waiter);
		this.timer.advance(PERIOD);
		assertThat(this.limiter.getMetrics().getAvailablePermissions()).isEqualTo(2);
	}

	@Test
	void limiterThatCannotBookEndsTheWait() {
		Permits ofSemaphore = Permits.of(new SemaphoreBasedRateLimiter("semaphore", config(Duration.ZERO)), this.timer);
		RecordedAcquire waiter = new RecordedAcquire(this.timer);
		ofSemaphore.acquire(waiter, PermitLine.NORMAL, Permits.NO_TIMEOUT);
		assertThat(waiter.failure()).isInstanceOf(UnsupportedOperationException.class);
		assertThat(ofSemaphore.cancel(waiter)).isFalse();
	}

	@Test
	void clockMayOverflow() {
		ManualTimer late = new ManualTimer(Long.MAX_VALUE - 1);
		Permits ofLate = Permits.of(new AtomicRateLimiter("late", config(Duration.ofSeconds(60)), Map.of(), () -> 0L),
				late);
		ofLate.pause(Duration.ofSeconds(2));
		RecordedAcquire waiter = new RecordedAcquire(late);
		ofLate.acquire(waiter, PermitLine.NORMAL, Permits.NO_TIMEOUT);
		late.advance(Duration.ofSeconds(2).minusNanos(1));
		assertThat(waiter.waits()).isTrue();
		late.advance(1);
		assertThat(waiter.isAcquired()).isTrue();
	}

	@Test
	void permitThatWasReleasedIsNotCompleted() {
		Permit permit = this.earlier.get(0);
		permit.release();
		permit.complete(Throttle.retryAfter(Duration.ofSeconds(20)));
		assertThat(this.permits.pauseLeft()).isZero();
	}

	@Test
	void clockMayStartBelowZero() {
		ManualTimer early = new ManualTimer(Duration.ofDays(-9).toNanos());
		Permits ofEarly = Permits.of(this.limiter, early);
		assertThat(ofEarly.pauseLeft()).isZero();
		RecordedAcquire waiter = new RecordedAcquire(early);
		ofEarly.acquire(waiter, PermitLine.NORMAL, 0);
		assertThat(waiter.isAcquired()).isTrue();
	}

	private RateLimiter limiter(Duration timeout) {
		return new AtomicRateLimiter("foreign", config(timeout), Map.of(), this.timer::nanoTime);
	}

	private static RateLimiterConfig config(Duration timeout) {
		return RateLimiterConfig.custom().limitForPeriod(2).limitRefreshPeriod(PERIOD).timeoutDuration(timeout).build();
	}

	private void takeBoth() {
		assertThat(acquire(0).isAcquired()).isTrue();
		assertThat(acquire(0).isAcquired()).isTrue();
	}

	/**
	 * End a permit that was taken long ago with a throttle.
	 */
	private void throttle(Throttle throttle) {
		this.earlier.remove(0).complete(throttle);
	}

	private Permit acquire(Permits from) {
		RecordedAcquire acquire = new RecordedAcquire(this.timer);
		from.acquire(acquire, PermitLine.NORMAL, 0);
		return acquire.permit();
	}

	private RecordedAcquire acquire(long timeoutSeconds) {
		RecordedAcquire waiter = new RecordedAcquire(this.timer);
		this.permits.acquire(waiter, PermitLine.NORMAL, Duration.ofSeconds(timeoutSeconds).toNanos());
		return waiter;
	}

	private RecordedAcquire acquireWithoutTimeout() {
		RecordedAcquire waiter = new RecordedAcquire(this.timer);
		this.permits.acquire(waiter, PermitLine.NORMAL, Permits.NO_TIMEOUT);
		return waiter;
	}

}
