package io.github.insiderwebpush.test;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The HTTP server under the sandbox, byte by byte.
 */
@Timeout(60)
class SandboxServerTests {

	private final SandboxServer server = new SandboxServer(0, SandboxServerTests::echo);

	@AfterEach
	void stop() {
		this.server.stop();
	}

	private static SandboxResponse echo(ReceivedRequest request) {
		return SandboxResponse.text(200, "text/plain",
				request.method() + " " + request.path() + " " + request.header("x-name") + " [" + request.body() + "]");
	}

	@Test
	void requestsOfOneConnectionAreAnsweredInOrder() throws IOException {
		assertThat(exchange("POST /a?b HTTP/1.1\r\nx-name: one\r\nContent-Length: 2\r\n\r\nab"
				+ "GET /c HTTP/1.1\r\nX-Name:two\r\nConnection: close\r\n\r\n"))
			.isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 16\r\n\r\nPOST /a one [ab]"
					+ "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\nConnection: close\r\n\r\n"
					+ "GET /c two []");
	}

	@Test
	void chunkedBodyIsRead() throws IOException {
		assertThat(exchange("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
				+ "3;name=value\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"))
			.endsWith("POST / null [abc0123456789]");
	}

	@Test
	void clientThatExpectsContinueReceivesIt() throws IOException {
		assertThat(
				exchange("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\na"))
			.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n");
	}

	@Test
	void bodyIsUtf8() throws IOException {
		assertThat(exchange("POST / HTTP/1.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nş")).endsWith("[ş]");
	}

	@Test
	void connectionOfHttp10IsClosed() throws IOException {
		assertThat(exchange("GET / HTTP/1.0\r\n\r\n")).contains("Connection: close\r\n").endsWith("GET / null []");
	}

	@Test
	void headHasNoBody() throws IOException {
		assertThat(exchange("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n")).contains("Content-Length: 14\r\n")
			.endsWith("\r\n\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0016\u0003\u0001\r\n", "GET /\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "no header\r\n",
			"GET / HTTP/1.1\r\nno colon\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
			"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
			"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n" })
	void connectionThatDoesNotSendHttpIsClosed(String text) throws IOException {
		assertThat(exchange(text)).isEmpty();
		assertThat(exchange("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 200");
	}

	@Test
	void endlessHeadersCloseTheConnection() throws IOException {
		assertThat(exchange("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(201) + "\r\n")).doesNotContain("200 OK");
	}

	@Test
	void portInUseIsNamed() {
		int port = Integer.parseInt(this.server.baseUrl().replaceFirst(".*:", ""));
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> new SandboxServer(port, SandboxServerTests::echo))
			.withMessageStartingWith("The sandbox cannot listen on port " + port + ": ");
	}

	@Test
	void stopEndsADelayedAndAStalledResponse() throws Exception {
		CountDownLatch received = new CountDownLatch(2);
		SandboxServer slow = new SandboxServer(0, (request) -> {
			received.countDown();
			SandboxResponse response = SandboxResponse.text(200, "text/plain", "late");
			return request.path().equals("/delay") ? response.delayedBy(Duration.ofHours(1))
					: response.deliveredAs(SandboxResponse.Delivery.STALLED);
		});
		int port = Integer.parseInt(slow.baseUrl().replaceFirst(".*:", ""));
		try (Socket delayed = send(port, "GET /delay HTTP/1.1\r\n\r\n");
				Socket stalled = send(port, "GET /stall HTTP/1.1\r\n\r\n")) {
			assertThat(received.await(30, TimeUnit.SECONDS)).isTrue();
			slow.stop();
			assertThat(RawHttp.readAll(delayed.getInputStream())).isIn("", "<reset>");
			assertThat(RawHttp.readAll(stalled.getInputStream())).isIn("", "<reset>");
		}
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain("webpush-sandbox-" + port);
	}

	private String exchange(String text) throws IOException {
		try (Socket socket = send(Integer.parseInt(this.server.baseUrl().replaceFirst(".*:", "")), text)) {
			socket.shutdownOutput();
			return RawHttp.readAll(socket.getInputStream());
		}
	}

	private static Socket send(int port, String text) throws IOException {
		Socket socket = new Socket("127.0.0.1", port);
		OutputStream out = socket.getOutputStream();
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.flush();
		return socket;
	}

}
