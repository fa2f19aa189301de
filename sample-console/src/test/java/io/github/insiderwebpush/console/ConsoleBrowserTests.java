package io.github.insiderwebpush.console;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.test.Faults;
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

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A morning of a marketing team at the page. Takes the picture in the documentation, with
 * {@code -Dwebpush.docs.screenshots=true}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "webpush.token=", "webpush.partner-id=",
				"spring.datasource.url=jdbc:h2:mem:browser;DB_CLOSE_DELAY=-1" })
@Timeout(300)
class ConsoleBrowserTests {

	private static ConsoleBrowser browser;

	private final URI page;

	private final WebPushSandbox sandbox;

	@TempDir
	private Path folder;

	ConsoleBrowserTests(@Autowired Environment environment, @Autowired WebPushSandbox sandbox) {
		this.page = URI.create("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port") + "/");
		this.sandbox = sandbox;
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

	@Test
	void morningOfAMarketingTeam() throws IOException {
		browser.open(this.page, "light");
		assertThat(browser.text("account", "Sandbox.")).contains("Nobody receives anything");

		browser.type("title", "x".repeat(101));
		assertThat(browser.text("rules", "101 of 100")).contains("title");
		create("Summer sale");
		browser.text("campaigns", "created");

		browser.type("title", "Summer sale");
		browser.text("rules", "is taken by a campaign of this console");
		browser.clear("title");
		this.sandbox.onNext(WebPushOperation.CREATE).failWith(Faults.badRequest("The title already exists."));
		create("Taken at the vendor");
		browser.text("campaigns", "The title is taken at Insider One");

		browser.file("file", csv());
		browser.click("Upload");
		assertThat(browser.text("upload-result", "3 of 50 rows are bad")).contains("Nothing was queued", "Line 8",
				"Line 22", "Line 41");
		browser.tick("goodRowsOnly");
		browser.file("file", csv());
		browser.click("Upload");
		browser.text("upload-result", "47 campaigns are queued");
		browser.text("progress-words", "of 47 done");
		double before = browser.value("done");
		browser.awaitMoreThan("done", before);

		picture(1200, "console.png");
		assertThat(browser.resize(360).getWidth()).isEqualTo(360);
		Files.write(Path.of("target", "console-phone.png"), browser.screenshot());
		browser.resize(1200);

		browser.open(this.page.resolve("/?filter=CREATED&page=99"), "dark");
		assertThat(browser.colour("body", "background-color")).isEqualTo("rgba(20, 23, 29, 1)");
		Files.write(Path.of("target", "console-dark.png"), browser.screenshot());
		launch();
		assertThat(browser.problems()).isEmpty();
	}

	private void launch() throws IOException {
		browser.follow("Launch Summer sale");
		browser.text("preview", "Description");
		browser.type("title", "Summer is here");
		browser.type("description", "Half price until Sunday");
		browser.type("link", "https://shop.example/sale");
		browser.type("values", "Edg");
		assertThat(browser.text("preview", "Edg")).contains("Summer is here", "Half price until Sunday");
		browser.type("confirmTitle", "Summer sale");
		Files.write(Path.of("target", "console-launch.png"), browser.screenshot());
		assertThat(this.sandbox).launchedNothing();
		browser.click("Launch in the sandbox");
		browser.text("launch-state", "Launched.");
		assertThat(browser.text("chart", "Delivered")).contains("Targeted", "Sent", "Clicks");
		assertThat(browser.texts("#chart rect")).hasSize(5);
		Files.write(Path.of("target", "console-chart.png"), browser.screenshot());
		assertThat(this.sandbox.launches()).hasSize(1);
	}

	private void create(String title) {
		browser.type("title", title);
		browser.type("language", "en_GB");
		browser.click("Create draft");
		browser.text("queued", "Queued: " + title);
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

	private static void picture(int width, String name) throws IOException {
		browser.resize(width);
		byte[] picture = browser.screenshot();
		Files.write(Path.of("target", name), picture);
		if (Boolean.getBoolean("webpush.docs.screenshots")) {
			Files.write(Files.createDirectories(Path.of("..", "docs", "images")).resolve(name), picture);
		}
	}

}
