package io.github.insiderwebpush.test.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is left behind: threads that were not there before, and connections to a port, as
 * Linux lists them.
 */
final class Leaks {

	private static final List<Path> CONNECTIONS = List.of(Path.of("/proc/self/net/tcp"),
			Path.of("/proc/self/net/tcp6"));

	private static final String ESTABLISHED = "01";

	private static final int TRIES = 600;

	/** One for the whole JVM, which stays once it is there. */
	private static final Set<String> OF_THE_JVM = Set.of("CompletableFutureDelayScheduler", "Attach Listener");

	private final Set<Thread> before = Thread.getAllStackTraces().keySet();

	/**
	 * Return the names of the threads that do not end.
	 */
	List<String> threads() {
		return settled(() -> Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((entry) -> !this.before.contains(entry.getKey()))
			.filter((entry) -> !OF_THE_JVM.contains(entry.getKey().getName()))
			.filter((entry) -> !isIdleInPoolOfTheJdk(entry.getKey(), entry.getValue()))
			.map((entry) -> entry.getKey().getName())
			.sorted()
			.toList());
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

	/**
	 * Return the connections of clients to a port that are not closed; none where the
	 * system does not list them.
	 */
	static List<String> connections(int port) {
		String remote = String.format(Locale.ROOT, ":%04X", port);
		return settled(() -> CONNECTIONS.stream()
			.filter(Files::isReadable)
			.flatMap(Leaks::lines)
			.map((line) -> line.strip().split("\\s+"))
			.filter((cells) -> cells.length > 3 && cells[2].endsWith(remote) && cells[3].equals(ESTABLISHED))
			.map((cells) -> cells[1] + " to " + cells[2])
			.toList());
	}

	private static Stream<String> lines(Path table) {
		try {
			return Files.readAllLines(table).stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait for an empty list. A client of the JDK closes its connections and ends its
	 * thread when it is collected.
	 */
	private static List<String> settled(Supplier<List<String>> left) {
		List<String> found = left.get();
		for (int i = 0; !found.isEmpty() && i < TRIES; i++) {
			System.gc();
			pause();
			found = left.get();
		}
		return found;
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(50);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
