package io.github.insiderwebpush.benchmarks.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import io.github.insiderwebpush.benchmarks.redis.Collector.Arrival;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Instances in processes of their own saturate one budget on a real Redis. A
 * {@link Collector} stands in for Insider One, and its clock decides.
 */
final class Scenario implements AutoCloseable {

	static final String ACCOUNT = "10012345";

	static final int LIMIT = 30;

	static final int BURST = 5;

	private static final Duration LONGEST_REQUEST = Duration.ofSeconds(2);

	private final Duration period;

	private final Duration timeout;

	private final RedisProcess redis = new RedisProcess();

	private final Collector collector = new Collector();

	private final List<Process> instances = new ArrayList<>();

	private long countFrom = System.nanoTime();

	/**
	 * Create a scenario.
	 * @param period the period of the budget
	 * @param timeout how long Redis may take
	 */
	Scenario(Duration period, Duration timeout) {
		this.period = period;
		this.timeout = timeout;
	}

	RedisProcess redis() {
		return this.redis;
	}

	Collector collector() {
		return this.collector;
	}

	/**
	 * Start an instance.
	 * @param clockWrongBy by how much its clock is wrong
	 */
	void start(Duration clockWrongBy) {
		List<String> command = List.of(System.getProperty("java.home") + "/bin/java", "-Xmx64m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Instance.class.getName(),
				Integer.toString(this.instances.size() + 1), Integer.toString(this.redis.port()),
				Integer.toString(this.collector.port()), Integer.toString(LIMIT), Long.toString(this.period.toMillis()),
				Long.toString(this.timeout.toMillis()), Long.toString(LONGEST_REQUEST.toMillis()),
				Long.toString(clockWrongBy.toMinutes()));
		try {
			this.instances.add(new ProcessBuilder(command).redirectOutput(Redirect.DISCARD)
				.redirectError(Redirect.DISCARD)
				.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until something is true of what has arrived.
	 */
	void await(Predicate<List<Arrival>> condition) {
		while (!condition.test(this.collector.arrivals())) {
			if (this.instances.stream().noneMatch(Process::isAlive)) {
				throw new IllegalStateException("All instances have ended");
			}
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
		}
	}

	private static long instancesOf(List<Arrival> arrivals) {
		return arrivals.stream().mapToInt(Arrival::instance).distinct().count();
	}

	/**
	 * Wait until all instances share, and count only from then on. One that starts so
	 * slowly that Redis seems to be away knows of no others, and takes the whole limit.
	 */
	void awaitSharing() {
		await((arrivals) -> {
			long begin = System.nanoTime() - this.period.toNanos();
			List<Arrival> before = arrivals.stream().filter((arrival) -> arrival.time() - begin < 0).toList();
			return instancesOf(before) == this.instances.size() && arrivals.size() - before.size() <= LIMIT;
		});
		this.countFrom = System.nanoTime() - this.period.toNanos();
	}

	/**
	 * Count no arrivals before now.
	 */
	void countFromNow() {
		this.countFrom = System.nanoTime();
	}

	/**
	 * Return how many scripts the server was asked to run.
	 */
	long commands() {
		LettuceConnectionFactory connections = this.redis.connect();
		try (RedisConnection connection = connections.getConnection()) {
			Properties statistics = connection.serverCommands().info("commandstats");
			return (statistics != null) ? calls(statistics, "eval") + calls(statistics, "evalsha") : 0;
		}
		finally {
			connections.destroy();
		}
	}

	private static long calls(Properties statistics, String command) {
		String text = statistics.getProperty("cmdstat_" + command, "calls=0,");
		return Long.parseLong(text.substring(text.indexOf('=') + 1, text.indexOf(',')));
	}

	/**
	 * Let so many more arrive as fit into some windows.
	 */
	void awaitWindows(double windows) {
		int before = this.collector.arrivals().size();
		await((arrivals) -> arrivals.size() >= before + windows * LIMIT);
	}

	/**
	 * Let time pass.
	 */
	void awaitTime(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		await((arrivals) -> System.nanoTime() - end >= 0);
	}

	void kill(int instance) {
		end(this.instances.get(instance - 1));
	}

	private static void end(Process process) {
		process.destroyForcibly();
		try {
			if (!process.waitFor(1, TimeUnit.MINUTES)) {
				throw new IllegalStateException("The instance does not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return how many arrived in the period in which most did.
	 */
	int largestWindow() {
		List<Arrival> arrivals = since(this.countFrom);
		int largest = 0;
		int first = 0;
		for (int last = 0; last < arrivals.size(); last++) {
			while (arrivals.get(last).time() - arrivals.get(first).time() >= this.period.toNanos()) {
				first++;
			}
			largest = Math.max(largest, last - first + 1);
		}
		return largest;
	}

	/**
	 * Return how much of the limit was used by all that arrived since a time.
	 */
	double used(long since) {
		List<Arrival> arrivals = since(since);
		long span = arrivals.get(arrivals.size() - 1).time() - arrivals.get(0).time();
		return (arrivals.size() - 1.0) / LIMIT / (span / (double) this.period.toNanos());
	}

	private List<Arrival> since(long since) {
		return this.collector.arrivals().stream().filter((arrival) -> arrival.time() - since >= 0).toList();
	}

	@Override
	public void close() {
		this.instances.forEach(Scenario::end);
		this.collector.close();
		this.redis.close();
	}

}
