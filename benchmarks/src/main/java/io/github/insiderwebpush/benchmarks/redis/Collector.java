package io.github.insiderwebpush.benchmarks.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands for Insider One: writes down what arrives, by its own clock, and answers each
 * byte with a byte.
 */
final class Collector implements AutoCloseable {

	private final ServerSocket server;

	private final List<Arrival> arrivals = new ArrayList<>();

	private final Set<Integer> unanswered = ConcurrentHashMap.newKeySet();

	private final AtomicInteger withheld = new AtomicInteger();

	private final AtomicInteger brokenOff = new AtomicInteger();

	Collector() {
		try {
			this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::listen);
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "collector");
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Answer an instance no more: it keeps the permits of what it sends.
	 */
	void withholdFrom(int instance) {
		this.unanswered.add(instance);
	}

	int withheld() {
		return this.withheld.get();
	}

	synchronized List<Arrival> arrivals() {
		return List.copyOf(this.arrivals);
	}

	private synchronized void arrived(int instance) {
		this.arrivals.add(new Arrival(System.nanoTime(), instance));
	}

	private void listen() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				socket.setTcpNoDelay(true);
				start(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			if (!this.server.isClosed()) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			for (int instance = socket.getInputStream().read(); instance >= 0; instance = socket.getInputStream()
				.read()) {
				arrived(instance);
				if (this.unanswered.contains(instance)) {
					this.withheld.incrementAndGet();
				}
				else {
					socket.getOutputStream().write(instance);
				}
			}
		}
		catch (IOException ex) {
			// As when the instance was killed.
			this.brokenOff.incrementAndGet();
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One request.
	 *
	 * @param time when it arrived
	 * @param instance from whom
	 */
	record Arrival(long time, int instance) {
	}

}
