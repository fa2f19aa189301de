package io.github.insiderwebpush.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.insiderwebpush.ratelimit.ManualTimer;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What an interceptor gets of a response, and what becomes of connections.
 */
class WebPushRequestFactoryTests {

	private static final URI ADDRESS = URI.create("http://127.0.0.1");

	private static final int LIMIT = WebPushRequestFactory.MAX_BODY_LENGTH;

	@Test
	@SuppressWarnings("NullAway")
	void addressIsNeeded() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> WebPushRequestFactory.ofMock(null, (uri, method) -> new MockClientHttpRequest(method, uri)))
			.withMessage("'baseUrl' must not be null");
	}

	@Test
	void requestThatIsNotOfTheClientIsRefused() {
		WebPushRequestFactory factory = WebPushRequestFactory.ofMock(ADDRESS, (uri, method) -> {
			throw new AssertionError("Nothing is to be sent");
		});
		ClientHttpRequest request = factory.createRequest(ADDRESS, HttpMethod.POST);
		assertThatIllegalStateException().isThrownBy(request::execute)
			.withMessageContaining("not the web push client's own")
			.withMessageContaining("was refused");
	}

	@Test
	void interceptorSeesTheHeadOfTheResponse() throws IOException {
		MockClientHttpResponse received = new MockClientHttpResponse(new byte[0], HttpStatus.BAD_GATEWAY);
		received.getHeaders().set("CF-RAY", "any-ray");
		try (ClientHttpResponse response = respond(received)) {
			assertThat(response.getStatusCode()).isEqualTo(HttpStatus.BAD_GATEWAY);
			assertThat(response.getStatusText()).isEqualTo("Bad Gateway");
			assertThat(response.getHeaders().getFirst("CF-RAY")).isEqualTo("any-ray");
		}
	}

	@Test
	void bodyAsLongAsTheLimitIsReadToItsEnd() throws IOException {
		try (ClientHttpResponse response = respond(new byte[LIMIT])) {
			assertThat(response.getBody().readAllBytes()).hasSize(LIMIT);
		}
	}

	@Test
	void byteBeyondTheLimitIsNotRead() throws IOException {
		try (ClientHttpResponse response = respond(new byte[LIMIT + 1])) {
			InputStream body = response.getBody();
			body.readNBytes(LIMIT - 1);
			assertThat(body.read()).isZero();
			assertThatExceptionOfType(ResponseTooLongException.class).isThrownBy(body::read);
		}
	}

	@Test
	void whatIsSkippedCountsToo() throws IOException {
		byte[] sent = new byte[LIMIT + 1];
		sent[3] = 'x';
		try (ClientHttpResponse response = respond(sent)) {
			InputStream body = response.getBody();
			assertThat(body.skip(3)).isEqualTo(3);
			assertThat(body.read()).isEqualTo('x');
			assertThatExceptionOfType(ResponseTooLongException.class).isThrownBy(() -> body.skip(Long.MAX_VALUE));
		}
	}

	/**
	 * What is read once more would count twice.
	 */
	@Test
	void bodyIsReadOnceOnly() throws IOException {
		try (ClientHttpResponse response = respond(new byte[1])) {
			assertThat(response.getBody().markSupported()).isFalse();
		}
	}

	/**
	 * Also if an interceptor does not close the response.
	 */
	@Test
	void connectionIsClosedAsSoonAsABodyIsTooLong() throws IOException {
		AtomicInteger closed = new AtomicInteger();
		InputStream sent = new ByteArrayInputStream(new byte[LIMIT + 1]) {

			@Override
			public void close() {
				closed.incrementAndGet();
			}

		};
		InputStream body = respond(new MockClientHttpResponse(sent, HttpStatus.OK)).getBody();
		assertThatExceptionOfType(ResponseTooLongException.class).isThrownBy(body::readAllBytes);
		assertThat(closed).hasValue(1);
	}

	@Test
	void closedFactorySendsTheNextRequestOnANewConnection() throws IOException {
		try (RawServer server = new RawServer(RawServer.Connection::serve)) {
			URI address = URI.create("http://127.0.0.1:" + server.port());
			WebPushRequestFactory factory = WebPushRequestFactory.create(address, HttpClient::newHttpClient,
					Duration.ofSeconds(20), new ManualTimer());
			for (int i = 0; i < 2; i++) {
				execute(factory, address).close();
			}
			assertThat(server.connections()).isEqualTo(1);
			factory.close();
			execute(factory, address).close();
			assertThat(server.connections()).isEqualTo(2);
			assertThat(server.requests()).hasSize(3);
		}
	}

	/**
	 * As when a call is cancelled while its response arrives.
	 */
	@Test
	void responseThatArrivesWhileItsRequestFailsIsGivenUp() {
		CompletableFuture<Void> givenUp = new CompletableFuture<>();
		HttpClient client = mock(HttpClient.class);
		given(client.sendAsync(any(), any())).will((sending) -> {
			HttpResponse.BodyHandler<?> handler = sending.getArgument(1);
			handler.apply(mock(HttpResponse.ResponseInfo.class)).onSubscribe(new Flow.Subscription() {

				@Override
				public void request(long count) {
				}

				@Override
				public void cancel() {
					givenUp.complete(null);
				}

			});
			return CompletableFuture.failedFuture(new IOException("cancelled"));
		});
		WebPushRequestFactory factory = WebPushRequestFactory.create(ADDRESS, () -> client, Duration.ofSeconds(20),
				new ManualTimer());
		assertThatIOException().isThrownBy(() -> execute(factory, ADDRESS)).withMessage("cancelled");
		assertThat(givenUp).isDone();
	}

	private static ClientHttpResponse respond(byte[] body) throws IOException {
		return respond(new MockClientHttpResponse(body, HttpStatus.OK));
	}

	private static ClientHttpResponse respond(MockClientHttpResponse response) throws IOException {
		return execute(WebPushRequestFactory.ofMock(ADDRESS, (uri, method) -> {
			MockClientHttpRequest request = new MockClientHttpRequest(method, uri);
			request.setResponse(response);
			return request;
		}), ADDRESS);
	}

	private static ClientHttpResponse execute(WebPushRequestFactory factory, URI address) throws IOException {
		ClientHttpRequest request = factory.createRequest(address, HttpMethod.POST);
		request.getAttributes().put(WireAttempt.ATTRIBUTE, new WireAttempt(new HttpHeaders()));
		request.getBody().write("{}".getBytes(StandardCharsets.UTF_8));
		return request.execute();
	}

}
