package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import io.github.insiderwebpush.ratelimit.SharedBudget.Report;
import io.github.insiderwebpush.ratelimit.SharedBudget.Request;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an instance asks for and reports, and what it does without a response.
 */
class SharedWindowTests extends SharedWindowFixture {

	@Test
	void firstRequestIntroducesTheInstance() {
		Request request = this.budget.accept();
		assertThat(request.instance()).isNotEmpty();
		assertThat(request.limit()).isEqualTo(30);
		assertThat(request.period()).isEqualTo(PERIOD.toNanos());
		assertThat(request.burst()).isEqualTo(5);
		assertThat(request.longestRequest()).isEqualTo(LONGEST.toNanos());
		assertThat(request.permit()).isEqualTo(Request.NO_PERMIT);
		assertThat(request.epoch()).isZero();
		assertThat(request.reports()).isEmpty();
		assertThat(this.budget.isCalled()).isFalse();
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void permitIsGrantedByTheBudget() {
		this.budget.accept();
		RecordedAcquire first = acquire();
		RecordedAcquire second = acquire();
		assertThat(first.waits()).isTrue();
		Request request = this.budget.grant();
		assertThat(request.waited()).isFalse();
		assertThat(first.isAcquired()).isTrue();
		assertThat(second.waits()).isTrue();
		assertThat(this.budget.grant().permit()).isGreaterThan(request.permit());
		assertThat(second.isAcquired()).isTrue();
		assertThat(this.budget.isCalled()).isFalse();
	}

	@Test
	void localWindowAgreesFirst() {
		this.budget.accept();
		Permit first = granted();
		for (int i = 1; i < 30; i++) {
			granted();
		}
		RecordedAcquire next = acquire();
		assertThat(this.budget.isCalled()).isFalse();
		first.complete(null);
		this.budget.accept();
		this.timer.advance(PERIOD);
		while (next.waits()) {
			this.budget.grant();
		}
		assertThat(next.isAcquired()).isTrue();
	}

	@Test
	void grantSaysWhenToAskForTheNext() {
		this.budget.accept();
		RecordedAcquire first = acquire();
		RecordedAcquire second = acquire();
		this.budget.grant(seconds(2));
		assertThat(first.isAcquired()).isTrue();
		this.timer.advance(seconds(2).minusNanos(1));
		assertThat(this.budget.isCalled()).isFalse();
		this.timer.advance(1);
		assertThat(this.budget.grant(seconds(2)).waited()).isTrue();
		assertThat(second.isAcquired()).isTrue();
		this.timer.advance(seconds(2));
		acquire();
		assertThat(this.budget.grant().waited()).as("after the queue was empty").isFalse();
	}

	@Test
	void refusedInstanceAsksAgainWhenTheBudgetSaysAndNotBefore() {
		this.budget.accept();
		RecordedAcquire acquire = acquire();
		this.budget.refuse(seconds(7));
		this.timer.advance(seconds(7).minusNanos(1));
		assertThat(this.budget.isCalled()).isFalse();
		this.timer.advance(1);
		assertThat(this.budget.grant().waited()).isTrue();
		assertThat(acquire.isAcquired()).isTrue();
	}

	@Test
	void refusalWithoutAWaitIsNotAHotLoop() {
		this.budget.accept();
		acquire();
		int requests = 0;
		for (int i = 0; i < 1000; i++) {
			if (this.budget.isCalled()) {
				this.budget.refuse(Duration.ZERO);
				requests++;
			}
			this.timer.advance(Duration.ofMillis(1));
		}
		assertThat(requests).isBetween(40, 51);
	}

	@Test
	void callWithoutTimeWaitsForTheResponse() {
		this.budget.accept();
		RecordedAcquire acquire = acquire(Duration.ZERO);
		assertThat(acquire.waits()).isTrue();
		this.budget.grant();
		assertThat(acquire.isAcquired()).isTrue();
	}

	@Test
	void callThatCannotWaitSoLongIsRejectedAtOnce() {
		this.budget.accept();
		RecordedAcquire acquire = acquire(seconds(30));
		this.budget.refuse(seconds(40));
		assertThat(acquire.isRejected()).isTrue();
		assertThat(acquire.minimumWait()).isEqualTo(seconds(40));
		assertThat(acquire.pause()).isNull();
	}

	@Test
	void grantThatNobodyWaitsForIsReleased() {
		this.budget.accept();
		RecordedAcquire acquire = acquire();
		this.permits.cancel(acquire);
		long permit = this.budget.grant().permit();
		assertThat(this.budget.accept().reports()).containsExactly(released(permit));
		assertThat(available()).isEqualTo(30);
	}

	@Test
	void grantThatComesInAPauseIsReleased() {
		this.budget.accept();
		RecordedAcquire acquire = acquire();
		this.permits.pause(seconds(60));
		long permit = this.budget.grant().permit();
		Request request = this.budget.accept();
		assertThat(request.reports()).containsExactly(released(permit));
		assertThat(request.pause()).isEqualTo(seconds(60).toNanos());
		assertThat(acquire.waits()).isTrue();
	}

	@Test
	void endsAreReportedAtOnce() {
		this.budget.accept();
		Permit first = granted();
		Permit second = granted();
		Permit third = granted();
		this.timer.advance(seconds(1));
		first.complete(null);
		second.abandon(null, this.timer.nanoTime() - 5);
		assertThat(this.budget.accept().reports()).containsExactly(report(0, PERIOD));
		third.release();
		assertThat(this.budget.accept().reports()).containsExactly(report(1, PERIOD.plus(LONGEST).minusNanos(5)));
		assertThat(this.budget.accept().reports()).containsExactly(released(2));
	}

	@Test
	void endIsThatOfThePermitThatWasGrantedFirst() {
		this.budget.accept();
		granted();
		Permit second = granted();
		second.complete(null);
		assertThat(this.budget.accept().reports()).containsExactly(report(0, PERIOD));
	}

	@Test
	void permitThatIsHeldForLongIsRenewed() {
		this.budget.accept();
		Permit permit = granted();
		Duration half = PERIOD.plus(LONGEST).dividedBy(2);
		this.timer.advance(half.minusNanos(1));
		assertThat(this.budget.isCalled()).isFalse();
		this.timer.advance(1);
		assertThat(this.budget.accept().reports()).containsExactly(report(0, PERIOD.plus(LONGEST)));
		this.timer.advance(half);
		assertThat(this.budget.accept().reports()).containsExactly(report(0, PERIOD.plus(LONGEST)));
		permit.complete(null);
		this.budget.accept();
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.budget.isCalled()).isFalse();
		assertThat(this.timer.scheduled()).isZero();
	}

