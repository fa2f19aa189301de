package io.github.insiderwebpush.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * One call is one request that a server reads, whatever happens to the connection, and
 * "nothing was sent" is told only where no server can have read the request.
 */
class WireProofTests {

	@TempDir
	static Path folder;

	private static Path trust;

	private static Path serverKey;

	private static AlertingTlsServer alerting;

	@BeforeAll
	static void makeCertificates() throws Exception {
		Certificates certificates = new Certificates(folder);
		trust = certificates.trust();
		serverKey = certificates.signed("server", "ip:127.0.0.1");
		alerting = new AlertingTlsServer(serverKey);
	}

	/**
	 * The JDK tells these alerts as a failed handshake, although the request was read.
	 */
	@ParameterizedTest
	@ValueSource(shorts = { 40, 42, 45, 46, 48, 49, 50, 51, 80, 116 })
	void launchIsNotRepeatedAfterAnAlertOfTheHandshakeThatFollowsTheRequest(short alert) throws Exception {
		for (ProtocolVersion version : List.of(ProtocolVersion.TLSv13, ProtocolVersion.TLSv12)) {
			try (RawServer server = new RawServer((connection) -> alerting.serve(connection, version, alert))) {
				WebPushException failure = launch(tls(server));
				assertThat(server.requests()).as("%s, alert %d", version, alert).hasSize(1);
				assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
				assertThat(failure.error()).isEqualTo(WebPushError.NO_RESPONSE);
				assertThat(failure.attempts()).isEqualTo(1);
			}
		}
	}

	@Test
	void launchIsNotRepeatedAfterARenegotiationThatFollowsTheRequest() throws Exception {
		try (RawServer server = new RawServer(jsse("TLSv1.2"), (connection) -> {
			connection.readRequest();
			SSLSocket socket = (SSLSocket) connection.socket();
			socket.setNeedClientAuth(true);
			socket.startHandshake();
			connection.readRequest();
		})) {
			WebPushException failure = launch(tls(server));
			assertThat(server.requests()).hasSize(1);
			assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
			assertThat(failure.error()).isEqualTo(WebPushError.NO_RESPONSE);
		}
	}

	@Test
	void connectionThatIsClosedAfterTheRequestLeavesALaunchUnknown() throws Exception {
		try (RawServer server = new RawServer(RawServer.Connection::readRequest)) {
			WebPushException failure = launch(plain(server));
			assertThat(server.requests()).hasSize(1);
			assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		}
	}

	@Test
	void serverThatOffersHttp2IsSpokenToInHttp1() throws Exception {
		List<String> protocols = new CopyOnWriteArrayList<>();
		try (RawServer server = new RawServer(offeringHttp2(), (connection) -> {
			String request = connection.readRequest();
			protocols.add(((SSLSocket) connection.socket()).getApplicationProtocol());
			protocols.add(request.lines().findFirst().orElse(""));
			connection.respond(200, "{\"success\": true}");
			connection.serve();
		})) {
			tls(server)
				.run((context) -> AnyCall.of(WebPushOperation.LAUNCH).on(context.getBean(WebPushTemplate.class)));
			assertThat(protocols).hasSize(2).doesNotContain("h2").element(1).isEqualTo("POST /v2/single/7 HTTP/1.1");
		}
	}

	@ParameterizedTest
	@CsvSource({ "403", "407", "502", "503", "504" })
	void tunnelThatAProxyRefusesSendsNothing(int status) throws Exception {
		try (RawServer proxy = new RawServer((connection) -> {
			connection.readRequest();
			connection.respond(status, "{\"success\": true}");
		})) {
			WebPushException failure = throughProxy(proxy);
			assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
			assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
			assertThat(failure.attempts()).as("it is repeated").isEqualTo(3);
			assertThat(failure).hasMessageContaining("Nothing was sent: ")
				.hasMessageContaining((status == 407) ? "HTTP 407" : Integer.toString(status));
			assertThat(proxy.requests()).hasSize(3)
				.allSatisfy((request) -> assertThat(request).startsWith("CONNECT ").doesNotContain("Bearer"));
		}
	}

