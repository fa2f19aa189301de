package io.github.insiderwebpush.console;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static io.github.insiderwebpush.console.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A day of a marketing team in a browser: forty rows with messages, one of them
 * corrected, some launched, one scheduled, one too late, then the figures and the
 * activity.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:day;DB_CLOSE_DELAY=-1", "console.time-zone=UTC",
				"console.sending-window=", "webpush.rate-limit.create.limit-for-period=1000",
				"webpush.rate-limit.create.limit-refresh-period=1s", "db-scheduler.polling-interval=50ms" })
@Timeout(300)
class WholeDayTests {

	private static final int ROWS = 40;

	private static final int WRONG_ROW = 17;

	private static final WebPushSandbox vendor = WebPushSandbox.builder().budget(Budget.CREATE, 10_000).start();

	private static ConsoleBrowser browser;

	private final URI page;

	private final ConsoleClient console;

	private final JdbcClient jdbc;

	@TempDir
	private Path folder;

	WholeDayTests(@Autowired Environment environment, @Autowired JdbcClient jdbc) {
		this.page = URI.create("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port") + "/");
		this.console = new ConsoleClient(this.page);
		this.jdbc = jdbc;
	}

	@DynamicPropertySource
	static void account(DynamicPropertyRegistry registry) {
		registry.add("webpush.token", vendor::token);
		registry.add("webpush.partner-id", vendor::partnerId);
		registry.add("webpush.base-url", () -> vendor.baseUrl().toString());
	}

	@BeforeAll
	static void startBrowser() throws IOException {
		browser = ConsoleBrowser.start();
	}

	@AfterEach
	void leave() {
		browser.leave();
	}

	@AfterAll
	static void close() {
		if (browser != null) {
			browser.close();
		}
		vendor.close();
	}

	@Test
	void fileIsPreparedLaunchedAndLookedBackAt() throws IOException {
		uploadFortyRows();
		List<Long> launched = List.of(id(1), id(2), id(3));
		launch(launched);
		correctTheMessageOf(id(4));
		schedule(id(4));
		schedule(id(5));
		missTheTimeOf(id(5));
		lookAtTheFiguresOf(launched);
		checkTheActivity();
		assertThat(vendor.launches()).extracting((launch) -> launch.campaignId().value())
			.containsExactlyInAnyOrderElementsOf(launched.stream().map(this::campaignId).toList());
		assertThat(browser.problems()).isEmpty();
	}

	private void uploadFortyRows() throws IOException {
		browser.open(this.page.resolve("/upload"), "light");
		String template = browser.download("template", Files.createDirectory(this.folder.resolve("template")));
		List<String> columns = List.of(template.substring(1).lines().findFirst().orElseThrow().split(","));
		String rows = IntStream.rangeClosed(1, ROWS)
			.mapToObj((row) -> columns.stream().map((column) -> cell(column, row)).collect(Collectors.joining(",")))
			.collect(Collectors.joining("\n", String.join(",", columns) + "\n", "\n"));
		browser.file("file", Files.writeString(this.folder.resolve("day.csv"), rows));
		browser.click("Upload and preview");
		browser.text("headline", "39 rows are ready, 1 needs a correction");
		browser.text("cards", "Only today 1");
		String corrections = browser.download("corrections", Files.createDirectory(this.folder.resolve("corrections")));
		browser.clickId("queue");
		browser.text("page-message", "39 campaigns queued");

		browser.open(this.page.resolve("/upload"), "light");
		browser.file("file", Files.writeString(this.folder.resolve("corrected.csv"),
				corrections.replace(",shop,", ",https://shop.example/" + WRONG_ROW + ",")));
		browser.click("Upload and preview");
		browser.text("headline", "1 row is ready");
		browser.clickId("queue");
		browser.text("page-message", "1 campaign queued");
		browser.text("filters", "Drafts 40");
	}

	private static String cell(String column, int row) {
		return switch (column) {
			case "title" -> "Offer " + row;
			case "language" -> "en_GB";
			case "to_all" -> "no";
			case "message_title" -> "Only today " + row;
			case "message_text" -> "Half price";
			case "link" -> (row == WRONG_ROW) ? "shop" : "https://shop.example/" + row;
			case "ttl_hours" -> "4";
			case "segment_attribute" -> "d_wp_browser";
			case "segment_values" -> "Edg";
			default -> "";
		};
	}

	private void launch(List<Long> ids) {
		browser.open(this.page.resolve("/?sort=OLDEST"), "light");
		ids.forEach((id) -> browser.clickId("pick-" + id));
		browser.clickId("many-launch");
		browser.text("summary", "3 campaigns to segments");
		browser.type("confirm", "3");
		browser.clickId("send");
		browser.text("page-message", "3 launches on the way");
		browser.text("filters", "Launched 3");
	}

	private void correctTheMessageOf(long id) {
		browser.open(this.page.resolve("/campaign/" + id), "light");
		browser.type("description", "Half price until midnight");
		browser.text("preview", "until midnight");
		browser.click("Save message");
		browser.text("campaign-saved", "saved");
	}

	private void schedule(long id) {
		browser.open(this.page.resolve("/launch/" + id), "light");
		browser.clickId("later");
		browser.chooseTime("launchAt", LocalDate.now(ZoneOffset.UTC).plusDays(1) + "T10:00");
		browser.type("confirmTitle", title(id));
		browser.clickId("send");
		browser.text("schedule", "Scheduled for");
	}

	/**
	 * As if the console had been down at that time.
	 */
	private void missTheTimeOf(long id) {
		OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
		this.jdbc.sql("update campaign set launch_at = ?, not_after = ? where id = ?")
			.params(now.minusHours(2), now.minusHours(1), id)
			.update();
		await().until(() -> this.console.count("ATTENTION") == 1);
		browser.open(this.page.resolve("/?filter=ATTENTION"), "light");
		assertThat(browser.text("campaign-" + id, "Expired")).contains("could not be sent in time");
		browser.text("filters", "Scheduled 1");
	}

	private void lookAtTheFiguresOf(List<Long> ids) {
		for (long id : ids) {
			browser.open(this.page.resolve("/figures/" + id), "light");
			browser.text("plot", "Delivered");
		}
		browser.open(this.page.resolve("/results"), "light");
		browser.text("read-at", "Figures of 3 of 3 campaigns");
		assertThat(browser.texts("#results .name b"))
			.containsExactlyInAnyOrderElementsOf(ids.stream().map(this::title).toList());
	}

	private void checkTheActivity() throws IOException {
		browser.open(this.page.resolve("/trail"), "light");
		String file = browser.download("export", Files.createDirectory(this.folder.resolve("activity")));
		Map<String, List<NamedCsvRecord>> lines;
		try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file.substring(1))) {
			lines = reader.stream().collect(Collectors.groupingBy((line) -> line.getField("action")));
		}
		assertThat(lines.get("Upload")).hasSize(2);
		assertThat(lines.get("Create")).hasSize(ROWS)
			.allSatisfy((line) -> assertThat(line.getField("what")).contains("Title: Only today", "from "))
			.allSatisfy((line) -> assertThat(line.getField("result")).startsWith("Created with ID"));
		assertThat(lines.get("Edit")).singleElement()
			.satisfies((line) -> assertThat(line.getField("what")).contains("Text: Half price until midnight"));
		assertThat(lines.get("Schedule")).hasSize(5)
			.allSatisfy((line) -> assertThat(line.getField("who")).isEqualTo("local"))
			.allSatisfy((line) -> assertThat(line.getField("what")).contains("Not after: ", "Title: Only today"));
		assertThat(lines.get("Launch")).hasSize(3)
			.allSatisfy((line) -> assertThat(line.getField("result")).isEqualTo("Launched"));
		assertThat(lines.get("Expire")).singleElement()
			.satisfies((line) -> assertThat(line.getField("name")).isEqualTo("Offer 5"));
	}

	private long id(int row) {
		return this.jdbc.sql("select id from campaign where title = ?")
			.param("Offer " + row)
			.query(Long.class)
			.single();
	}

	private String title(long id) {
		return this.jdbc.sql("select title from campaign where id = ?").param(id).query(String.class).single();
	}

	private long campaignId(long id) {
		return this.jdbc.sql("select campaign_id from campaign where id = ?").param(id).query(Long.class).single();
	}

}
