package io.github.insiderwebpush.client;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

/**
 * Sends one attempt by another client. The attempt observes both bodies: it sees when the
 * connection asks for that of the request, which needs no thread to write it, and it can
 * give up that of the response.
 */
final class AttemptHttpClient extends HttpClient {

	private final HttpClient client;

	private final WireAttempt attempt;

	private final HttpRequest.BodyPublisher body;

	AttemptHttpClient(HttpClient client, WireAttempt attempt, byte[] body) {
		this.client = client;
		this.attempt = attempt;
		this.body = attempt.observed(HttpRequest.BodyPublishers.ofByteArray(body));
	}

	private HttpRequest withBody(HttpRequest request) {
		return HttpRequest.newBuilder(request, (name, value) -> true).method(request.method(), this.body).build();
	}

	@Override
	public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
			throws IOException, InterruptedException {
		return this.client.send(withBody(request), this.attempt.observed(handler));
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
		return this.client.sendAsync(withBody(request), this.attempt.observed(handler));
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler,
			HttpResponse.@Nullable PushPromiseHandler<T> pushPromiseHandler) {
		return this.client.sendAsync(withBody(request), this.attempt.observed(handler), pushPromiseHandler);
	}

	@Override
	public Optional<CookieHandler> cookieHandler() {
		return this.client.cookieHandler();
	}

	@Override
	public Optional<Duration> connectTimeout() {
		return this.client.connectTimeout();
	}

	@Override
	public Redirect followRedirects() {
		return this.client.followRedirects();
	}

	@Override
	public Optional<ProxySelector> proxy() {
		return this.client.proxy();
	}

	@Override
	public SSLContext sslContext() {
		return this.client.sslContext();
	}

	@Override
	public SSLParameters sslParameters() {
		return this.client.sslParameters();
	}

	@Override
	public Optional<Authenticator> authenticator() {
		return this.client.authenticator();
	}

	@Override
	public Version version() {
		return this.client.version();
	}

	@Override
	public Optional<Executor> executor() {
		return this.client.executor();
	}

}