	@Test
	void endOfAPermitWhoseRenewalIsUnderWayIsReportedToo() {
		this.budget.accept();
		Permit permit = granted();
		this.timer.advance(PERIOD.plus(LONGEST).dividedBy(2));
		permit.complete(null);
		assertThat(this.budget.accept().reports()).containsExactly(report(0, PERIOD.plus(LONGEST)));
		assertThat(this.budget.accept().reports()).containsExactly(report(0, PERIOD));
		assertThat(this.budget.isCalled()).isFalse();
	}

	@Test
	void drainedPermitsAreReported() {
		this.budget.accept();
		this.limiter.drainPermissions();
		assertThat(this.budget.accept().reports()).hasSize(30).contains(report(0, PERIOD), report(29, PERIOD));
	}

	@Test
	void throttleIsReportedOnce() {
		this.budget.accept();
		granted().complete(Throttle.retryAfter(seconds(20)));
		Request request = this.budget.accept();
		assertThat(request.throttled()).isTrue();
		assertThat(request.pause()).isEqualTo(seconds(20).toNanos());
		this.limiter.drainPermissions();
		Request next = this.budget.accept();
		assertThat(next.throttled()).isFalse();
		assertThat(next.pause()).isZero();
	}

	@Test
	void pauseOfAnotherInstancePausesThisOneAndIsTold() {
		this.budget.accept();
		RecordedAcquire acquire = acquire(seconds(30));
		this.budget.pause(seconds(40)).refuse(seconds(40));
		assertThat(acquire.isRejected()).isTrue();
		assertThat(acquire.pause()).isEqualTo(seconds(40));
		assertThat(this.permits.pauseLeft()).isEqualTo(seconds(40));
		assertThat(this.budget.isCalled()).as("reports back what it was told").isFalse();
	}

