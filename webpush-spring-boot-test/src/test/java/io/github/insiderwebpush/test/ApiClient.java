package io.github.insiderwebpush.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Speaks to a sandbox without the production code, so that the two cannot be wrong in the
 * same way.
 */
final class ApiClient {

	private final WebPushSandbox sandbox;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	ApiClient(WebPushSandbox sandbox) {
		this.sandbox = sandbox;
	}

	Response create(String title) {
		return send("POST", "/v1/single", body("title", title, "language", "en_GB"));
	}

	long created(String title, boolean toAllSubscribers) {
		Response response = send("POST", "/v1/single",
				body("title", title, "language", "en_GB", "is_all", toAllSubscribers));
		return response.json().get("campaign_id").longValue();
	}

	Response launch(long id, Object... changes) {
		return send("POST", "/v2/single/" + id, launchBody(changes));
	}

	Response delete(long id) {
		return send("DELETE", "/v1/single/" + id, body());
	}

	Response statistics(String call, Object... changes) {
		Map<String, Object> body = body("start_date", "2026-11-01", "end_date", "2026-11-30");
		return send("POST", "/v1/statistics/" + call, change(body, changes));
	}

	/**
	 * A body with the account's partner ID.
	 */
	Map<String, Object> body(Object... namesAndValues) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("partner_id", this.sandbox.partnerId());
		return change(body, namesAndValues);
	}

	Map<String, Object> launchBody(Object... changes) {
		return change(
				body("title", "Only today", "description", "Everything must go", "link", "https://shop.example/sale",
						"ttl", "1000", "target", Map.of("attribute", "d_wp_browser", "values", new String[] { "Edg" })),
				changes);
	}

	/**
	 * Names and values by turns; a value {@code "absent"} takes the field away.
	 */
	private static Map<String, Object> change(Map<String, Object> body, Object... changes) {
		for (int i = 0; i < changes.length; i += 2) {
			if ("absent".equals(changes[i + 1])) {
				body.remove((String) changes[i]);
			}
			else {
				body.put((String) changes[i], changes[i + 1]);
			}
		}
		return body;
	}

	Response send(String method, String path, Object body) {
		return send(method, path, body, this.sandbox.token());
	}

	Response send(String method, String path, Object body, String token) {
		return exchange(request(method, path, (body instanceof String text) ? text : Json.write(body))
			.header("Authorization", "Bearer " + token)
			.header("Content-Type", "application/json")
			.build());
	}

	HttpRequest.Builder request(String method, String path, String body) {
		return HttpRequest.newBuilder(this.sandbox.baseUrl().resolve(path))
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
	}

	Response exchange(HttpRequest request) {
		try {
			HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());
			return new Response(response);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	record Response(HttpResponse<String> response) {

		int status() {
			return this.response.statusCode();
		}

		String body() {
			return this.response.body();
		}

		JsonNode json() {
			return Json.MAPPER.readTree(body());
		}

		String header(String name) {
			return this.response.headers().firstValue(name).orElse("");
		}

	}

}
