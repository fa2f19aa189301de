package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One random life of a limiter, and an observer that relies only on what it sees: grants,
 * rejections, arrivals and responses.
 */
final class RandomSchedule {

	private static final long NO_DEADLINE = Long.MAX_VALUE;

	private final Random random;

	private final long start;

	private final long period;

	private final long longestRequest;

	private final int highestLimit;

	/** Whether calls may leave the queue or be retried. */
	private final boolean turbulent;

	private final boolean changing;

	private final boolean throttling;

	private final boolean lateTimer;

	private final ManualTimer timer;

	private final ServerLog log;

	private final RollingWindowRateLimiter limiter;

	private final Permits permits;

	private final List<Client> retries = new ArrayList<>();

	private final List<Client> normal = new ArrayList<>();

	private final List<Client> background = new ArrayList<>();

	private @Nullable Client firstOfBackground;

	private int limit;

	private long pausedUntil;

	private long pausedUntilAtMost;

	private @Nullable AssertionError failure;

	/** Whether waiters may be rejected before their time is up. */
	private boolean disturbed;

	RandomSchedule(long seed) {
		this.random = new Random(seed);
		this.period = chance(0.5) ? 60_000_000_000L : 1_000 + this.random.nextInt(9_000);
		this.longestRequest = between(0, 2 * this.period);
		this.turbulent = chance(0.6);
		this.changing = this.turbulent && chance(0.5);
		this.throttling = chance(0.5);
		this.lateTimer = chance(0.2);
		this.highestLimit = chance(0.2) ? 30 : 1 + this.random.nextInt(8);
		this.limit = this.changing ? 1 + this.random.nextInt(this.highestLimit) : this.highestLimit;
		int burst = 1 + this.random.nextInt(10);
		this.start = switch (this.random.nextInt(4)) {
			case 0 -> 0;
			case 1 -> Long.MAX_VALUE - between(0, 20 * this.period);
			case 2 -> -between(0, 20 * this.period);
			default -> this.random.nextLong();
		};
		this.timer = new ManualTimer(this.start);
		this.log = new ServerLog(this.period, Math.min(burst, this.highestLimit));
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(this.limit)
			.limitRefreshPeriod(Duration.ofNanos(this.period))
			.timeoutDuration(Duration.ZERO)
			.build();
		this.limiter = new RollingWindowRateLimiter("random", config, burst, Duration.ofNanos(this.longestRequest),
				this.timer);
		this.permits = this.limiter.permits();
	}

	/**
	 * Live, and check.
	 * @return how many requests arrived
	 */
	int run() {
		for (int i = 0; i < 150; i++) {
			pass(chance(0.4) ? 0 : between(0, 3 * this.period / this.highestLimit));
			act();
		}
		while (!inOrder().isEmpty()) {
			int waiting = inOrder().size();
			pass(Duration.ofMinutes(10).toNanos() + 2 * (this.period + this.longestRequest));
			assertThat(inOrder().size()).as("still waiting").isLessThan(waiting);
		}
		assertAllIsFreeAfterwards();
		this.log.assertLimitHolds();
		long interval = (this.period - 1) / this.highestLimit + 1;
		this.log.assertSpacedAfterWaiters(interval);
		if (!this.changing) {
			this.log.assertPaidFor(interval);
		}
		return this.log.size();
	}

	private void assertAllIsFreeAfterwards() {
		pass(Duration.ofMinutes(20).toNanos() + 20 * this.period + this.longestRequest);
		assertThat(this.limiter.getMetrics().getNumberOfWaitingThreads()).isZero();
		assertThat(this.limiter.getMetrics().getAvailablePermissions()).isEqualTo(this.limit);
		assertThat(this.timer.scheduled()).isZero();
	}

	private void act() {
		switch (this.random.nextInt(this.turbulent ? 12 : 8)) {
			case 0, 1 -> reserve();
			case 2 -> join(PermitLine.BACKGROUND);
			case 3, 4, 5, 6 -> join(PermitLine.NORMAL);
			case 7 -> pauseOrDrain();
			case 8 -> join(PermitLine.RETRY);
			case 9 -> {
				if (this.changing) {
					changeLimit();
				}
			}
			default -> leave();
		}
	}

