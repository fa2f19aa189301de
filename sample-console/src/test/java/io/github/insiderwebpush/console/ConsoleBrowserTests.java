package io.github.insiderwebpush.console;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.WebPushSandbox;
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
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
		this.jdbc.sql("update queue_state set paused = false").update();
		await().atMost(Duration.ofMinutes(1))
			.until(() -> this.jdbc.sql("select count(*) from scheduled_tasks").query(Integer.class).single() == 0);
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
		browser.text("progress", "cancelled");
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
		picture("console-results.png");
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
		browser.choose("launchAt", LocalDate.now().plusDays(1) + "T03:00");
		browser.type("confirmTitle", "Summer sale");
		browser.clickId("send");
		browser.text("launchAt-error", "Launches are sent from 09:00 to 21:00 only");
		browser.choose("launchAt", LocalDate.now().plusDays(1) + "T10:00");
		browser.choose("notAfter", LocalDate.now().plusDays(1) + "T12:00");
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
	void everyPageIsAccessible() {
		long id = draft("Summer sale");
		this.sandbox.onNext(WebPushOperation.LAUNCH).dropResponse();
		browser.open(this.page.resolve("/launch/" + id), "light");
		fill();
		browser.click("Launch");
		browser.text("launch-error", "unclear");
		accessible();
		for (String scheme : List.of("light", "dark")) {
			for (String path : List.of("/", "/new", "/upload", "/results", "/resolve/" + id, "/edit/" + id,
					"/delete/" + id, "/launch/" + id, "/campaign/" + id, "/launch-selected?id=" + id, "/missing",
					"/login")) {
				browser.open(this.page.resolve(path), scheme);
				accessible();
			}
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
