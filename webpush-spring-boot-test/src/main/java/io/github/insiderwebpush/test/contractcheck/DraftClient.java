package io.github.insiderwebpush.test.contractcheck;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * HTTP client of the contract check. It sends creates, statistics calls, and deletes of
 * drafts that it created itself. Everything else is refused before it is sent, so no bug
 * of the check can launch a campaign or delete a campaign that it did not create.
 */
final class DraftClient {

	/** 30 requests per minute, the lowest of the documented limits. */
	static final Duration INTERVAL = Duration.ofSeconds(2);

	private static final Pattern ALLOWED = Pattern
		.compile("POST /v1/single|DELETE /v1/single/[0-9]+|POST /v1/statistics/(top|overall|campaign)-metrics");

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final URI baseUrl;

	private final String token;

	private final String partnerId;

	private final Consumer<Duration> sleep;

	private final HttpClient http = HttpClient.newBuilder()
		.version(Version.HTTP_1_1)
		.followRedirects(Redirect.NEVER)
		.connectTimeout(TIMEOUT)
		.build();

	private final Set<String> drafts = new HashSet<>();

	private boolean used;

	DraftClient(URI baseUrl, String token, String partnerId, Consumer<Duration> sleep) {
		this.baseUrl = baseUrl;
		this.token = token;
		this.partnerId = partnerId;
		this.sleep = sleep;
	}

	/**
	 * Create a draft for segments. Its ID, if the response has one, can be deleted later.
	 */
	CheckedResponse create(Map<String, Object> fields) {
		CheckedResponse response = send("POST", "/v1/single", fields);
		String id = response.campaignId();
		if (response.isSuccess() && id != null) {
			this.drafts.add(id);
		}
		return response;
	}

	/**
	 * Delete a draft of this client.
	 * @throws IllegalArgumentException if this client did not create it
	 */
	CheckedResponse delete(String id) {
		Assert.isTrue(this.drafts.contains(id), () -> "The contract check did not create campaign " + id);
		return send("DELETE", "/v1/single/" + id, Map.of());
	}

	CheckedResponse statistics(String call, Map<String, Object> fields) {
		return send("POST", "/v1/statistics/" + call, fields);
	}

	/**
	 * Send one request, at least {@link #INTERVAL} after the end of the previous one.
	 * @throws IllegalArgumentException if the request is not allowed
	 */
	CheckedResponse send(String method, String path, Map<String, Object> fields) {
		String call = method + " " + path;
		Assert.isTrue(ALLOWED.matcher(call).matches(), () -> "The contract check does not send " + call);
		if (this.used) {
			this.sleep.accept(INTERVAL);
		}
		this.used = true;
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("partner_id", this.partnerId);
		body.putAll(fields);
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.baseUrl + path))
			.method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))
			.header("Authorization", "Bearer " + this.token)
			.header("Content-Type", "application/json")
			.timeout(TIMEOUT)
			.build();
		long start = System.nanoTime();
		try {
			HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());
			return CheckedResponse.of(response.statusCode(), response.headers().map(), response.body(),
					Duration.ofNanos(System.nanoTime() - start));
		}
		catch (IOException ex) {
			return CheckedResponse.failed(ex, Duration.ofNanos(System.nanoTime() - start));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The contract check was interrupted", ex);
		}
	}

	static JsonNode parse(String body) {
		return JSON.readTree(body);
	}

}
