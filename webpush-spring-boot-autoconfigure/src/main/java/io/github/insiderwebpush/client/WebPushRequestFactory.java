package io.github.insiderwebpush.client;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.Assert;
import org.springframework.util.StreamUtils;

/**
 * The innermost part of the client, below all interceptors. It executes a request once
 * per attempt, sends it to the account's own address only, sets the client's headers
 * last, bounds what is read of a response, and knows whether anything of the request was
 * handed to the connection. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class WebPushRequestFactory implements ClientHttpRequestFactory, AutoCloseable {

	/** No response of the API comes near it. */
	static final int MAX_BODY_LENGTH = 4 * 1024 * 1024;

	private final URI baseUrl;

	private final Wire wire;

	private final Runnable close;

	private WebPushRequestFactory(URI baseUrl, Wire wire, Runnable close) {
		Assert.notNull(baseUrl, "'baseUrl' must not be null");
		this.baseUrl = baseUrl;
		this.wire = wire;
		this.close = close;
	}

	/**
	 * Create a factory that sends with the JDK's HTTP client.
	 * @param baseUrl the address of the API; a request to another host is refused
	 * @param httpClient makes a client that speaks HTTP/1.1 and follows no redirects; a
	 * new one is asked for after a failed exchange and after idleness
	 * @param readTimeout the longest wait for a response and its body
	 * @param timer the clock
	 * @return a factory, to be closed when it is no longer needed
	 */
	public static WebPushRequestFactory create(URI baseUrl, Supplier<HttpClient> httpClient, Duration readTimeout,
			WebPushTimer timer) {
		HttpClientPool pool = new HttpClientPool(httpClient, timer);
		return new WebPushRequestFactory(baseUrl,
				(request, body, attempt) -> execute(pool, readTimeout, request, body, attempt), pool::close);
	}

	/**
	 * Create a factory that hands requests to another one which sends nothing, such as
	 * that of a {@code MockRestServiceServer}. Whatever it executes counts as sent.
	 * @param baseUrl the address of the API; a request to another host is refused
	 * @param mock the other factory
	 * @return a factory
	 */
	public static WebPushRequestFactory ofMock(URI baseUrl, ClientHttpRequestFactory mock) {
		return new WebPushRequestFactory(baseUrl, (request, body, attempt) -> {
			ClientHttpRequest copy = copy(request, body, mock);
			attempt.handOver();
			return new BoundedResponse(copy.execute(), (complete) -> {
			});
		}, () -> {
		});
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) {
		return new OneRequest(uri, httpMethod);
	}

	/**
	 * Close the connections that are not in use. Safe to repeat; the factory stays
	 * usable.
	 */
	@Override
	public void close() {
		this.close.run();
	}

	private void checkAddress(URI uri) {
		boolean same = this.baseUrl.getScheme().equalsIgnoreCase(uri.getScheme())
				&& this.baseUrl.getHost().equalsIgnoreCase(uri.getHost()) && this.baseUrl.getPort() == uri.getPort();
		Assert.state(same, () -> "An interceptor of this RestClient changed the address to " + uri.getScheme() + "://"
				+ uri.getHost() + ", which was refused: the token is for " + this.baseUrl + " only");
	}

	/**
	 * Executes a request with the JDK's HTTP client.
	 */
	private static ClientHttpResponse execute(HttpClientPool pool, Duration readTimeout, HttpRequest request,
			byte[] body, WireAttempt attempt) throws IOException {
		HttpClientPool.Pooled pooled = pool.lease();
		try {
			JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(
					new AttemptHttpClient(pooled.client(), attempt, body), Runnable::run);
			factory.setReadTimeout(readTimeout);
			// A packed response could be a bomb.
			factory.enableCompression(false);
			return new BoundedResponse(copy(request, body, factory).execute(),
					(complete) -> pool.end(pooled, complete));
		}
		catch (Throwable ex) {
			attempt.abandonResponse();
			pool.end(pooled, false);
			throw ex;
		}
	}

	private static ClientHttpRequest copy(HttpRequest request, byte[] body, ClientHttpRequestFactory factory)
			throws IOException {
		ClientHttpRequest copy = factory.createRequest(request.getURI(), request.getMethod());
		copy.getHeaders().putAll(request.getHeaders());
		StreamUtils.copy(body, copy.getBody());
		return copy;
	}

	/**
	 * Executes a request.
	 */
	private interface Wire {

		ClientHttpResponse execute(HttpRequest request, byte[] body, WireAttempt attempt) throws IOException;

	}

	private final class OneRequest extends AbstractClientHttpRequest {

		private final URI uri;

		private final HttpMethod method;

		private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);

		OneRequest(URI uri, HttpMethod method) {
			this.uri = uri;
			this.method = method;
		}

		@Override
		public HttpMethod getMethod() {
			return this.method;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		protected OutputStream getBodyInternal(HttpHeaders headers) {
			return this.body;
		}

		@Override
		protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
			WireAttempt attempt = (WireAttempt) getAttributes().get(WireAttempt.ATTRIBUTE);
			Assert.state(attempt != null, "A request that is not the web push client's own, or whose attributes an "
					+ "interceptor removed, was refused");
			checkAddress(this.uri);
			attempt.execute();
			attempt.headers().forEach(headers::put);
			try {
				return WebPushRequestFactory.this.wire.execute(this, this.body.toByteArray(), attempt);
			}
			catch (IOException ex) {
				attempt.failed(ex);
				throw ex;
			}
		}

	}

	/**
	 * A response whose body can be read up to the limit only, by interceptors too.
	 */
	private static final class BoundedResponse implements ClientHttpResponse {

		private final ClientHttpResponse response;

		private final Consumer<Boolean> end;

		private @Nullable BoundedStream body;

		private boolean closed;

		/**
		 * Create a response.
		 * @param response the response
		 * @param end called once, with whether the body was read to its end
		 */
		BoundedResponse(ClientHttpResponse response, Consumer<Boolean> end) {
			this.response = response;
			this.end = end;
		}

		@Override
		public HttpStatusCode getStatusCode() throws IOException {
			return this.response.getStatusCode();
		}

		@Override
		public String getStatusText() throws IOException {
			return this.response.getStatusText();
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.response.getHeaders();
		}

		@Override
		public InputStream getBody() throws IOException {
			if (this.body == null) {
				this.body = new BoundedStream(this.response.getBody());
			}
			return this.body;
		}

		/**
		 * A connection whose response was read to its end can serve another request.
		 */
		@Override
		public void close() {
			if (this.closed) {
				return;
			}
			this.closed = true;
			boolean complete = false;
			try (InputStream stream = getBody()) {
				StreamUtils.drain(stream);
				complete = true;
			}
			catch (IOException ex) {
				// The reader of the body has the exception; the connection is closed.
			}
			finally {
				this.end.accept(complete);
			}
		}

	}

	/**
	 * Ends with {@link ResponseTooLongException} beyond the limit, and closes the
	 * connection then: to close the response alone would first read all the rest.
	 */
	private static final class BoundedStream extends FilterInputStream {

		private int left = MAX_BODY_LENGTH;

		BoundedStream(InputStream stream) {
			super(stream);
		}

		@Override
		public int read() throws IOException {
			int read = super.read();
			if (read >= 0) {
				count(1);
			}
			return read;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			int read = super.read(buffer, offset, length);
			if (read > 0) {
				count(read);
			}
			return read;
		}

		private void count(int read) throws IOException {
			this.left -= read;
			if (this.left < 0) {
				close();
				throw new ResponseTooLongException();
			}
		}

		@Override
		public long skip(long count) throws IOException {
			return readNBytes((int) Math.min(count, Integer.MAX_VALUE)).length;
		}

		@Override
		public boolean markSupported() {
			return false;
		}

	}

}
