package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(20)
class WebPushVirtualClockTests {

	private static final long HOUR = TimeUnit.HOURS.toNanos(1);

	private final WebPushVirtualClock clock = new WebPushVirtualClock();

	@AfterEach
	void close() {
		this.clock.close();
	}

	@Test
	void standsStillWhileNothingIsScheduled() {
		this.clock.workBegins();
		this.clock.workEnds();
		assertThat(this.clock.nanoTime()).isZero();
		assertThat(this.clock.elapsed()).isEqualTo(Duration.ZERO);
	}

	@Test
	void jumpsToTheEarliestTaskWhenNobodyWorks() throws Exception {
		CompletableFuture<Long> ranAt = new CompletableFuture<>();
		this.clock.schedule(() -> ranAt.complete(this.clock.nanoTime()), HOUR);
		assertThat(ranAt.get()).isEqualTo(HOUR);
		assertThat(this.clock.elapsed()).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void standsStillWhileAnybodyWorks() throws Exception {
		CountDownLatch ran = new CountDownLatch(1);
		this.clock.workBegins();
		this.clock.workBegins();
		this.clock.schedule(ran::countDown, HOUR);
		this.clock.workEnds();
		assertThat(ran.await(50, TimeUnit.MILLISECONDS)).isFalse();
		assertThat(this.clock.nanoTime()).isZero();
		this.clock.workEnds();
		ran.await();
		assertThat(this.clock.nanoTime()).isEqualTo(HOUR);
	}

	@Test
	void taskThatHandsOnItsWorkHoldsTheClock() throws Exception {
		List<Long> seen = new CopyOnWriteArrayList<>();
		CountDownLatch last = new CountDownLatch(1);
		this.clock.workBegins();
		this.clock.schedule(() -> {
			this.clock.workBegins();
			new Thread(() -> {
				seen.add(this.clock.nanoTime());
				this.clock.workEnds();
			}).start();
		}, 5);
		this.clock.schedule(() -> {
			seen.add(this.clock.nanoTime());
			last.countDown();
		}, 6);
		this.clock.workEnds();
		last.await();
		assertThat(seen).containsExactly(5L, 6L);
	}

	@Test
	void runsTasksByTimeAndThoseOfTheSameTimeInOrder() throws Exception {
		List<String> ran = new CopyOnWriteArrayList<>();
		CountDownLatch last = new CountDownLatch(1);
		this.clock.workBegins();
		this.clock.schedule(() -> ran.add("later"), 20);
		this.clock.schedule(() -> ran.add("first"), 10);
		this.clock.schedule(() -> ran.add("second"), 10);
		this.clock.schedule(() -> ran.add("at once"), -5);
		this.clock.schedule(last::countDown, 30);
		this.clock.workEnds();
		last.await();
		assertThat(ran).containsExactly("at once", "first", "second", "later");
	}

	@Test
	void taskSchedulesTheNext() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		CompletableFuture<Long> end = new CompletableFuture<>();
		Runnable task = new Runnable() {
			@Override
			public void run() {
				if (runs.incrementAndGet() == 1000) {
					end.complete(WebPushVirtualClockTests.this.clock.nanoTime());
				}
				else {
					WebPushVirtualClockTests.this.clock.schedule(this, HOUR);
				}
			}
		};
		this.clock.schedule(task, HOUR);
		assertThat(end.get()).isEqualTo(1000 * HOUR);
	}

