package io.github.insiderwebpush.ratelimit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.insiderwebpush.ratelimit.WebPushTimer.Scheduled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SystemTimerTests {

	private final WebPushTimer timer = WebPushTimer.system();

	@Test
	void timeIsThatOfTheSystem() {
		long before = System.nanoTime();
		long now = this.timer.nanoTime();
		assertThat(now - before).isNotNegative();
		assertThat(System.nanoTime() - now).isNotNegative();
	}

	@Test
	void tasksRunOnOneDaemonThreadThatKeepsNothingOfTheirsAlive() {
		InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
		inherited.set("of the first application");
		Thread thread = run(Thread::currentThread);
		assertThat(thread.getName()).isEqualTo("webpush-timer");
		assertThat(thread.isDaemon()).isTrue();
		assertThat(thread.getContextClassLoader()).isSameAs(WebPushTimer.class.getClassLoader());
		CompletableFuture<String> seen = new CompletableFuture<>();
		this.timer.schedule(() -> seen.complete(String.valueOf(inherited.get())), 0);
		assertThat(seen.orTimeout(1, TimeUnit.MINUTES).join()).isEqualTo("null");
	}

	@Test
	void taskDoesNotRunBeforeItsTime() {
		long due = this.timer.nanoTime() + 20_000_000;
		CompletableFuture<Long> ranAt = new CompletableFuture<>();
		this.timer.schedule(() -> ranAt.complete(this.timer.nanoTime()), 20_000_000);
		assertThat(ranAt.orTimeout(1, TimeUnit.MINUTES).join() - due).isNotNegative();
	}

	@Test
	void cancelledTaskDoesNotRun() {
		CompletableFuture<Void> cancelled = new CompletableFuture<>();
		this.timer.schedule(cancelled::join, 0);
		boolean[] ran = new boolean[1];
		Scheduled task = this.timer.schedule(() -> ran[0] = true, 0);
		task.cancel();
		task.cancel();
		CompletableFuture<Boolean> ranUntilLater = new CompletableFuture<>();
		this.timer.schedule(() -> ranUntilLater.complete(ran[0]), 0);
		cancelled.complete(null);
		assertThat(ranUntilLater.orTimeout(1, TimeUnit.MINUTES).join()).isFalse();
	}

	@Test
	void systemTakesNoNoticeOfWork() {
		this.timer.workBegins();
		this.timer.workEnds();
		assertThat(run(() -> "ran")).isEqualTo("ran");
	}

	@Test
	void threadsAreDaemonsWithTheClassLoaderOfTheTimer() {
		Thread current = Thread.currentThread();
		ClassLoader previous = current.getContextClassLoader();
		current.setContextClassLoader(new ClassLoader(previous) {
		});
		try {
			Thread thread = SystemTimer.daemonThreads("name").newThread(() -> {
			});
			assertThat(thread.getName()).isEqualTo("name");
			assertThat(thread.isDaemon()).isTrue();
			assertThat(thread.getContextClassLoader()).isSameAs(SystemTimer.class.getClassLoader());
		}
		finally {
			current.setContextClassLoader(previous);
		}
	}

	private <T> T run(Supplier<T> task) {
		CompletableFuture<T> result = new CompletableFuture<>();
		this.timer.schedule(() -> result.complete(task.get()), 0);
		return result.orTimeout(1, TimeUnit.MINUTES).join();
	}

}
