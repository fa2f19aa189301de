package io.github.insiderwebpush.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static io.github.insiderwebpush.console.ConsoleClient.json;
import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the console does with campaigns, and whom it lets do it, at an account whose
 * vendor is a sandbox that the tests hold.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:console;DB_CLOSE_DELAY=-1",
				"webpush.rate-limit.create.limit-for-period=1000", "webpush.rate-limit.create.limit-refresh-period=1s",
				"webpush.retry.max-retries=0", "db-scheduler.polling-interval=50ms" })
@Timeout(180)
class ConsoleTests {

	private static final String TOKEN = "live-secret-51ac";

	private static final String PARTNER_ID = "100977001";

	private static final WebPushSandbox vendor = WebPushSandbox.builder()
		.token(TOKEN)
		.partnerId(PARTNER_ID)
		.budget(Budget.CREATE, 10_000)
		.start();

	private final ConsoleClient console;

	private final int port;

	private final JdbcClient jdbc;

	ConsoleTests(@Autowired Environment environment, @Autowired JdbcClient jdbc) {
		this.port = environment.getRequiredProperty("local.server.port", Integer.class);
		this.console = new ConsoleClient(URI.create("http://127.0.0.1:" + this.port));
		this.jdbc = jdbc;
	}

	@DynamicPropertySource
	static void account(DynamicPropertyRegistry registry) {
		registry.add("webpush.token", vendor::token);
		registry.add("webpush.partner-id", vendor::partnerId);
		registry.add("webpush.base-url", () -> vendor.baseUrl().toString());
	}

	@AfterAll
	static void closeVendor() {
		vendor.close();
	}

	@BeforeEach
	void empty() {
		await().until(() -> this.jdbc.sql("select count(*) from scheduled_tasks").query(Integer.class).single() == 0);
		this.jdbc.sql("delete from campaign").update();
		vendor.reset();
	}

	@Test
	void campaignOfAProgramIsAcceptedThenCreated() {
		HttpResponse<String> accepted = this.console.create("Summer sale");
		assertThat(accepted.statusCode()).isEqualTo(202);
		String link = accepted.headers().firstValue("Location").orElseThrow();
		await().until(() -> "CREATED".equals(json(this.console.get(link)).path("state").stringValue()));
		JsonNode campaign = json(this.console.get(link));
		assertThat(campaign.path("campaignId").longValue()).isEqualTo(vendor.campaigns().get(0).id().value());
		assertThat(campaign.path("language").stringValue()).isEqualTo("en_GB");
		assertThat(vendor).hasDraft("Summer sale").received(WebPushOperation.CREATE, 1);
	}

	@Test
	void brokenRuleIsNamedByFieldAndNothingIsQueued() {
		HttpResponse<String> refused = this.console.create("x".repeat(101));
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(json(refused).path("fields").path("title").toString()).contains("100");
		assertThat(this.console.get("/").body()).contains(">0 campaigns<");
	}

	@Test
	void titleOfTheConsoleIsTakenOnce() {
		this.console.created("Summer sale");
		HttpResponse<String> refused = this.console.create("Summer sale");
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(this.console.get("/").body()).contains("1 campaign<");
	}

	@Test
	void titleThatTheVendorHasFailsInWordsAndCanBeRetried() {
		vendor.onNext(WebPushOperation.CREATE).failWith(Faults.badRequest("No luck"));
		long id = this.console.created("Summer sale");
		awaitState(id, "FAILED");
		assertThat(this.console.get("/").body()).contains("No luck").contains("retry-" + id);
		this.console.post("/page/campaigns/" + id + "/retry", "filter=ALL&page=1");
		awaitState(id, "CREATED");
	}

	@Test
	void answerThatIsLostEndsAsExistsAndNotAsASecondCampaign() {
		vendor.onNext(WebPushOperation.CREATE).dropResponse();
		long id = this.console.created("Summer sale");
		awaitState(id, "EXISTS");
		assertThat(vendor).hasCampaigns(1).received(WebPushOperation.CREATE, 2);
		assertThat(this.console.get("/").body()).contains("exists, id unknown").contains("look in the panel");
	}

	@Test
	void requestThatWasLostIsRepeatedUnderTheSameTitle() {
		vendor.onNext(WebPushOperation.CREATE).resetConnection();
		long id = this.console.created("Summer sale");
		awaitState(id, "CREATED");
		assertThat(vendor).hasCampaigns(1).hasDraft("Summer sale");
	}

	@Test
	void attemptWhoseProcessDiedIsTakenUpAndItsCampaignExists() {
		long id = this.console.created("Summer sale");
		awaitState(id, "CREATED");
		await().until(() -> this.jdbc.sql("select count(*) from scheduled_tasks").query(Integer.class).single() == 0);
		this.jdbc.sql("update campaign set state = 'SENDING', unclear = true, campaign_id = null").update();
		this.jdbc.sql("""
				insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,
				last_heartbeat, consecutive_failures, version, priority)
				values ('create-campaign', ?, dateadd('hour', -1, current_timestamp), true, 'died',
				dateadd('hour', -1, current_timestamp), 0, 1, 50)""").param(Long.toString(id)).update();
		awaitState(id, "EXISTS");
		assertThat(vendor).hasCampaigns(1);
	}

	@Test
	void everyBadRowIsNamedBeforeAnythingIsQueued() {
		this.console.created("Taken");
		String csv = "title,language,to_all\nGood,en_GB,true\n" + "x".repeat(101)
				+ ",en_GB,false\nBad language,english,\nBad flag,en_GB,perhaps\nGood,en_GB,\nTaken,en_GB,\nToo,many,columns,here\n";
		String answer = this.console.upload(csv, false).body();
		assertThat(answer).contains("Nothing was queued. 6 of 7 rows are bad")
			.contains("Line 3", "title must", "Line 4", "language must", "Line 5", "to_all must", "Line 6",
					"in line 2 already", "Line 7", "is taken by a campaign", "Line 8", "has 4 columns");
		assertThat(this.console.get("/").body()).contains("1 campaign<");
	}

