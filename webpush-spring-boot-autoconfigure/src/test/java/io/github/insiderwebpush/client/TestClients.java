package io.github.insiderwebpush.client;

import java.net.URI;

import io.github.insiderwebpush.WebPushCredentials;

import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * Clients on a server that a test plays.
 */
public final class TestClients {

	private static final String BASE_URL = "http://127.0.0.1";

	private TestClients() {
	}

	/**
	 * Start a client whose requests go to a mock.
	 */
	public static WebPushTemplate.Builder builder(ClientHttpRequestFactory mock, WebPushCredentials credentials) {
		return WebPushTemplate.builder(RestClient.builder().baseUrl(BASE_URL),
				WebPushRequestFactory.ofMock(URI.create(BASE_URL), mock), credentials);
	}

	/**
	 * Start a client that must not send anything.
	 */
	public static WebPushTemplate.Builder silent(WebPushCredentials credentials) {
		return builder((uri, method) -> {
			throw new IllegalStateException("Nothing is to be sent");
		}, credentials);
	}

}
