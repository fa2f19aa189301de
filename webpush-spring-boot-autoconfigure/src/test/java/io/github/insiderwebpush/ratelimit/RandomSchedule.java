package io.github.insiderwebpush.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One random life of a limiter, and an observer that believes only what it sees: grants,
 * refusals, arrivals and answers.
 */
final class RandomSchedule {

	private final Random random;

	private final long start;

	private final long period;

	private final long longestRequest;

	private final int highestLimit;

	/** Whether somebody may leave the queue or jump it. */
	private final boolean turbulent;

	private final boolean changing;

	private final boolean throttling;

	private final boolean several;

	private final boolean lateTimer;

	private final ManualTimer timer;

	private final ServerLog log;

	private final RollingWindowRateLimiter limiter;

	private final PermitQueue queue;

	private final List<Client> front = new ArrayList<>();

	private final List<Client> back = new ArrayList<>();

	private int limit;

	private long stoppedUntil;

	private @Nullable AssertionError failure;

	/** Whether waiters may be refused before their time is up. */
	private boolean disturbed;

	/** Whether a client is just being told, and does something at once. */
	private boolean telling;

	RandomSchedule(long seed) {
		this.random = new Random(seed);
		this.period = chance(0.5) ? 60_000_000_000L : 1_000 + this.random.nextInt(9_000);
		this.longestRequest = between(0, 2 * this.period);
		this.turbulent = chance(0.6);
		this.changing = this.turbulent && chance(0.5);
		this.throttling = chance(0.5);
		this.several = chance(0.5) && (this.turbulent || !this.throttling);
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
				Map.of(), this.timer);
		this.queue = (PermitQueue) this.limiter.permits();
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
		while (!this.front.isEmpty() || !this.back.isEmpty()) {
			int waiting = this.front.size() + this.back.size();
			pass(Duration.ofMinutes(10).toNanos() + 2 * (this.period + this.longestRequest));
			assertThat(this.front.size() + this.back.size()).as("still waiting").isLessThan(waiting);
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
		assertThat(this.queue.waiting()).isZero();
		assertThat(this.queue.inUse()).isZero();
		assertThat(this.queue.free()).isEqualTo(this.limit);
		assertThat(this.timer.scheduled()).isZero();
	}

	private void act() {
		switch (this.random.nextInt(this.turbulent ? 12 : 8)) {
			case 0, 1 -> tryNow();
			case 2 -> reserve();
			case 3, 4, 5 -> join(new Client(1, true), false);
			case 6 -> join(new Client(this.several ? 1 + this.random.nextInt(this.limit + 1) : 1, false), false);
			case 7 -> holdBackOrDrain();
			case 8 -> join(new Client(1, true), true);
			case 9 -> {
				if (this.changing) {
					changeLimit();
				}
			}
			default -> leave();
		}
	}

	private void tryNow() {
		if (this.queue.tryAcquire()) {
			assertNobodyWaits();
			begin(1, true, false);
		}
	}

	private void reserve() {
		int permits = this.several ? 1 + this.random.nextInt(this.limit) : 1;
		if (this.limiter.reservePermission(permits) == 0) {
			assertNobodyWaits();
			begin(permits, false, false);
		}
	}

	private void join(Client client, boolean first) {
		long timeout = chance(0.5) ? OldPermits.FOREVER : between(0, 4 * this.period);
		client.givesUpAt = (timeout != OldPermits.FOREVER) ? now() + timeout : OldPermits.FOREVER;
		client.joinedAt = now();
		client.leastWait = (timeout == OldPermits.FOREVER && !this.turbulent) ? estimate() : 0;
		List<Client> line = first ? this.front : this.back;
		line.add(client);
		client.joining = true;
		this.queue.acquire(client, timeout, first);
		client.joining = false;
	}

