package io.github.insiderwebpush.ratelimit;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real threads and the system's timer: 5,000 virtual threads where there are any, else
 * 200 of the platform's. What is asserted holds however slowly they run.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RateLimiterConcurrencyTests {

	private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

	private static final int THREADS = VIRTUAL ? 5_000 : 200;

	private static final String PINNED = "jdk.VirtualThreadPinned";

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	@TempDir
	private Path folder;

	@Test
	void nothingIsLostAndTheLimitHoldsWhenManyContend() throws Exception {
		contend();
	}

	@Test
	void orderHoldsAlthoughSomeAreInterrupted() throws Exception {
		queueUp();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_24)
	void noCarrierThreadIsPinned() throws Exception {
		// Class loading pins the carrier: let it happen before.
		contend();
		queueUp();
		List<RecordedEvent> pinned = recordPinning(() -> {
			contend();
			queueUp();
		});
		assertThat(pinned).isEmpty();
	}

	private void contend() throws Exception {
		int limit = THREADS / 20;
		Duration period = Duration.ofMillis(20);
		RollingWindowRateLimiter limiter = limiter(limit, period, period, 10);
		Permits permits = limiter.permits();
		Queue<Long> arrivals = new ConcurrentLinkedQueue<>();
		AtomicInteger granted = new AtomicInteger();
		AtomicInteger givenUp = new AtomicInteger();
		List<Thread> threads = threads((i) -> {
			if (i % 30 == 0) {
				if (limiter.acquirePermission()) {
					granted.incrementAndGet();
				}
				else {
					givenUp.incrementAndGet();
				}
				return;
			}
			BlockingAcquire acquire = new BlockingAcquire();
			permits.acquire(acquire, PermitLine.values()[i % 3], Permits.NO_TIMEOUT);
			if (i % 10 == 1 && permits.cancel(acquire)) {
				givenUp.incrementAndGet();
				return;
			}
			Permit permit = acquire.await();
			granted.incrementAndGet();
			if (i % 10 == 2) {
				permit.release();
				return;
			}
			arrivals.add(System.nanoTime());
			permit.complete((i % 1000 == 5) ? Throttle.retryAfter(Duration.ofMillis(5)) : null);
		});
		threads.forEach(Thread::start);
		for (int i = 0; i < THREADS; i += 60) {
			threads.get(i).interrupt();
		}
		join(threads);
		assertThat(this.failures).isEmpty();
		assertThat(granted.get() + givenUp.get()).isEqualTo(THREADS);
		assertThat(givenUp.get()).isLessThan(THREADS / 2);
		assertThat(limiter.getMetrics().getNumberOfWaitingThreads()).isZero();
		assertThatAtMost(limit, period, arrivals);
		assertThatAllComeBack(limiter, limit);
	}

	private void queueUp() throws Exception {
		RollingWindowRateLimiter limiter = limiter(1, Duration.ofNanos(20_000), Duration.ZERO, 1);
		BlockingAcquire first = new BlockingAcquire();
		limiter.permits().acquire(first, PermitLine.NORMAL, Permits.NO_TIMEOUT);
		Queue<Integer> order = new ConcurrentLinkedQueue<>();
		Queue<Integer> interrupted = new ConcurrentLinkedQueue<>();
		List<Thread> threads = threads((i) -> {
			BlockingAcquire acquire = new BlockingAcquire();
			limiter.permits().acquire(acquire, PermitLine.NORMAL, Permits.NO_TIMEOUT);
			try {
				Permit permit = acquire.await();
				order.add(i);
				permit.complete(null);
			}
			catch (InterruptedException ex) {
				assertThat(limiter.permits().cancel(acquire)).isTrue();
				interrupted.add(i);
			}
		});
		for (int i = 0; i < THREADS; i++) {
			threads.get(i).start();
			while (limiter.getMetrics().getNumberOfWaitingThreads() <= i) {
				Thread.onSpinWait();
			}
		}
		List<Thread> unlucky = IntStream.range(0, THREADS).filter((i) -> i % 3 == 1).mapToObj(threads::get).toList();
		unlucky.forEach(Thread::interrupt);
		join(unlucky);
		first.await().complete(null);
		join(threads);
		assertThat(this.failures).isEmpty();
		assertThat(List.copyOf(order)).isSorted().doesNotHaveDuplicates().hasSize(THREADS - (THREADS + 1) / 3);
		assertThat(interrupted).hasSize((THREADS + 1) / 3).allMatch((i) -> i % 3 == 1);
		assertThatAllComeBack(limiter, 1);
	}

	private static RollingWindowRateLimiter limiter(int limit, Duration period, Duration longestRequest, int burst) {
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(limit)
			.limitRefreshPeriod(period)
			.timeoutDuration(Duration.ofHours(1))
			.build();
		return new RollingWindowRateLimiter("contended", config, burst, longestRequest, WebPushTimer.system());
	}

	private static void assertThatAtMost(int limit, Duration period, Queue<Long> arrivals) {
		long[] times = arrivals.stream().mapToLong(Long::longValue).toArray();
		long origin = (times.length > 0) ? times[0] : 0;
		long[] sorted = Arrays.stream(times).map((time) -> time - origin).sorted().toArray();
		assertThat(sorted).hasSizeGreaterThan(limit);
		for (int i = 0; i + limit < sorted.length; i++) {
			assertThat(sorted[i + limit] - sorted[i]).isGreaterThanOrEqualTo(period.toNanos());
		}
	}

	private static void assertThatAllComeBack(RollingWindowRateLimiter limiter, int limit) {
		while (limiter.getMetrics().getAvailablePermissions() < limit) {
			Thread.onSpinWait();
		}
		assertThat(limiter.getMetrics().getAvailablePermissions()).isEqualTo(limit);
	}

	private List<Thread> threads(Work work) throws ReflectiveOperationException {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int number = i;
			threads.add(unstarted(() -> {
				try {
					work.run(number);
				}
				catch (Exception | Error ex) {
					this.failures.add(ex);
				}
			}));
		}
		return threads;
	}

	private static Thread unstarted(Runnable task) throws ReflectiveOperationException {
		if (!VIRTUAL) {
			return new Thread(task);
		}
		Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
		Method unstarted = Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
		return (Thread) unstarted.invoke(builder, task);
	}

	private static void join(List<Thread> threads) throws InterruptedException {
		for (Thread thread : threads) {
			thread.join();
		}
	}

	/**
	 * Return the times that a virtual thread held on to its carrier when it had to wait.
	 */
	private List<RecordedEvent> recordPinning(Action action) throws Exception {
		Path file = this.folder.resolve("pinned.jfr");
		try (Recording recording = new Recording()) {
			recording.enable(PINNED).withThreshold(Duration.ZERO).withStackTrace();
			recording.start();
			action.run();
			recording.stop();
			recording.dump(file);
		}
		return pinnedIn(file);
	}

	private static List<RecordedEvent> pinnedIn(Path file) throws IOException {
		return RecordingFile.readAllEvents(file)
			.stream()
			.filter((event) -> event.getEventType().getName().equals(PINNED))
			.toList();
	}

	private interface Work {

		void run(int number) throws Exception;

	}

	private interface Action {

		void run() throws Exception;

	}

	/**
	 * Blocks its own thread until there is a permit.
	 */
	private static final class BlockingAcquire implements PendingAcquire {

		private final CompletableFuture<Permit> result = new CompletableFuture<>();

		Permit await() throws InterruptedException, ExecutionException {
			return this.result.get();
		}

		@Override
		public void onAcquired(Permit permit) {
			this.result.complete(permit);
		}

		@Override
		public void onRejected(Duration minimumWait, @Nullable Duration pause) {
			this.result.completeExceptionally(new IllegalStateException("Rejected without a timeout"));
		}

	}

}