	@Test
	void epochIsSentAsLongAsItIsKnown() {
		this.budget.accept();
		granted().complete(null);
		assertThat(this.budget.accept().epoch()).isEqualTo(42);
		this.timer.advance(PERIOD.plus(LONGEST).multipliedBy(4));
		acquire();
		assertThat(this.budget.grant().epoch()).as("after four lives of a permit").isZero();
	}

	@Test
	void availablePermitsAreThoseThatNoInstanceUses() {
		this.budget.accept();
		acquire();
		this.budget.inUse(12).grant();
		assertThat(available()).isEqualTo(18);
		this.timer.advance(PERIOD);
		assertThat(available()).as("after a period").isEqualTo(29);
	}

	@Test
	void changedLimitIsSent() {
		this.budget.accept();
		this.limiter.changeLimitForPeriod(10);
		acquire();
		assertThat(this.budget.grant().limit()).isEqualTo(10);
	}

	@Test
	void instanceWithoutAResponseContinuesWithItsShareEvenlySpaced() {
		this.budget.instances(3).accept();
		RecordedAcquire first = acquire();
		RecordedAcquire second = acquire();
		this.timer.advance(TIMEOUT);
		assertThat(this.limiter.sharing()).isEqualTo(new RollingWindowRateLimiter.Sharing(true, 10, 3, 1));
		assertThat(first.isAcquired()).isTrue();
		this.timer.advance(seconds(6).minusNanos(1));
		assertThat(second.waits()).isTrue();
		this.timer.advance(1);
		assertThat(second.isAcquired()).isTrue();
		this.limiter.changeLimitForPeriod(60);
		assertThat(this.limiter.sharing().share()).isEqualTo(20);
	}

	@Test
	void fallbackDoesNotBurst() {
		enterFallback();
		this.timer.advance(PERIOD);
		assertThat(acquire().isAcquired()).isTrue();
		assertThat(acquire().waits()).isTrue();
	}

	@Test
	void shareIsAtLeastOne() {
		this.budget.instances(100).accept();
		acquire();
		this.timer.advance(TIMEOUT);
		assertThat(this.limiter.sharing().share()).isOne();
	}

	@Test
	void permitOfALostResponseIsReleasedAndThoseOfTheFallbackAreReported() {
		this.budget.accept();
		RecordedAcquire acquire = acquire();
		this.timer.advance(TIMEOUT);
		assertThat(acquire.isAcquired()).isTrue();
		this.budget.grant();
		this.timer.advance(SharedBudgetClient.RETRY_INTERVAL);
		Request request = this.budget.accept();
		assertThat(request.permit()).isEqualTo(Request.NO_PERMIT);
		assertThat(request.reports()).containsExactly(released(0), report(1, PERIOD.plus(LONGEST).minusSeconds(1)));
		assertThat(this.limiter.sharing().fallback()).isFalse();
	}

	@Test
	void reportsOfAFailedRequestAreSentAgain() {
		this.budget.accept();
		Permit first = granted();
		granted();
		first.complete(Throttle.retryAfter(seconds(20)));
		this.budget.fail(new IllegalStateException());
		this.timer.advance(SharedBudgetClient.RETRY_INTERVAL);
		Request request = this.budget.accept();
		assertThat(request.reports()).containsExactly(report(0, PERIOD.minusSeconds(1)));
		assertThat(request.throttled()).isTrue();
		assertThat(request.pause()).isEqualTo(seconds(19).toNanos());
	}

	@Test
	void longFallbackKeepsNoReportsOfPermitsThatHaveReturned() {
		enterFallback();
		for (int i = 0; i < 100; i++) {
			acquire().permit().complete(null);
			this.timer.advance(PERIOD);
		}
		this.budget.fail(new IllegalStateException());
		this.timer.advance(SharedBudgetClient.RETRY_INTERVAL);
		assertThat(this.budget.accept().reports()).hasSizeLessThan(3);
	}