	@Test
	void goodRowsAreQueuedWhenAskedFor() {
		String csv = "\uFEFFtitle;language;to_all\r\n\"One; two\";en-GB;true\r\n;en_GB;\r\nThree;all_ALL;no\r\n";
		assertThat(this.console.upload(csv, true).body()).contains("2 campaigns are queued", "1 bad rows", "Line 3");
		await().until(() -> vendor.campaigns().size() == 2);
		assertThat(vendor).hasDraft("One; two").hasDraft("Three");
	}

	@Test
	void wholeFileIsCreatedInItsOrder() {
		String csv = "title,language,to_all\n" + IntStream.range(0, 200)
			.mapToObj((i) -> "Row %03d,en_GB,false".formatted(i))
			.collect(Collectors.joining("\n"));
		assertThat(this.console.upload(csv, false).body()).contains("200 campaigns are queued");
		await().atMost(Duration.ofMinutes(2)).until(() -> vendor.campaigns().size() == 200);
		assertThat(vendor).hasCampaigns(200);
		assertThat(vendor.campaigns().stream().limit(20).map((campaign) -> campaign.title()))
			.allMatch((title) -> title.compareTo("Row 040") < 0);
	}

	@Test
	void launchNeedsTheTitleTypedAndTheTickForEveryone() {
		vendor.reset();
		this.console.post("/page/create", "title=For+all&language=en_GB&toAllSubscribers=true");
		await().until(() -> this.console.get("/").body().contains("Launch<"));
		long id = this.jdbc.sql("select id from campaign").query(Long.class).single();
		String message = "title=Now&description=Half+price&link=https://shop.example/&ttlHours=4";
		assertThat(this.console.post("/launch/" + id, message + "&confirmTitle=For").body()).contains("confirmTitle",
				"confirmAll");
		assertThat(vendor).launchedNothing();
		this.console.post("/launch/" + id, message + "&confirmTitle=For+all&confirmAll=true");
		CampaignId launched = vendor.campaigns().get(0).id();
		assertThat(vendor).launchedOnce(launched);
		this.console.post("/launch/" + id, message + "&confirmTitle=For+all&confirmAll=true");
		assertThat(vendor).launchedOnce(launched);
	}

	@Test
	void launchOfUnknownOutcomeIsShownAndNeverRepeated() {
		long id = this.console.created("Summer sale");
		awaitState(id, "CREATED");
		vendor.onNext(WebPushOperation.LAUNCH).dropResponse();
		String message = "title=Now&description=Half+price&link=https://shop.example/&ttlHours=4&attribute=d_wp_browser&values=Edg&confirmTitle=Summer+sale";
		this.console.post("/launch/" + id, message);
		assertThat(this.console.get("/").body()).contains("launch unclear", "look in the panel");
		this.console.post("/launch/" + id, message);
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
	}

	@Test
	void formWithoutTheTokenOfThePageIsRefused() {
		HttpResponse<String> refused = this.console.send(this.console.request("/page/create")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("title=Not+from+here&language=en_GB")));
		assertThat(refused.statusCode()).isEqualTo(403);
		assertThat(this.console.get("/").body()).contains(">0 campaigns<");
	}

	@Test
	void textIsNoJsonForTheInterfaceOfPrograms() {
		for (String type : new String[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data" }) {
			HttpResponse<String> refused = this.console.send(this.console.request("/campaigns")
				.header("Content-Type", type)
				.POST(BodyPublishers.ofString("{\"title\": \"Not from here\", \"language\": \"en_GB\"}")));
			assertThat(refused.statusCode()).isIn(400, 403, 415);
		}
		assertThat(this.console.get("/").body()).contains(">0 campaigns<");
	}

	@Test
	void nameThatWasMadeToPointHereIsNotAnswered() throws IOException {
		assertThat(raw("elsewhere.example")).startsWith("HTTP/1.1 403");
		assertThat(raw("localhost")).startsWith("HTTP/1.1 200");
	}

	private String raw(String host) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.getOutputStream()
				.write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.UTF_8));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void pageForbidsScriptsOfOthersAndFrames() {
		HttpResponse<String> page = this.console.get("/");
		assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
			.contains("default-src 'self'", "frame-ancestors 'none'")
			.doesNotContain("unsafe");
		assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
		assertThat(page.body()).doesNotContainPattern("<script>|<style>| style=| onclick=| src=\"https?:");
	}

	@Test
	void markupInATitleIsShownAsText() {
		long id = this.console.created("<script>alert(1)</script>");
		awaitState(id, "CREATED");
		assertThat(this.console.get("/").body()).contains("&lt;script&gt;").doesNotContain("<script>alert");
		assertThat(this.console.get("/launch/" + id).body()).doesNotContain("<script>alert");
	}

	@Test
	void credentialsAreOnNoPage() {
		for (String path : new String[] { "/", "/openapi.yaml", "/actuator", "/actuator/health", "/missing" }) {
			assertThat(this.console.get(path).body()).doesNotContain(TOKEN).doesNotContain(PARTNER_ID);
		}
	}

	@Test
	void pageSaysThatTheAccountIsReal() {
		assertThat(this.console.get("/").body()).contains("Real account.").doesNotContain("Sandbox.");
	}

	private void awaitState(long id, String state) {
		await().atMost(Duration.ofMinutes(2)).until(() -> state.equals(this.console.state(id)));
	}

}
