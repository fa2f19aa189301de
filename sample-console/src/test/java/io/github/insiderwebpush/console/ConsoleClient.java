package io.github.insiderwebpush.console;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a browser or a program sends to a console.
 */
final class ConsoleClient {

	private static final Pattern EXPECTED = Pattern.compile("name=\"expected\" value=\"(\\d+)\"");

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
	 * Post a form as a page of the console does.
	 */
	HttpResponse<String> post(String path, String form) {
		return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.header("Origin", origin())
			.POST(BodyPublishers.ofString(form)));
	}

	/**
	 * Upload a file and return its preview, or the message that there is none.
	 */
	HttpResponse<String> upload(String name, byte[] content) {
		byte[] before = ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
				+ "\"\r\nContent-Type: text/csv\r\n\r\n")
			.getBytes(StandardCharsets.UTF_8);
		byte[] after = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
		HttpResponse<String> response = send(
				request("/upload").header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
					.header("Origin", origin())
					.POST(BodyPublishers.ofByteArrays(List.of(before, content, after))));
		return follow(response);
	}

	HttpResponse<String> upload(String csv) {
		return upload("a.csv", csv.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Queue what a preview shows.
	 */
	HttpResponse<String> queue(HttpResponse<String> preview) {
		Matcher expected = EXPECTED.matcher(preview.body());
		if (!expected.find()) {
			throw new IllegalStateException("Nothing to queue: " + preview.body());
		}
		return follow(post(preview.uri().getPath(), "expected=" + expected.group(1)));
	}

	/**
	 * Upload a file and queue its good rows.
	 */
	HttpResponse<String> uploadAndQueue(String csv) {
		return queue(upload(csv));
	}

	HttpResponse<String> follow(HttpResponse<String> response) {
		return response.headers().firstValue("Location").map(this::get).orElse(response);
	}

	/**
	 * Download the trail.
	 */
	List<NamedCsvRecord> trail() {
		String file = get("/trail.csv").body().substring(1);
		try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(file)) {
			return lines.stream().toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the number beside a filter of the list.
	 */
	int count(String filter) {
		String body = get("/?q=").body();
		Matcher count = Pattern.compile("id=\"filter-" + filter + "\".*?<b>(\\d+)</b>", Pattern.DOTALL).matcher(body);
		return count.find() ? Integer.parseInt(count.group(1)) : 0;
	}

	private String origin() {
		return this.base.getScheme() + "://" + this.base.getAuthority();
	}

}
