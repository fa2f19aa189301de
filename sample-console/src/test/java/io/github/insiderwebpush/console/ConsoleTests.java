package io.github.insiderwebpush.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static io.github.insiderwebpush.console.ConsoleClient.json;
import static io.github.insiderwebpush.console.Patience.await;
import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
		vendor.resetFaults();
		await().until(() -> this.jdbc.sql("select count(*) from scheduled_tasks where task_name <> 'read-figures'")
			.query(Integer.class)
			.single() == 0);
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
		assertThat(this.console.count("ALL")).isZero();
	}

	@Test
	void titleOfTheConsoleIsTakenOnce() {
		this.console.created("Summer sale");
		HttpResponse<String> refused = this.console.create("Summer sale");
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(this.console.count("ALL")).isOne();
	}

	@Test
	void titleThatTheVendorHasFailsInWordsAndCanBeRetried() {
		vendor.onNext(WebPushOperation.CREATE).failWith(Faults.badRequest("No luck"));
		long id = this.console.created("Summer sale");
		awaitState(id, "FAILED");
		assertThat(this.console.get("/").body()).contains("No luck").contains("retry-" + id);
		this.console.post("/page/campaigns/retry", "id=" + id);
		awaitState(id, "CREATED");
	}

	@Test
	void answerThatIsLostEndsAsExistsAndNotAsASecondCampaign() {
		vendor.onNext(WebPushOperation.CREATE).dropResponse();
		long id = this.console.created("Summer sale");
		awaitState(id, "EXISTS");
		assertThat(vendor).hasCampaigns(1).received(WebPushOperation.CREATE, 2);
		assertThat(this.console.get("/").body()).contains("ID unknown", "Resolve…");
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
		await().until(() -> this.jdbc.sql("select count(*) from scheduled_tasks where task_name <> 'read-figures'")
			.query(Integer.class)
			.single() == 0);
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
	void everyProblemOfEveryRowIsShownBeforeAnythingIsQueued() {
		this.console.created("Taken");
		String csv = "title,language,to_all\nGood,en_GB,true\n" + "x".repeat(101)
				+ ",english,perhaps\nBad language,english,\nGood,en_GB,\nTaken,en_GB,\nToo,en_GB,,many,cells\n,en_GB,\n";
		String preview = this.console.upload(csv).body();
		assertThat(preview).contains("1 row is ready, 6 need a correction", "Queue 1 campaign")
			.contains("Name: must have at most 100 characters, but has 101", "Language: write it like en_GB",
					"Audience: write yes or no", "row 2 has it already", "a campaign of this console has it",
					"The row has 5 cells", "Name is missing");
		assertThat(this.console.count("ALL")).isOne();
	}

	@Test
	void goodRowsAreQueuedAndAFileIsQueuedOnce() {
		String csv = "\uFEFFtitle;language;to_all\r\n\"One; two\";en-GB;true\r\n;en_GB;\r\nThree;all_ALL;no\r\n";
		HttpResponse<String> preview = this.console.upload(csv);
		assertThat(preview.body()).contains("2 rows are ready, 1 needs a correction", "semicolons");
		assertThat(this.console.queue(preview).body()).contains("2 campaigns queued");
		assertThat(this.console.queue(preview).body()).contains("2 campaigns queued");
		await().until(() -> vendor.campaigns().size() == 2);
		assertThat(vendor).hasDraft("One; two").hasDraft("Three").received(WebPushOperation.CREATE, 2);
	}

	@Test
	void doubleClickOnQueueQueuesOnce() {
		HttpResponse<String> preview = this.console.upload("title,language\nOne,en_GB\nTwo,en_GB\n");
		List<HttpResponse<String>> responses = together(2, () -> this.console.queue(preview));
		assertThat(responses).allSatisfy((response) -> assertThat(response.body()).contains("2 campaigns queued"));
		assertThat(this.console.count("ALL")).isEqualTo(2);
	}

	@Test
	void previewThatIsOutOfDateQueuesNothing() {
		HttpResponse<String> preview = this.console.upload("title,language\nOne,en_GB\nTwo,en_GB\n");
		this.console.created("Two");
		assertThat(this.console.queue(preview).body()).contains("Nothing was queued", "1 row is ready");
		assertThat(this.console.count("ALL")).isOne();
	}

	@Test
	void correctionsOfAFileCanBeDownloaded() {
		HttpResponse<String> preview = this.console.upload("title,language,to_all\n=1+1,english,no\nGood,en_GB,no\n");
		String corrections = this.console.get(preview.uri().getPath() + "/problems.csv").body();
		assertThat(corrections).contains("title,language,to_all,problem", "'=1+1,english,Segment,", "Language: ")
			.doesNotContain("Good");
	}

	@Test
	void wholeFileIsCreatedInItsOrder() {
		String csv = "title,language,to_all\n" + IntStream.range(0, 200)
			.mapToObj((i) -> "Row %03d,en_GB,false".formatted(i))
			.collect(Collectors.joining("\n"));
		assertThat(this.console.uploadAndQueue(csv).body()).contains("200 campaigns queued");
		await().atMost(Duration.ofMinutes(2)).until(() -> vendor.campaigns().size() == 200);
		assertThat(vendor).hasCampaigns(200);
		assertThat(vendor.campaigns().stream().limit(20).map((campaign) -> campaign.title()))
			.allMatch((title) -> title.compareTo("Row 040") < 0);
	}

	@Test
	void pausedQueueCreatesNothingUntilItIsResumed() {
		this.console.post("/page/queue/pause", "");
		try {
			long id = this.console.created("Summer sale");
			await().untilAsserted(() -> assertThat(this.console.get("/page/progress").body())
				.contains("Paused: 1 campaign waiting", "by local"));
			await().during(Duration.ofSeconds(2))
				.atMost(Duration.ofSeconds(5))
				.until(() -> "QUEUED".equals(this.console.state(id)));
			assertThat(vendor).received(WebPushOperation.CREATE, 0);
			this.console.post("/page/queue/resume", "");
			awaitState(id, "CREATED");
		}
		finally {
			this.console.post("/page/queue/resume", "");
		}
	}

	@Test
	void cancelledCampaignIsNotCreatedAndCanBeQueuedAgain() {
		this.console.post("/page/queue/pause", "");
		try {
			long kept = this.console.created("Kept");
			long selected = this.console.created("Selected");
			String list = this.console.post("/page/campaigns/cancel", "id=" + selected).body();
			assertThat(list).contains("1 campaign cancelled");
			assertThat(this.console.post("/page/queue/cancel", "").body()).contains("1 campaign cancelled");
			assertThat(this.console.state(kept)).isEqualTo("CANCELLED");
			this.console.post("/page/campaigns/retry", "id=" + selected);
			this.console.post("/page/queue/resume", "");
			awaitState(selected, "CREATED");
			assertThat(this.console.state(kept)).isEqualTo("CANCELLED");
			assertThat(vendor).hasCampaigns(1);
			assertThat(this.console.post("/page/campaigns/remove", "id=" + kept + "&id=" + selected).body())
				.contains("1 campaign removed from the list", "1 left as they are");
		}
		finally {
			this.console.post("/page/queue/resume", "");
		}
	}

	@Test
	void oneFileIsCancelledAndTheOthersWait() {
		this.console.post("/page/queue/pause", "");
		try {
			this.console.queue(this.console.upload("spring & <new>.csv", csv("Spring", 1200)));
			this.console.queue(this.console.upload("autumn.csv", csv("Autumn", 3)));
			long single = this.console.created("Single");
			String bar = this.console.get("/page/progress").body();
			assertThat(bar).contains("spring &amp; &lt;new&gt;.csv", "1,200 waiting", "autumn.csv", "3 waiting",
					"Paused: 1,204 campaigns waiting",
					"Cancel 1,200 waiting campaigns of spring &amp; &lt;new&gt;.csv?");
			Matcher cancel = Pattern.compile("id=\"cancel-file-(\\d+)\"").matcher(bar);
			assertThat(cancel.find()).isTrue();
			assertThat(this.console.post("/page/queue/cancel", "file=" + cancel.group(1)).body())
				.contains("1,200 campaigns cancelled", "autumn.csv", "Paused: 4 campaigns waiting")
				.doesNotContain("spring");
			assertThat(this.console.count("WAITING")).isEqualTo(4);
			this.console.post("/page/queue/resume", "");
			awaitState(single, "CREATED");
			await().until(() -> vendor.campaigns().size() == 4);
			assertThat(this.console.post("/page/queue/cancel", "").body()).contains("Nothing was cancelled");
			assertThat(vendor.campaigns()).noneMatch((campaign) -> campaign.title().startsWith("Spring"));
		}
		finally {
			this.console.post("/page/queue/resume", "");
		}
	}

	private static byte[] csv(String title, int rows) {
		return ("title,language\n"
				+ IntStream.range(0, rows).mapToObj((i) -> title + " " + i + ",en_GB\n").collect(Collectors.joining()))
			.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void filtersCountEveryStateOnce() {
		this.console.post("/page/queue/pause", "");
		try {
			IntStream.range(0, 9).forEach((i) -> this.console.created("Campaign " + i));
			String[] states = { "state = 'CREATED'", "state = 'CREATED', launch_state = 'LAUNCHED'",
					"state = 'CREATED', launch_state = 'UNCLEAR'", "state = 'FAILED'", "state = 'EXISTS'",
					"state = 'CANCELLED'", "state = 'CANCELLED', unclear = true", "state = 'DELETED'" };
			for (int i = 0; i < states.length; i++) {
				this.jdbc.sql("update campaign set " + states[i] + " where title = ?").param("Campaign " + i).update();
			}
			assertThat(List.of("ALL", "WAITING", "DRAFTS", "LAUNCHED", "ATTENTION").stream().map(this.console::count))
				.containsExactly(9, 1, 1, 1, 4);
			assertThat(this.console.get("/?q=campaign+4").body())
				.containsPattern("id=\"filter-ATTENTION\"[^\n]*<b>1</b>")
				.containsPattern("id=\"filter-DRAFTS\"[^\n]*<b>0</b>");
		}
		finally {
			this.console.post("/page/queue/resume", "");
		}
	}

	@Test
	void segmentMayBeOfAnyAttribute() {
		long id = draft("Summer sale");
		this.console.post("/launch/" + id, launchPage(id)
			.with(MESSAGE.replace("attribute=d_wp_browser&values=Edg", "attribute=&otherAttribute=city&values=Leeds")));
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
		assertThat(this.console.get("/figures/" + id).body()).contains("Subscribers whose city is Leeds");
	}

	@Test
	void launchAgainBeginsWithTheLastMessage() {
		long id = draft("Summer sale");
		this.console.post("/launch/" + id, launchPage(id).with(MESSAGE));
		HttpResponse<String> again = this.console.get("/launch/" + id);
		assertThat(again.body()).containsPattern("id=\"title\"[^>]* value=\"Now\"")
			.containsPattern("id=\"description\"[^>]*>Half price<")
			.containsPattern("id=\"link\"[^>]* value=\"https://shop.example/\"")
			.doesNotContainPattern("id=\"confirmTitle\"[^>]* value=");
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
	}

	@Test
	void campaignThatIsNotCreatedCanBeEdited() {
		vendor.onNext(WebPushOperation.CREATE).failWith(Faults.badRequest("The title already exists."));
		long id = this.console.created("Summer sale");
		awaitState(id, "FAILED");
		assertThat(this.console.get("/?filter=ATTENTION").body()).contains("Summer sale", "Refused");
		assertThat(this.console.get("/edit/" + id).body()).contains("Summer sale");
		this.console.post("/edit/" + id, "title=Summer+sale+2&language=EN-gb&toAllSubscribers=true");
		awaitState(id, "CREATED");
		assertThat(vendor).hasDraft("Summer sale 2");
		assertThat(this.console.post("/edit/" + id, "title=Other&language=en_GB").body())
			.contains("cannot be changed any more");
		assertThat(this.console.get("/new?from=" + id).body()).contains("Summer sale 2 (copy)");
	}

	@Test
	void draftIsDeletedAtInsiderOneAfterAConfirmation() {
		long id = this.console.created("Summer sale");
		awaitState(id, "CREATED");
		assertThat(this.console.get("/delete/" + id).body()).contains("cannot be undone");
		vendor.onNext(WebPushOperation.DELETE).dropResponse();
		this.console.post("/delete/" + id, "");
		awaitState(id, "DELETED");
		assertThat(vendor).hasCampaigns(0);
		assertThat(this.console.post("/delete/" + id, "").statusCode()).isEqualTo(409);
	}

	@Test
	void unknownIdIsSettledByHand() {
		vendor.onNext(WebPushOperation.CREATE).dropResponse();
		long id = this.console.created("Summer sale");
		awaitState(id, "EXISTS");
		assertThat(this.console.get("/?filter=ATTENTION").body()).contains("Summer sale");
		assertThat(this.console.get("/resolve/" + id).body()).contains("may not show segment campaigns");
		assertThat(this.console.post("/resolve/" + id, "decision=exists&campaignId=abc").body())
			.contains("Enter the ID");
		this.console.post("/resolve/" + id, "decision=exists&campaignId=" + vendor.campaigns().get(0).id().value());
		assertThat(this.console.state(id)).isEqualTo("CREATED");
	}

	@Test
	void launchNeedsTheNameTypedAndTheTickForEveryone() {
		this.console.post("/new", "title=For+all&language=en_GB&toAllSubscribers=true");
		await().until(() -> this.console.count("DRAFTS") == 1);
		long id = this.jdbc.sql("select id from campaign").query(Long.class).single();
		String message = "title=Now&description=Half+price&link=https://shop.example/&ttlHours=4";
		LaunchPage page = launchPage(id);
		assertThat(this.console.post("/launch/" + id, page.with(message + "&confirmTitle=For")).body())
			.contains("Type the campaign&#39;s name: For all", "Tick this");
		assertThat(vendor).launchedNothing();
		page = launchPage(id);
		this.console.post("/launch/" + id, page.with(message + "&confirmTitle=For+all&confirmAll=true"));
		CampaignId launched = vendor.campaigns().get(0).id();
		assertThat(vendor).launchedOnce(launched);
		this.console.post("/launch/" + id, launchPage(id).with(message + "&confirmTitle=For+all&confirmAll=true"));
		this.console.post("/launch/" + id, message + "&confirmTitle=For+all&confirmAll=true");
		assertThat(vendor).launchedOnce(launched);
		assertThat(this.console.get("/launch/" + id).body()).contains("launched once");
	}

	@Test
	void replayedFormAndSecondTabSendNothing() {
		long id = draft("Summer sale");
		LaunchPage first = launchPage(id);
		LaunchPage second = launchPage(id);
		assertThat(this.console.post("/launch/" + id, first.with(MESSAGE)).headers().firstValue("Location").orElse(""))
			.endsWith("/figures/" + id);
		assertThat(this.console.post("/launch/" + id, first.with(MESSAGE)).headers().firstValue("Location").orElse(""))
			.endsWith("/figures/" + id);
		HttpResponse<String> refused = this.console.post("/launch/" + id, second.with(MESSAGE));
		assertThat(refused.body()).contains("was launched at", "by local", "Nothing was sent now", "Launch again",
				"Half price");
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
		this.console.post("/launch/" + id, LaunchPage.of(refused).with(MESSAGE));
		assertThat(vendor).received(WebPushOperation.LAUNCH, 2);
		assertThat(this.console.get("/").body()).contains("Launched 2×");
	}

	@Test
	void formsThatArriveTogetherLaunchOnce() {
		long id = draft("Summer sale");
		vendor.onEvery(WebPushOperation.LAUNCH).delay(Duration.ofMillis(300));
		LaunchPage double1 = launchPage(id);
		LaunchPage tab = launchPage(id);
		together(6, () -> {
			this.console.post("/launch/" + id, double1.with(MESSAGE));
			return this.console.post("/launch/" + id, tab.with(MESSAGE));
		});
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
		vendor.resetFaults();
	}

	@Test
	void launchThatWasNotSentCanBeRepeated() {
		long id = draft("Summer sale");
		vendor.onNext(WebPushOperation.LAUNCH).failWith(Faults.unauthorized());
		this.console.post("/launch/" + id, launchPage(id).with(MESSAGE));
		String page = this.console.get("/launch/" + id).body();
		assertThat(page).contains("does not accept the API key", "Nothing was sent").doesNotContain("Launch again");
		this.console.post("/launch/" + id, launchPage(id).with(MESSAGE));
		assertThat(vendor).launchedOnce(vendor.campaigns().get(0).id());
	}

	@Test
	void launchOfUnknownOutcomeNeedsAttentionAndIsSettledByHand() {
		long id = draft("Summer sale");
		vendor.onNext(WebPushOperation.LAUNCH).dropResponse();
		LaunchPage page = launchPage(id);
		this.console.post("/launch/" + id, page.with(MESSAGE));
		assertThat(this.console.count("ATTENTION")).isOne();
		assertThat(this.console.count("DRAFTS")).isZero();
		assertThat(this.console.get("/resolve/" + id).body()).contains("may not show segment campaigns",
				"Check the statistics");
		this.console.post("/launch/" + id, page.with(MESSAGE));
		this.console.post("/launch/" + id, MESSAGE);
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
		this.console.post("/resolve/" + id, "decision=sent");
		assertThat(this.console.count("LAUNCHED")).isOne();
		assertThat(this.console.count("ATTENTION")).isZero();
	}

	@Test
	void secondLaunchThatWasNotSentLeavesTheFirst() {
		long id = draft("Summer sale");
		this.console.post("/launch/" + id, launchPage(id).with(MESSAGE));
		vendor.onNext(WebPushOperation.LAUNCH).dropResponse();
		this.console.post("/launch/" + id, launchPage(id).with(MESSAGE.replace("Now", "Later")));
		assertThat(this.console.count("ATTENTION")).isOne();
		this.console.post("/resolve/" + id, "decision=not-sent");
		assertThat(this.console.count("LAUNCHED")).isOne();
		assertThat(this.console.count("DRAFTS")).isZero();
		assertThat(this.console.get("/delete/" + id).body()).contains("Only drafts that were not launched");
		vendor.onNext(WebPushOperation.LAUNCH).failWith(Faults.unauthorized());
		this.console.post("/launch/" + id, launchPage(id).with(MESSAGE.replace("Now", "Later")));
		assertThat(this.console.count("LAUNCHED")).isOne();
		assertThat(this.jdbc.sql("select last_message from campaign").query(String.class).single())
			.isEqualTo(this.jdbc.sql("select message_title from launch where state = 'LAUNCHED'")
				.query(String.class)
				.single());
	}

	@Test
	void statisticsProveThatAnUnclearLaunchWasSent() {
		long id = draft("Summer sale");
		vendor.onNext(WebPushOperation.LAUNCH).dropResponse();
		this.console.post("/launch/" + id, launchPage(id).with(MESSAGE));
		assertThat(this.console.post("/resolve/" + id + "/statistics", "").headers().firstValue("Location").orElse(""))
			.endsWith("/figures/" + id);
		assertThat(this.console.count("LAUNCHED")).isOne();
	}

	@Test
	void launchWhoseProcessDiedNeedsAttention() {
		long id = draft("Summer sale");
		this.jdbc.sql("update campaign set launch_state = 'LAUNCHING', launched_at = ?, launches = 1 where id = ?")
			.params(OffsetDateTime.now().minusMinutes(2), id)
			.update();
		await().until(() -> this.console.count("ATTENTION") == 1);
	}

	@Test
	void confirmationComparesWhatAPersonSees() {
		long id = draft("Double  space\u00A0inside");
		this.console.post("/launch/" + id, launchPage(id).with(MESSAGE.replace("Summer+sale", "Double+space+inside")));
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
	}

	@Test
	void problemsStandAtTheirFieldInWordsOfThePage() {
		long id = draft("Summer sale");
		String page = this.console.post("/launch/" + id, launchPage(id).with("title=&description=" + "x".repeat(256)
				+ "&link=shop&image=http://x&ttlHours=999&attribute=&values=,&confirmTitle="))
			.body();
		for (String field : List.of("title", "description", "link", "image", "ttlHours", "attribute", "values",
				"confirmTitle")) {
			assertThat(page).containsPattern("<p id=\"" + field + "-error\" class=\"error\">[^<]+</p>");
		}
		assertThat(page).contains("aria-invalid=\"true\"").doesNotContain("target.", "ttl must", "webpush.default");
	}

	private static final String MESSAGE = "title=Now&description=Half+price&link=https://shop.example/&ttlHours=4"
			+ "&attribute=d_wp_browser&values=Edg&confirmTitle=Summer+sale";

	private long draft(String title) {
		long id = this.console.created(title);
		awaitState(id, "CREATED");
		return id;
	}

	private LaunchPage launchPage(long id) {
		return LaunchPage.of(this.console.get("/launch/" + id));
	}

	/**
	 * The hidden fields of a launch form.
	 */
	record LaunchPage(String token, String seen) {

		static LaunchPage of(HttpResponse<String> page) {
			return new LaunchPage(hidden(page.body(), "token"), hidden(page.body(), "seen"));
		}

		private static String hidden(String page, String name) {
			Matcher field = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
			return field.find() ? field.group(1) : "";
		}

		String with(String message) {
			return message + "&token=" + this.token + "&seen=" + this.seen;
		}

	}

	/**
	 * Do the same in several threads that begin together.
	 */
	static <T> List<T> together(int threads, Callable<T> action) {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			CyclicBarrier barrier = new CyclicBarrier(threads);
			List<Future<T>> futures = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				futures.add(executor.submit(() -> {
					barrier.await();
					return action.call();
				}));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(future.get());
			}
			return results;
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			m40-cp1254.csv,      is not in Unicode
			m40-utf8bom-semi.csv,All 40 rows are ready
			utf16.csv,           1 row is ready
			tabs.csv,            1 row is ready
			reorder.csv,         1 row is ready
			extra.csv,           Columns that are not used: note
			excelwords.csv,      All 2 rows are ready
			excelwords2.csv,     'Language: write it like en_GB'
			spaces.csv,          '2 rows are ready, 1 needs a correction'
			dblspace.csv,        All 2 rows are ready
			real.xlsx,           This is an Excel workbook
			xlsx-renamed.csv,    This is an Excel workbook
			ctrl.csv,            a correction
			""")
	void filesOfOfficesAreReadOrAnsweredWithAClearWord(String name, String words) throws IOException {
		String page = this.console.upload(name, file(name)).body();
		assertThat(page).contains(words).doesNotContain("0 of 0", "webpush.default", "spring.", "Exception");
		assertThat(this.console.count("ALL")).isZero();
	}

	@Test
	void turkishCodePageIsReadByChoice() throws IOException {
		HttpResponse<String> preview = this.console.upload("yaz.csv", file("m40-cp1254.csv"));
		assertThat(preview.body()).contains("Turkish (Windows-1254)");
		String read = this.console.get(preview.uri().getPath() + "?encoding=WINDOWS_1254").body();
		assertThat(read).contains("All 40 rows are ready", "Yaz İndirimi 01 – ğüşıöç");
	}

	@Test
	void wordsOfTurkishSpreadsheetsAreUnderstood() throws IOException {
		String page = this.console.upload("words.csv", file("excelwords2.csv")).body();
		assertThat(page).contains("Words H", "Words I", "Words J", "en_GB")
			.contains("8 rows are ready, 2 need a correction");
	}

	private static byte[] file(String name) throws IOException {
		try (InputStream in = ConsoleTests.class.getResourceAsStream("/campaign-files/" + name)) {
			return in.readAllBytes();
		}
	}

	@Test
	void hiddenCharactersAreNamedInFilesAndForms() throws IOException {
		assertThat(this.console.upload("ctrl.csv", file("ctrl.csv")).body()).contains("U+202E", "U+200B", "U+0007",
				"U+0000", "0 rows are ready, 4 need a correction");
		assertThat(this.console.post("/new", "title=Two%0Alines&language=en_GB").body()).contains("U+000A");
		assertThat(this.console.count("ALL")).isZero();
	}

	@Test
	void nameThatAnEarlierVersionAcceptedFailsAndCanBeEdited() {
		this.console.post("/page/queue/pause", "");
		long id = this.console.created("Old");
		this.jdbc.sql("update campaign set title = ? where id = ?").params("Old\u202E", id).update();
		this.console.post("/page/queue/resume", "");
		awaitState(id, "FAILED");
		assertThat(this.console.get("/").body()).contains("Edit it: ", "U+202E");
		assertThat(vendor).received(WebPushOperation.CREATE, 0);
		this.console.post("/edit/" + id, "title=New&language=en_GB");
		awaitState(id, "CREATED");
	}

	@Test
	void templateIsAFileThatCanBeUploaded() {
		for (String path : new String[] { "/upload/template.csv", "/upload/template.csv?semicolons=true" }) {
			HttpResponse<String> template = this.console.get(path);
			assertThat(template.headers().firstValue("Content-Disposition").orElse("")).contains("campaigns.csv");
			assertThat(this.console.upload(template.body()).body()).contains("All 2 rows are ready");
		}
	}

	@Test
	void errorsHavePagesInWords() {
		HttpResponse<String> missing = this.console
			.send(this.console.request("/missing").header("Accept", "text/html"));
		assertThat(missing.statusCode()).isEqualTo(404);
		assertThat(missing.body()).contains("Page not found", "Back to the campaigns").doesNotContain("Whitelabel");
		HttpResponse<String> foreign = this.console.send(this.console.request("/new")
			.header("Accept", "text/html")
			.header("Origin", "https://elsewhere.example")
			.POST(BodyPublishers.ofString("title=x")));
		assertThat(foreign.statusCode()).isEqualTo(403);
		assertThat(foreign.body()).contains("was not sent by a page of this console");
	}

	/**
	 * A value that no version writes makes the list fail as a defect would.
	 */
	@Test
	void failureOfTheConsoleHasAPageThatTellsNothing() {
		long id = draft("Summer sale");
		this.jdbc.sql("update campaign set state = 'BROKEN' where id = ?").param(id).update();
		HttpResponse<String> failed = this.console.send(this.console.request("/").header("Accept", "text/html"));
		assertThat(failed.statusCode()).isEqualTo(500);
		assertThat(failed.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
		assertThat(failed.body()).contains("Something went wrong", "Back to the campaigns", "nothing is sent twice")
			.doesNotContain("BROKEN", "Whitelabel", "Exception", "enum", "springframework", "Spring", "\tat ");
	}

	@Test
	void searchFindsNamesAndTakesTextAsItIs() {
		this.console.created("50% off");
		this.console.created("Summer sale");
		assertThat(this.console.get("/?q=%25").body()).contains("50% off").doesNotContain("Summer sale");
		assertThat(this.console.get("/?q=SUMMER").body()).contains("Summer sale").doesNotContain("50% off");
		assertThat(this.console.get("/?q=nothing").body()).contains("No campaign matches");
	}

	@Test
	void formThatNoPageOfTheConsoleSentIsRefused() {
		HttpResponse<String> refused = this.console.send(this.console.request("/new")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("title=Not+from+here&language=en_GB")));
		assertThat(refused.statusCode()).isEqualTo(403);
		assertThat(this.console.count("ALL")).isZero();
	}

	@Test
	void textIsNoJsonForTheInterfaceOfPrograms() {
		for (String type : new String[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data" }) {
			HttpResponse<String> refused = this.console.send(this.console.request("/campaigns")
				.header("Content-Type", type)
				.POST(BodyPublishers.ofString("{\"title\": \"Not from here\", \"language\": \"en_GB\"}")));
			assertThat(refused.statusCode()).isIn(400, 403, 415);
		}
		assertThat(this.console.count("ALL")).isZero();
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
	void everyPageSaysThatTheAccountIsLive() {
		for (String path : new String[] { "/", "/new", "/upload", "/results" }) {
			assertThat(this.console.get(path).body()).contains("Live account: a launch reaches real subscribers")
				.doesNotContain("Sandbox<");
		}
	}

	private void awaitState(long id, String state) {
		await().atMost(Duration.ofMinutes(2)).until(() -> state.equals(this.console.state(id)));
	}

}
