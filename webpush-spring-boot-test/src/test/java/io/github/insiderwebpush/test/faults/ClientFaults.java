package io.github.insiderwebpush.test.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import javax.net.ssl.SSLHandshakeException;

import io.github.insiderwebpush.FailedAttempt;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.client.DefaultWebPushErrorTranslator;
import io.github.insiderwebpush.client.OperationAwareRetryPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Beans of an application that work most of the time, and fail at random: an interceptor,
 * an executor, a retry policy, an error translator and an observation handler.
 */
final class ClientFaults {

	/** A reckless policy stops at some time, so that calls end. */
	private static final int MAX_RECKLESS_ATTEMPTS = 5;

	private final SplittableRandom random;

	private final Executor pool;

	private final Consumer<TrackedCall> onEndlessDelay;

	private final Map<String, Integer> counts = new TreeMap<>();

	private final WebPushErrorTranslator translator = new DefaultWebPushErrorTranslator();

	private final WebPushRetryPolicy retryPolicy = new OperationAwareRetryPolicy(3, new ExponentialBackOff(1000, 2));

	/**
	 * Create faults.
	 * @param random chooses them
	 * @param pool runs what the executor does not fail to run
	 * @param onEndlessDelay called when the retry policy asked for a delay without end,
	 * which only the caller can end
	 */
	ClientFaults(SplittableRandom random, Executor pool, Consumer<TrackedCall> onEndlessDelay) {
		this.random = random;
		this.pool = pool;
		this.onEndlessDelay = onEndlessDelay;
	}

	/**
	 * An interceptor that fails before or after the exchange, or executes twice.
	 */
	ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		switch (next("interceptor", 200, 7)) {
			case 0 -> throw new IOException("The interceptor failed before the exchange");
			case 1 -> throw new AssertionError("The interceptor failed before the exchange");
			case 2 -> {
				execution.execute(request, body).close();
				throw new IOException("The interceptor failed after the exchange");
			}
			case 3 -> {
				execution.execute(request, body).close();
				return execution.execute(request, body);
			}
			case 4 -> {
				try {
					return execution.execute(request, body);
				}
				catch (IOException ex) {
					return execution.execute(request, body);
				}
			}
			// As the JDK reports an alert, whether the request was read or not.
			case 5 -> throw new SSLHandshakeException("Received fatal alert: bad_certificate");
			case 6 -> {
				execution.execute(request, body).close();
				throw new SSLHandshakeException("Received fatal alert: bad_certificate");
			}
			default -> {
				return execution.execute(request, body);
			}
		}
	}

	/**
	 * An executor that rejects tasks, or runs them on the submitting thread.
	 */
	void execute(Runnable task) {
		switch (next("executor", 150, 3)) {
			case 0 -> throw new RejectedExecutionException("The executor is busy");
			case 1 -> throw new OutOfMemoryError("The executor has no thread");
			case 2 -> task.run();
			default -> this.pool.execute(task);
		}
	}

	/**
	 * A retry policy that fails, asks for absurd delays, or repeats what is not safe.
	 */
	@Nullable Duration delayBefore(FailedAttempt attempt) {
		return switch (next("retry policy", 60, 7)) {
			case 0 -> throw new IllegalStateException("The retry policy failed");
			case 1 -> throw new AssertionError("The retry policy failed");
			case 2 -> throw attempt.failure();
			case 3 -> null;
			case 4 -> (attempt.attempt() < MAX_RECKLESS_ATTEMPTS) ? Duration.ofSeconds(Long.MIN_VALUE) : null;
			case 5 -> (attempt.attempt() < MAX_RECKLESS_ATTEMPTS) ? Duration.ofMillis(10) : null;
			case 6 -> {
				TrackedCall call = CallTracker.attempting();
				if (call != null) {
					this.onEndlessDelay.accept(call);
				}
				yield Duration.ofSeconds(Long.MAX_VALUE);
			}
			default -> this.retryPolicy.delayBefore(attempt);
		};
	}

	/**
	 * An error translator that fails or returns nothing.
	 */
	@Nullable WebPushErrorDetails translate(WebPushOperation operation, HttpStatusCode status, HttpHeaders headers, byte[] body) {
		return switch (next("error translator", 60, 3)) {
			case 0 -> throw new IllegalStateException("The error translator failed");
			case 1 -> throw new AssertionError("The error translator failed");
			case 2 -> null;
			default -> this.translator.translate(operation, status, headers, body);
		};
	}

	/**
	 * A callback of an observation handler.
	 */
	void observe() {
		switch (next("observation handler", 300, 2)) {
			case 0 -> throw new IllegalStateException("The observation handler failed");
			case 1 -> throw new AssertionError("The observation handler failed");
			default -> {
			}
		}
	}

	/**
	 * Choose a fault: each of {@code kinds} once in {@code oneIn} times, else none.
	 */
	private synchronized int next(String bean, int oneIn, int kinds) {
		int kind = this.random.nextInt(oneIn);
		if (kind < kinds) {
			this.counts.merge(bean + " " + kind, 1, Integer::sum);
		}
		return kind;
	}

	synchronized Map<String, Integer> counts() {
		return new TreeMap<>(this.counts);
	}

}
