package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.resilience4j.core.functions.CheckedSupplier;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The limiter as users of Resilience4j know one.
 */
class RollingWindowRateLimiterTests {

	private static final Duration PERIOD = Duration.ofMinutes(1);

	private static final Duration LONGEST = Duration.ofSeconds(35);

	private final ManualTimer timer = new ManualTimer();

	private final RateLimiterConfig config = RateLimiterConfig.custom()
		.limitForPeriod(30)
		.limitRefreshPeriod(PERIOD)
		.timeoutDuration(Duration.ZERO)
		.build();

	private final RollingWindowRateLimiter limiter = limiter(this.config);

	@Test
	void isUsedDirectlyByCalls() {
		assertThat(Permits.of(this.limiter, this.timer)).isSameAs(this.limiter.permits());
	}

	@Test
	void knowsItsNameAndConfig() {
		assertThat(this.limiter.getName()).isEqualTo("create");
		assertThat(this.limiter.getTags()).isEmpty();
		assertThat(this.limiter.getRateLimiterConfig()).isSameAs(this.config);
	}

	@Test
	void freePermitsAreTakenAtOnce() {
		for (int i = 0; i < 5; i++) {
			assertThat(this.limiter.acquirePermission()).isTrue();
		}
		assertThat(this.limiter.acquirePermission()).isFalse();
		assertThat(available()).isEqualTo(25);
	}