	/**
	 * Return the wait that somebody is told who cannot wait at all.
	 */
	private long estimate() {
		if (this.back.isEmpty()) {
			return 0;
		}
		RecordedWaiter impatient = new RecordedWaiter(this.timer);
		this.queue.acquire(impatient, 0, false);
		// Somebody whose turn it is may just be waiting for a late timer.
		this.queue.cancel(impatient);
		return impatient.isRefused() ? impatient.leastWait().toNanos() : 0;
	}

	private void leave() {
		List<Client> all = new ArrayList<>(this.front);
		all.addAll(this.back);
		if (!all.isEmpty()) {
			Client client = all.get(this.random.nextInt(all.size()));
			this.front.remove(client);
			this.back.remove(client);
			assertThat(this.queue.cancel(client)).isTrue();
			assertThat(this.queue.cancel(client)).isFalse();
		}
	}

	private void changeLimit() {
		this.limit = 1 + this.random.nextInt(this.highestLimit);
		this.disturbed = true;
		this.log.limitChanged();
		this.limiter.changeLimitForPeriod(this.limit);
		this.disturbed = false;
	}

	private void holdBackOrDrain() {
		if (chance(0.5)) {
			this.limiter.drainPermissions();
			return;
		}
		long pause = between(-1, this.period);
		this.stoppedUntil = Math.max(this.stoppedUntil, now() + pause);
		this.disturbed = true;
		this.queue.holdBack(Duration.ofNanos(pause));
		this.disturbed = false;
		assertNobodyIsHopeless();
	}

	/**
	 * A permit is there: do something with it, as all sorts of clients do.
	 */
	private void begin(int permits, boolean reportsEnd, boolean waited) {
		long now = now();
		assertThat(now).as("granted in a stop").isGreaterThanOrEqualTo(this.stoppedUntil);
		this.log.granted(now, permits, this.limit, waited);
		if (this.turbulent && chance(0.1)) {
			later(reportsEnd ? between(0, this.period) : 0, () -> {
				this.log.returned(permits);
				this.queue.unused(permits, reportsEnd);
			});
		}
		else if (reportsEnd) {
			beginReported(now);
		}
		else {
			beginUnreported(permits, now);
		}
	}

	private void beginReported(long now) {
		long sentAt = now + between(0, this.period / 8);
		if (chance(0.15)) {
			this.log.arrives(sentAt + between(0, this.longestRequest));
			later(sentAt - now + between(0, this.longestRequest),
					() -> this.queue.unanswered(new IllegalStateException(), this.start + sentAt));
			return;
		}
		long arrivesAt = sentAt + latency();
		this.log.arrives(arrivesAt);
		later(arrivesAt - now + latency(), () -> answered((failure) -> this.queue.answered(failure)));
	}

	private void beginUnreported(int permits, long now) {
		long last = now;
		for (int i = 0; i < permits; i++) {
			long arrivesAt = now + between(0, this.longestRequest);
			this.log.arrives(arrivesAt);
			last = Math.max(last, arrivesAt);
		}
		if (chance(0.8)) {
			long endsAt = between(last, now + this.longestRequest);
			later(endsAt - now, () -> answered((failure) -> {
				if (failure != null) {
					this.limiter.onError(failure);
				}
				else if (chance(0.5)) {
					this.limiter.onSuccess();
				}
				else {
					this.limiter.onResult("result");
				}
			}));
		}
	}

	private void answered(Consumer<@Nullable RuntimeException> report) {
		if (!this.throttling || chance(0.95)) {
			report.accept(chance(0.9) ? null : new IllegalStateException("failed"));
			return;
		}
		long retryAfter = between(0, 3 * this.period);
		boolean said = chance(0.5);
		// Without a word from the server the stop is an interval at the least.
		long stop = said ? Math.min(retryAfter, Duration.ofMinutes(10).toNanos()) : this.period / this.limit;
		this.stoppedUntil = Math.max(this.stoppedUntil, now() + stop);
		this.log.throttled(now(), this.stoppedUntil, Math.max(this.stoppedUntil, now() + (said ? 0 : this.period)));
		this.disturbed = true;
		report.accept(said ? Throttle.retryAfter(Duration.ofNanos(retryAfter)) : Throttle.unspecified());
		this.disturbed = false;
		assertNobodyIsHopeless();
	}

