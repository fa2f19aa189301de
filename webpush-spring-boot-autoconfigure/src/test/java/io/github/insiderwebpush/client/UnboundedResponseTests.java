package io.github.insiderwebpush.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Answers without end, over a socket: they are cut at a limit, and the server finds its
 * connection closed rather than read on.
 */
class UnboundedResponseTests {

	private static final long BUFFERS = 16 * 1024 * 1024;

	private static final String ZIPPED = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n";

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	private enum Framing {

		CHUNKED("Transfer-Encoding: chunked\r\n") {

			@Override
			OutputStream body(OutputStream out) {
				return new Chunks(out);
			}

		},

		LONG("Content-Length: 1000000000000\r\n"), UNTIL_CLOSED("Connection: close\r\n"),

		COMPRESSED(ZIPPED) {

			@Override
			OutputStream body(OutputStream out) throws IOException {
				return new GZIPOutputStream(new Chunks(out));
			}

			@Override
			byte[] block(String text) {
				byte[] random = new byte[64 * 1024];
				new Random(7).nextBytes(random);
				return super.block(text + HexFormat.of().formatHex(random));
			}

		},

		/** What unpacks to a thousand times its size. */
		BOMB(ZIPPED) {

			@Override
			OutputStream body(OutputStream out) throws IOException {
				return new GZIPOutputStream(new Chunks(out));
			}

			@Override
			long mostToSend() {
				return WebPushRequestFactory.MAX_BODY_LENGTH;
			}

		};

		private final String headers;

		Framing(String headers) {
			this.headers = headers;
		}

		OutputStream body(OutputStream out) throws IOException {
			return out;
		}

		byte[] block(String text) {
			return text.repeat(1000).getBytes(StandardCharsets.ISO_8859_1);
		}

		/**
		 * Beside what may be read, what lies in the buffers of two sockets, and room to
		 * spare.
		 */
		long mostToSend() {
			return BUFFERS;
		}

	}

	@ParameterizedTest
	@EnumSource
	void endlessSuccessIsCutAndTheConnectionClosed(Framing framing) throws Exception {
		try (EndlessServer server = new EndlessServer(201, framing,
				"{\"success\": true, \"campaign_id\": 25696, \"a\": \"")) {
			WebPushException failure = call(server, WebPushOperation.CREATE);
			assertThat(failure.error()).isEqualTo(WebPushError.UNREADABLE_RESPONSE);
			assertThat(failure.outcome()).isEqualTo(Outcome.APPLIED);
			assertThat(failure)
				.hasMessageContaining("The response is longer than 4194304 bytes and was not read further")
				.hasMessageContaining("its ID is lost");
			assertThat(failure.getMessage()).hasSizeLessThan(2000);
			assertThat(server.sentBeforeTheConnectionWasClosed()).isLessThan(framing.mostToSend());
			assertThat(server.connections()).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "400, CHUNKED, BAD_REQUEST", "401, LONG, UNAUTHORIZED", "422, UNTIL_CLOSED, VALIDATION_FAILED",
			"503, COMPRESSED, SERVER_ERROR", "302, BOMB, UNEXPECTED_STATUS" })
	void endlessErrorIsCutAndTheConnectionClosed(int status, Framing framing, WebPushError error) throws Exception {
		try (EndlessServer server = new EndlessServer(status, framing, "no no ")) {
			WebPushException failure = call(server, WebPushOperation.CREATE);
			assertThat(failure.error()).isEqualTo(error);
			assertThat(failure.getMessage()).contains("no no").hasSizeLessThan(2000);
			assertThat(server.sentBeforeTheConnectionWasClosed()).isLessThan(framing.mostToSend());
		}
	}

	@ParameterizedTest
	@EnumSource
	void endlessAnswerMakesNoOperationRepeatItself(WebPushOperation operation) throws Exception {
		try (EndlessServer server = new EndlessServer(200, Framing.CHUNKED, " ")) {
			WebPushException failure = call(server, operation);
			assertThat(failure.error()).isEqualTo(WebPushError.UNREADABLE_RESPONSE);
			assertThat(failure.outcome()).isEqualTo(operation.isRead() ? Outcome.NOT_APPLIED : Outcome.UNKNOWN);
			assertThat(server.sentBeforeTheConnectionWasClosed()).isLessThan(BUFFERS);
			assertThat(server.connections()).isOne();
		}
	}

	/**
	 * The JDK's client gives up at a limit of its own. That it leaves such a connection
	 * open until it is collected itself is the JDK's.
	 */
	@Test
	void endlessHeadersEndAsNoAnswer() throws Exception {
		try (EndlessServer server = new EndlessServer("HTTP/1.1 201 Created\r\n", "X-More: and more\r\n")) {
			WebPushException failure = call(server, WebPushOperation.LAUNCH);
			assertThat(failure.error()).isEqualTo(WebPushError.NO_RESPONSE);
			assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
			assertThat(server.sent()).isLessThan(BUFFERS);
		}
	}

