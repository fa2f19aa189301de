package io.github.insiderwebpush.client;

import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;

import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * The JDK's HTTP client in use, replaced so that no request takes a connection that may
 * have died quietly: after a failed exchange, after ten seconds of idleness, and every
 * half minute. JDK 17 would keep an idle connection for 20 minutes and not notice that
 * the server dropped it.
 */
final class HttpClientPool {

	private static final long MAX_IDLE_NANOS = Duration.ofSeconds(10).toNanos();

	private static final long MAX_AGE_NANOS = Duration.ofSeconds(30).toNanos();

	/** Public since JDK 21. */
	private static final @Nullable Method SHUTDOWN_NOW = ReflectionUtils.findMethod(HttpClient.class, "shutdownNow");

	private final Supplier<HttpClient> factory;

	private final WebPushTimer timer;

	private @Nullable Pooled current;

	HttpClientPool(Supplier<HttpClient> factory, WebPushTimer timer) {
		this.factory = factory;
		this.timer = timer;
	}

	/**
	 * Take a client for one exchange, which must end once, by {@link #end}.
	 */
	synchronized Pooled lease() {
		long now = this.timer.nanoTime();
		Pooled pooled = this.current;
		if (pooled == null || pooled.isStale(now)) {
			Pooled superseded = pooled;
			pooled = new Pooled(this.factory.get(), now);
			this.current = pooled;
			closeIfUnused(superseded);
		}
		pooled.leases++;
		return pooled;
	}

	/**
	 * End an exchange.
	 * @param pooled the client of the exchange
	 * @param usable whether its connection can serve another; if not, no connection of
	 * this client does
	 */
	synchronized void end(Pooled pooled, boolean usable) {
		pooled.leases--;
		pooled.usedAt = this.timer.nanoTime();
		if (!usable && this.current == pooled) {
			this.current = null;
		}
		closeIfUnused(pooled);
	}

	synchronized void close() {
		Pooled pooled = this.current;
		this.current = null;
		closeIfUnused(pooled);
	}

	/**
	 * Called with the monitor held. A client that is not current is never leased again,
	 * so it is shut down once. Before JDK 21 a client cannot be shut down; its threads
	 * end when it is collected.
	 */
	private void closeIfUnused(@Nullable Pooled pooled) {
		if (pooled != null && pooled != this.current && pooled.leases == 0 && SHUTDOWN_NOW != null) {
			ReflectionUtils.invokeMethod(SHUTDOWN_NOW, pooled.client);
		}
	}

	/**
	 * A client, with what the monitor of the pool guards.
	 */
	static final class Pooled {

		private final HttpClient client;

		private final long createdAt;

		private long usedAt;

		private int leases;

		private Pooled(HttpClient client, long now) {
			this.client = client;
			this.createdAt = now;
			this.usedAt = now;
		}

		HttpClient client() {
			return this.client;
		}

		private boolean isStale(long now) {
			return now - this.createdAt > MAX_AGE_NANOS || (this.leases == 0 && now - this.usedAt > MAX_IDLE_NANOS);
		}

	}

}
