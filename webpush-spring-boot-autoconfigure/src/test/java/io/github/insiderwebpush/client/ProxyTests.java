package io.github.insiderwebpush.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Behind a proxy, which the JVM's own properties name: it is asked for a tunnel to the
 * vendor, and is told nothing else.
 */
class ProxyTests {

	private final Map<String, String> before = new TreeMap<>();

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@AfterEach
	void restore() {
		this.before.forEach((name, value) -> {
			if (value.isEmpty()) {
				System.clearProperty(name);
			}
			else {
				System.setProperty(name, value);
			}
		});
	}

	@Test
	void proxyIsAskedForATunnelAndNeverSeesTheToken() throws IOException {
		try (Proxy proxy = new Proxy("HTTP/1.1 200 Connection established\r\n\r\n")) {
			WebPushException failure = createThrough(proxy);
			assertThat(failure.outcome()).isIn(Outcome.NOT_APPLIED, Outcome.UNKNOWN);
			assertThat(proxy.received).isNotEmpty()
				.allSatisfy((request) -> assertThat(request).startsWith("CONNECT web-push.invalid:443 HTTP/1.1\r\n")
					.doesNotContain(ApiServer.TOKEN)
					.doesNotContain("Bearer")
					.doesNotContain("10012345"));
		}
	}

	@Test
	void proxyThatWantsAPasswordIsUnreachableWithItsStatus() throws IOException {
		try (Proxy proxy = new Proxy("HTTP/1.1 407 Proxy Authentication Required\r\n"
				+ "Proxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n")) {
			WebPushException failure = createThrough(proxy);
			assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
			assertThat(failure).hasMessageContaining("a proxy on the way responded with HTTP 407");
			assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
			assertThat(proxy.received).allSatisfy((request) -> assertThat(request).doesNotContain(ApiServer.TOKEN));
		}
	}

	private WebPushException createThrough(Proxy proxy) {
		set("https.proxyHost", "127.0.0.1");
		set("https.proxyPort", Integer.toString(proxy.server.getLocalPort()));
		AtomicReference<WebPushException> failure = new AtomicReference<>();
		this.vendor.application()
			.withPropertyValues("webpush.base-url=https://web-push.invalid", "webpush.retry.max-retries=0",
					"webpush.read-timeout=5s")
			.run((context) -> failure.set(catchThrowableOfType(WebPushException.class,
					() -> AnyCall.of(WebPushOperation.CREATE).on(context.getBean(WebPushOperations.class)))));
		return failure.get();
	}

	private void set(String property, String value) {
		String old = System.setProperty(property, value);
		this.before.put(property, (old != null) ? old : "");
	}

	/**
	 * Remembers what it is sent, answers the first request, and hangs up.
	 */
	private static final class Proxy implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

		private final Queue<String> received = new ConcurrentLinkedQueue<>();

		Proxy(String answer) throws IOException {
			Thread thread = new Thread(() -> {
				while (!this.server.isClosed()) {
					try (Socket socket = this.server.accept()) {
						this.received.add(head(socket.getInputStream()));
						socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
						socket.getOutputStream().flush();
						socket.getInputStream().read(new byte[8192]);
					}
					catch (IOException ex) {
						// The test is over.
					}
				}
			});
			thread.setDaemon(true);
			thread.start();
		}

		private static String head(InputStream in) throws IOException {
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
				int b = in.read();
				if (b < 0) {
					break;
				}
				head.write(b);
			}
			return head.toString(StandardCharsets.ISO_8859_1);
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

}
