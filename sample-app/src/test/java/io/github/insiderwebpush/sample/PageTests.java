package io.github.insiderwebpush.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.insiderwebpush.sample.SandboxConfiguration.StandIn;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;

import static io.github.insiderwebpush.sample.SampleClient.json;
import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page, and that no other site can use what is behind it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "webpush.token=", "webpush.partner-id=" })
class PageTests {

	private static final List<String> PAGE = List.of("/", "/page.js", "/page.css", "/webpush.css");

	private final WebPushSandbox sandbox;

	private final int port;

	private final SampleClient sample;

	PageTests(@Autowired StandIn standIn, @Autowired Environment environment) {
		this.sandbox = standIn.sandbox();
		this.port = environment.getRequiredProperty("local.server.port", Integer.class);
		this.sample = new SampleClient(this.port);
	}

	@BeforeEach
	void reset() {
		this.sandbox.reset();
	}

	@Test
	void pageLoadsNothingFromElsewhere() {
		for (String path : PAGE) {
			HttpResponse<String> response = this.sample.get(path);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).doesNotContainPattern("https?://|[\"'(]//");
			assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
				.contains("default-src 'self'", "frame-ancestors 'none'");
		}
	}

	@Test
	void pagePutsNothingInAsMarkup() {
		assertThat(this.sample.get("/page.js").body()).doesNotContain("innerHTML", "outerHTML", "insertAdjacent",
				"document.write", "eval(");
	}

	@Test
	void everyFieldOfThePageHasALabel() {
		String html = this.sample.get("/").body();
		Matcher fields = Pattern.compile("<input id=\"(\\w+)\"").matcher(html);
		assertThat(fields.results().map((field) -> field.group(1))).isNotEmpty()
			.allSatisfy((id) -> assertThat(html).contains("<label for=\"" + id + "\">"));
		assertThat(html).contains("<legend>", "<html lang=\"en\">");
	}

	@Test
	void accountIsTheSandboxWithItsPage() {
		HttpResponse<String> response = this.sample.get("/account");
		assertThat(json(response).path("live").booleanValue()).isFalse();
		assertThat(json(response).path("sandboxPage").asString()).isEqualTo(this.sandbox.pageUrl().toString());
	}

	@Test
	void healthIsUp() {
		assertThat(json(this.sample.get("/actuator/health")).path("status").asString()).isEqualTo("UP");
	}

	@Test
	void onlyHealthIsShownOfTheActuator() {
		assertThat(this.sample.get("/actuator/env").statusCode()).isEqualTo(404);
		assertThat(this.sample.get("/actuator/configprops").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x" })
	void formOfAnotherSiteCannotCreateACampaign(String contentType) {
		HttpResponse<String> response = this.sample.send(this.sample.request("/campaigns")
			.header("Content-Type", contentType)
			.header("Origin", "https://elsewhere.example")
			.POST(BodyPublishers.ofString("{\"title\": \"Not from here\", \"language\": \"en_GB\"}")));
		assertThat(response.statusCode()).isEqualTo(415);
		assertThat(json(response).path("outcome").asString()).isEqualTo("NOT_APPLIED");
		assertThat(this.sandbox).receivedNothing();
	}

	@Test
	void bodyWithoutAContentTypeCreatesNoCampaign() {
		HttpResponse<String> response = this.sample.send(this.sample.request("/campaigns")
			.POST(BodyPublishers.ofString("{\"title\": \"Not from here\", \"language\": \"en_GB\"}")));
		assertThat(response.statusCode()).isEqualTo(415);
		assertThat(this.sandbox).receivedNothing();
	}

	@Test
	void scriptOfAnotherSiteGetsNoPermissionToSendJson() {
		HttpResponse<String> response = this.sample.send(this.sample.request("/campaigns")
			.header("Origin", "https://elsewhere.example")
			.header("Access-Control-Request-Method", "POST")
			.header("Access-Control-Request-Headers", "content-type")
			.method("OPTIONS", BodyPublishers.noBody()));
		assertThat(response.headers().map().keySet()).noneMatch((name) -> name.startsWith("access-control-"));
	}

	@Test
	void nameThatWasMadeToPointHereIsNotAnswered() throws IOException {
		String body = "{\"title\": \"Not from here\", \"language\": \"en_GB\"}";
		String answer = raw("POST /campaigns HTTP/1.1\r\nHost: elsewhere.example:" + this.port
				+ "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length()
				+ "\r\n\r\n" + body);
		assertThat(answer).startsWith("HTTP/1.1 403").contains("application/problem+json");
		assertThat(this.sandbox).receivedNothing();
	}

	@Test
	void nameLocalhostIsAnswered() throws IOException {
		String answer = raw("GET /account HTTP/1.1\r\nHost: localhost:" + this.port + "\r\nConnection: close\r\n\r\n");
		assertThat(answer).startsWith("HTTP/1.1 200");
	}

	private String raw(String request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
