package io.github.insiderwebpush.console;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.console.ConsoleTests.LaunchPage;
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
 * Who did what: each change has its line, in the same transaction, before a request.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:trail;DB_CLOSE_DELAY=-1",
				"webpush.rate-limit.create.limit-for-period=1000", "webpush.rate-limit.create.limit-refresh-period=1s",
				"webpush.retry.max-retries=0", "db-scheduler.polling-interval=50ms" })
@Timeout(180)
class TrailTests {

	private static final WebPushSandbox vendor = WebPushSandbox.builder().budget(Budget.CREATE, 10_000).start();

	private final ConsoleClient console;

	private final JdbcClient jdbc;

	TrailTests(@Autowired Environment environment, @Autowired JdbcClient jdbc) {
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
		await()
			.until(() -> this.jdbc.sql("select count(*) from campaign where state in ('QUEUED', 'SENDING', 'DELETING')")
				.query(Integer.class)
				.single() == 0);
		this.jdbc.sql("delete from campaign").update();
		this.jdbc.sql("delete from trail").update();
		vendor.reset();
	}

	@Test
	void lineOfALaunchHasTheWholeMessageAndIsThereBeforeTheRequest() {
		long id = draft("Summer sale");
		vendor.onNext(WebPushOperation.LAUNCH).delay(Duration.ofSeconds(10));
		String form = LaunchPage.of(this.console.get("/launch/" + id)).with(MESSAGE);
		CompletableFuture<HttpResponse<String>> launch = CompletableFuture
			.supplyAsync(() -> this.console.post("/launch/" + id, form));
		await().until(() -> !vendor.requests(WebPushOperation.LAUNCH).isEmpty());
		Line before = last();
		assertThat(before.result()).isNull();
		assertThat(this.console.get("/trail").body()).contains("Pending");
		assertThat(before.what()).contains("Title: Now", "Text: Half price", "Link: https://shop.example/sale?id=1",
				"Icon: https://shop.example/icon.png", "Audience: d_wp_browser is Edg or Chr",
				"Without recent activity: included", "Keep trying for: 4 h");
		assertThat(before).extracting(Line::who, Line::address, Line::action, Line::title)
			.containsExactly("local", "127.0.0.1", "LAUNCH", "Summer sale");
		launch.join();
		assertThat(last().result()).isEqualTo("Launched");
	}

	@Test
	void actionWhoseLineCannotBeWrittenIsNotDoneAndNothingIsSent() {
		long id = draft("Summer sale");
		String form = LaunchPage.of(this.console.get("/launch/" + id)).with(MESSAGE);
		this.jdbc.sql("alter table trail rename to trail_away").update();
		try {
			assertThat(this.console.post("/launch/" + id, form).statusCode()).isGreaterThanOrEqualTo(500);
			assertThat(this.console.create("Autumn sale").statusCode()).isGreaterThanOrEqualTo(500);
			assertThat(this.console.post("/delete/" + id, "").statusCode()).isGreaterThanOrEqualTo(500);
			assertThat(this.console.post("/page/queue/pause", "").statusCode()).isGreaterThanOrEqualTo(500);
			await().during(Duration.ofSeconds(1))
				.atMost(Duration.ofSeconds(5))
				.until(() -> vendor.requests().size() == 1);
		}
		finally {
			this.jdbc.sql("alter table trail_away rename to trail").update();
		}
		assertThat(vendor).launchedNothing().hasCampaigns(1);
		assertThat(this.console.count("ALL")).isOne();
		assertThat(this.console.get("/page/progress").body()).doesNotContain("paused");
		this.console.post("/launch/" + id, form);
		assertThat(vendor).launchedOnce(vendor.campaigns().get(0).id());
	}

	@Test
	void changeThatIsRefusedHasNoLine() {
		long id = draft("Summer sale");
		String form = LaunchPage.of(this.console.get("/launch/" + id)).with(MESSAGE);
		this.console.post("/launch/" + id, form);
		int lines = lines().size();
		this.console.post("/launch/" + id, form);
		this.console.create("Summer sale");
		this.console.post("/page/campaigns/cancel", "id=" + id);
		this.console.post("/page/queue/resume", "");
		this.console.post("/delete/" + id, "");
		assertThat(lines()).hasSize(lines);
	}

	@Test
	void everyActionHasItsLineWhichSurvivesTheRemovalOfTheCampaign() {
		this.console.post("/page/queue/pause", "");
		long id = this.console.created("Summer sale");
		this.console.post("/page/campaigns/cancel", "id=" + id);
		this.console.post("/edit/" + id, "title=Summer+sale+2&language=EN-gb&toAllSubscribers=true");
		this.console.post("/page/queue/cancel", "");
		this.console.post("/page/campaigns/retry", "id=" + id);
		this.console.post("/page/queue/resume", "");
		awaitState(id, "CREATED");
		this.console.post("/delete/" + id, "");
		awaitState(id, "DELETED");
		this.console.post("/page/campaigns/remove", "id=" + id);
		assertThat(this.console.count("ALL")).isZero();
		assertThat(lines()).extracting(Line::action)
			.containsExactly("PAUSE", "CREATE", "CANCEL", "EDIT", "RETRY", "CANCEL", "RETRY", "RESUME", "DELETE",
					"REMOVE");
		assertThat(lines()).extracting(Line::result)
			.containsExactly("Done", "Cancelled", "Done", "Done", "Cancelled", "Done", "Created with ID " + createdId(),
					"Done", "Deleted", "Done");
		assertThat(lines().get(3).what()).isEqualTo("en_GB, all subscribers; before: Summer sale, en_GB, segment");
		assertThat(this.console.get("/trail?campaign=" + id).body()).contains("8 entries of one campaign");
	}