	@Test
	void plainHttpOnTheTlsPortSendsNothing() throws Exception {
		try (RawServer server = new RawServer((connection) -> {
			readClientHello(connection);
			connection.respond(400, "not TLS");
			connection.socket().getInputStream().readAllBytes();
		})) {
			WebPushException failure = launch(tls(server));
			assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
			assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
			assertThat(server.requests()).isEmpty();
		}
	}

	/**
	 * The JDK's client takes such a connection for established and asks for the body, so
	 * there is no proof.
	 */
	@Test
	void endOfTheConnectionInsteadOfATlsHandshakeIsUnclear() throws Exception {
		try (RawServer server = new RawServer(WireProofTests::readClientHello)) {
			WebPushException failure = launch(tls(server));
			assertThat(failure.error()).isEqualTo(WebPushError.NO_RESPONSE);
			assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
			assertThat(server.connections()).isEqualTo(1);
		}
	}

	@Test
	void untrustedCertificateSendsNothing() throws Exception {
		try (RawServer server = new RawServer(jsse("TLSv1.3"), RawServer.Connection::serve)) {
			WebPushException failure = launch(
					application().withPropertyValues("webpush.base-url=https://127.0.0.1:" + server.port()));
			assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
			assertThat(failure).hasMessageContaining("unable to find valid certification path");
			assertThat(server.requests()).isEmpty();
		}
	}

	@Test
	void refusedConnectionSendsNothing() {
		WebPushException failure = launch(application().withPropertyValues("webpush.base-url=http://127.0.0.1:1"));
		assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
		assertThat(failure).hasMessageContaining("Nothing was sent: ConnectException");
	}

	@Test
	void silenceInTheHandshakeSendsNothing() throws Exception {
		try (RawServer server = new RawServer((connection) -> connection.socket().getInputStream().readAllBytes())) {
			WebPushException failure = launch(
					tls(server).withPropertyValues("webpush.connect-timeout=200ms", "webpush.read-timeout=300ms"));
			assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
		}
	}

	/**
	 * Many applications have such an interceptor for all of their clients.
	 */
	@Test
	void interceptorOfTheApplicationThatRetriesDoesNotLaunchTwice() throws Exception {
		try (RawServer server = new RawServer(RawServer.Connection::readRequest)) {
			RestClientCustomizer retrying = (builder) -> builder.requestInterceptor((request, body, execution) -> {
				try {
					return execution.execute(request, body);
				}
				catch (IOException ex) {
					return execution.execute(request, body);
				}
			});
			WebPushException failure = launch(plain(server).withBean(RestClientCustomizer.class, () -> retrying));
			assertThat(server.requests()).hasSize(1);
			assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
			assertThat(failure).hasMessageContaining("executed the request again");
		}
	}

	/**
	 * A client of another process, started at the same time for each server.
	 */
	@Test
	void oneCallOfAnotherProcessIsOneRequest() throws Exception {
		try (RawServer tls13 = new RawServer((connection) -> alerting.serve(connection, ProtocolVersion.TLSv13,
				AlertDescription.certificate_unknown));
				RawServer tls12 = new RawServer((connection) -> alerting.serve(connection, ProtocolVersion.TLSv12,
						AlertDescription.handshake_failure));
				RawServer http2 = new RawServer(offeringHttp2(), RawServer.Connection::serve);
				RawServer silent = new RawServer(WireProofTests::respondOnceAndKeepSilent)) {
			String trusted = "--webpush.base-url=https://127.0.0.1:";
			Process first = start("tls13", "once", trusted + tls13.port());
			Process second = start("tls12", "once", trusted + tls12.port());
			Process third = start("http2", "once", trusted + http2.port());
			Process fourth = start("silent", "twice", "--webpush.base-url=http://127.0.0.1:" + silent.port());
			for (Process process : List.of(first, second, third, fourth)) {
				assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
			}
			assertThat(results("tls13")).containsExactly("result NO_RESPONSE UNKNOWN 1");
			assertThat(tls13.requests()).hasSize(1);
			assertThat(results("tls12")).containsExactly("result NO_RESPONSE UNKNOWN 1");
			assertThat(tls12.requests()).hasSize(1);
			assertThat(results("http2")).containsExactly("result launched");
			assertThat(http2.requests()).singleElement().asString().startsWith("POST /v2/single/7 HTTP/1.1");
			assertThat(results("silent")).containsExactly("result launched", "result launched");
			assertThat(silent.requests()).hasSize(2);
			assertThat(silent.connections()).isEqualTo(2);
		}
	}