	@Test
	void burstDoesNotFollowAFallback() {
		this.budget.accept();
		acquire();
		this.timer.advance(TIMEOUT);
		this.budget.grant();
		this.timer.advance(SharedBudgetClient.RETRY_INTERVAL);
		this.budget.accept();
		acquire();
		this.timer.advance(seconds(2));
		assertThat(this.budget.grant().waited()).isTrue();
	}

	@Test
	void instancesHaveNamesOfTheirOwn() {
		ScriptedBudget other = new ScriptedBudget();
		other.limiter(this.timer);
		assertThat(List.of(this.budget.accept().instance(), other.accept().instance())).doesNotHaveDuplicates()
			.allMatch((name) -> name.matches("[0-9a-z]+"));
	}

	@Test
	void shortRefusalRejectsNoCallBeforeItsDeadline() {
		this.budget.accept();
		RecordedAcquire acquire = acquire(seconds(3));
		this.budget.refuse(seconds(4));
		assertThat(acquire.waits()).isTrue();
		this.timer.advance(seconds(3).minusNanos(1));
		assertThat(acquire.waits()).isTrue();
		this.timer.advance(1);
		assertThat(acquire.isRejected()).isTrue();
	}

	@Test
	void refusalOfMoreThanTwoIntervalsRejectsAtOnce() {
		this.budget.accept();
		RecordedAcquire acquire = acquire(seconds(3));
		this.budget.refuse(seconds(4).plusNanos(1));
		assertThat(acquire.isRejected()).isTrue();
	}

	@Test
	void callWithoutTimeWaitsAsLongAsTheResponseMayTake() {
		this.budget.accept();
		RecordedAcquire acquire = acquire(Duration.ZERO);
		this.timer.advance(TIMEOUT.minusNanos(1));
		assertThat(acquire.waits()).isTrue();
		this.budget.grant();
		assertThat(acquire.isAcquired()).isTrue();
	}

	@Test
	void refusedInstanceAddsItsJitter() {
		ScriptedBudget other = new ScriptedBudget();
		RateLimiterConfig config = RateLimiterConfig.custom().limitForPeriod(30).limitRefreshPeriod(PERIOD).build();
		RollingWindowRateLimiter jittery = new RollingWindowRateLimiter("jittery", config, 5, LONGEST, this.timer,
				new SharedBudgetClient("jittery", other, TIMEOUT, this.timer, other), (bound) -> bound);
		other.accept();
		jittery.permits().acquire(new RecordedAcquire(this.timer), PermitLine.NORMAL, Permits.NO_TIMEOUT);
		other.refuse(seconds(7));
		this.timer.advance(seconds(7).plusMillis(200).minusNanos(1));
		assertThat(other.isCalled()).isFalse();
		this.timer.advance(1);
		assertThat(other.isCalled()).as("after a tenth of an interval").isTrue();
	}

	@Test
	void jitterIsAnyTimeUpToItsBound() {
		assertThat(LongStream.range(0, 1000).map((i) -> RollingWindowRateLimiter.jitter(3)).distinct().toArray())
			.containsExactlyInAnyOrder(0, 1, 2, 3);
		assertThat(RollingWindowRateLimiter.jitter(0)).isZero();
	}

	@Test
	void abandonedPermitReturnsToTheLocalWindow() {
		this.budget.accept();
		granted().abandon(null, this.timer.nanoTime());
		this.budget.accept();
		this.timer.advance(LONGEST.plus(PERIOD).minusNanos(1));
		assertThat(available()).isEqualTo(29);
		this.timer.advance(1);
		assertThat(available()).isEqualTo(30);
	}

	@Test
	void releasedPermitReturnsToTheLocalWindow() {
		this.budget.accept();
		Permit permit = granted();
		assertThat(available()).isEqualTo(29);
		permit.release();
		assertThat(available()).isEqualTo(30);
	}

	@Test
	void drainedPermitsAreCounted() {
		this.budget.accept();
		List<RateLimiterEvent> events = new ArrayList<>();
		this.limiter.getEventPublisher().onEvent(events::add);
		granted();
		this.limiter.drainPermissions();
		assertThat(events).last().extracting(RateLimiterEvent::getNumberOfPermits).isEqualTo(29);
	}

