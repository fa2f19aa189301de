package io.github.insiderwebpush.client;

import java.net.Authenticator;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

/**
 * The client of one attempt is the client that it wraps, but for the body.
 */
class AttemptHttpClientTests {

	static Arguments[] waysToSend() {
		HttpResponse.BodyHandler<String> text = HttpResponse.BodyHandlers.ofString();
		return new Arguments[] { Arguments.of(named("send", (Sending) (client, request) -> client.send(request, text))),
				Arguments.of(named("sendAsync", (Sending) (client, request) -> client.sendAsync(request, text).join())),
				Arguments.of(named("sendAsync with pushes",
						(Sending) (client, request) -> client.sendAsync(request, text, null).join())) };
	}

	@ParameterizedTest
	@MethodSource("waysToSend")
	void requestIsSentWithItsOwnHeadersAndTheBodyOfTheAttempt(Sending sending) throws Exception {
		try (RawServer server = new RawServer(RawServer.Connection::serve)) {
			WireAttempt attempt = new WireAttempt(new HttpHeaders());
			HttpClient client = new AttemptHttpClient(
					HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), attempt,
					"{\"any\": 1}".getBytes(StandardCharsets.UTF_8));
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/any"))
				.header("Authorization", "Bearer any-token")
				.header("X-Own", "any")
				.POST(HttpRequest.BodyPublishers.noBody())
				.build();
			HttpResponse<String> response = sending.send(client, request);
			assertThat(response.body()).startsWith("{\"success\": true");
			assertThat(server.requests()).singleElement()
				.asString()
				.startsWith("POST /v1/any HTTP/1.1\r\n")
				.containsIgnoringCase("Authorization: Bearer any-token\r\n")
				.containsIgnoringCase("X-Own: any\r\n")
				.containsIgnoringCase("Content-Length: 10\r\n");
			assertThat(attempt.isHandedOver()).isTrue();
		}
	}

	@Test
	void settingsAreThoseOfTheWrappedClient() throws Exception {
		SSLParameters parameters = new SSLParameters();
		parameters.setProtocols(new String[] { "TLSv1.3" });
		HttpClient wrapped = HttpClient.newBuilder()
			.cookieHandler(new CookieManager())
			.connectTimeout(Duration.ofSeconds(3))
			.followRedirects(HttpClient.Redirect.NEVER)
			.proxy(ProxySelector.getDefault())
			.sslContext(SSLContext.getDefault())
			.sslParameters(parameters)
			.authenticator(new Authenticator() {
			})
			.version(HttpClient.Version.HTTP_1_1)
			.executor(Runnable::run)
			.build();
		HttpClient client = new AttemptHttpClient(wrapped, new WireAttempt(new HttpHeaders()), new byte[0]);
		assertThat(client.cookieHandler()).isPresent().isEqualTo(wrapped.cookieHandler());
		assertThat(client.connectTimeout()).hasValue(Duration.ofSeconds(3));
		assertThat(client.followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
		assertThat(client.proxy()).isPresent().isEqualTo(wrapped.proxy());
		assertThat(client.sslContext()).isNotNull().isSameAs(wrapped.sslContext());
		assertThat(client.sslParameters().getProtocols()).containsExactly("TLSv1.3");
		assertThat(client.authenticator()).isPresent().isEqualTo(wrapped.authenticator());
		assertThat(client.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
		assertThat(client.executor()).isPresent().isEqualTo(wrapped.executor());
	}

	private interface Sending {

		HttpResponse<String> send(HttpClient client, HttpRequest request) throws Exception;

	}

}
