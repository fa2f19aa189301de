package io.github.insiderwebpush.console;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.console.ConsoleTests.LaunchPage;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.WebPushSandbox;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

import static io.github.insiderwebpush.console.Patience.await;
import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A morning of a marketing team at the page. Takes the pictures in the documentation,
 * with {@code -Dwebpush.docs.screenshots=true}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "webpush.token=", "webpush.partner-id=",
				"spring.datasource.url=jdbc:h2:mem:browser;DB_CLOSE_DELAY=-1",
				// Slower than the sandbox allows, so that the queue can be watched and no
				// test meets a throttle.
				"webpush.rate-limit.create.limit-for-period=8", "webpush.rate-limit.create.limit-refresh-period=10s" })
@Timeout(300)
class ConsoleBrowserTests {

	private static final int MOST_HEIGHT = 1100;

	private static ConsoleBrowser browser;

	private final URI page;

	private final WebPushSandbox sandbox;

	@TempDir
	private Path folder;

	private final ConsoleClient console;

	private final JdbcClient jdbc;

	ConsoleBrowserTests(@Autowired Environment environment, @Autowired WebPushSandbox sandbox,
			@Autowired JdbcClient jdbc) {
		this.jdbc = jdbc;
		this.page = URI.create("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port") + "/");
		this.sandbox = sandbox;
		this.console = new ConsoleClient(this.page.resolve("/"));
	}

	@BeforeAll
	static void startBrowser() throws IOException {
		browser = ConsoleBrowser.start();
	}

	@AfterAll
	static void quitBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@AfterEach
	void leave() {
		browser.leave();
	}

	@BeforeEach
	void empty() {
		this.jdbc.sql("delete from campaign").update();
		this.jdbc.sql("delete from scheduled_tasks where task_name = 'launch-campaign' and not picked").update();
		this.jdbc.sql("update queue_state set paused = false").update();
		await().until(() -> this.jdbc.sql("select count(*) from scheduled_tasks where task_name <> 'read-figures'")
			.query(Integer.class)
			.single() == 0);
		this.sandbox.reset();
	}

	@Test
	void morningOfAMarketingTeam() throws IOException {
		browser.open(this.page, "light");
		browser.resize(1280);
		assertThat(browser.text("account", "Sandbox")).contains("nothing is sent");
		Files.write(Path.of("target", "console-empty.png"), browser.screenshot());

		browser.follow("New campaign");
		browser.type("title", "x".repeat(101));
		browser.text("title-error", "at most 100");
		assertThat(browser.attribute("title", "aria-invalid")).isEqualTo("true");
		assertThat(browser.focused()).isEqualTo("title");
		accessible();
		browser.type("title", "Summer sale");
		browser.click("Create draft");
		browser.text("campaigns", "Draft");

		this.sandbox.onNext(WebPushOperation.CREATE).failWith(Faults.badRequest("The title already exists."));
		create("Taken at Insider One");
		browser.text("campaigns", "The name exists at Insider One");
		browser.text("filters", "Needs attention 1");

		launch();
		browser.open(this.page.resolve("/upload"), "light");
		browser.file("file", csv());
		browser.click("Upload and preview");
		browser.text("headline", "47 rows are ready, 3 need a correction");
		assertThat(browser.text("problems", "Name is missing")).contains("Language: write it like en_GB",
				"Audience: write yes or no");
		accessible();
		picture("console-upload.png");
		assertThat(this.sandbox.requests(WebPushOperation.CREATE)).hasSize(2);
		browser.click("Queue 47 campaigns");
		browser.text("page-message", "47 campaigns queued");
		browser.text("progress-headline", "Creating");
		String before = browser.value("progress-words", "textContent");
		browser.awaitValue("progress-words", (now) -> !now.equals(before));
		browser.open(this.page.resolve("/?sort=OLDEST"), "light");
		browser.text("progress-headline", "Creating");
		picture("console.png");
		browser.click("Pause");
		browser.text("progress-headline", "Paused: ");
		accessible();
		assertThat(browser.resize(375).getWidth()).isEqualTo(375);
		accessible();
		Files.write(Path.of("target", "console-phone.png"), browser.screenshot());
		browser.resize(1280);
		browser.open(this.page.resolve("/?sort=OLDEST"), "dark");
		assertThat(browser.colour("body", "background-color")).isEqualTo("rgba(15, 18, 22, 1)");
		accessible();
		Files.write(Path.of("target", "console-dark.png"), browser.screenshot());
		browser.open(this.page.resolve("/launch/" + id("Summer sale")), "dark");
		accessible();
		Files.write(Path.of("target", "console-launch-dark.png"), browser.screenshot());
		browser.open(this.page, "light");
		browser.click("Cancel all");
		browser.acceptDialog();
		browser.text("page-message", "cancelled");
		assertThat(browser.problems()).isEmpty();
	}

	private void launch() throws IOException {
		browser.open(this.page.resolve("/launch/" + id("Summer sale")), "light");
		browser.type("title", "Summer is here");
		browser.type("description", "Half price until Sunday");
		browser.type("link", "shop");
		browser.text("link-error", "Enter a full address");
		browser.type("link", "https://shop.example/sale");
		browser.type("values", "Edg");
		browser.text("audience", "browser is Edg");
		assertThat(browser.text("preview", "shop.example")).contains("Summer is here", "Half price");
		browser.type("confirmTitle", "Summer sale");
		accessible();
		picture("console-launch.png");
		assertThat(this.sandbox).launchedNothing();
		browser.click("Launch");
		browser.text("launch-state", "Launched");
		assertThat(browser.text("plot", "Delivered")).contains("Targeted", "Sent", "Clicks", "of sent");
		accessible();
		Files.write(Path.of("target", "console-figures.png"), browser.screenshot());
		browser.open(this.page.resolve("/results"), "light");
		assertThat(browser.text("comparison", "By campaign")).contains("Summer sale");
		accessible();
		assertThat(this.sandbox.launches()).hasSize(1);
	}

	@Test
	void messageIsWrittenScheduledAndLaunchedWithOthers() throws IOException {
		long sale = draft("Summer sale");
		long coats = draft("Autumn coats");
		browser.open(this.page, "light");
		browser.resize(1280);
		browser.follow("Summer sale");
		browser.awaitAt("/campaign/" + sale);
		browser.type("title", "Summer is here");
		browser.type("description", "Half price until Sunday");
		browser.type("link", "https://shop.example/sale");
		browser.type("values", "Edg");
		assertThat(browser.text("preview", "shop.example")).contains("Summer is here", "Half price until Sunday");
		browser.click("Save message");
		browser.text("campaign-saved", "saved");
		look("campaign");
		browser.follow("Launch or schedule");
		browser.awaitAt("/launch/" + sale);
		browser.clickId("later");
		browser.chooseTime("launchAt", LocalDate.now().plusDays(1) + "T03:00");
		browser.type("confirmTitle", "Summer sale");
		browser.clickId("send");
		browser.text("launchAt-error", "Launches are sent from 09:00 to 21:00 only");
		browser.chooseTime("launchAt", LocalDate.now().plusDays(1) + "T10:00");
		browser.chooseTime("notAfter", LocalDate.now().plusDays(1) + "T12:00");
		browser.type("confirmTitle", "Summer sale");
		look("schedule-form");
		browser.clickId("send");
		assertThat(browser.text("schedule", "Scheduled for")).contains("10:00", "12:00", "Confirmed by local");
		assertThat(browser.text("campaign-state", "Scheduled")).contains("Scheduled");
		look("schedule");
		browser.open(this.page, "light");
		browser.text("campaign-" + sale, "Scheduled");
		browser.text("filters", "Scheduled 1");
		look("list");
		browser.open(this.page.resolve("/campaign/" + sale), "light");
		browser.click("Cancel schedule");
		browser.text("campaign-state", "Draft");

		browser.open(this.page.resolve("/campaign/" + coats), "light");
		browser.clickId("use-again");
		browser.follow("Summer is here");
		browser.text("preview", "Half price until Sunday");
		browser.type("description", "New coats are here");
		browser.text("preview", "New coats are here");
		browser.click("Save message");
		browser.text("campaign-saved", "saved");
		browser.open(this.page, "light");
		browser.clickId("pick-" + sale);
		browser.clickId("pick-" + coats);
		browser.clickId("many-launch");
		assertThat(browser.text("summary", "2 campaigns to segments")).contains("15 minutes");
		browser.text("ready", "New coats are here");
		browser.type("confirm", "3");
		browser.clickId("send");
		browser.text("confirm-error", "Type the number of campaigns: 2");
		look("selected");
		assertThat(this.sandbox).launchedNothing();
		browser.type("confirm", "2");
		browser.press(Keys.ENTER, Keys.ENTER);
		browser.text("page-message", "2 launches on the way");
		browser.text("filters", "Launched 2");
		assertThat(this.sandbox.launches()).hasSize(2);
		assertThat(browser.problems()).isEmpty();
	}

	@Test
	void messagesAndLaunchesOfAFileArePreviewedAndScheduled() throws IOException {
		String day = LocalDate.now().plusDays(1).toString();
		Path file = Files.writeString(this.folder.resolve("days.csv"),
				"""
						title,language,to_all,message_title,message_text,link,banner,ttl_hours,segment_attribute,segment_values,launch_at,not_after
						Morning coffee,en_GB,no,Good morning,A coffee on us until eleven,https://shop.example/coffee,,4,d_wp_browser,Edg,DAY 09:30,11:00
						Lunch for all,en_GB,yes,Lunch is ready,Two for one until 14:00,https://shop.example/lunch,https://cdn.example/lunch.png,2,,,DAY 11:45,14:00
						Evening news,tr_TR,no,Akşam haberleri,Bugünün özeti burada,https://news.example/aksam,,12,d_wp_browser,"Chrome, Edg",,
						Nothing yet,en_GB,no,,,,,,,,,
						Wrong link,en_GB,no,Oops,This has no link,shop,,4,d_wp_browser,Edg,DAY 23:00,
						"""
					.replace("DAY", day));
		browser.open(this.page.resolve("/upload"), "light");
		browser.resize(1280);
		browser.file("file", file);
		browser.click("Upload and preview");
		browser.text("headline", "4 rows are ready, 1 needs a correction");
		assertThat(browser.text("problems", "Link: enter a full address"))
			.contains("Launch time: launches are sent from");
		assertThat(browser.text("cards", "Good morning")).contains("Two for one until 14:00", "Akşam haberleri");
		browser.text("launches", "1 campaign to a segment and 1 campaign to all subscribers");
		picture("console-cards.png");
		look("upload");
		browser.type("confirm", "2");
		browser.clickId("queue-and-schedule");
		browser.text("page-message", "4 campaigns queued, 2 launches scheduled");
		browser.text("filters", "Scheduled 2");
		assertThat(this.sandbox).launchedNothing();
		assertThat(browser.problems()).isEmpty();
	}

	/**
	 * Check the page in both schemes and on a phone, and take pictures of it.
	 */
	private static void look(String name) throws IOException {
		for (String scheme : List.of("dark", "light")) {
			browser.scheme(scheme);
			accessible();
			Files.write(Path.of("target", "console-" + name + "-" + scheme + ".png"), browser.screenshot());
		}
		assertThat(browser.resize(375).getWidth()).isEqualTo(375);
		accessible();
		Files.write(Path.of("target", "console-" + name + "-phone.png"), browser.screenshot());
		browser.resize(1280);
	}

	@Test
	void campaignIsLaunchedByKeyboardAloneAndDoubleEnterLaunchesOnce() {
		long id = draft("Summer sale");
		this.sandbox.onEvery(WebPushOperation.LAUNCH).delay(Duration.ofMillis(500));
		browser.open(this.page, "light");
		browser.tabTo("launch-" + id);
		browser.press(Keys.ENTER);
		browser.awaitAt("/launch/" + id);
		browser.tabTo("title");
		browser.press("Summer is here", Keys.TAB, "Half price", Keys.TAB, "https://shop.example/");
		browser.tabTo("values");
		browser.press("Edg");
		browser.tabTo("confirmTitle");
		browser.press("Summer sale", Keys.ENTER, Keys.ENTER, Keys.ENTER);
		browser.text("launch-state", "Launched");
		assertThat(this.sandbox.requests(WebPushOperation.LAUNCH)).hasSize(1);
	}

	@Test
	void secondTabAsksBeforeItLaunchesAgain() {
		long id = draft("Summer sale");
		URI form = this.page.resolve("/launch/" + id);
		browser.open(form, "light");
		fill();
		String first = browser.tab();
		browser.newTab(form);
		fill();
		browser.click("Launch");
		browser.text("launch-state", "Launched");
		browser.closeOtherTabs();
		browser.switchTo(first);
		browser.click("Launch");
		browser.text("launch-message", "Nothing was sent now. Launch it again?");
		assertThat(browser.value("description", "value")).isEqualTo("Half price");
		assertThat(this.sandbox.requests(WebPushOperation.LAUNCH)).hasSize(1);
	}

	private static final String LAUNCH = "title=Spring+is+here&description=New+coats&link=https://shop.example/"
			+ "&ttlHours=4&attribute=d_wp_browser&values=Edg&confirmTitle=Spring+news";

	private static void fill() {
		browser.type("title", "Summer is here");
		browser.type("description", "Half price");
		browser.type("link", "https://shop.example/");
		browser.type("values", "Edg");
		browser.type("confirmTitle", "Summer sale");
	}

	@Test
	void eightTabsShowTheQueue() {
		browser.open(this.page, "light");
		draft("First");
		for (int tab = 0; tab < 8; tab++) {
			browser.newTab(this.page);
			browser.text("filters", "All");
		}
		long id = draft("Shown in the eighth tab");
		browser.text("campaigns", "Shown in the eighth tab");
		browser.text("campaign-" + id, "Draft");
		browser.closeOtherTabs();
	}

	@Test
	void consoleThatIsGoneIsReportedAndWhatWasTypedIsKept() {
		browser.open(this.page.resolve("/new"), "light");
		browser.type("title", "Kept");
		browser.offline(true);
		try {
			browser.click("Create draft");
			browser.text("problem", "does not respond");
			assertThat(browser.value("title", "value")).isEqualTo("Kept");
		}
		finally {
			browser.offline(false);
		}
		browser.click("Create draft");
		browser.text("campaigns", "Kept");
	}

	@Test
	void oneFileIsCancelledAfterAQuestion() {
		this.console.post("/page/queue/pause", "");
		this.console.queue(this.console.upload("spring.csv",
				"title,language\nOne,en_GB\nTwo,en_GB\n".getBytes(StandardCharsets.UTF_8)));
		this.console
			.queue(this.console.upload("autumn.csv", "title,language\nThree,en_GB\n".getBytes(StandardCharsets.UTF_8)));
		browser.open(this.page, "light");
		browser.click("Cancel file… spring.csv");
		assertThat(browser.acceptDialog())
			.isEqualTo("Cancel 2 waiting campaigns of spring.csv? They stay in the list and can be queued again.");
		browser.text("page-message", "2 campaigns cancelled");
		browser.text("filters", "Waiting 1");
		assertThat(browser.text("progress", "autumn.csv")).doesNotContain("spring.csv");
		this.console.created("Four");
		browser.text("filters", "Waiting 2");
		assertThat(browser.texts("#page-message"))
			.containsExactly("2 campaigns cancelled. They are in the list and can be queued again.");
		browser.click("Cancel Four");
		browser.text("page-message", "1 campaign cancelled.");
		assertThat(browser.problems()).isEmpty();
	}

	@Test
	void everyPageIsAccessibleAndFitsAPhone() throws IOException {
		look("empty", "/");
		look("results-empty", "/results");
		long draft = draft("Summer sale");
		long launched = draft("Spring news");
		this.console.post("/launch/" + launched, LaunchPage.of(this.console.get("/launch/" + launched)).with(LAUNCH));
		this.sandbox.onNext(WebPushOperation.LAUNCH).dropResponse();
		long unclear = draft("Winter sale");
		this.console.post("/launch/" + unclear, LaunchPage.of(this.console.get("/launch/" + unclear))
			.with(LAUNCH.replace("Spring+news", "Winter+sale")));
		long exists = draft("Lost response");
		this.jdbc.sql("update campaign set state = 'EXISTS', unclear = true, campaign_id = null where id = ?")
			.param(exists)
			.update();
		this.console.post("/page/queue/pause", "");
		this.console.queue(this.console.upload("spring.csv",
				"title,language\nOne,en_GB\nTwo,en_GB\n".getBytes(StandardCharsets.UTF_8)));
		long waiting = id("One");
		String preview = this.console.upload("autumn.csv", Files.readAllBytes(csv())).uri().getPath();
		String unreadable = this.console
			.upload("yaz.csv", "title,language\n\u0130ndirim,tr_TR\n".getBytes("windows-1254"))
			.uri()
			.getPath();
		Map<String, String> pages = new LinkedHashMap<>();
		pages.put("index", "/");
		pages.put("attention", "/?filter=ATTENTION");
		pages.put("nothing-found", "/?q=nothing");
		pages.put("new", "/new");
		pages.put("duplicate", "/new?from=" + draft);
		pages.put("edit", "/edit/" + waiting);
		pages.put("upload", "/upload");
		pages.put("preview", preview);
		pages.put("preview-unreadable", unreadable);
		pages.put("launch", "/launch/" + draft);
		pages.put("launch-again", "/launch/" + launched);
		pages.put("launch-refused", "/launch/" + unclear);
		pages.put("figures", "/figures/" + launched);
		pages.put("results", "/results");
		pages.put("activity", "/trail");
		pages.put("campaign", "/campaign/" + launched);
		pages.put("campaign-draft", "/campaign/" + draft);
		pages.put("selected", "/launch-selected?id=" + draft);
		pages.put("resolve", "/resolve/" + unclear);
		pages.put("resolve-id", "/resolve/" + exists);
		pages.put("delete", "/delete/" + draft);
		pages.put("login", "/login");
		pages.put("login-failed", "/login?error");
		for (int status : new int[] { 400, 403, 404, 429, 500, 503 }) {
			pages.put("error-" + status, "/status/" + status);
		}
		for (Map.Entry<String, String> page : pages.entrySet()) {
			look(page.getKey(), page.getValue());
		}
	}

	private void look(String name, String path) throws IOException {
		Path pictures = Files.createDirectories(Path.of("target", "pages"));
		browser.resize(1280, MOST_HEIGHT);
		for (String scheme : List.of("light", "dark")) {
			browser.open(this.page.resolve(path), scheme);
			browser.awaitParts();
			accessible();
			Files.write(pictures.resolve(name + "-" + scheme + ".png"), browser.screenshot());
		}
		browser.open(this.page.resolve(path), "light");
		browser.awaitParts();
		assertThat(browser.resize(375).getWidth()).as("width of " + path).isEqualTo(375);
		Files.write(pictures.resolve(name + "-phone.png"), browser.screenshot());
	}

	/**
	 * Ends with an error status as the console does, so that each page can be looked at.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Statuses {

		@Bean
		StatusController statusController() {
			return new StatusController();
		}

	}

	@Controller
	static class StatusController {

		@GetMapping("/status/{status}")
		void end(@PathVariable int status, HttpServletResponse response) throws IOException {
			response.sendError(status);
		}

	}

	@Test
	void resultsAreSortedComparedAndExported() throws IOException {
		long id = draft("Summer sale");
		browser.open(this.page.resolve("/launch/" + id), "light");
		fill();
		browser.click("Launch");
		browser.text("plot", "Delivered");
		launchedLongAgo();
		browser.open(this.page.resolve("/results"), "light");
		browser.text("read-at", "Figures of 7 of 8 campaigns");
		assertThat(browser.text("comparison", "the best 7")).contains("Back in stock", "1.21%");
		accessible();
		picture("console-results.png");
		browser.select("thead a[href*='sort=CLICKS&']");
		browser.awaitText("th[aria-sort=descending]", "Clicks ↓");
		assertThat(browser.texts("#results .name b")).startsWith("Newsletter 47", "Weekend sale")
			.endsWith("Just launched");
		browser.select("thead a[href*='sort=CLICKS&']");
		browser.awaitText("th[aria-sort=ascending]", "Clicks ↑");
		assertThat(browser.texts("#results .name b")).endsWith("Weekend sale", "Newsletter 47", "Just launched");
		browser.select("#results input[aria-label='Select Flash Friday']");
		browser.select("#results input[aria-label='Select Newsletter 47']");
		browser.click("Compare selected");
		browser.text("comparison", "selected");
		assertThat(browser.texts("#comparison .label")).containsExactly("Flash Friday", "Newsletter 47");
		browser.follow("Revenue");
		browser.text("comparison", "TRY");
		assertThat(browser.texts("#comparison .label")).containsExactlyInAnyOrder("Flash Friday", "Newsletter 47");
		String file = browser.download("export", Files.createDirectory(this.folder.resolve("results")));
		assertThat(file).contains("campaign,id,language,to_all,message,launched", "Flash Friday", "'=1+1 is two");
		pictures("/results", "results");
		pictures("/figures/" + id, "figures");
		assertThat(browser.problems()).isEmpty();
	}

	/**
	 * Campaigns whose figures were read before, as a database of last month has them.
	 */
	private void launchedLongAgo() {
		String[] titles = { "Back in stock", "Flash Friday", "Last hours", "Newsletter 47", "Autumn coats",
				"Weekend sale" };
		for (int i = 0; i < titles.length; i++) {
			long sent = 120_481 + i * 48_377L;
			long delivered = sent * (34 + 3 * i % 11) / 100;
			long clicks = delivered * (121 - i * 9) / 10_000;
			launched(titles[i], (i == 1) ? "=1+1 is two" : "Up to 50% off until Sunday", 2 + i * 29);
			this.jdbc.sql("""
					insert into figures (campaign, targeted, sent, delivered, delivery_rate, clicks, click_rate,
					conversions, conversion_rate, revenue, currency, is_final, read_at, asked_at, next_read_at)
					select id, ?, ?, ?, ?, ?, ?, 12, 0.01, ?, 'TRY', ?, current_timestamp, current_timestamp,
					dateadd('day', 1, current_timestamp) from campaign where title = ?""")
				.params(sent + 496, sent, delivered, (double) delivered / sent, clicks, (double) clicks / delivered,
						2_480 + 731 * ((i * 5) % 7), i > 1, titles[i])
				.update();
			this.jdbc
				.sql("""
						insert into figures_reading (campaign, read_at, clicks)
						select id, dateadd('hour', x, launched_at), cast(? as double) * (1 - exp(-x / cast(? as double))) from campaign, system_range(0, 24)
						where title = ?""")
				.params(clicks, 2.5 + 2 * i, titles[i])
				.update();
		}
		launched("Just launched", "Here it is", 0);
		this.jdbc.sql("""
				insert into figures (campaign, asked_at, next_read_at)
				select id, current_timestamp, dateadd('day', 1, current_timestamp) from campaign
				where title = 'Just launched'""").update();
		// Only now, lest the reader of figures be faster.
		this.jdbc.sql("update campaign set launch_state = 'LAUNCHED' where launched_by = 'editor'").update();
	}

	private void launched(String title, String message, int hoursAgo) {
		this.jdbc.sql("""
				insert into campaign (batch_id, title, language, to_all, state, campaign_id, launch_state, launched_at,
				launched_by, launches, last_message, updated_at) values (0, ?, 'en_GB', false, 'CREATED', 1, 'NONE',
				dateadd('hour', ?, current_timestamp), 'editor', 1, ?, current_timestamp)""")
			.params(title, -hoursAgo, message)
			.update();
	}

	@Test
	void activityIsSearchedReadAndExported() throws IOException {
		this.jdbc.sql("delete from trail").update();
		long id = draft("Summer sale");
		this.sandbox.onNext(WebPushOperation.LAUNCH).dropResponse();
		browser.open(this.page.resolve("/launch/" + id), "light");
		fill();
		browser.click("Launch");
		browser.text("launch-error", "unclear");
		this.console.post("/resolve/" + id, "decision=sent");
		this.sandbox.onNext(WebPushOperation.CREATE).failWith(Faults.badRequest("The title already exists."));
		this.console.created("Taken");
		this.console.uploadAndQueue("title,language\nOne,en_GB\nTwo,tr_TR\n");
		this.console.post("/page/queue/pause", "");
		this.console.created("Waits");
		this.jdbc.sql("update trail set who = 'editor' where title = 'Waits'").update();

		browser.open(this.page, "light");
		browser.follow("Activity");
		browser.awaitAt("/trail");
		browser.text("trail-count", "9 entries");
		assertThat(browser.text("trail", "Pending")).contains("by local", "127.0.0.1", "a.csv, 2 campaigns",
				"It is unclear whether it was sent", "The launch was sent");
		accessible();
		browser.select("#trail details summary");
		assertThat(browser.text("trail", "Link: https://shop.example/")).contains("Audience: d_wp_browser is Edg");
		accessible();
		picture("console-activity.png");
		browser.choose("who", "editor");
		browser.text("trail-count", "1 entry");
		assertThat(browser.texts("#trail tbody b")).containsExactly("Waits");
		browser.choose("who", "Everyone");
		browser.choose("action", "Create");
		browser.text("trail-count", "5 entries");
		browser.type("q", "summer");
		browser.text("trail-count", "1 entry");
		String file = browser.download("export", Files.createDirectory(this.folder.resolve("trail")));
		assertThat(file).contains("time,who,address,action", "Summer sale", "Created with ID").doesNotContain("Taken");
		pictures("/trail", "trail");
		for (String path : List.of("/figures/", "/campaign/")) {
			browser.open(this.page.resolve(path + id), "light");
			assertThat(browser.texts(".trail .badge")).contains("Resolve", "Launch", "Create");
		}
		assertThat(browser.problems()).isEmpty();
	}

	/**
	 * Pictures to look at, of a page in both schemes and on a phone.
	 */
	private void pictures(String path, String name) throws IOException {
		for (String scheme : List.of("light", "dark")) {
			browser.open(this.page.resolve(path), scheme);
			browser.resize(1280);
			accessible();
			Files.write(Path.of("target", "console-" + name + "-" + scheme + ".png"), browser.screenshot());
			assertThat(browser.resize(375).getWidth()).isEqualTo(375);
			accessible();
			Files.write(Path.of("target", "console-" + name + "-" + scheme + "-phone.png"), browser.screenshot());
			browser.resize(1280);
		}
	}

	private static void accessible() {
		assertThat(browser.accessibilityProblems()).as("accessibility of " + browser.at()).isEmpty();
	}

	private long draft(String title) {
		long id = this.console.created(title);
		await().atMost(Duration.ofMinutes(2)).until(() -> "CREATED".equals(this.console.state(id)));
		return id;
	}

	private long id(String title) {
		return this.jdbc.sql("select id from campaign where title = ?").param(title).query(Long.class).single();
	}

	private static void create(String title) {
		browser.follow("New campaign");
		browser.type("title", title);
		browser.type("language", "en_GB");
		browser.click("Create draft");
		browser.text("campaigns", title);
	}

	private Path csv() throws IOException {
		StringBuilder csv = new StringBuilder("title,language,to_all\n");
		IntStream.rangeClosed(2, 51).forEach((line) -> csv.append(switch (line) {
			case 8 -> ",en_GB,false\n";
			case 22 -> "Autumn coats,english,false\n";
			case 41 -> "Autumn hats,en_GB,maybe\n";
			default -> "Autumn collection " + line + ",en_GB," + (line % 5 == 0) + "\n";
		}));
		return Files.writeString(this.folder.resolve("autumn.csv"), csv);
	}

	private static void picture(String name) throws IOException {
		browser.resize(1280, MOST_HEIGHT);
		byte[] picture = browser.screenshot();
		Files.write(Path.of("target", name), picture);
		if (Boolean.getBoolean("webpush.docs.screenshots")) {
			Files.write(Files.createDirectories(Path.of("..", "docs", "images")).resolve(name), picture);
		}
	}

}
