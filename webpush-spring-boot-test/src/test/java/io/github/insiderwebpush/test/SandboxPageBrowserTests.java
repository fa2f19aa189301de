package io.github.insiderwebpush.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.github.insiderwebpush.test.ApiClient.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the sandbox's page in a browser. With {@code -Dwebpush.docs.screenshots=true}
 * they take the picture for the documentation.
 */
class SandboxPageBrowserTests {

	private static final String BANNER = "https://cdn.shop.example/banner.png";

	private static final String ICON = "https://cdn.shop.example/icon.png";

	private static final String MARKUP = "<script>document.title = 'taken over'</script>";

	private static Browser browser;

	private final WebPushVirtualClock clock = new WebPushVirtualClock();

	private final WebPushSandbox sandbox = WebPushSandbox.builder().clock(this.clock).start();

	private final ApiClient client = new ApiClient(this.sandbox);

	@BeforeAll
	static void startBrowser() throws IOException {
		browser = Browser.start();
	}

	@AfterAll
	static void quitBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@AfterEach
	void close() {
		browser.leave();
		this.sandbox.close();
		this.clock.close();
	}

	@Test
	void draftsAreListedBesideLaunchedCampaigns() {
		aMorning();
		open();
		assertThat(browser.text("campaigns", "Autumn coats")).contains("Autumn coats en_GB segments draft")
			.contains("Newsletter en_GB all draft")
			.contains("Summer sale en_GB segments ✓ launched 2 times")
			.contains("Back in stock en_GB all ✓ launched");
	}

	@Test
	void launchIsShownAsTheNotificationOfASubscriber() {
		aMorning();
		open();
		browser.text("launches", "Only today");
		assertThat(browser.texts(".notification")).hasSize(3);
		assertThat(browser.texts(".notification").get(0)).contains("Your size is back")
			.contains("The coat on your list can be had again.")
			.contains("https://shop.example/coat")
			.contains("all subscribers, including unengaged")
			.contains("Default icon")
			.doesNotContain("Banner");
		assertThat(browser.texts(".notification").get(1)).contains(BANNER).contains(ICON).contains("Last hours");
		assertThat(browser.texts(".notification").get(2)).contains("Only today")
			.contains("subscribers with d_wp_browser = Edg");
	}

	@Test
	void rejectedRequestIsShownWithItsReason() {
		aMorning();
		open();
		assertThat(browser.text("rejected", "401")).contains("POST /v1/single 400 The title 'Summer sale' is taken.")
			.contains("POST /v1/single 401 The bearer token belongs to no account.");
	}

	@Test
	void budgetLeftIsShown() {
		aMorning();
		open();
		assertThat(browser.text("budgets", "create")).contains("create: 25 of 30")
			.contains("launch: 5997 of 6000")
			.contains("delete: 30 of 30")
			.contains("statistics: 30 of 30");
	}

	@Test
	void pageShowsWhatHappensWhileItIsOpen() {
		open();
		assertThat(browser.text("campaigns", "No campaigns")).doesNotContain("Summer sale");
		this.client.created("Summer sale", false);
		assertThat(browser.text("campaigns", "Summer sale")).doesNotContain("No campaigns");
	}

	@Test
	void faultChosenByClickingMeetsTheNextCreateOnly() {
		open();
		browser.choose("operation", "create");
		browser.choose("kind", "429, Retry-After 7 s");
		browser.click("Add fault");
		browser.text("script", "create: 429");

		Response throttled = this.client.create("Summer sale");
		assertThat(throttled.status()).isEqualTo(429);
		assertThat(throttled.header("Retry-After")).isEqualTo("7");
		assertThat(browser.text("rejected", "429")).contains("POST /v1/single 429");
		assertThat(browser.text("script", "No faults")).doesNotContain("429");
		assertThat(this.client.create("Summer sale").status()).isEqualTo(201);
	}

	@Test
	void faultIsClearedByClicking() {
		open();
		browser.choose("operation", "create");
		browser.choose("kind", "503 Server error");
		browser.click("Add fault");
		browser.text("script", "create: 503");
		browser.click("Clear all");
		browser.text("script", "No faults");
		assertThat(this.client.create("Summer sale").status()).isEqualTo(201);
	}

