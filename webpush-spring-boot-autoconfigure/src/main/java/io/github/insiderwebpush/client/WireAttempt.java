package io.github.insiderwebpush.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.atomic.AtomicReference;

import java.net.http.HttpRequest.BodyPublisher;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * One attempt on its way to the wire: allows one execution, carries the headers that no
 * interceptor sees or changes, and knows whether anything of the request was handed to
 * the connection. It travels in the attributes of the request, which interceptors pass
 * on.
 */
final class WireAttempt {

	/** The request attribute. */
	static final String ATTRIBUTE = WireAttempt.class.getName();

	private final HttpHeaders headers;

	private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.NOT_EXECUTED);

	private volatile @Nullable IOException failure;

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
		if (!this.progress.compareAndSet(Progress.NOT_EXECUTED, Progress.EXECUTED)) {
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
		this.progress.set(Progress.HANDED_OVER);
	}

	boolean isExecuted() {
		return this.progress.get() != Progress.NOT_EXECUTED;
	}

	/**
	 * Return whether the connection asked for the body. If it never did, no server can
	 * have executed the request.
	 */
	boolean isHandedOver() {
		return this.progress.get() == Progress.HANDED_OVER;
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

	private enum Progress {

		NOT_EXECUTED, EXECUTED, HANDED_OVER

	}

}
