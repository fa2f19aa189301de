package io.github.insiderwebpush.client;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * No call is lost to a connection that died while it was idle, and no connection survives
 * a failed exchange.
 */
class ConnectionReuseTests {

	private final JumpingTimer timer = new JumpingTimer();

	@Test
	void callsInARowShareAConnection() throws Exception {
		try (RawServer server = new RawServer(RawServer.Connection::serve)) {
			application(server).run((context) -> {
				for (int i = 0; i < 5; i++) {
					launch(context.getBean(WebPushTemplate.class));
				}
			});
			assertThat(server.requests()).hasSize(5);
			assertThat(server.connections()).isEqualTo(1);
		}
	}

	@Test
	void connectionThatWasIdleIsNotUsedAgain() throws Exception {
		AtomicBoolean silent = new AtomicBoolean();
		try (RawServer server = new RawServer((connection) -> {
			connection.readRequest();
			connection.respond(200, "{\"success\": true}");
			if (connection.number() == 1) {
				silent.set(connection.readRequest() != null);
				connection.socket().getInputStream().readAllBytes();
			}
		})) {
			application(server).run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				launch(webPush);
				this.timer.jump(Duration.ofSeconds(11));
				launch(webPush);
			});
			assertThat(silent).as("a request on the connection that had gone silent").isFalse();
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	/**
	 * An interceptor and the client may both close a response.
	 */
	@Test
	void connectionWhoseResponseIsClosedTwiceServesTheNextCall() throws Exception {
		RestClientCustomizer closing = (builder) -> builder.requestInterceptor((request, body, execution) -> {
			ClientHttpResponse response = execution.execute(request, body);
			byte[] received = response.getBody().readAllBytes();
			response.close();
			response.close();
			return new MockClientHttpResponse(received, response.getStatusCode());
		});
		try (RawServer server = new RawServer(RawServer.Connection::serve)) {
			application(server).withBean(RestClientCustomizer.class, () -> closing).run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				launch(webPush);
				launch(webPush);
			});
			assertThat(server.requests()).hasSize(2);
			assertThat(server.connections()).isEqualTo(1);
		}
	}

	/**
	 * Of several connections one may be idle although another is in use.
	 */
	@Test
	void connectionIsNotUsedForLongerThanHalfAMinute() throws Exception {
		try (RawServer server = new RawServer(RawServer.Connection::serve)) {
			application(server).run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				for (int i = 0; i < 5; i++) {
					launch(webPush);
					this.timer.jump(Duration.ofSeconds(9));
				}
			});
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	@Test
	void connectionIsNotUsedAgainAfterAFailedExchange() throws Exception {
		try (RawServer server = new RawServer((connection) -> {
			if (connection.number() == 1) {
				connection.readRequest();
				connection.respond(200, "{\"success\": true}");
				connection.readRequest();
				connection.socket().getInputStream().readAllBytes();
			}
			connection.serve();
		})) {
			application(server).withPropertyValues("webpush.read-timeout=3s").run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				launch(webPush);
				WebPushException failure = catchThrowableOfType(WebPushException.class, () -> launch(webPush));
				assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
				launch(webPush);
			});
			assertThat(server.connections()).isEqualTo(2);
			assertThat(server.requests()).hasSize(3);
		}
	}

	@Test
	void idleConnectionIsNotUsedAgainAfterAFailedExchangeOfAnother() throws Exception {
		CountDownLatch both = new CountDownLatch(2);
		try (RawServer server = new RawServer((connection) -> {
			if (connection.number() <= 2) {
				connection.readRequest();
				both.countDown();
				awaitLatch(both);
				connection.respond(200, "{\"success\": true}");
				connection.readRequest();
				connection.socket().getInputStream().readAllBytes();
			}
			connection.serve();
		})) {
			application(server).withPropertyValues("webpush.read-timeout=5s").run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				Thread other = new Thread(() -> launch(webPush));
				other.start();
				launch(webPush);
				other.join();
				WebPushException failure = catchThrowableOfType(WebPushException.class, () -> launch(webPush));
				assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
				launch(webPush);
			});
			assertThat(server.connections()).isEqualTo(3);
			assertThat(server.requests()).hasSize(4);
		}
	}

	@Test
	void connectionOfACallThatIsInterruptedIsClosed() throws Exception {
		CountDownLatch received = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		try (RawServer server = new RawServer((connection) -> {
			connection.readRequest();
			received.countDown();
			try {
				connection.socket().getInputStream().read();
			}
			finally {
				closed.countDown();
			}
		})) {
			application(server).run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				Thread caller = new Thread(() -> catchThrowableOfType(WebPushException.class, () -> launch(webPush)));
				caller.start();
				received.await();
				caller.interrupt();
				caller.join();
				await().until(() -> closed.getCount() == 0);
			});
		}
	}

	/**
	 * As when a call times out while its response arrives.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void connectionOfAResponseWithoutReaderIsClosed(boolean abandonedBeforeResponse) throws Exception {
		CountDownLatch sendResponse = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		try (RawServer server = new RawServer((connection) -> {
			connection.readRequest();
			awaitLatch(sendResponse);
			connection.socket()
				.getOutputStream()
				.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot all of it"
					.getBytes(StandardCharsets.US_ASCII));
			if (connection.socket().getInputStream().read() < 0) {
				closed.countDown();
			}
		})) {
			WireAttempt attempt = new WireAttempt(new HttpHeaders());
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()))
				.POST(HttpRequest.BodyPublishers.noBody())
				.build();
			CompletableFuture<HttpResponse<InputStream>> response = new AttemptHttpClient(HttpClient.newHttpClient(),
					attempt, new byte[0])
				.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
			if (abandonedBeforeResponse) {
				attempt.abandonResponse();
				sendResponse.countDown();
			}
			else {
				sendResponse.countDown();
				response.join();
				attempt.abandonResponse();
			}
			await().until(() -> closed.getCount() == 0);
		}
	}

	@Test
	void answerWithoutEndIsNotReadOnAfterTheCall() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		AtomicLong written = new AtomicLong();
		try (RawServer server = new RawServer((connection) -> {
			connection.readRequest();
			connection.socket()
				.getOutputStream()
				.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n".getBytes());
			byte[] block = new byte[64 * 1024];
			try {
				while (true) {
					connection.socket().getOutputStream().write(block);
					written.addAndGet(block.length);
				}
			}
			finally {
				closed.countDown();
			}
		})) {
			application(server).run((context) -> {
				catchThrowableOfType(WebPushException.class, () -> launch(context.getBean(WebPushTemplate.class)));
				await().until(() -> closed.getCount() == 0);
			});
			assertThat(written.get()).isLessThan(32L * 1024 * 1024);
		}
	}

	private static void awaitLatch(CountDownLatch latch) throws InterruptedIOException {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new InterruptedIOException();
		}
	}

	private static void launch(WebPushTemplate webPush) {
		AnyCall.of(WebPushOperation.LAUNCH).on(webPush);
	}

	private ApplicationContextRunner application(RawServer server) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, WebPushAutoConfiguration.class))
			.withBean(WebPushTimer.class, () -> this.timer)
			.withPropertyValues("webpush.token=" + ApiServer.TOKEN, "webpush.partner-id=10012345",
					"webpush.base-url=http://127.0.0.1:" + server.port());
	}

	/**
	 * The timer of the system, with time that passes when a test says so.
	 */
	private static final class JumpingTimer implements WebPushTimer {

		private final AtomicLong jumped = new AtomicLong();

		@Override
		public long nanoTime() {
			return WebPushTimer.system().nanoTime() + this.jumped.get();
		}

		@Override
		public Scheduled schedule(Runnable task, long delayNanos) {
			return WebPushTimer.system().schedule(task, delayNanos);
		}

		void jump(Duration time) {
			this.jumped.addAndGet(time.toNanos());
		}

	}

}
