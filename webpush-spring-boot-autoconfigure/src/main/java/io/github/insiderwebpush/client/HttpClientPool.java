package io.github.insiderwebpush.client;

import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
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

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Pooled current;

	HttpClientPool(Supplier<HttpClient> factory, WebPushTimer timer) {
		this.factory = factory;
		this.timer = timer;
	}

	/**
	 * Take a client for one exchange. The lease must end by {@link Lease#close()} or
	 * {@link Lease#failed()}.
	 */
	Lease lease() {
		Pooled superseded = null;
		Pooled pooled;
		this.lock.lock();
		try {
			long now = this.timer.nanoTime();
			pooled = this.current;
			if (pooled == null || pooled.isStale(now)) {
				superseded = pooled;
				pooled = new Pooled(this.factory.get(), now);
				this.current = pooled;
			}
			pooled.leases++;
		}
		finally {
			this.lock.unlock();
		}
		closeIfUnused(superseded);
		return new Lease(pooled);
	}

	private void end(Pooled pooled, boolean usable) {
		this.lock.lock();
		try {
			pooled.leases--;
			pooled.usedAt = this.timer.nanoTime();
			if (!usable && this.current == pooled) {
				this.current = null;
			}
		}
		finally {
			this.lock.unlock();
		}
		closeIfUnused(pooled);
	}

	void close() {
		Pooled pooled;
		this.lock.lock();
		try {
			pooled = this.current;
			this.current = null;
		}
		finally {
			this.lock.unlock();
		}
		closeIfUnused(pooled);
	}

	/**
	 * Before JDK 21 a client cannot be shut down; its threads end when it is collected.
	 */
	private void closeIfUnused(@Nullable Pooled pooled) {
		if (pooled == null) {
			return;
		}
		boolean close;
		this.lock.lock();
		try {
			close = pooled != this.current && pooled.leases == 0 && !pooled.closed;
			if (close) {
				pooled.closed = true;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (close && SHUTDOWN_NOW != null) {
			ReflectionUtils.invokeMethod(SHUTDOWN_NOW, pooled.client);
		}
	}

	/**
	 * A client, with what the lock guards.
	 */
	private static final class Pooled {

		private final HttpClient client;

		private final long createdAt;

		private long usedAt;

		private int leases;

		private boolean closed;

		Pooled(HttpClient client, long now) {
			this.client = client;
			this.createdAt = now;
			this.usedAt = now;
		}

		boolean isStale(long now) {
			return now - this.createdAt > MAX_AGE_NANOS || (this.leases == 0 && now - this.usedAt > MAX_IDLE_NANOS);
		}

	}

	/**
	 * A client for one exchange. Its end counts once.
	 */
	final class Lease implements AutoCloseable {

		private final Pooled pooled;

		private boolean ended;

		private Lease(Pooled pooled) {
			this.pooled = pooled;
		}

		HttpClient client() {
			return this.pooled.client;
		}

		/**
		 * The exchange ended well: its connection can serve another.
		 */
		@Override
		public void close() {
			end(true);
		}

		/**
		 * The exchange failed: no connection of this client serves another.
		 */
		void failed() {
			end(false);
		}

		private void end(boolean usable) {
			if (!this.ended) {
				this.ended = true;
				HttpClientPool.this.end(this.pooled, usable);
			}
		}

	}

}