	/**
	 * Take a permit through Resilience4j's interface.
	 */
	private void reserve() {
		if (this.limiter.reservePermission() == 0) {
			assertThat(inOrder()).as("waiting").isEmpty();
			this.log.granted(now(), this.limit, false);
			this.log.arrives(now() + between(0, this.longestRequest));
		}
	}

	private void join(PermitLine line) {
		long timeout = chance(0.5) ? Permits.NO_TIMEOUT : between(0, 4 * this.period);
		Client client = new Client((timeout != Permits.NO_TIMEOUT) ? now() + timeout : NO_DEADLINE,
				(timeout == Permits.NO_TIMEOUT && !this.turbulent) ? estimate() : 0);
		switch (line) {
			case RETRY -> this.retries.add(client);
			case NORMAL -> this.normal.add(client);
			case BACKGROUND -> this.background.add(client);
		}
		advanceBackground();
		client.joining = true;
		this.permits.acquire(client, line, timeout);
		client.joining = false;
	}

	private void advanceBackground() {
		if (this.firstOfBackground == null && !this.background.isEmpty()) {
			this.firstOfBackground = this.background.remove(0);
			this.normal.add(this.firstOfBackground);
		}
	}

	private List<Client> inOrder() {
		List<Client> all = new ArrayList<>(this.retries);
		all.addAll(this.normal);
		all.addAll(this.background);
		return all;
	}

	private boolean remove(Client client) {
		boolean removed = this.retries.remove(client) || this.normal.remove(client) || this.background.remove(client);
		if (client == this.firstOfBackground) {
			this.firstOfBackground = null;
			advanceBackground();
		}
		return removed;
	}

	/**
	 * Return the minimum wait that a call without a timeout would be told.
	 */
	private long estimate() {
		if (this.normal.isEmpty()) {
			return 0;
		}
		RecordedAcquire impatient = new RecordedAcquire(this.timer);
		this.permits.acquire(impatient, PermitLine.NORMAL, 0);
		// With a late timer it may be in time for a permit that is already due.
		this.permits.cancel(impatient);
		return impatient.isRejected() ? impatient.minimumWait().toNanos() : 0;
	}

	private void leave() {
		List<Client> all = inOrder();
		if (!all.isEmpty()) {
			Client client = all.get(this.random.nextInt(all.size()));
			remove(client);
			assertThat(this.permits.cancel(client)).isTrue();
			assertThat(this.permits.cancel(client)).isFalse();
		}
	}

	private void changeLimit() {
		this.limit = 1 + this.random.nextInt(this.highestLimit);
		this.disturbed = true;
		this.log.limitChanged();
		this.limiter.changeLimitForPeriod(this.limit);
		this.disturbed = false;
	}

	private void pauseOrDrain() {
		if (chance(0.5)) {
			this.limiter.drainPermissions();
			return;
		}
		long pause = between(-1, this.period);
		paused(pause, pause);
		this.disturbed = true;
		this.permits.pause(Duration.ofNanos(pause));
		this.disturbed = false;
		assertNoDeadlineInPause();
	}

	private void paused(long atLeast, long atMost) {
		this.pausedUntil = Math.max(this.pausedUntil, now() + atLeast);
		this.pausedUntilAtMost = Math.max(this.pausedUntilAtMost, now() + atMost);
	}

	/**
	 * A permit was granted: use it as all sorts of clients do.
	 */
	private void use(Permit permit, boolean waited) {
		long now = now();
		assertThat(now).as("granted in a pause").isGreaterThanOrEqualTo(this.pausedUntil);
		this.log.granted(now, this.limit, waited);
		if (this.turbulent && chance(0.1)) {
			later(between(0, this.period), () -> {
				this.log.released();
				permit.release();
				endAgain(permit);
			});
			return;
		}
		long sentAt = now + between(0, this.period / 8);
		if (chance(0.15)) {
			this.log.arrives(sentAt + between(0, this.longestRequest));
			later(sentAt - now + between(0, this.longestRequest), () -> {
				permit.abandon(null, this.start + sentAt);
				endAgain(permit);
			});
			return;
		}
		long arrivesAt = sentAt + latency();
		this.log.arrives(arrivesAt);
		later(arrivesAt - now + latency(), () -> {
			complete(permit);
			endAgain(permit);
		});
	}

