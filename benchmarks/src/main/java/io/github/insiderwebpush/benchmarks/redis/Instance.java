package io.github.insiderwebpush.benchmarks.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.insiderwebpush.ratelimit.PendingAcquire;
import io.github.insiderwebpush.ratelimit.Permit;
import io.github.insiderwebpush.ratelimit.PermitLine;
import io.github.insiderwebpush.ratelimit.Permits;
import io.github.insiderwebpush.ratelimit.RollingWindowRateLimiter;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.ratelimit.redis.RedisSharedBudget;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The main class of one instance: a process that always has something to send. It sends
 * its number to the {@link Collector} and ends the permit when that answers.
 */
final class Instance {

	/** So many wait at any time. */
	private static final int WAITERS = 6;

	private final int number;

	private final int collector;

	private final Permits permits;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final ThreadLocal<Socket> sockets = ThreadLocal.withInitial(this::connect);

	private Instance(int number, int collector, Permits permits) {
		this.number = number;
		this.collector = collector;
		this.permits = permits;
	}

	/**
	 * Run until the process is killed.
	 * @param arguments number, ports of Redis and of the collector, limit, period,
	 * timeout and longest request in milliseconds, by how many minutes the clock is wrong
	 */
	public static void main(String[] arguments) throws IOException {
		LettuceConnectionFactory connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", Integer.parseInt(arguments[1])));
		connections.afterPropertiesSet();
		connections.start();
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(Integer.parseInt(arguments[3]))
			.limitRefreshPeriod(Duration.ofMillis(Long.parseLong(arguments[4])))
			.timeoutDuration(Duration.ofMinutes(10))
			.build();
		WebPushTimer timer = new WrongTimer(Duration.ofMinutes(Long.parseLong(arguments[7])).toNanos());
		RollingWindowRateLimiter limiter = RollingWindowRateLimiter.shared("instance-" + arguments[0], config,
				Scenario.BURST, Duration.ofMillis(Long.parseLong(arguments[6])), timer,
				new RedisSharedBudget(connections, Scenario.ACCOUNT, "create"),
				Duration.ofMillis(Long.parseLong(arguments[5])));
		Instance instance = new Instance(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[2]),
				Permits.of(limiter, timer));
		for (int i = 0; i < WAITERS; i++) {
			instance.acquire();
		}
		// Ends with the process that started it.
		while (System.in.read() >= 0) {
			System.out.flush();
		}
		System.exit(0);
	}

	private void acquire() {
		this.permits.acquire(new PendingAcquire() {

			@Override
			public void onAcquired(Permit permit) {
				Instance.this.threads.execute(() -> send(permit));
			}

			@Override
			public void onRejected(Duration minimumWait, @Nullable Duration pause) {
				throw new IllegalStateException("Rejected without a timeout");
			}

		}, PermitLine.NORMAL, Permits.NO_TIMEOUT);
	}

	private void send(Permit permit) {
		acquire();
		try {
			Socket socket = this.sockets.get();
			socket.getOutputStream().write(this.number);
			if (socket.getInputStream().read() < 0) {
				throw new IOException("The collector has ended");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			permit.complete(null);
		}
	}

	private Socket connect() {
		try {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.collector);
			socket.setTcpNoDelay(true);
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The system's timer with a clock that is wrong.
	 */
	private record WrongTimer(long by) implements WebPushTimer {

		@Override
		public long nanoTime() {
			return WebPushTimer.system().nanoTime() + this.by;
		}

		@Override
		public Scheduled schedule(Runnable task, long delayNanos) {
			return WebPushTimer.system().schedule(task, delayNanos);
		}

	}

}