	private static void respondOnceAndKeepSilent(RawServer.Connection connection) throws IOException {
		connection.readRequest();
		connection.respond(200, "{\"success\": true}");
		connection.socket().getInputStream().readAllBytes();
	}

	private static Process start(String name, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path"), LaunchApplication.class.getName()));
		command.addAll(List.of(arguments));
		command.addAll(List.of("--spring.main.web-application-type=none", "--webpush.token=" + ApiServer.TOKEN,
				"--webpush.partner-id=10012345", "--webpush.connect-timeout=60s", "--webpush.retry.max-retries=2",
				"--webpush.retry.delay=1ms", "--webpush.ssl.bundle=test",
				"--spring.ssl.bundle.jks.test.truststore.location=" + trust.toUri(),
				"--spring.ssl.bundle.jks.test.truststore.password=" + Certificates.PASSWORD,
				"--spring.ssl.bundle.jks.test.truststore.type=PKCS12"));
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(folder.resolve(name).toFile())
			.start();
	}

	private static List<String> results(String name) throws IOException {
		return Files.readAllLines(folder.resolve(name)).stream().filter((line) -> line.startsWith("result ")).toList();
	}

	private WebPushException throughProxy(RawServer proxy) {
		System.setProperty("https.proxyHost", "127.0.0.1");
		System.setProperty("https.proxyPort", Integer.toString(proxy.port()));
		System.setProperty("http.nonProxyHosts", "");
		try {
			return launch(application().withPropertyValues("webpush.base-url=https://web-push.invalid"));
		}
		finally {
			System.clearProperty("https.proxyHost");
			System.clearProperty("https.proxyPort");
			System.clearProperty("http.nonProxyHosts");
		}
	}

	/**
	 * Read one TLS record: a server that ends a connection with bytes unread resets it.
	 */
	private static void readClientHello(RawServer.Connection connection) throws IOException {
		DataInputStream in = new DataInputStream(connection.socket().getInputStream());
		in.readNBytes(3);
		in.readNBytes(in.readUnsignedShort());
	}

	private static WebPushException launch(ApplicationContextRunner application) {
		WebPushException[] failure = new WebPushException[1];
		application.run((context) -> failure[0] = catchThrowableOfType(WebPushException.class,
				() -> AnyCall.of(WebPushOperation.LAUNCH).on(context.getBean(WebPushTemplate.class))));
		return failure[0];
	}

	private static ApplicationContextRunner plain(RawServer server) {
		return application().withPropertyValues("webpush.base-url=http://127.0.0.1:" + server.port());
	}

	private static ApplicationContextRunner tls(RawServer server) {
		return application().withPropertyValues("webpush.base-url=https://127.0.0.1:" + server.port(),
				"webpush.ssl.bundle=test", "spring.ssl.bundle.jks.test.truststore.location=" + trust.toUri(),
				"spring.ssl.bundle.jks.test.truststore.password=" + Certificates.PASSWORD,
				"spring.ssl.bundle.jks.test.truststore.type=PKCS12");
	}

	private static ApplicationContextRunner application() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, RestClientAutoConfiguration.class,
					WebPushAutoConfiguration.class))
			.withPropertyValues("webpush.token=" + ApiServer.TOKEN, "webpush.partner-id=10012345",
					"webpush.retry.max-retries=2", "webpush.retry.delay=1ms");
	}

	private static SSLServerSocket offeringHttp2() throws IOException, GeneralSecurityException {
		SSLServerSocket socket = jsse("TLSv1.3");
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { "h2", "http/1.1" });
		socket.setSSLParameters(parameters);
		return socket;
	}

	private static SSLServerSocket jsse(String protocol) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		char[] password = Certificates.PASSWORD.toCharArray();
		store.load(Files.newInputStream(serverKey), password);
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, password);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		SSLServerSocket socket = (SSLServerSocket) context.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		socket.setEnabledProtocols(new String[] { protocol });
		return socket;
	}

}