	private void assertNobodyIsHopeless() {
		List<Client> all = new ArrayList<>(this.front);
		all.addAll(this.back);
		assertThat(all).allMatch((client) -> client.givesUpAt >= this.stoppedUntil);
	}

	/**
	 * The queue tells everyone, even if somebody fails at it: keep the failure for later.
	 */
	private void observe(Runnable assertion) {
		try {
			assertion.run();
		}
		catch (AssertionError ex) {
			this.failure = (this.failure != null) ? this.failure : ex;
		}
	}

	private void assertNobodyWaits() {
		assertThat(this.front).isEmpty();
		assertThat(this.back).isEmpty();
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

	private final class Client extends PermitWaiter {

		private final int permits;

		private final boolean reportsEnd;

		private long givesUpAt;

		private long joinedAt;

		private long leastWait;

		private boolean joining;

		/** When it must have been told, as somebody behind it was granted a permit. */
		private @Nullable Long toldAt;

		Client(int permits, boolean reportsEnd) {
			this.permits = permits;
			this.reportsEnd = reportsEnd;
		}

		@Override
		protected void granted() {
			observe(this::assertGrantedInOrder);
		}

		private void assertGrantedInOrder() {
			assertPassesNobody();
			assertThat(now() - this.joinedAt).as("wait").isGreaterThanOrEqualTo(this.leastWait);
			assertInTime();
			boolean nested = RandomSchedule.this.telling;
			RandomSchedule.this.telling = true;
			begin(this.permits, this.reportsEnd, !this.joining);
			RandomSchedule.this.telling = nested;
		}

		/**
		 * Verdicts on several can fall at once, and are then told one by one. If the
		 * first gives its permit back meanwhile, who gets that is told before the second
		 * is: but the second has to be told at the same time.
		 */
		private void assertPassesNobody() {
			List<Client> ahead = new ArrayList<>(RandomSchedule.this.front);
			ahead.addAll(RandomSchedule.this.back);
			assertThat(ahead).contains(this);
			ahead = ahead.subList(0, ahead.indexOf(this));
			assertThat(ahead.isEmpty() || RandomSchedule.this.telling).as("first come, first served").isTrue();
			ahead.forEach((client) -> client.toldAt = now());
			assertNotPassed();
			RandomSchedule.this.front.remove(this);
			RandomSchedule.this.back.remove(this);
		}

		@Override
		protected void refused(long leastWaitNanos) {
			observe(() -> assertRefusedForAReason(leastWaitNanos));
		}

		private void assertRefusedForAReason(long leastWaitNanos) {
			assertNotPassed();
			boolean stood = RandomSchedule.this.front.remove(this) || RandomSchedule.this.back.remove(this);
			assertThat(stood).as("told once").isTrue();
			// Who waits behind is served sooner than was foreseen.
			RandomSchedule.this.back.forEach((client) -> client.leastWait = 0);
			boolean impossible = this.permits > RandomSchedule.this.limit;
			assertInTime();
			if (now() < this.givesUpAt) {
				assertThat(this.joining || RandomSchedule.this.disturbed).as("refused out of the blue").isTrue();
				assertThat(impossible || leastWaitNanos > this.givesUpAt - now()).as("refused needlessly").isTrue();
			}
		}

		private void assertNotPassed() {
			assertThat(this.toldAt).as("passed by another").isIn(null, now());
		}

		private void assertInTime() {
			if (!RandomSchedule.this.lateTimer) {
				assertThat(now()).as("told too late").isLessThanOrEqualTo(this.givesUpAt);
			}
		}

		@Override
		int permits() {
			return this.permits;
		}

		@Override
		boolean reportsEnd() {
			return this.reportsEnd;
		}

	}

}
