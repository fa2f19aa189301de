package io.github.insiderwebpush.console;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a browser or a program sends to a console.
 */
final class ConsoleClient {

	private static final Pattern CSRF = Pattern.compile("<meta name=\"csrf\" content=\"([^\"]+)\"");

	private static final String BOUNDARY = "a-line-between-parts";

	private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

	private final URI base;

	ConsoleClient(URI base) {
		this.base = base;
	}

	static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.base.resolve(path));
	}

	HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	HttpResponse<String> get(String path) {
		return send(request(path));
	}

	/**
	 * Create through the interface for programs.
	 */
	HttpResponse<String> create(String title) {
		String body = JsonMapper.shared().createObjectNode().put("title", title).put("language", "en_GB").toString();
		return send(
				request("/campaigns").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
	}

	long created(String title) {
		HttpResponse<String> response = create(title);
		if (response.statusCode() != 202) {
			throw new IllegalStateException(response.statusCode() + " " + response.body());
		}
		return json(response).path("id").longValue();
	}

	String state(long id) {
		return json(get("/campaigns/" + id)).path("state").stringValue();
	}

	/**
	 * Post a form as the page does.
	 */
	HttpResponse<String> post(String path, String form) {
		return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.header("X-CSRF-TOKEN", csrf())
			.POST(BodyPublishers.ofString(form)));
	}

	HttpResponse<String> upload(String csv, boolean goodRowsOnly) {
		String body = "--" + BOUNDARY
				+ "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n"
				+ csv + "\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"goodRowsOnly\"\r\n\r\n"
				+ goodRowsOnly + "\r\n--" + BOUNDARY + "--\r\n";
		return send(request("/page/upload").header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
			.header("X-CSRF-TOKEN", csrf())
			.POST(BodyPublishers.ofString(body)));
	}

	String csrf() {
		String page = get("/").body();
		Matcher token = CSRF.matcher(page);
		if (!token.find()) {
			throw new IllegalStateException("The page has no token: " + page);
		}
		return token.group(1);
	}

}
