package io.github.insiderwebpush.benchmarks.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The threads that were not there before.
 */
final class LeftThreads {

	private static final int TRIES = 300;

	/** One for the whole JVM, which stays once it is there. */
	private static final Set<String> OF_THE_JVM = Set.of("CompletableFutureDelayScheduler", "Attach Listener");

	private final Set<Thread> before = Thread.getAllStackTraces().keySet();

	/**
	 * Count them, when those that are about to end have. The JDK's HTTP client ends with
	 * its last user, when that is collected.
	 */
	List<String> settle() throws InterruptedException {
		List<Thread> left = left();
		for (int i = 0; !left.isEmpty() && i < TRIES; i++) {
			System.gc();
			left.get(0).join(100);
			left = left();
		}
		return left.stream().map(Thread::getName).sorted().toList();
	}

	private List<Thread> left() {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((entry) -> !this.before.contains(entry.getKey()))
			.filter((entry) -> !OF_THE_JVM.contains(entry.getKey().getName()))
			.filter((entry) -> !isIdleInPoolOfTheJdk(entry.getKey(), entry.getValue()))
			.map((entry) -> entry.getKey())
			.toList();
	}

	/**
	 * Such a thread ends by itself after a minute without work.
	 */
	private static boolean isIdleInPoolOfTheJdk(Thread thread, StackTraceElement[] stack) {
		boolean ofTheJdk = thread.getName().startsWith("HttpClient-")
				|| thread.getName().startsWith("ForkJoinPool.commonPool");
		return ofTheJdk && Arrays.stream(stack)
			.anyMatch((frame) -> frame.getMethodName().equals("getTask") || frame.getMethodName().equals("awaitWork"));
	}

}