	/**
	 * Nothing more comes, and the connection stays open: only the read timeout ends it.
	 */
	@ParameterizedTest
	@ValueSource(
			strings = { "", "HTTP/1.1 201 Created\r\nContent-Le", "HTTP/1.1 201 Created\r\nContent-Length: 50\r\n\r\n",
					"HTTP/1.1 201 Created\r\nContent-Length: 50\r\n\r\n{\"succ",
					"HTTP/1.1 201 Created\r\nContent-Length: 50\r\nContent-Encoding: gzip\r\n\r\n",
					"HTTP/1.1 201 Created\r\nContent-Length: 50\r\nContent-Encoding: gzip\r\n\r\n\u001f",
					"HTTP/1.1 401 Unauthorized\r\nContent-Length: 50\r\n\r\n{\"mess" })
	void answerThatStopsHalfwayEndsByTheReadTimeout(String part) throws Exception {
		try (EndlessServer server = new EndlessServer(part, "")) {
			WebPushException failure = call(server, WebPushOperation.LAUNCH, "webpush.read-timeout=2s");
			assertThat(failure.error())
				.isEqualTo(part.contains("401") ? WebPushError.UNAUTHORIZED : WebPushError.NO_RESPONSE);
			assertThat(failure.outcome()).isEqualTo(part.contains("401") ? Outcome.NOT_APPLIED : Outcome.UNKNOWN);
			assertThat(server.sentBeforeTheConnectionWasClosed()).isLessThan(BUFFERS);
		}
	}

	/**
	 * A server that was read on until the timeout would get rid of gigabytes.
	 */
	private WebPushException call(EndlessServer server, WebPushOperation operation, String... properties) {
		AtomicReference<WebPushException> failure = new AtomicReference<>();
		this.vendor.application()
			.withPropertyValues("webpush.base-url=" + server.url(), "webpush.retry.max-retries=0",
					"webpush.read-timeout=20s")
			.withPropertyValues(properties)
			.run((context) -> failure.set(catchThrowableOfType(WebPushException.class,
					() -> AnyCall.of(operation).on(context.getBean(WebPushTemplate.class)))));
		return failure.get();
	}

	/**
	 * Answers with a beginning, and then with the same text for ever. Without a text it
	 * says nothing more and waits for the client to go.
	 */
	private static final class EndlessServer implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

		private final AtomicInteger connections = new AtomicInteger();

		private final AtomicLong sent = new AtomicLong();

		private final CompletableFuture<Void> closed = new CompletableFuture<>();

		EndlessServer(int status, Framing framing, String text) throws IOException {
			this("HTTP/1.1 " + status + " Status\r\n" + framing.headers + "\r\n", text, framing);
		}

		EndlessServer(String start, String text) throws IOException {
			this(start, text, Framing.UNTIL_CLOSED);
		}

		private EndlessServer(String start, String text, Framing framing) throws IOException {
			Thread thread = new Thread(() -> {
				while (!this.server.isClosed()) {
					try (Socket socket = this.server.accept()) {
						this.connections.incrementAndGet();
						answer(socket, start, text, framing);
					}
					catch (IOException ex) {
						// The test is over.
					}
				}
			});
			thread.setDaemon(true);
			thread.start();
		}

		private void answer(Socket socket, String start, String text, Framing framing) throws IOException {
			Counting out = new Counting(socket.getOutputStream(), this.sent);
			socket.getInputStream().read(new byte[8192]);
			out.write(start.getBytes(StandardCharsets.ISO_8859_1));
			try {
				if (text.isEmpty()) {
					while (socket.getInputStream().read() >= 0) {
						out.flush();
					}
				}
				else {
					OutputStream body = framing.body(out);
					byte[] block = framing.block(text);
					while (!this.server.isClosed()) {
						body.write(block);
					}
				}
			}
			catch (IOException ex) {
				// The client has gone, which is what it is to do.
			}
			this.closed.complete(null);
		}

		String url() {
			return "http://127.0.0.1:" + this.server.getLocalPort();
		}

		int connections() {
			return this.connections.get();
		}

		long sentBeforeTheConnectionWasClosed() throws Exception {
			this.closed.get(30, TimeUnit.SECONDS);
			return sent();
		}

		long sent() {
			return this.sent.get();
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

	private static class Counting extends OutputStream {

		private final OutputStream out;

		private final AtomicLong count;

		Counting(OutputStream out, AtomicLong count) {
			this.out = out;
			this.count = count;
		}

		@Override
		public void write(int b) throws IOException {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.out.write(bytes, offset, length);
			this.count.addAndGet(length);
		}

		@Override
		public void flush() throws IOException {
			this.out.flush();
		}

	}

	private static final class Chunks extends OutputStream {

		private final OutputStream out;

		Chunks(OutputStream out) {
			this.out = out;
		}

		@Override
		public void write(int b) throws IOException {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
			this.out.write(bytes, offset, length);
			this.out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
		}

	}

}
