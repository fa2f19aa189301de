package io.github.insiderwebpush.client;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CreateCampaign;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * What a create makes of answers that are broken, late, or none at all.
 */
class BrokenResponseTests {

	private static final CreateCampaign CAMPAIGN = CreateCampaign.titled("Broken").language("en_GB").build();

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	static Arguments[] answers() {
		return new Arguments[] {
				Arguments.of("reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), WebPushError.NO_RESPONSE,
						Outcome.UNKNOWN),
				Arguments.of("empty response", aResponse().withFault(Fault.EMPTY_RESPONSE), WebPushError.NO_RESPONSE,
						Outcome.UNKNOWN),
				Arguments.of("garbage", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE), WebPushError.NO_RESPONSE,
						Outcome.UNKNOWN),
				Arguments.of("status, then garbage", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
						WebPushError.NO_RESPONSE, Outcome.UNKNOWN),
				Arguments.of("late answer", created().withFixedDelay(20_000), WebPushError.NO_RESPONSE,
						Outcome.UNKNOWN),
				Arguments.of("slow body", created().withChunkedDribbleDelay(10, 60_000), WebPushError.NO_RESPONSE,
						Outcome.UNKNOWN),
				Arguments.of("cut body", aResponse().withStatus(201).withBody("{\"success\": tr"),
						WebPushError.UNREADABLE_RESPONSE, Outcome.UNKNOWN),
				Arguments.of("cut body after success",
						aResponse().withStatus(201).withBody("{\"success\": true, \"campaign_id\": 25"),
						WebPushError.UNREADABLE_RESPONSE, Outcome.APPLIED),
				Arguments.of("no id", aResponse().withStatus(201).withBody("{\"success\": true}"),
						WebPushError.UNREADABLE_RESPONSE, Outcome.APPLIED),
				Arguments.of("an id that is none",
						aResponse().withStatus(201).withBody("{\"success\": true, \"campaign_id\": -5}"),
						WebPushError.UNREADABLE_RESPONSE, Outcome.APPLIED),
				Arguments.of("empty 201", aResponse().withStatus(201), WebPushError.UNREADABLE_RESPONSE,
						Outcome.UNKNOWN),
				Arguments.of("204", aResponse().withStatus(204), WebPushError.UNREADABLE_RESPONSE, Outcome.UNKNOWN),
				Arguments.of("HTML 200", aResponse().withStatus(200).withBody("<html><title>Login</title></html>"),
						WebPushError.UNREADABLE_RESPONSE, Outcome.UNKNOWN),
				Arguments.of("array", aResponse().withStatus(201).withBody("[]"), WebPushError.UNREADABLE_RESPONSE,
						Outcome.UNKNOWN),
				Arguments.of("refused",
						aResponse().withStatus(200).withBody("{\"success\": false, \"message\": \"no\"}"),
						WebPushError.REFUSED, Outcome.NOT_APPLIED),
				Arguments.of("endless", aResponse().withStatus(201).withBody(new byte[5 * 1024 * 1024]),
						WebPushError.UNREADABLE_RESPONSE, Outcome.UNKNOWN) };
	}

	private static ResponseDefinitionBuilder created() {
		return aResponse().withStatus(201).withBody("{\"success\": true, \"campaign_id\": 25696}");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("answers")
	void brokenAnswerEndsAsDocumented(String name, ResponseDefinitionBuilder answer, WebPushError error,
			Outcome outcome) {
		this.vendor.answers(answer);
		boolean late = name.equals("late answer") || name.equals("slow body");
		WebPushException failure = create(this.vendor.application(), late ? "2s" : "30s");
		assertThat(failure.error()).isEqualTo(error);
		assertThat(failure.outcome()).isEqualTo(outcome);
		// The server may note a request a little after the client has given it up.
		await().pollDelay(Duration.ZERO).untilAsserted(() -> assertThat(this.vendor.requests()).hasSize(1));
	}

	@Test
	void bodyThatTricklesForeverEndsWithinTheReadTimeout() throws IOException {
		try (RawServer server = new RawServer((socket) -> {
			socket.getOutputStream()
				.write("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			while (!socket.isClosed()) {
				socket.getOutputStream().write("1\r\n \r\n".getBytes(StandardCharsets.US_ASCII));
				socket.getOutputStream().flush();
				Thread.onSpinWait();
			}
		})) {
			WebPushException failure = create(server.configure(this.vendor.application()), "2s");
			assertThat(failure.error()).isIn(WebPushError.NO_RESPONSE, WebPushError.UNREADABLE_RESPONSE);
			assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		}
	}

	@Test
	void bodyCutByTheConnectionAfterSuccessWasApplied() throws IOException {
		try (RawServer server = new RawServer((socket) -> {
			socket.getOutputStream()
				.write(("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n"
						+ "{\"success\": true, \"campaign_id\": 25696")
					.getBytes(StandardCharsets.US_ASCII));
			socket.close();
		})) {
			WebPushException failure = create(server.configure(this.vendor.application()));
			assertThat(failure.error()).isEqualTo(WebPushError.NO_RESPONSE);
			assertThat(failure.outcome()).isEqualTo(Outcome.APPLIED);
			assertThat(failure).hasMessageContaining("its ID is lost");
		}
	}

	@Test
	void nobodyListensIsUnreachable() {
		WebPushException failure = create(
				this.vendor.application().withPropertyValues("webpush.base-url=http://127.0.0.1:1"));
		assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure.statusCode()).isNull();
		assertThat(failure).hasMessageContaining("Nothing was sent: ConnectException");
	}

	@Test
	void unknownHostIsUnreachable() {
		WebPushException failure = create(
				this.vendor.application().withPropertyValues("webpush.base-url=https://web-push.invalid"));
		assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
		assertThat(failure).hasMessageContaining("UnresolvedAddressException");
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
	}

	private static WebPushException create(ApplicationContextRunner application) {
		return create(application, "30s");
	}

	private static WebPushException create(ApplicationContextRunner application, String readTimeout) {
		AtomicReference<WebPushException> failure = new AtomicReference<>();
		application.withPropertyValues("webpush.retry.max-retries=0", "webpush.read-timeout=" + readTimeout)
			.run((context) -> failure.set(catchThrowableOfType(WebPushException.class,
					() -> context.getBean(WebPushOperations.class).createCampaign(CAMPAIGN))));
		return failure.get();
	}

	/**
	 * Reads a request and then does what no proper server does.
	 */
	private static final class RawServer implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0);

		RawServer(Behaviour behaviour) throws IOException {
			Thread thread = new Thread(() -> {
				try (Socket socket = this.server.accept()) {
					socket.getInputStream().read(new byte[4096]);
					behaviour.answer(socket);
				}
				catch (IOException ex) {
					// The client has gone, which is what it is to do.
				}
			});
			thread.setDaemon(true);
			thread.start();
		}

		ApplicationContextRunner configure(ApplicationContextRunner application) {
			return application.withPropertyValues("webpush.base-url=http://127.0.0.1:" + this.server.getLocalPort());
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

	private interface Behaviour {

		void answer(Socket socket) throws IOException;

	}

}