	@Test
	void lengthOfPausesIsThatOfTheLocalWindow() {
		this.budget.accept();
		this.permits.pause(seconds(20));
		assertThat(this.permits.paused()).isEqualTo(seconds(20));
		this.budget.pause(seconds(50)).accept();
		assertThat(this.permits.paused()).isEqualTo(seconds(50));
	}

	@Test
	void permitsOfOthersAreKnownForOnePeriodAfterTheResponse() {
		this.budget.accept();
		this.timer.advance(seconds(100));
		this.permits.pause(seconds(1));
		this.budget.inUse(12).accept();
		this.timer.advance(PERIOD.minusNanos(1));
		assertThat(available()).isEqualTo(18);
		this.timer.advance(1);
		assertThat(available()).isEqualTo(30);
	}

	@Test
	void epochIsKnownFromTheLastResponse() {
		this.budget.accept();
		for (int i = 0; i < 2; i++) {
			this.timer.advance(seconds(300));
			this.permits.pause(seconds(1));
			assertThat(this.budget.accept().epoch()).isEqualTo(42);
		}
	}

	@Test
	void changedLimitAppliesToTheLocalWindowAndItsBurst() {
		this.budget.instances(3).accept();
		this.limiter.changeLimitForPeriod(10);
		assertThat(available()).isEqualTo(10);
		granted();
		granted();
		assertThat(available()).isEqualTo(8);
	}

	@Test
	void limitChangedInAFallbackAppliesToTheShareWithoutABurst() {
		this.budget.instances(3).accept();
		acquire();
		this.timer.advance(TIMEOUT);
		this.limiter.changeLimitForPeriod(60);
		assertThat(available()).isEqualTo(19);
		this.timer.advance(PERIOD);
		assertThat(acquire().isAcquired()).isTrue();
		RecordedAcquire next = acquire();
		this.timer.advance(seconds(3).minusNanos(1));
		assertThat(next.waits()).isTrue();
		this.timer.advance(1);
		assertThat(next.isAcquired()).isTrue();
	}

	@Test
	void wholeLimitAppliesAfterAFallback() {
		this.budget.instances(3).accept();
		this.permits.pause(Duration.ofMillis(1));
		this.timer.advance(TIMEOUT);
		assertThat(available()).isEqualTo(10);
		this.budget.grant();
		this.timer.advance(SharedBudgetClient.RETRY_INTERVAL);
		this.budget.accept();
		assertThat(available()).isEqualTo(30);
	}

	@Test
	void reportOfAPermitThatHasReturnedIsDroppedWithTheNext() {
		enterFallback();
		acquire().permit().complete(null);
		this.timer.advance(PERIOD);
		acquire().permit().complete(null);
		this.budget.fail(new IllegalStateException());
		this.timer.advance(SharedBudgetClient.RETRY_INTERVAL);
		assertThat(this.budget.accept().reports()).extracting(Report::permit).containsExactly(1L);
	}

	@Test
	void permitsOfAFallbackHaveNumbersOfTheirOwn() {
		this.budget.accept();
		acquire();
		acquire();
		this.timer.advance(TIMEOUT);
		this.timer.advance(seconds(2));
		this.budget.fail(new IllegalStateException());
		this.timer.advance(SharedBudgetClient.RETRY_INTERVAL);
		assertThat(this.budget.accept().reports()).extracting(Report::permit).containsExactly(0L, 1L, 2L);
	}

	@Test
	void pauseOfAFailedRequestIsSentAgain() {
		this.budget.accept();
		this.permits.pause(seconds(20));
		this.budget.fail(new IllegalStateException());
		this.timer.advance(SharedBudgetClient.RETRY_INTERVAL);
		Request request = this.budget.accept();
		assertThat(request.pause()).isEqualTo(seconds(19).toNanos());
		assertThat(request.throttled()).isFalse();
	}

	@Test
	void pauseOfAnotherInstanceIsNotReportedAfterAFailure() {
		this.budget.accept();
		Permit permit = granted();
		acquire();
		this.budget.pause(seconds(40)).refuse(seconds(40));
		permit.complete(null);
		this.budget.fail(new IllegalStateException());
		this.timer.advance(SharedBudgetClient.RETRY_INTERVAL);
		assertThat(this.budget.accept().pause()).isZero();
	}

}