	/**
	 * A permit ends once, whatever its holder does.
	 */
	private void endAgain(Permit permit) {
		switch (this.random.nextInt(6)) {
			case 0 -> permit.release();
			case 1 -> permit.complete(Throttle.unspecified());
			case 2 -> permit.abandon(null, this.timer.nanoTime());
			default -> {
			}
		}
	}

	private void complete(Permit permit) {
		if (!this.throttling || chance(0.95)) {
			permit.complete(chance(0.9) ? null : new IllegalStateException("failed"));
			return;
		}
		if (chance(0.5)) {
			long retryAfter = between(0, 3 * this.period);
			long pause = Math.min(retryAfter, Duration.ofMinutes(10).toNanos());
			throttled(permit, Throttle.retryAfter(Duration.ofNanos(retryAfter)), pause, pause);
		}
		else {
			throttled(permit, Throttle.unspecified(), this.period / this.limit, this.period);
		}
	}

	private void throttled(Permit permit, Throttle throttle, long atLeast, long atMost) {
		paused(atLeast, atMost);
		this.log.throttled(this.pausedUntil);
		this.disturbed = true;
		permit.complete(throttle);
		this.disturbed = false;
		assertNoDeadlineInPause();
	}

	private void assertNoDeadlineInPause() {
		assertThat(inOrder()).allMatch((client) -> client.deadline >= this.pausedUntil);
	}

	/**
	 * The queue logs what its callbacks throw: keep the failure for later.
	 */
	private void observe(Runnable assertion) {
		try {
			assertion.run();
		}
		catch (AssertionError ex) {
			this.failure = (this.failure != null) ? this.failure : ex;
		}
	}

	private void pass(long nanos) {
		if (this.lateTimer && chance(0.3)) {
			this.timer.jump(this.timer.nanoTime() + between(0, this.period / 2));
		}
		this.timer.advance(nanos);
		if (this.failure != null) {
			throw this.failure;
		}
	}

	private void later(long delay, Runnable work) {
		if (delay == 0 && chance(0.5)) {
			work.run();
		}
		else {
			this.timer.schedule(work, delay);
		}
	}

	private long now() {
		return this.timer.nanoTime() - this.start;
	}

	private long latency() {
		return chance(0.1) ? between(0, 3 * this.period) : between(0, this.period / 20);
	}

	private long between(long least, long most) {
		return least + (long) (this.random.nextDouble() * (most - least + 1));
	}

	private boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

	private final class Client implements PendingAcquire {

		private final long joinedAt = now();

		private final long deadline;

		private long minimumWait;

		private boolean joining;

		Client(long deadline, long minimumWait) {
			this.deadline = deadline;
			this.minimumWait = minimumWait;
		}

		@Override
		public void onAcquired(Permit permit) {
			observe(() -> {
				assertThat(inOrder().indexOf(this)).as("first come, first served").isZero();
				remove(this);
				assertThat(now() - this.joinedAt).as("wait").isGreaterThanOrEqualTo(this.minimumWait);
				assertInTime();
				use(permit, !this.joining);
			});
		}

		@Override
		public void onRejected(Duration wait, @Nullable Duration pause) {
			observe(() -> {
				assertThat(remove(this)).as("called back once").isTrue();
				// Calls behind it are served sooner than was foreseen.
				inOrder().forEach((client) -> client.minimumWait = 0);
				assertInTime();
				if (now() < this.deadline) {
					assertThat(this.joining || RandomSchedule.this.disturbed).as("rejected without a reason").isTrue();
					assertThat(wait.toNanos()).as("minimum wait").isGreaterThan(this.deadline - now());
				}
				assertPause(pause);
			});
		}

		private void assertPause(@Nullable Duration pause) {
			if (pause != null) {
				assertThat(pause.toNanos()).as("pause").isBetween(1L, RandomSchedule.this.pausedUntilAtMost - now());
			}
			else {
				assertThat(this.deadline).as("deadline in a pause that is not told")
					.isGreaterThanOrEqualTo(RandomSchedule.this.pausedUntil);
			}
		}

		private void assertInTime() {
			if (!RandomSchedule.this.lateTimer) {
				assertThat(now()).as("called back too late").isLessThanOrEqualTo(this.deadline);
			}
		}

	}

}
