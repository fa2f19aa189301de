package io.github.insiderwebpush.benchmarks.queue;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.bucket4j.Bucket;
import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Table;
import io.github.insiderwebpush.ratelimit.PermitWaiter;
import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;

/**
 * Memory and threads of a hundred thousand that wait for a budget of 30 per minute,
 * without blocking. Memory is the heap in use after garbage collection, with what the
 * caller has to keep for each: the waiter, or the future.
 */
public final class QueueBenchmark {

	private static final int WAITERS = 100_000;

	private static final Duration LONG_ENOUGH = Duration.ofDays(10);

	private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private QueueBenchmark() {
	}

	public static void main(String[] arguments) {
		QueueBenchmark benchmark = new QueueBenchmark();
		Cost timed = benchmark.ours(LONG_ENOUGH.toNanos());
		Cost endless = benchmark.ours(Permits.FOREVER);
		Cost bucket4j = benchmark.bucket4j();
		Table table = new Table("100,000 that wait", "bytes each", "threads with 1", "threads with 100,000");
		table.row(timed.row("ours, with a timeout each"));
		table.row(endless.row("ours, for as long as it takes"));
		table.row(bucket4j.row("Bucket4j asScheduler()"));
		System.out.println(table);
		Goals goals = new Goals();
		goals.atMost("ours with a timeout, bytes each", timed.bytes(), 300);
		goals.atMost("ours with a timeout, threads added", timed.threadsWithAll() - timed.threadsWithOne(), 0);
		goals.atMost("ours without, bytes each", endless.bytes(), 300);
		goals.atMost("ours without, threads added", endless.threadsWithAll() - endless.threadsWithOne(), 0);
		goals.printAndExit();
	}

	private Cost ours(long timeoutNanos) {
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(30)
			.limitRefreshPeriod(Duration.ofMinutes(1))
			.timeoutDuration(LONG_ENOUGH)
			.build();
		WebPushTimer timer = WebPushTimer.system();
		Permits permits = Permits
			.of(new RollingWindowRateLimiter("ours", config, 5, Duration.ofSeconds(35), Map.of(), timer), timer);
		while (permits.tryAcquire()) {
			permits.answered(null);
		}
		return measure(() -> {
			Waiter waiter = new Waiter();
			permits.acquire(waiter, timeoutNanos, false);
			return waiter;
		}, permits::cancel);
	}

	private Cost bucket4j() {
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
		Bucket bucket = Bucket.builder()
			.addLimit((limit) -> limit.capacity(30).refillGreedy(30, Duration.ofMinutes(1)))
			.build();
		bucket.tryConsumeAsMuchAsPossible();
		Cost cost = measure(() -> bucket.asScheduler().tryConsume(1, LONG_ENOUGH, executor),
				(waiter) -> waiter.cancel(false));
		executor.shutdownNow();
		return cost;
	}

	private <T> Cost measure(Supplier<T> start, Consumer<T> end) {
		List<T> waiters = new ArrayList<>(WAITERS);
		waiters.add(start.get());
		int threadsWithOne = this.threads.getThreadCount();
		long before = heap();
		this.threads.resetPeakThreadCount();
		while (waiters.size() < WAITERS) {
			waiters.add(start.get());
		}
		long after = heap();
		int threadsWithAll = this.threads.getPeakThreadCount();
		waiters.forEach(end);
		// A few may have been served in the meantime, too few to be seen in the mean.
		return new Cost((after - before) / (WAITERS - 1.0), threadsWithOne, threadsWithAll);
	}

	private long heap() {
		long used = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			used = Math.min(used, this.memory.getHeapMemoryUsage().getUsed());
		}
		return used;
	}

	private record Cost(double bytes, int threadsWithOne, int threadsWithAll) {

		List<String> row(String name) {
			return List.of(name, String.format(Locale.ROOT, "%.0f", this.bytes), Integer.toString(this.threadsWithOne),
					Integer.toString(this.threadsWithAll));
		}

	}

	private static final class Waiter extends PermitWaiter {

		@Override
		protected void granted() {
			// Nobody looks at the permit.
		}

		@Override
		protected void refused(long leastWaitNanos) {
			throw new IllegalStateException("Refused, with a wait of " + Duration.ofNanos(leastWaitNanos));
		}

	}

}
