package io.github.insiderwebpush.test;

import java.io.IOException;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.test.ApiClient.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxPageTests {

	private static final String FAULT = "{\"operation\":\"CREATE\",\"fault\":\"THROTTLE\"}";

	private final WebPushSandbox sandbox = WebPushSandbox.builder().clock(new WebPushVirtualClock()).start();

	private final ApiClient client = new ApiClient(this.sandbox);

	@AfterEach
	void close() {
		this.sandbox.close();
	}

	@Test
	void pageIsOneSelfContainedFile() {
		Response page = get("/");
		assertThat(this.sandbox.pageUrl()).hasToString(this.sandbox.baseUrl() + "/");
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.header("Content-Type")).startsWith("text/html");
		assertThat(page.body()).doesNotContain("http://").doesNotContain("https://").doesNotContain("src=");
	}

	@Test
	void pageNeverTurnsTextIntoMarkup() {
		assertThat(get("/").body()).doesNotContain("innerHTML")
			.doesNotContain("outerHTML")
			.doesNotContain("insertAdjacent")
			.doesNotContain("document.write");
	}

	@Test
	void pageRunsItsOwnScriptOnly() {
		Response first = get("/");
		Response second = get("/");
		String policy = first.header("Content-Security-Policy");
		String nonce = policy.replaceFirst(".*script-src 'nonce-([0-9a-f]{32})'.*", "$1");
		assertThat(policy).contains("default-src 'none'").contains("frame-ancestors 'none'");
		assertThat(first.body()).contains("<script nonce=\"" + nonce + "\">").doesNotContain("{{");
		assertThat(second.body()).doesNotContain(nonce);
	}

	@Test
	void stateHasCampaignsLaunchesRejectionsAndBudgets() {
		long id = this.client.created("<script>alert(1)</script>", false);
		this.client.launch(id, "banner", "https://cdn.example/b.png");
		this.client.create("<script>alert(1)</script>");
		JsonNode state = get("/_sandbox/state").json();
		assertThat(state.at("/campaigns/0/title").stringValue()).isEqualTo("<script>alert(1)</script>");
		assertThat(state.at("/campaigns/0/status").stringValue()).isEqualTo("LAUNCHED");
		assertThat(state.at("/launches/0/title").stringValue()).isEqualTo("Only today");
		assertThat(state.at("/launches/0/target").stringValue()).isEqualTo("d_wp_browser = Edg");
		assertThat(state.at("/launches/0/banner").stringValue()).isEqualTo("https://cdn.example/b.png");
		assertThat(state.at("/rejected/0/reason").stringValue())
			.isEqualTo("The title '<script>alert(1)</script>' is taken.");
		assertThat(state.at("/rejected/0/status").intValue()).isEqualTo(400);
		assertThat(state.at("/budgets/0/name").stringValue()).isEqualTo("CREATE");
		assertThat(state.at("/budgets/0/left").intValue()).isEqualTo(28);
		assertThat(state.at("/totals/requests").intValue()).isEqualTo(3);
		assertThat(state.toString()).doesNotContain(this.sandbox.token());
	}

	@Test
	void stateHasTheLatestOfLongListsFirst() {
		for (int i = 0; i < 110; i++) {
			this.client.send("POST", "/v1/nowhere/" + i, this.client.body());
		}
		JsonNode state = get("/_sandbox/state").json();
		assertThat(state.get("rejected").size()).isEqualTo(100);
		assertThat(state.at("/rejected/0/call").stringValue()).isEqualTo("POST /v1/nowhere/109");
		assertThat(state.at("/totals/rejected").intValue()).isEqualTo(110);
	}

	@Test
	void pageIsNotARequestToTheApi() {
		get("/");
		get("/_sandbox/state");
		assertThat(this.sandbox.requests()).isEmpty();
	}

	@Test
	void faultOfThePageAppliesToTheNextRequest() throws IOException {
		String response = post("/_sandbox/faults", FAULT, own(), json());
		assertThat(response).startsWith("HTTP/1.1 200").contains("next CREATE: 429 with Retry-After");
		assertThat(this.client.create("Summer sale").header("Retry-After")).isEqualTo("7");
		assertThat(this.client.create("Summer sale").status()).isEqualTo(201);
	}

	@ParameterizedTest
	@EnumSource
	void everyFaultOfThePageIsAdded(PageFault fault) throws IOException {
		String body = Json.write(Map.of("operation", WebPushOperation.DELETE, "fault", fault));
		assertThat(post("/_sandbox/faults", body, own(), json())).startsWith("HTTP/1.1 200");
		assertThat(get("/_sandbox/state").json().get("script").size()).isEqualTo(1);
	}

	@Test
	void faultsAreCleared() throws IOException {
		post("/_sandbox/faults", FAULT, own(), json());
		assertThat(post("/_sandbox/faults/clear", "{}", own(), json())).contains("{\"script\":[]}");
		assertThat(this.client.create("Summer sale").status()).isEqualTo(201);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"operation\":\"CREATE\",\"fault\":\"FIRE\"}", "no json", "[]", "" })
	void unknownFaultIsABadRequest(String body) throws IOException {
		assertThat(post("/_sandbox/faults", body, own(), json())).startsWith("HTTP/1.1 400");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Origin: https://evil.example", "Origin: null", "Origin: http://127.0.0.1:1",
			"Sec-Fetch-Site: cross-site" })
	void otherSiteCannotSetAFault(String header) throws IOException {
		assertThat(post("/_sandbox/faults", FAULT, own(), json(), header)).startsWith("HTTP/1.1 403");
		assertThat(this.client.create("Summer sale").status()).isEqualTo(201);
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "" })
	void hostThatIsNotLoopbackIsForbidden(String host) throws IOException {
		assertThat(RawHttp.send(this.sandbox, "GET", "/_sandbox/state", "", "Host: " + host)).startsWith("HTTP/1.1 403")
			.doesNotContain("budgets");
		assertThat(RawHttp.send(this.sandbox, "GET", "/", "", "Host: " + host)).startsWith("HTTP/1.1 403");
	}

	@Test
	void formCannotSetAFault() throws IOException {
		assertThat(post("/_sandbox/faults", FAULT, own(), "Content-Type: text/plain")).startsWith("HTTP/1.1 415");
		assertThat(post("/_sandbox/faults/clear", "", own())).startsWith("HTTP/1.1 415");
	}

	@Test
	void ownPageMaySetAFault() throws IOException {
		assertThat(post("/_sandbox/faults", FAULT, own(), json(), "Origin: " + this.sandbox.baseUrl(),
				"Sec-Fetch-Site: same-origin"))
			.startsWith("HTTP/1.1 200");
	}

	@Test
	void localhostAndLoopbackAddressesAreThisMachine() throws IOException {
		for (String host : new String[] { "localhost", "localhost:8080", "127.0.0.1", "[::1]:80" }) {
			assertThat(RawHttp.send(this.sandbox, "GET", "/", "", "Host: " + host)).startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void unknownPageIsNotARequestToTheApi() {
		assertThat(get("/_sandbox/nothing").status()).isEqualTo(404);
		assertThat(this.sandbox.requests()).isEmpty();
	}

	private Response get(String path) {
		return this.client.exchange(this.client.request("GET", path, "").build());
	}

	private String post(String path, String body, String... headers) throws IOException {
		return RawHttp.send(this.sandbox, "POST", path, body, headers);
	}

	private String own() {
		return "Host: " + this.sandbox.baseUrl().getAuthority();
	}

	private static String json() {
		return "Content-Type: application/json";
	}

}