	@Test
	void cancelledTaskNeitherRunsNorMovesTime() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		this.clock.workBegins();
		Scheduled handle = this.clock.schedule(runs::incrementAndGet, HOUR);
		CountDownLatch ran = new CountDownLatch(1);
		this.clock.schedule(ran::countDown, 7);
		handle.cancel();
		handle.cancel();
		this.clock.workEnds();
		ran.await();
		this.clock.advance(Duration.ZERO);
		assertThat(runs).hasValue(0);
		assertThat(this.clock.nanoTime()).isEqualTo(7);
	}

	@Test
	void advancesByHandAndRunsWhatFallsDue() {
		List<Long> ran = new ArrayList<>();
		this.clock.workBegins();
		this.clock.schedule(() -> ran.add(this.clock.nanoTime()), 40);
		this.clock.schedule(() -> ran.add(this.clock.nanoTime()), 30);
		this.clock.schedule(() -> ran.add(this.clock.nanoTime()), 101);
		this.clock.advance(Duration.ofNanos(100));
		assertThat(ran).containsExactly(30L, 40L);
		assertThat(this.clock.nanoTime()).isEqualTo(100);
	}

	@Test
	void advanceWaitsForTheWorkThatATaskGaveRiseTo() {
		List<Long> seen = new CopyOnWriteArrayList<>();
		this.clock.workBegins();
		this.clock.schedule(() -> {
			this.clock.workBegins();
			new Thread(() -> {
				seen.add(this.clock.nanoTime());
				this.clock.workEnds();
			}).start();
		}, 30);
		this.clock.advance(Duration.ofNanos(100));
		assertThat(seen).containsExactly(30L);
	}

	@Test
	void taskCannotAdvanceTheClock() throws Exception {
		CompletableFuture<Throwable> thrown = new CompletableFuture<>();
		this.clock.schedule(() -> {
			try {
				this.clock.advance(Duration.ofSeconds(1));
				thrown.complete(new AssertionError("advanced"));
			}
			catch (IllegalStateException ex) {
				thrown.complete(ex);
			}
		}, 1);
		assertThat(thrown.get()).hasMessage("A task of the clock cannot advance the clock");
	}

	@Test
	void resetRestartsElapsedButNotTime() {
		this.clock.advance(Duration.ofMinutes(3));
		this.clock.reset();
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(this.clock.elapsed()).isEqualTo(Duration.ofMinutes(2));
		assertThat(this.clock.nanoTime()).isEqualTo(Duration.ofMinutes(5).toNanos());
	}

	@Test
	void unpairedEndOfWorkIsAnError() {
		assertThatIllegalStateException().isThrownBy(this.clock::workEnds).withMessageContaining("must be paired");
	}

	@Test
	void taskThatThrowsIsReportedAndTheNextStillRuns() throws Exception {
		AtomicReference<Throwable> reported = new AtomicReference<>();
		CountDownLatch ran = new CountDownLatch(1);
		this.clock.schedule(() -> Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> reported.set(ex)),
				1);
		this.clock.schedule(() -> {
			throw new IllegalArgumentException("broken task");
		}, 2);
		this.clock.schedule(ran::countDown, 3);
		ran.await();
		assertThat(reported.get()).hasMessage("broken task");
	}

	@Test
	void noLockIsHeldWhileATaskRuns() throws Exception {
		CompletableFuture<Long> seen = new CompletableFuture<>();
		this.clock.schedule(() -> {
			Thread other = new Thread(() -> {
				this.clock.schedule(() -> {
				}, 1).cancel();
				this.clock.workBegins();
				this.clock.workEnds();
				seen.complete(this.clock.nanoTime());
			});
			other.start();
			seen.join();
		}, 9);
		assertThat(seen.get()).isEqualTo(9);
	}

	@Test
	void closeEndsTheThreadAndForgetsTheTasks() throws Exception {
		CompletableFuture<Thread> ran = new CompletableFuture<>();
		AtomicInteger runs = new AtomicInteger();
		this.clock.schedule(() -> ran.complete(Thread.currentThread()), 1);
		Thread thread = ran.get();
		this.clock.workBegins();
		this.clock.schedule(runs::incrementAndGet, 1);
		this.clock.close();
		this.clock.close();
		assertThat(thread.isAlive()).isFalse();
		this.clock.schedule(runs::incrementAndGet, 1);
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(runs).hasValue(0);
	}

}