	private static long createdId() {
		return Long.parseLong(vendor.requests(WebPushOperation.DELETE).get(0).path().replaceAll(".*/", ""));
	}

	@Test
	void failedRequestsAreLinesWithTheirReason() {
		vendor.onNext(WebPushOperation.CREATE).failWith(Faults.badRequest("No luck"));
		long refused = this.console.created("Refused");
		awaitState(refused, "FAILED");
		assertThat(last().result()).contains("Insider One refused it", "No luck");
		vendor.onNext(WebPushOperation.CREATE).dropResponse();
		long lost = this.console.created("Lost");
		awaitState(lost, "EXISTS");
		assertThat(last().result()).contains("It exists at Insider One");
		this.console.post("/resolve/" + lost, "decision=exists&campaignId=" + vendor.campaigns().get(0).id().value());
		assertThat(last()).extracting(Line::action, Line::title, Line::what)
			.containsExactly("SETTLE", "Lost", "It exists with ID " + vendor.campaigns().get(0).id().value());
		vendor.onNext(WebPushOperation.LAUNCH).dropResponse();
		this.console.post("/launch/" + lost,
				LaunchPage.of(this.console.get("/launch/" + lost)).with(MESSAGE.replace("Summer+sale", "Lost")));
		assertThat(last().result()).contains("It is unclear whether it was sent");
		this.console.post("/resolve/" + lost, "decision=not-sent");
		assertThat(last().what()).isEqualTo("The launch was not sent");
	}

	@Test
	void launchWhoseProcessDiedIsALineThatSaysSo() {
		long id = draft("Summer sale");
		this.jdbc.sql("""
				insert into trail (recorded_at, who, action, campaign, title, what)
				values (current_timestamp, 'local', 'LAUNCH', ?, 'Summer sale', 'Title: Now')""").param(id).update();
		this.jdbc.sql("update campaign set launch_state = 'LAUNCHING', launched_at = ?, launches = 1 where id = ?")
			.params(OffsetDateTime.now().minusMinutes(2), id)
			.update();
		await().until(() -> last().result() != null);
		assertThat(last().result()).contains("unclear", "ended before the response");
	}

	@Test
	void fileHasALineAndSoHasEachOfItsCampaigns() {
		this.console.uploadAndQueue("title,language\nOne,en_GB\nTwo,tr_TR\n");
		await().until(() -> this.console.count("DRAFTS") == 2);
		assertThat(lines()).extracting(Line::action).containsExactlyInAnyOrder("CREATE", "CREATE", "UPLOAD");
		assertThat(lines()).extracting(Line::what)
			.containsExactlyInAnyOrder("en_GB, segment, from a.csv", "tr_TR, segment, from a.csv",
					"a.csv, 2 campaigns");
		assertThat(lines()).extracting(Line::result).doesNotContainNull();
	}

	@Test
	void pageFiltersByPersonActionAndNameAndHasPages() {
		this.console.post("/page/queue/pause", "");
		for (int i = 0; i < 22; i++) {
			this.console.created("Row " + i);
		}
		this.console.post("/page/queue/cancel", "");
		this.console.post("/page/queue/resume", "");
		this.jdbc.sql("update trail set who = 'other' where title = 'Row 7'").update();
		assertThat(this.console.get("/trail").body()).contains("46 entries", "Page 1 of 3", "Row 21");
		assertThat(this.console.get("/trail?page=3").body()).contains("Page 3 of 3", "Pause").doesNotContain("Row 21");
		assertThat(this.console.get("/trail?who=other").body()).contains("2 entries", "Row 7").doesNotContain("Row 8");
		assertThat(this.console.get("/trail?action=CANCEL&q=row+1").body()).contains("11 entries", "Row 19");
		assertThat(this.console.get("/trail?q=%25").body()).contains("0 entries", "Nothing was done here");
	}

	@Test
	void fileOfTheTrailHasTheFilterAndNoFormulas() {
		this.console.created("=HYPERLINK(\"https://evil.example\")");
		this.console.created("Summer sale");
		await().until(() -> this.console.count("DRAFTS") == 2);
		HttpResponse<String> file = this.console.get("/trail.csv?q=" + URLEncoder.encode("=", StandardCharsets.UTF_8));
		assertThat(file.headers().firstValue("Content-Disposition").orElse("")).contains("activity.csv");
		assertThat(file.body())
			.contains("time,who,address,action,campaign,name,what,result,result time", ",local,127.0.0.1,Create,",
					"\"'=HYPERLINK(\"\"https://evil.example\"\")\"", "Created with ID")
			.doesNotContain("Summer sale");
	}

	private static final String MESSAGE = "title=Now&description=Half+price&link=https://shop.example/sale?id%3D1"
			+ "&image=https://shop.example/icon.png&ttlHours=4&includeUnengaged=true&attribute=d_wp_browser"
			+ "&values=Edg,Chr&confirmTitle=Summer+sale";

	private long draft(String title) {
		long id = this.console.created(title);
		awaitState(id, "CREATED");
		return id;
	}

	private void awaitState(long id, String state) {
		await().until(() -> state.equals(this.console.state(id)));
	}

	private Line last() {
		List<Line> lines = lines();
		return lines.get(lines.size() - 1);
	}

	private List<Line> lines() {
		return this.jdbc.sql("select who, address, action, title, what, result from trail order by id")
			.query(Line.class)
			.list();
	}

	record Line(String who, String address, String action, String title, String what, String result) {
	}

}
