package io.github.insiderwebpush.benchmarks.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The connections to a port of this machine, as Linux lists them.
 */
final class OpenConnections {

	private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

	private static final String ESTABLISHED = "01";

	private static final int TRIES = 600;

	private OpenConnections() {
	}

	static boolean canBeCounted() {
		return Files.isReadable(TABLES.get(0));
	}

	/**
	 * Count the connections that lead to a port, when those that are being closed have
	 * been.
	 * @param port the server's port
	 * @param enough how many need not be waited for
	 */
	static int settle(int port, int enough) throws InterruptedException {
		int open = count(port);
		for (int i = 0; open > enough && i < TRIES; i++) {
			System.gc();
			new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
			open = count(port);
		}
		return open;
	}

	private static int count(int port) {
		String local = String.format(Locale.ROOT, ":%04X", port);
		return (int) TABLES.stream()
			.filter(Files::isReadable)
			.flatMap((table) -> lines(table).stream())
			.map((line) -> line.strip().split("\\s+"))
			.filter((cells) -> cells.length > 3 && cells[1].endsWith(local) && cells[3].equals(ESTABLISHED))
			.count();
	}

	private static List<String> lines(Path table) {
		try {
			return Files.readAllLines(table);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