	@Test
	void reservationIsAPermitOrNothing() {
		assertThat(this.limiter.reservePermission()).isZero();
		take(4);
		assertThat(this.limiter.reservePermission()).isNegative();
		assertThat(available()).isEqualTo(25);
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.limiter.reservePermission()).isZero();
	}

	@Test
	void fewerThanOnePermitIsAnError() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.limiter.acquirePermission(0))
			.withMessage("'permits' must be positive");
		assertThatIllegalArgumentException().isThrownBy(() -> this.limiter.reservePermission(0))
			.withMessage("'permits' must be positive");
	}

	@Test
	void severalPermitsInOneCallAreRefused() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.limiter.acquirePermission(2))
			.withMessage("One permit is one request: acquire 2 permits one by one");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.limiter.reservePermission(3));
		assertThat(available()).isEqualTo(30);
	}

	@Test
	void permitReturnsOnePeriodAfterTheLongestRequestWhateverIsReported() {
		take(2);
		this.limiter.reservePermission();
		this.timer.advance(Duration.ofSeconds(10));
		this.limiter.onSuccess();
		this.limiter.onResult("result");
		this.limiter.onError(new IllegalStateException());
		this.timer.advance(LONGEST.plus(PERIOD).minusSeconds(10).minusNanos(1));
		assertThat(available()).isEqualTo(27);
		this.timer.advance(1);
		assertThat(available()).isEqualTo(30);
	}

	@Test
	void throttleReportedAsErrorPausesAllWaiters() {
		this.limiter.acquirePermission();
		this.limiter.onError(Throttle.retryAfter(Duration.ofSeconds(30)));
		assertThat(this.limiter.acquirePermission()).isFalse();
		this.timer.advance(Duration.ofSeconds(30));
		assertThat(this.limiter.acquirePermission()).isTrue();
	}

	@Test
	void drainTakesAllThatIsFreeForOnePeriod() {
		List<RateLimiterEvent> events = events();
		take(2);
		this.limiter.drainPermissions();
		assertThat(available()).isZero();
		assertThat(events.get(2).getEventType()).isEqualTo(RateLimiterEvent.Type.DRAINED);
		assertThat(events.get(2).getNumberOfPermits()).isEqualTo(28);
		this.timer.advance(PERIOD);
		assertThat(available()).isEqualTo(28);
	}

	@Test
	void resultsDrainAsConfigured() {
		RateLimiterConfig draining = RateLimiterConfig.from(this.config)
			.drainPermissionsOnResult((result) -> result.isLeft() || "drain".equals(result.get()))
			.build();
		RollingWindowRateLimiter byResult = limiter(draining);
		byResult.onResult("other");
		assertThat(byResult.getMetrics().getAvailablePermissions()).isEqualTo(30);
		byResult.onResult("drain");
		assertThat(byResult.getMetrics().getAvailablePermissions()).isZero();
		RollingWindowRateLimiter byError = limiter(draining);
		byError.onError(new IllegalStateException());
		assertThat(byError.getMetrics().getAvailablePermissions()).isZero();
		RollingWindowRateLimiter bySuccess = limiter(
				RateLimiterConfig.from(this.config).drainPermissionsOnResult((result) -> result.isRight()).build());
		bySuccess.onSuccess();
		assertThat(bySuccess.getMetrics().getAvailablePermissions()).isZero();
	}

	@Test
	void limitChangesAtRunTime() {
		take(5);
		this.limiter.changeLimitForPeriod(3);
		assertThat(this.limiter.getRateLimiterConfig().getLimitForPeriod()).isEqualTo(3);
		assertThat(available()).isEqualTo(-2);
		assertThat(this.limiter.acquirePermission()).isFalse();
		this.limiter.changeLimitForPeriod(60);
		assertThat(available()).isEqualTo(55);
		assertThat(this.limiter.getRateLimiterConfig().getTimeoutDuration()).isZero();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.limiter.acquirePermission()).isTrue();
	}

	@Test
	void anyThreadMayChangeIt() {
		this.limiter.changeLimitForPeriod(3);
		CompletableFuture.runAsync(() -> this.limiter.changeTimeoutDuration(PERIOD))
			.orTimeout(20, TimeUnit.SECONDS)
			.join();
		assertThat(this.limiter.getRateLimiterConfig().getLimitForPeriod()).isEqualTo(3);
		assertThat(this.limiter.getRateLimiterConfig().getTimeoutDuration()).isEqualTo(PERIOD);
	}

	@Test
	void timeoutChangesAtRunTime() {
		take(5);
		this.limiter.changeTimeoutDuration(Duration.ofSeconds(2));
		assertThat(this.limiter.getRateLimiterConfig().getTimeoutDuration()).isEqualTo(Duration.ofSeconds(2));
		assertThat(this.limiter.getRateLimiterConfig().getLimitForPeriod()).isEqualTo(30);
		Caller<Boolean> caller = call(this.limiter::acquirePermission);
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(caller.result()).isTrue();
	}

	@Test
	void blockedThreadIsWokenWhenItsPermitIsThere() {
		waitUpTo(PERIOD);
		take(5);
		Caller<Boolean> caller = call(this.limiter::acquirePermission);
		assertThat(this.limiter.getMetrics().getNumberOfWaitingThreads()).isEqualTo(1);
		while (caller.thread.getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(caller.result()).isTrue();
		assertThat(this.limiter.getMetrics().getNumberOfWaitingThreads()).isZero();
		assertThat(available()).isEqualTo(24);
		this.timer.advance(PERIOD.plus(LONGEST));
		assertThat(available()).isEqualTo(30);
	}

	@Test
	void blockedThreadIsRejectedWhenAPauseOutlastsItsTimeout() {
		waitUpTo(Duration.ofSeconds(20));
		take(5);
		Caller<Boolean> caller = call(this.limiter::acquirePermission);
		this.limiter.onError(Throttle.retryAfter(Duration.ofSeconds(30)));
		assertThat(caller.result()).isFalse();
	}

	@Test
	void interruptedThreadTakesNoPermitAndStaysInterrupted() {
		waitUpTo(PERIOD);
		List<RateLimiterEvent> events = events();
		take(5);
		Caller<Boolean> caller = call(
				() -> !this.limiter.acquirePermission() && Thread.currentThread().isInterrupted());
		caller.interrupt();
		assertThat(caller.result()).isTrue();
		assertThat(this.limiter.getMetrics().getNumberOfWaitingThreads()).isZero();
		this.timer.advance(PERIOD.plus(LONGEST));
		assertThat(available()).isEqualTo(30);
		assertThat(events).hasSize(6);
		assertThat(events.get(5).getEventType()).isEqualTo(RateLimiterEvent.Type.FAILED_ACQUIRE);
	}

	@Test
	void threadThatComesInterruptedTakesNoPermit() {
		List<RateLimiterEvent> events = events();
		Thread.currentThread().interrupt();
		assertThat(this.limiter.acquirePermission()).isFalse();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(available()).isEqualTo(30);
		assertThat(events).hasSize(1);
		assertThat(events.get(0).getNumberOfPermits()).isEqualTo(1);
	}

	@Test
	void threadInterruptedJustWhenItsPermitComesGivesItBack() {
		InterruptingTimer interrupting = new InterruptingTimer(this.timer);
		RollingWindowRateLimiter other = new RollingWindowRateLimiter("other",
				RateLimiterConfig.from(this.config).timeoutDuration(PERIOD).build(), 1, LONGEST, interrupting);
		other.acquirePermission();
		Caller<Boolean> caller = call(() -> !other.acquirePermission() && Thread.currentThread().isInterrupted(),
				() -> other.getMetrics().getNumberOfWaitingThreads() == 1);
		interrupting.next = caller.thread;
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(caller.result()).isTrue();
		assertThat(other.getMetrics().getAvailablePermissions()).isEqualTo(29);
	}

	@Test
	void threadInterruptedBeforeItCouldWaitGivesItsPermitBack() {
		InterruptingTimer interrupting = new InterruptingTimer(this.timer);
		RollingWindowRateLimiter other = new RollingWindowRateLimiter("other", this.config, 1, LONGEST, interrupting);
		other.acquirePermission();
		interrupting.next = Thread.currentThread();
		// What was not free at first is free when it asks again.
		interrupting.jump = Duration.ofSeconds(2);
		assertThat(other.acquirePermission()).isFalse();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(other.getMetrics().getAvailablePermissions()).isEqualTo(29);
	}

	@Test
	void decoratedSupplierTakesAPermit() {
		Supplier<String> decorated = RateLimiter.decorateSupplier(this.limiter, () -> {
			this.timer.advance(Duration.ofSeconds(20));
			return "result";
		});
		assertThat(decorated.get()).isEqualTo("result");
		assertThat(available()).isEqualTo(29);
	}

	@Test
	void decoratedCheckedSupplierReportsAThrottle() {
		CheckedSupplier<String> decorated = RateLimiter.decorateCheckedSupplier(this.limiter, () -> {
			this.timer.advance(Duration.ofSeconds(20));
			throw Throttle.retryAfter(Duration.ofSeconds(40));
		});
		assertThatExceptionOfType(Throttle.class).isThrownBy(decorated::get);
		assertThat(this.limiter.acquirePermission()).isFalse();
		assertThat(available()).isEqualTo(29);
	}

	@Test
	void decoratedRunnableAndCallableAndFunctionRespectTheBudget() throws Exception {
		RateLimiter.decorateRunnable(this.limiter, () -> {
		}).run();
		RateLimiter.decorateCallable(this.limiter, () -> "result").call();
		assertThat(RateLimiter.decorateFunction(this.limiter, (String text) -> text).apply("same")).isEqualTo("same");
		take(2);
		assertThat(available()).isEqualTo(25);
		assertThatExceptionOfType(RequestNotPermitted.class).isThrownBy(() -> this.limiter.executeSupplier(() -> "no"));
		assertThat(available()).isEqualTo(25);
	}

	@Test
	void decoratedCompletionStageTakesAPermit() {
		CompletableFuture<String> answer = new CompletableFuture<>();
		CompletionStage<String> decorated = this.limiter.executeCompletionStage(() -> answer);
		this.timer.advance(Duration.ofSeconds(20));
		answer.complete("result");
		assertThat(decorated.toCompletableFuture().join()).isEqualTo("result");
		assertThat(available()).isEqualTo(29);
	}

	@Test
	void livesInARegistry() {
		RateLimiterRegistry registry = RateLimiterRegistry.ofDefaults();
		registry.rateLimiter("create");
		registry.replace("create", this.limiter);
		assertThat(registry.rateLimiter("create")).isSameAs(this.limiter);
		assertThat(registry.getAllRateLimiters()).containsExactly(this.limiter);
		registry.rateLimiter("create").acquirePermission();
		assertThat(available()).isEqualTo(29);
	}

	@Test
	void publishesSuccessAndFailure() {
		List<String> heard = new ArrayList<>();
		this.limiter.getEventPublisher()
			.onSuccess((event) -> heard.add("success " + event.getNumberOfPermits() + " " + event.getRateLimiterName()))
			.onFailure(
					(event) -> heard.add("failure " + event.getNumberOfPermits() + " " + event.getRateLimiterName()));
		take(1);
		this.limiter.permits().acquire(new RecordedAcquire(this.timer), PermitLine.NORMAL, Permits.NO_TIMEOUT);
		this.limiter.reservePermission();
		take(2);
		this.limiter.acquirePermission();
		this.limiter.reservePermission();
		assertThat(heard).containsExactly("success 1 create", "success 1 create", "success 1 create",
				"success 1 create", "success 1 create", "failure 1 create", "failure 1 create");
	}

	@Test
	void registrationsOfConsumersAreChained() {
		RateLimiter.EventPublisher publisher = this.limiter.getEventPublisher();
		assertThat(publisher.onFailure((event) -> {
		})).isSameAs(publisher);
		assertThat(publisher.onSuccess((event) -> {
		})).isSameAs(publisher);
	}

	@Test
	void consumerThatFailsDoesNotCostThePermit() {
		this.limiter.getEventPublisher().onSuccess((event) -> {
			throw new IllegalStateException("on purpose");
		});
		assertThat(this.limiter.acquirePermission()).isTrue();
		assertThat(this.limiter.acquirePermission()).isTrue();
		assertThat(available()).isEqualTo(28);
	}

	@Test
	void invalidSettingsAreRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> limiter(1, Duration.ofSeconds(-1)))
			.withMessage("'longestRequest' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> limiter(1, Duration.ofDays(365).plusNanos(1)))
			.withMessage("'longestRequest' must be at most 365 days");
		assertThatIllegalArgumentException().isThrownBy(() -> limiter(0, Duration.ZERO))
			.withMessage("'burst' must be positive");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> limiter(
					RateLimiterConfig.from(this.config).limitRefreshPeriod(Duration.ofDays(365).plusNanos(1)).build()))
			.withMessage("'config' must have a limitRefreshPeriod of at most 365 days");
		assertThat(limiter(1, Duration.ofDays(365))).isNotNull();
		assertThat(limiter(RateLimiterConfig.from(this.config).limitRefreshPeriod(Duration.ofDays(365)).build()))
			.isNotNull();
	}

	@Test
	@SuppressWarnings("NullAway")
	void nullsAreRejected() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RollingWindowRateLimiter("name", null, 1, LONGEST, this.timer))
			.withMessage("'config' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RollingWindowRateLimiter("name", this.config, 1, null, this.timer))
			.withMessage("'longestRequest' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RollingWindowRateLimiter("name", this.config, 1, LONGEST, null))
			.withMessage("'timer' must not be null");
	}

	@Test
	void nameMustNotBeEmpty() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RollingWindowRateLimiter(" ", this.config, 1, LONGEST, this.timer))
			.withMessage("'name' must not be empty");
	}

	/**
	 * Take permits that are free.
	 */
	private void take(int permits) {
		for (int i = 0; i < permits; i++) {
			assertThat(this.limiter.acquirePermission()).isTrue();
		}
	}

	private RollingWindowRateLimiter limiter(RateLimiterConfig config) {
		return new RollingWindowRateLimiter("create", config, 5, LONGEST, this.timer);
	}

	private RollingWindowRateLimiter limiter(int burst, Duration longestRequest) {
		return new RollingWindowRateLimiter("create", this.config, burst, longestRequest, this.timer);
	}

	@Test
	@SuppressWarnings("NullAway")
	void sharedBudgetAndItsTimeoutAreRequired() {
		assertThatIllegalArgumentException().isThrownBy(() -> shared(null, Duration.ofSeconds(1)))
			.withMessage("'budget' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> shared(new ScriptedBudget(), null))
			.withMessage("'timeout' must not be null");
	}

	@Test
	void timeoutOfASharedBudgetIsPositive() {
		for (Duration timeout : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
			assertThatIllegalArgumentException().isThrownBy(() -> shared(new ScriptedBudget(), timeout))
				.withMessage("'timeout' must be positive");
		}
	}

	@Test
	void limiterWithASharedBudgetSharesIt() {
		SharedBudget unused = new SharedBudget() {

			@Override
			public Response execute(Request request) {
				return new Response(false, 0, 0, 1, 0, 42, false);
			}

			@Override
			public String description() {
				return "unused";
			}

		};
		RollingWindowRateLimiter sharing = shared(unused, Duration.ofNanos(1));
		assertThat(sharing.sharing()).isEqualTo(new RollingWindowRateLimiter.Sharing(false, 30, 1, 0));
	}

	private RollingWindowRateLimiter shared(SharedBudget budget, Duration timeout) {
		return RollingWindowRateLimiter.shared("shared", this.config, 5, LONGEST, this.timer, budget, timeout);
	}

	private void waitUpTo(Duration timeout) {
		this.limiter.changeTimeoutDuration(timeout);
	}

	private int available() {
		return this.limiter.getMetrics().getAvailablePermissions();
	}

	private List<RateLimiterEvent> events() {
		List<RateLimiterEvent> events = new ArrayList<>();
		this.limiter.getEventPublisher().onEvent(events::add);
		return events;
	}

	/**
	 * Have another thread ask, and wait until it waits in the queue.
	 */
	private <T> Caller<T> call(Supplier<T> task) {
		return call(task, () -> this.limiter.getMetrics().getNumberOfWaitingThreads() == 1);
	}

	private static <T> Caller<T> call(Supplier<T> task, BooleanSupplier waits) {
		Caller<T> caller = new Caller<>(task);
		caller.thread.start();
		while (!waits.getAsBoolean()) {
			assertThat(caller.result).isNotDone();
			Thread.onSpinWait();
		}
		return caller;
	}

	private static final class Caller<T> {

		private final CompletableFuture<T> result = new CompletableFuture<>();

		private final Thread thread;

		Caller(Supplier<T> task) {
			this.thread = new Thread(() -> {
				try {
					this.result.complete(task.get());
				}
				catch (RuntimeException | Error ex) {
					this.result.completeExceptionally(ex);
				}
			}, "caller");
		}

		T result() {
			return this.result.orTimeout(1, TimeUnit.MINUTES).join();
		}

		void interrupt() {
			this.thread.interrupt();
		}

	}

	/**
	 * Interrupts a thread at the next look at the clock, which is under the lock of the
	 * queue: the thread can do nothing about it.
	 */
	private static final class InterruptingTimer implements WebPushTimer {

		private final ManualTimer delegate;

		private volatile @Nullable Thread next;

		private volatile @Nullable Duration jump;

		InterruptingTimer(ManualTimer delegate) {
			this.delegate = delegate;
		}

		@Override
		public long nanoTime() {
			long now = this.delegate.nanoTime();
			Thread thread = this.next;
			if (thread != null) {
				this.next = null;
				thread.interrupt();
			}
			Duration span = this.jump;
			if (span != null) {
				this.jump = null;
				this.delegate.jump(now + span.toNanos());
			}
			return now;
		}

		@Override
		public Scheduled schedule(Runnable task, long delayNanos) {
			return this.delegate.schedule(task, delayNanos);
		}

	}

}
