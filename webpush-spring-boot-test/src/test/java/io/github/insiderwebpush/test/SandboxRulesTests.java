package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.InvalidCampaignException;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.test.ApiClient.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class SandboxRulesTests {

	private static final WebPushSandbox sandbox = WebPushSandbox.builder()
		.budget(Budget.CREATE, 1000)
		.budgetPeriod(Duration.ofSeconds(1))
		.start();

	private static final ApiClient client = new ApiClient(sandbox);

	private static final String EMOJI = "🎉";

	@AfterAll
	static void close() {
		sandbox.close();
	}

	@BeforeEach
	void reset() {
		sandbox.reset();
	}

	static List<Arguments> badDrafts() {
		return List.of(arguments("title", "absent", "The title field is required."),
				arguments("title", "  ", "The title field is required."),
				arguments("title", 17, "The title must be a string."),
				arguments("title", EMOJI.repeat(101), "The title may not be greater than 100 characters."),
				arguments("language", "absent", "The language field is required."),
				arguments("language", "english", "The language format is invalid."),
				arguments("language", "en-GB", "The language format is invalid."),
				arguments("language", "ALL", "The language format is invalid."),
				arguments("is_all", "true", "The is all field must be true or false."),
				arguments("partner_id", "absent", "The partner id field is required."),
				arguments("partner_id", 100_000_001, "The partner id must be a string."));
	}

	@ParameterizedTest
	@MethodSource("badDrafts")
	void draftThatBreaksARuleIsRefused(String field, Object value, String text) {
		Response response = client.send("POST", "/v1/single",
				change(client.body("title", "Summer sale", "language", "en_GB"), field, value));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json().get("success").booleanValue()).isFalse();
		assertThat(response.json().get("message").stringValue()).isEqualTo(text);
		assertThat(sandbox.campaigns()).isEmpty();
		assertThat(sandbox.requests()).extracting(SandboxRequest::rejection).containsExactly(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "all_ALL", "en", "en_GB", "tr_TR", "es_419", "zh_Hans_CN" })
	void languageIsALocaleOrAll(String language) {
		assertThat(
				client.send("POST", "/v1/single", client.body("title", "Summer sale", "language", language)).status())
			.isEqualTo(201);
	}

	@Test
	void titleOfHundredCodePointsIsTaken() {
		assertThat(client.create(EMOJI.repeat(100)).status()).isEqualTo(201);
	}

	@Test
	void everyProblemIsNamed() {
		Response response = client.send("POST", "/v1/single", client.body());
		assertThat(response.body()).contains("The title field is required. The language field is required.");
	}

	@Test
	void otherPartnerIdIsDenied() {
		Response response = client.send("POST", "/v1/single",
				client.body("partner_id", "100000002", "title", "Summer sale", "language", "en_GB"));
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).isEqualTo("{\"message\":\"Access Denied\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "[]", "\"text\"", "{\"title\":\"a\",\"title\":\"b\"}", "{} {}", "not json" })
	void bodyThatIsNoObjectIsABadRequest(String body) {
		Response response = client.send("POST", "/v1/single", body);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json().get("success").booleanValue()).isFalse();
	}

	@Test
	void bodyMustBeSentAsJson() {
		Response response = client.exchange(client.request("POST", "/v1/single", Json.write(client.body()))
			.header("Authorization", "Bearer " + sandbox.token())
			.header("Content-Type", "text/plain")
			.build());
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).contains("The Content-Type must be application/json.");
	}

	static List<Arguments> badLaunches() {
		return List.of(arguments("title", "absent", "The title field is required."),
				arguments("title", "x".repeat(101), "The title may not be greater than 100 characters."),
				arguments("description", "absent", "The description field is required."),
				arguments("description", "x".repeat(256), "The description may not be greater than 255 characters."),
				arguments("link", "absent", "The link field is required."),
				arguments("link", "javascript:alert(1)", "The link must be a valid http or https URL."),
				arguments("link", "shop.example/sale", "The link must be a valid http or https URL."),
				arguments("image", "http://cdn.example/i.png", "The image must be a valid https URL."),
				arguments("image", 5, "The image must be a string."),
				arguments("banner", "http://cdn.example/b.png", "The banner must be a valid https URL."),
				arguments("ttl", "absent", "The ttl field is required."),
				arguments("ttl", 1000, "The ttl must be a string."),
				arguments("ttl", "0", "The ttl must be a whole number of seconds."),
				arguments("ttl", "1h", "The ttl must be a whole number of seconds."),
				arguments("ttl", "864001", "The ttl may not be greater than 240 hours."),
				arguments("include_unengaged", "yes", "The include unengaged field must be true or false."),
				arguments("include_unengage", 1, "The include unengage field must be true or false."),
				arguments("language", 1, "The language must be a string."),
				arguments("target", "absent",
						"The target field is required for a campaign that is not for all subscribers."),
				arguments("target", List.of(Map.of("attribute", "a", "values", List.of("b"))),
						"The target must be exactly one object with an attribute and its values."),
				arguments("target", Map.of("attribute", "a", "values", List.of()),
						"The target must be exactly one object with an attribute and its values."),
				arguments("target", Map.of("attribute", "a", "values", List.of(1)),
						"The target must be exactly one object with an attribute and its values."),
				arguments("target", Map.of("values", List.of("b")),
						"The target must be exactly one object with an attribute and its values."));
	}

	@ParameterizedTest
	@MethodSource("badLaunches")
	void launchThatBreaksARuleIsRefused(String field, Object value, String text) {
		long id = client.created("Summer sale", false);
		Response response = client.launch(id, field, value);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).isEqualTo("{\"error\":\"" + text + "\"}");
		assertThat(sandbox.launches()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://mağaza.example/", "http://my_shop.example/", "https://shop.example:8443/a?b=c#d",
			"HTTPS://SHOP.EXAMPLE", "https://user@shop.example/", "https://shop.example/a b", "https:///path",
			"ftp://shop.example/", "//shop.example/", "https://", "https://shop.example/%00", "https://[::1]/",
			"https://shop.example/%zz", "https://shop.example:99999999/" })
	void linkIsAcceptedExactlyIfTheClientAcceptsIt(String link) {
		long id = client.created("Summer sale", false);
		int expected = acceptedByTheClient(link) ? 200 : 400;
		assertThat(client.launch(id, "link", link).status()).isEqualTo(expected);
	}

	private static boolean acceptedByTheClient(String link) {
		try {
			PushMessage.titled("Only today")
				.description("Everything must go")
				.link(link)
				.ttl(Duration.ofHours(1))
				.toAllSubscribers()
				.build();
			return true;
		}
		catch (InvalidCampaignException ex) {
			return false;
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://mağaza.example/sale", "https://my_shop.example/" })
	void linkWithANameThatBrowsersOpenIsAccepted(String link) {
		assertThat(client.launch(client.created("Summer sale", false), "link", link, "image", link).status())
			.isEqualTo(200);
	}

	@Test
	void descriptionIsShorterBesideABanner() {
		long id = client.created("Summer sale", false);
		String banner = "https://cdn.example/b.png";
		assertThat(client.launch(id, "banner", banner, "description", "x".repeat(31)).body())
			.isEqualTo("{\"error\":\"The description may not be greater than 30 characters.\"}");
		assertThat(client.launch(id, "banner", banner, "description", EMOJI.repeat(30)).status()).isEqualTo(200);
		assertThat(client.launch(id, "description", EMOJI.repeat(255)).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "include_unengaged", "include_unengage" })
	void bothSpellingsOfTheUnengagedAreUnderstood(String field) {
		long id = client.created("Summer sale", false);
		client.launch(id, field, true);
		client.launch(id);
		assertThat(sandbox.launches()).extracting(SandboxLaunch::includeUnengaged).containsExactly(true, false);
	}

	@Test
	void longestTimeToLiveIsTaken() {
		long id = client.created("Summer sale", false);
		assertThat(client.launch(id, "ttl", "864000").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "0", "abc", "99999999999999999999999" })
	void campaignThatIsNotThereIsAFailedDependency(String id) {
		Response launch = client.send("POST", "/v2/single/" + id, client.launchBody());
		assertThat(launch.status()).isEqualTo(424);
		assertThat(launch.body()).isEqualTo("{\"message\":\"SERVICE:-Campaign not found\"}");
		Response delete = client.send("DELETE", "/v1/single/" + id, client.body());
		assertThat(delete.status()).isEqualTo(424);
		assertThat(delete.body()).isEqualTo("{\"error\":\"SERVICE:-Campaign not found\"}");
	}

	@Test
	void deleteNeedsThePartnerIdInItsBody() {
		long id = client.created("Summer sale", false);
		assertThat(client.send("DELETE", "/v1/single/" + id, "{}").body())
			.isEqualTo("{\"error\":\"The partner id field is required.\"}");
		assertThat(sandbox.campaigns()).hasSize(1);
	}

	private static Map<String, Object> change(Map<String, Object> body, String field, Object value) {
		body.put(field, value);
		if ("absent".equals(value)) {
			body.remove(field);
		}
		return body;
	}

}