	@Test
	void markupInATitleIsShownAsText() {
		long id = this.client.created(MARKUP, true);
		this.client.launch(id, "title", MARKUP, "description", MARKUP, "target", "absent");
		this.client.create(MARKUP);
		open();
		assertThat(browser.text("campaigns", MARKUP)).contains("launched");
		assertThat(browser.texts(".notification h3")).containsExactly(MARKUP);
		assertThat(browser.texts(".notification .text")).containsExactly(MARKUP);
		assertThat(browser.text("rejected", MARKUP)).contains("is taken");
		assertThat(browser.texts("main script")).isEmpty();
		assertThat(browser.title()).isEqualTo("Web push sandbox");
	}

	@Test
	void pageReportsAStoppedSandbox() {
		open();
		browser.text("summary", "0 requests");
		this.sandbox.close();
		browser.text("connection", "No response from the sandbox");
	}

	@Test
	void browserReportsNoProblem() {
		aMorning();
		open();
		browser.text("launches", "Only today");
		browser.choose("operation", "launch");
		browser.choose("kind", "No response, applied");
		browser.click("Add fault");
		browser.text("script", "launch: ");
		assertThat(browser.problems()).isEmpty();
	}

	@Test
	void narrowPageNeedsNoScrollingSideways() {
		aMorning();
		open();
		browser.text("launches", "Only today");
		assertThat(browser.resize(360).getWidth()).isLessThanOrEqualTo(360);
	}

	@Test
	void pictureForTheDocumentation() throws IOException {
		aMorning();
		open();
		browser.choose("operation", "launch");
		browser.choose("kind", "No response, applied");
		browser.click("Add fault");
		browser.text("script", "launch: ");
		browser.text("launches", "Only today");
		browser.resize(1100);
		byte[] picture = browser.screenshot();
		assertThat(picture).startsWith(0x89, 'P', 'N', 'G');
		Files.write(Path.of("target", "sandbox-page.png"), picture);
		if (Boolean.getBoolean("webpush.docs.screenshots")) {
			assertThat(picture).hasSizeLessThan(200_000);
			Files.write(Files.createDirectories(Path.of("..", "docs", "images")).resolve("sandbox-page.png"), picture);
		}
	}

	@Test
	void pageIsDarkOnADarkSystem() throws IOException {
		aMorning();
		browser.open(this.sandbox.pageUrl(), "dark");
		browser.text("launches", "Only today");
		assertThat(browser.colour("body", "background-color")).isEqualTo("rgba(15, 18, 22, 1)");
		assertThat(browser.colour("body", "color")).isEqualTo("rgba(232, 235, 240, 1)");
		browser.resize(1100);
		Files.write(Path.of("target", "sandbox-page-dark.png"), browser.screenshot());
	}

	private void open() {
		browser.open(this.sandbox.pageUrl(), "light");
	}

	/**
	 * Two drafts, two launched campaigns, three launches and two rejected requests.
	 */
	private void aMorning() {
		long sale = this.client.created("Summer sale", false);
		this.clock.advance(Duration.ofSeconds(2));
		this.client.launch(sale);
		this.clock.advance(Duration.ofSeconds(5));
		this.client.create("Summer sale");
		this.client.created("Newsletter", true);
		this.clock.advance(Duration.ofSeconds(6));
		this.client.launch(sale, "title", "Last hours", "description", "Half price until midnight", "banner", BANNER,
				"image", ICON, "target", Map.of("attribute", "city", "values", new String[] { "London", "Leeds" }));
		this.clock.advance(Duration.ofSeconds(3));
		this.client.send("POST", "/v1/single", this.client.body("title", "Winter sale", "language", "en_GB"),
				"last-years-key");
		long stock = this.client.created("Back in stock", true);
		this.clock.advance(Duration.ofSeconds(8));
		this.client.launch(stock, "title", "Your size is back", "description",
				"The coat on your list can be had again.", "link", "https://shop.example/coat", "include_unengaged",
				true, "target", "absent");
		this.clock.advance(Duration.ofSeconds(4));
		this.client.created("Autumn coats", false);
	}

}
