package io.github.insiderwebpush.console;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static io.github.insiderwebpush.console.Patience.await;
import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that are prepared before the launch, launches at a time, and the launch of a
 * selection, at an account whose vendor is a sandbox that the tests hold.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:schedule;DB_CLOSE_DELAY=-1", "console.time-zone=UTC",
				"console.sending-window=", "webpush.rate-limit.create.limit-for-period=1000",
				"webpush.rate-limit.create.limit-refresh-period=1s", "webpush.retry.max-retries=0",
				"webpush.connect-timeout=1s", "db-scheduler.polling-interval=50ms" })
@Timeout(180)
class ScheduleTests {

	private static final String MESSAGE = "title=Now&description=Half+price&link=https://shop.example/&ttlHours=4"
			+ "&attribute=d_wp_browser&values=Edg";

	/** So far ahead that no test races with it; {@link #due} brings it forward. */
	private static final String TIMES = at(3600, 7200);

	private static final WebPushSandbox vendor = WebPushSandbox.builder().budget(Budget.CREATE, 10_000).start();

	private final ConsoleClient console;

	private final JdbcClient jdbc;

	ScheduleTests(@Autowired Environment environment, @Autowired JdbcClient jdbc) {
		this.console = new ConsoleClient(
				URI.create("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port")));
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
		this.console.post("/page/queue/resume", "");
		this.jdbc.sql("delete from campaign").update();
		this.jdbc.sql("delete from scheduled_tasks where task_name <> 'read-figures' and not picked").update();
		await().until(() -> this.jdbc.sql("select count(*) from scheduled_tasks where task_name <> 'read-figures'")
			.query(Integer.class)
			.single() == 0);
		vendor.reset();
	}

	@Test
	void messageIsEditedOnThePageOfItsCampaignAndPrefillsTheLaunch() {
		long id = draft("Summer sale");
		assertThat(this.console.post("/campaign/" + id, "title=&description=x&link=shop&ttlHours=4&values=Edg").body())
			.contains("Enter a full address", "Enter a text", "Enter the attribute of the segment");
		assertThat(save(id, MESSAGE)).contains("The message is saved. Nothing was sent.");
		assertThat(save(id, MESSAGE.replace("Half", "Quarter"))).contains("Quarter price");
		assertThat(this.console.get("/launch/" + id).body()).contains("value=\"Now\"", "Quarter price",
				"value=\"Edg\"");
		assertThat(this.console.get("/?q=now").body()).contains("Summer sale");
		assertThat(vendor).launchedNothing();
		launch(id, MESSAGE.replace("Half", "Double"), "Summer sale", "");
		assertThat(vendor.launches()).singleElement()
			.satisfies((launch) -> assertThat(launch.description()).isEqualTo("Double price"));
		assertThat(this.console.get("/campaign/" + id).body()).contains("Double price").doesNotContain("Save message");
		assertThat(this.console.post("/campaign/" + id, MESSAGE).body()).contains("was not changed");
	}

	@Test
	void copyTakesTheMessageAlongAndTextsCanBeUsedAgain() {
		long id = draft("Summer sale");
		save(id, MESSAGE);
		assertThat(this.console.get("/new?from=" + id).body()).contains("Its message is copied, too: “Now”");
		this.console.post("/new", "title=Summer+sale+2&language=en_GB&from=" + id);
		long copy = id("Summer sale 2");
		assertThat(this.console.get("/campaign/" + copy).body()).contains("Half price");
		long other = draft("Other");
		assertThat(this.console.get("/campaign/" + other).body()).contains("Use a message again")
			.doesNotContain("value=\"Now\"");
		assertThat(this.console.get("/campaign/" + other + "?use=" + id).body()).contains("value=\"Now\"",
				"Half price");
		assertThat(this.console.get("/launch/" + other + "?use=" + id).body()).contains("value=\"Now\"");
	}

	@Test
	void dueLaunchIsSentOnce() {
		long id = draft("Summer sale");
		HttpResponse<String> form = this.console.get("/launch/" + id);
		String page = this.console.follow(post(form, id, TIMES)).body();
		assertThat(page).contains("Scheduled for ", "UTC", "Confirmed by local", "Cancel schedule");
		assertThat(this.console.count("SCHEDULED")).isOne();
		assertThat(this.console.count("DRAFTS")).isZero();
		assertThat(this.console.get("/?filter=SCHEDULED").body()).contains("Summer sale", "Change…");
		assertThat(this.console.get("/delete/" + id).body()).contains("Only drafts that were not launched");
		assertThat(post(form, id, TIMES).headers().firstValue("Location").orElse("")).endsWith("/campaign/" + id);
		due(id, 60);
		awaitLaunch(id, "LAUNCHED");
		assertThat(vendor).launchedOnce(vendor.campaigns().get(0).id());
		assertThat(vendor.launches().get(0).description()).isEqualTo("Half price");
		assertThat(this.console.get("/figures/" + id).body()).contains("by local");
		assertThat(post(form, id, TIMES).body()).contains("was launched at");
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
	}

	@Test
	void scheduleNeedsTheConfirmationAndATimeThatIsRight() {
		long id = draft("Summer sale");
		HttpResponse<String> form = this.console.get("/launch/" + id);
		String page = this.console
			.post("/launch/" + id, with(form, MESSAGE + "&later=true&launchAt=2020-01-01T10:00&confirmTitle=Summer"))
			.body();
		assertThat(page).contains("It has passed", "Type the campaign&#39;s name");
		assertThat(
				this.console.post("/launch/" + id, with(form, MESSAGE + "&later=true&confirmTitle=Summer+sale")).body())
			.contains("Enter a day and a time");
		assertThat(this.console.count("SCHEDULED")).isZero();
	}

	@Test
	void secondTabDoesNotReplaceAScheduleThatItHasNotSeen() {
		long id = draft("Summer sale");
		HttpResponse<String> first = this.console.get("/launch/" + id);
		HttpResponse<String> second = this.console.get("/launch/" + id);
		post(first, id, TIMES);
		assertThat(post(second, id, at(1800, 7200)).body()).contains("The schedule of this campaign was changed");
		assertThat(this.console.post("/launch/" + id, with(second, MESSAGE + "&confirmTitle=Summer+sale")).body())
			.contains("Nothing was sent or scheduled now");
		HttpResponse<String> change = this.console.get("/launch/" + id);
		assertThat(this.console.follow(post(change, id, at(1800, 7200))).body()).contains("Scheduled for");
		due(id, 60);
		awaitLaunch(id, "LAUNCHED");
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
	}

	@Test
	void cancelledScheduleIsNotSent() {
		long id = draft("Summer sale");
		String page = this.console.follow(post(this.console.get("/launch/" + id), id, TIMES)).body();
		this.console.post("/campaign/" + id + "/cancel-schedule", "schedule=" + hidden(page, "schedule"));
		assertThat(state(id)).isEqualTo("NONE");
		assertThat(this.console.count("DRAFTS")).isOne();
		assertThat(this.jdbc.sql("select count(*) from scheduled_tasks where task_name <> 'read-figures'")
			.query(Integer.class)
			.single()).isZero();
		assertThat(this.console.post("/campaign/" + id + "/cancel-schedule", "schedule=" + hidden(page, "schedule"))
			.body()).contains("in the meantime");
		assertThat(this.console.get("/campaign/" + id).body()).contains("Save message", "Planned for");
		due(id, 60);
		await().during(Duration.ofSeconds(2)).until(() -> "NONE".equals(state(id)));
		assertThat(vendor).launchedNothing();
	}

	@Test
	void formThatHasScheduledDoesNotScheduleAgain() {
		long id = draft("Summer sale");
		HttpResponse<String> form = this.console.get("/launch/" + id);
		String page = this.console.follow(post(form, id, TIMES)).body();
		this.console.post("/campaign/" + id + "/cancel-schedule", "schedule=" + hidden(page, "schedule"));
		assertThat(post(form, id, TIMES).statusCode()).isEqualTo(200);
		assertThat(state(id)).isEqualTo("NONE");
		post(this.console.get("/launch/" + id), id, TIMES);
		assertThat(state(id)).isEqualTo("SCHEDULED");
	}

	@Test
	void copyForAnotherAudienceKeepsTheTextsAndNeedsASegment() {
		this.console.post("/new", "title=News+for+all&language=en_GB&toAllSubscribers=true");
		await().until(() -> this.console.count("DRAFTS") == 1);
		save(id("News for all"), "title=Now&description=Half+price&link=https://shop.example/&ttlHours=4");
		assertThat(this.console.post("/new", "title=For+some&language=en_GB&from=" + id("News for all")).statusCode())
			.isEqualTo(302);
		assertThat(this.console.get("/campaign/" + id("For some")).body()).contains("Half price");
	}

	@Test
	void launchThatWaitsForItsDraftIsSentWhenItExists() {
		vendor.onNext(WebPushOperation.CREATE).delay(Duration.ofSeconds(10));
		long id = this.console.created("Summer sale");
		HttpResponse<String> form = this.console.get("/launch/" + id);
		assertThat(form.body()).contains("can be scheduled, but not launched now");
		post(form, id, TIMES);
		assertThat(this.console.post("/edit/" + id, "title=Other&language=en_GB").body())
			.contains("Cancel the schedule first");
		assertThat(this.console.state(id)).isNotEqualTo("CREATED");
		due(id, 60);
		awaitLaunch(id, "LAUNCHED");
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
	}

	@Test
	void launchThatIsDueBeforeItsDraftExistsIsSentAsSoonAsItDoes() {
		vendor.onNext(WebPushOperation.CREATE).delay(Duration.ofSeconds(7));
		long id = this.console.created("Summer sale");
		post(this.console.get("/launch/" + id), id, TIMES);
		due(id, 60);
		awaitLaunch(id, "LAUNCHED");
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
	}

	@Test
	void cancelledCampaignIsNotLaunchedAfterItIsQueuedAgain() {
		this.console.post("/page/queue/pause", "");
		long id = this.console.created("Summer sale");
		post(this.console.get("/launch/" + id), id, TIMES);
		this.console.post("/page/campaigns/cancel", "id=" + id);
		assertThat(state(id)).isEqualTo("NONE");
		this.console.post("/page/campaigns/retry", "id=" + id);
		this.console.post("/page/queue/resume", "");
		await().until(() -> "CREATED".equals(this.console.state(id)));
		due(id, 60);
		await().during(Duration.ofSeconds(2)).until(() -> "NONE".equals(state(id)));
		assertThat(vendor).launchedNothing();
	}

	@Test
	void launchThatCouldNotGoOutWhileTheQueueWasPausedExpires() {
		long id = draft("Summer sale");
		this.console.post("/page/queue/pause", "");
		post(this.console.get("/launch/" + id), id, TIMES);
		due(id, 3);
		awaitLaunch(id, "EXPIRED");
		this.console.post("/page/queue/resume", "");
		awaitNoTasks();
		assertThat(vendor).launchedNothing();
		assertThat(this.console.count("ATTENTION")).isOne();
		assertThat(this.console.get("/?filter=ATTENTION").body()).contains("Expired", "could not be sent in time");
		save(id, MESSAGE.replace("Half", "Late"));
		launch(id, MESSAGE, "Summer sale", "");
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
	}

	@Test
	void launchThatWaitsForTheBudgetUntilItsTimeIsOverExpires() {
		long other = draft("Other");
		long id = draft("Summer sale");
		vendor.onNext(WebPushOperation.LAUNCH).throttle(Duration.ofSeconds(10));
		launch(other, MESSAGE, "Other", "");
		post(this.console.get("/launch/" + id), id, TIMES);
		due(id, 4);
		awaitLaunch(id, "LAUNCHING");
		awaitLaunch(id, "EXPIRED");
		awaitNoTasks();
		await().during(Duration.ofSeconds(7)).until(() -> "EXPIRED".equals(state(id)));
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1).launchedNothing();
		assertThat(this.console.get("/campaign/" + id).body()).contains("could not be sent in time", "Expired",
				"waited for the budget");
	}

	@Test
	void launchThatWasNotSentIsRepeatedUntilItsTimeIsOver() {
		long id = draft("Summer sale");
		vendor.onNext(WebPushOperation.LAUNCH).throttle(Duration.ofSeconds(1));
		post(this.console.get("/launch/" + id), id, TIMES);
		due(id, 60);
		awaitLaunch(id, "LAUNCHED");
		assertThat(vendor).launchedOnce(vendor.campaigns().get(0).id());
		assertThat(this.console.get("/").body()).doesNotContain("Launched 2×");
	}

	@Test
	void launchThatMayHaveBeenSentIsUnclearAndNotRepeated() {
		long id = draft("Summer sale");
		vendor.onNext(WebPushOperation.LAUNCH).dropResponse();
		post(this.console.get("/launch/" + id), id, TIMES);
		due(id, 60);
		awaitLaunch(id, "UNCLEAR");
		awaitNoTasks();
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
	}

	@Test
	void refusedLaunchNeedsAttention() {
		long id = draft("Summer sale");
		vendor.onNext(WebPushOperation.LAUNCH).failWith(Faults.badRequest("No luck"));
		post(this.console.get("/launch/" + id), id, TIMES);
		due(id, 60);
		await().until(() -> this.console.count("ATTENTION") == 1);
		assertThat(this.console.get("/?filter=ATTENTION").body()).contains("No luck", "Nothing was sent");
		awaitNoTasks();
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
	}

	@Test
	void launchWhoseProcessDiedIsUnclearAndNotSentAgain() {
		long id = draft("Summer sale");
		post(this.console.get("/launch/" + id), id, TIMES);
		String token = this.jdbc.sql("select schedule_token from campaign").query(String.class).single();
		this.jdbc.sql("""
				update campaign set launch_state = 'LAUNCHING', schedule_token = null, launches = 1, launched_at = ?""")
			.param(OffsetDateTime.now().minusMinutes(2))
			.update();
		this.jdbc
			.sql("update scheduled_tasks set execution_time = ?, picked = true, picked_by = 'died', "
					+ "last_heartbeat = ? where task_instance = ?")
			.params(OffsetDateTime.now().minusMinutes(2), OffsetDateTime.now().minusMinutes(2), token)
			.update();
		awaitLaunch(id, "UNCLEAR");
		awaitNoTasks();
		assertThat(vendor).launchedNothing();
	}

	@Test
	void dueLaunchGoesBeforeCreationsThatWaitForTheBudget() {
		long id = draft("Summer sale");
		vendor.onNext(WebPushOperation.CREATE).throttle(Duration.ofSeconds(20));
		List<Long> waiting = IntStream.range(0, 20).mapToObj((i) -> this.console.created("Waiting " + i)).toList();
		post(this.console.get("/launch/" + id), id, TIMES);
		due(id, 15);
		awaitLaunch(id, "LAUNCHED");
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
		assertThat(waiting.stream().map(this.console::state)).contains("QUEUED");
		await().until(() -> this.console.count("WAITING") == 0);
	}

	@Test
	void selectionIsLaunchedAfterASummaryAndTheNumberTyped() {
		List<Long> ids = IntStream.range(0, 3).mapToObj((i) -> draft("Campaign " + i)).toList();
		ids.subList(0, 2).forEach((id) -> save(id, MESSAGE));
		String query = "id=" + ids.get(0) + "&id=" + ids.get(1) + "&id=" + ids.get(2);
		HttpResponse<String> summary = this.console.get("/launch-selected?" + query);
		assertThat(summary.body()).contains("Launch 2 campaigns", "2 campaigns to segments.", "It has no message yet",
				"real subscribers", "Half price", "browser is Edg");
		String form = query + "&token=" + hidden(summary.body(), "token") + "&seen=" + hidden(summary.body(), "seen");
		assertThat(this.console.post("/launch-selected", form + "&confirm=3").body())
			.contains("Type the number of campaigns: 2");
		assertThat(vendor).launchedNothing();
		List<HttpResponse<String>> responses = ConsoleTests.together(6,
				() -> this.console.post("/launch-selected", form + "&confirm=2"));
		assertThat(responses).anySatisfy((response) -> assertThat(response.headers().firstValue("Location").orElse(""))
			.endsWith("/?launching=2"));
		await().until(() -> this.console.count("LAUNCHED") == 2);
		awaitNoTasks();
		assertThat(vendor).received(WebPushOperation.LAUNCH, 2);
		assertThat(this.console.post("/launch-selected", form + "&confirm=2").body())
			.contains("None of the selected campaigns can be launched", "have changed since this page was opened");
		assertThat(vendor).received(WebPushOperation.LAUNCH, 2);
	}

	@Test
	void selectionWhoseMessagesHaveChangedIsNotLaunched() {
		long id = draft("Summer sale");
		save(id, MESSAGE);
		HttpResponse<String> summary = this.console.get("/launch-selected?id=" + id);
		save(id, MESSAGE.replace("Half", "Double"));
		String page = this.console
			.post("/launch-selected",
					"id=" + id + "&token=" + hidden(summary.body(), "token") + "&seen=" + hidden(summary.body(), "seen")
							+ "&confirm=1")
			.body();
		assertThat(page).contains("have changed since this page was opened", "Double price");
		assertThat(vendor).launchedNothing();
	}

	@Test
	void selectionWaitsForNoPausedQueue() {
		long id = draft("Summer sale");
		save(id, MESSAGE);
		HttpResponse<String> summary = this.console.get("/launch-selected?id=" + id);
		this.console.post("/page/queue/pause", "");
		String page = this.console
			.post("/launch-selected",
					"id=" + id + "&token=" + hidden(summary.body(), "token") + "&seen=" + hidden(summary.body(), "seen")
							+ "&confirm=1")
			.body();
		assertThat(page).contains("The queue is paused by local");
		assertThat(state(id)).isEqualTo("NONE");
	}

	private static final String HEADER = "Launch_At;NOT AFTER;title;language;to_all;Message title;message text;LINK;image;"
			+ "banner;ttl hours;segment attribute;segment values\n";

	@Test
	void fileWithMessagesIsPreviewedAsCardsAndItsDraftsKeepTheMessages() {
		HttpResponse<String> preview = this.console.upload(HEADER
				+ ";;One;en_GB;no;Hello;First text;https://shop.example/1;https://cdn.example/i.png;;4;d_wp_browser;Edg, Chrome\n"
				+ ";;Two;en_GB;yes;Hello all;Second text;https://shop.example/2;;https://cdn.example/b.png;;;\n"
				+ ";;Three;en_GB;;;;;;;;;\n");
		assertThat(preview.body())
			.contains("All 3 rows are ready", "First text", "browser is Edg or Chrome", "Second text",
					"All subscribers, in English", "for up to 24 hours", "https://cdn.example/b.png",
					"Queue 3 campaigns")
			.doesNotContain("Type the number of launches");
		assertThat(this.console.queue(preview).body()).contains("3 campaigns queued.");
		await().until(() -> this.console.count("DRAFTS") == 3);
		assertThat(this.console.get("/launch/" + id("One")).body()).contains("value=\"Hello\"", "First text",
				"value=\"4\"", "value=\"Edg, Chrome\"", "https://cdn.example/i.png");
		assertThat(this.console.get("/campaign/" + id("Two")).body()).contains("Second text");
		assertThat(this.console.get("/?q=hello").body()).contains("One", "Two");
		assertThat(vendor).launchedNothing();
	}

	@Test
	void everyProblemOfAMessageInAFileIsShownInWords() {
		String day = LocalDateTime.now(ZoneOffset.UTC)
			.plusDays(3)
			.truncatedTo(ChronoUnit.DAYS)
			.toLocalDate()
			.toString();
		HttpResponse<String> preview = this.console
			.upload(HEADER + "soon;;One;en_GB;no;" + "x".repeat(101) + ";;shop;http://x;cdn;900;;\n" + day
					+ " 10:00;9:00;Two;en_GB;yes;T;t;https://shop.example/;;;;d_wp_browser;Edg\n"
					+ "2020-01-01 10:00;;Three;en_GB;no;;;;;;;;\n");
		assertThat(preview.body()).contains("0 rows are ready, 3 need a correction")
			.contains("Message title: must have at most 100 characters, but has 101", "Message text: enter a text",
					"Link: enter a full address", "Image: enter an address that begins with https://",
					"Banner: enter an address that begins with https://", "Time to live: enter 1 to 240 hours",
					"Segment attribute: enter the attribute", "Segment values: enter at least one value",
					"Launch time: write it like", "Segment: the row is for all subscribers",
					"Not after: enter a time after", "Launch time: the row has no message",
					"Launch time: it has passed");
		String corrections = this.console.get(preview.uri().getPath() + "/problems.csv").body();
		assertThat(corrections).contains(
				"title,language,to_all,message_title,message_text,link,image,banner,ttl_hours,"
						+ "segment_attribute,segment_values,launch_at,not_after,problem",
				",shop,http://x,cdn,900,,,soon,,");
	}

	@Test
	void launchesOfAFileAreScheduledWithTheirNumberTyped() {
		HttpResponse<String> preview = this.console.upload(HEADER + at(3600) + ";" + at(7200)
				+ ";One;en_GB;no;Hello;First text;https://shop.example/;;;4;d_wp_browser;Edg\n" + at(86400)
				+ ";;Two;en_GB;yes;Hello;Second text;https://shop.example/;;;4;;\n"
				+ ";;Three;en_GB;no;Hello;Third text;https://shop.example/;;;4;d_wp_browser;Edg\n");
		assertThat(preview.body()).contains("2 rows have a launch time",
				"1 campaign to a segment and 1 campaign to all subscribers, the first on",
				"Queue 3 campaigns and schedule 2 launches", "Queue 3 campaigns as drafts");
		String path = preview.uri().getPath();
		assertThat(this.console.post(path, "expected=3&launches=2&confirm=3").body())
			.contains("Type the number of launches: 2");
		assertThat(this.console.count("ALL")).isZero();
		List<HttpResponse<String>> responses = ConsoleTests.together(4,
				() -> this.console.follow(this.console.post(path, "expected=3&launches=2&confirm=2")));
		assertThat(responses).anySatisfy(
				(response) -> assertThat(response.body()).contains("3 campaigns queued, 2 launches scheduled."));
		assertThat(this.console.count("ALL")).isEqualTo(3);
		due(id("One"), 60);
		awaitLaunch(id("One"), "LAUNCHED");
		assertThat(this.console.count("SCHEDULED")).isOne();
		assertThat(this.console.count("DRAFTS")).isOne();
		assertThat(vendor).received(WebPushOperation.LAUNCH, 1);
		assertThat(this.console.get("/campaign/" + id("Two")).body()).contains("Scheduled for", "Confirmed by local");
	}

	@Test
	void plannedTimesOfAFileThatIsQueuedAsDraftsAreNotSent() {
		HttpResponse<String> preview = this.console.upload(HEADER + at(3600) + ";" + at(7200)
				+ ";One;en_GB;no;Hello;First text;https://shop.example/;;;4;d_wp_browser;Edg\n");
		this.console.queue(preview);
		await().until(() -> this.console.count("DRAFTS") == 1);
		assertThat(this.console.get("/campaign/" + id("One")).body()).contains("Planned for", "A plan is not sent");
		due(id("One"), 60);
		await().during(Duration.ofSeconds(2)).until(() -> "NONE".equals(state(id("One"))));
		assertThat(vendor).launchedNothing();
	}

	private static String at(int seconds) {
		return LocalDateTime.now(ZoneOffset.UTC).plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS).toString();
	}

	private static String at(int launch, int notAfter) {
		return "&later=true&launchAt=" + at(launch) + "&notAfter=" + at(notAfter);
	}

	/**
	 * Let a campaign's launch be due now: that of its schedule, or, if it has none, any
	 * that was left behind.
	 */
	private void due(long id, int secondsLeft) {
		OffsetDateTime now = OffsetDateTime.now();
		this.jdbc.sql("update campaign set launch_at = ?, not_after = ? where id = ?")
			.params(now, now.plusSeconds(secondsLeft), id)
			.update();
		this.jdbc.sql("""
				update scheduled_tasks set execution_time = ? where task_name = 'launch-campaign' and task_instance =
				coalesce((select schedule_token from campaign where id = ?), task_instance)""")
			.params(now, id)
			.update();
	}

	private HttpResponse<String> post(HttpResponse<String> form, long id, String times) {
		return this.console.post("/launch/" + id, with(form, MESSAGE + times + "&confirmTitle=Summer+sale"));
	}

	private void launch(long id, String message, String title, String more) {
		this.console.post("/launch/" + id, with(this.console.get("/launch/" + id),
				message + "&confirmTitle=" + URLEncoder.encode(title, StandardCharsets.UTF_8) + more));
	}

	private static String with(HttpResponse<String> form, String fields) {
		return fields + "&token=" + hidden(form.body(), "token") + "&seen=" + hidden(form.body(), "seen") + "&schedule="
				+ hidden(form.body(), "schedule");
	}

	private static String hidden(String page, String name) {
		Matcher field = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
		return field.find() ? field.group(1) : "";
	}

	private String save(long id, String message) {
		return this.console.follow(this.console.post("/campaign/" + id, message)).body();
	}

	private long draft(String title) {
		long id = this.console.created(title);
		await().until(() -> "CREATED".equals(this.console.state(id)));
		return id;
	}

	private long id(String title) {
		return this.jdbc.sql("select id from campaign where title = ?").param(title).query(Long.class).single();
	}

	private String state(long id) {
		return this.jdbc.sql("select launch_state from campaign where id = ?").param(id).query(String.class).single();
	}

	private void awaitLaunch(long id, String state) {
		await().until(() -> state.equals(state(id)));
	}

	private void awaitNoTasks() {
		await().until(() -> this.jdbc.sql("select count(*) from scheduled_tasks where task_name <> 'read-figures'")
			.query(Integer.class)
			.single() == 0);
	}

}
