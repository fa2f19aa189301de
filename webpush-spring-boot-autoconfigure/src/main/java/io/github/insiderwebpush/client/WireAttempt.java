package io.github.insiderwebpush.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * One attempt on its way to the wire: allows one execution, carries the headers that no
 * interceptor sees or changes, knows whether anything of the request was handed to the
 * connection, and gives up a response that has no reader. It travels in the attributes of
 * the request, which interceptors pass on.
 */
final class WireAttempt {

	/** The request attribute. */
	static final String ATTRIBUTE = WireAttempt.class.getName();

	private final HttpHeaders headers;

	private final AtomicBoolean executed = new AtomicBoolean();

	private volatile boolean handedOver;

	private volatile @Nullable IOException failure;

	private volatile @Nullable CompletionStage<?> received;

	private volatile boolean abandoned;

	private volatile @Nullable String repetition;

	WireAttempt(HttpHeaders headers) {
		this.headers = headers;
	}

	/**
	 * Return the headers to set last.
	 */
	HttpHeaders headers() {
		return this.headers;
	}

	/**
	 * Begin the one execution.
	 * @throws IllegalStateException if there was one before
	 */
	void execute() {
		if (!this.executed.compareAndSet(false, true)) {
			this.repetition = "An interceptor of this RestClient executed the request again, which was refused: one "
					+ "attempt is one request. Retries belong into a WebPushRetryPolicy";
			throw new IllegalStateException(this.repetition, this.failure);
		}
	}

	/**
	 * Return what to say of an interceptor that executed the request again, {@code null}
	 * if none did.
	 */
	@Nullable String repetition() {
		return this.repetition;
	}

	void failed(IOException ex) {
		this.failure = ex;
	}

	/**
	 * From now on the server may have the request.
	 */
	void handOver() {
		this.handedOver = true;
	}

	boolean isExecuted() {
		return this.executed.get();
	}

	/**
	 * Return whether the connection asked for the body. If it never did, no server can
	 * have executed the request.
	 */
	boolean isHandedOver() {
		return this.handedOver;
	}

	/**
	 * Return a publisher that notes when the connection asks for the body.
	 */
	BodyPublisher observed(BodyPublisher body) {
		return new BodyPublisher() {

			@Override
			public long contentLength() {
				return body.contentLength();
			}

			@Override
			public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
				handOver();
				body.subscribe(subscriber);
			}

		};
	}

	/**
	 * Return a handler that keeps the body of the response for
	 * {@link #abandonResponse()}. It holds no reference to the client: an idle connection
	 * keeps the handler, and would keep a client without users from being collected.
	 */
	<T> BodyHandler<T> observed(BodyHandler<T> handler) {
		return (response) -> {
			BodySubscriber<T> subscriber = handler.apply(response);
			this.received = subscriber.getBody();
			closeIfAbandoned();
			return subscriber;
		};
	}

	/**
	 * Close the body of the response, also of one that arrives later: a response to a
	 * request that was cancelled has no reader, and would hold its connection and the
	 * thread of its client for good.
	 */
	void abandonResponse() {
		this.abandoned = true;
		closeIfAbandoned();
	}

	private void closeIfAbandoned() {
		CompletionStage<?> body = this.received;
		if (this.abandoned && body != null) {
			body.thenAccept((stream) -> close((InputStream) stream));
		}
	}

	private static void close(InputStream stream) {
		try {
			stream.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
