package io.github.insiderwebpush.console;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages that are open while their login ends: by time, and by a restart with another
 * password.
 */
@Timeout(300)
class SignInBrowserTests {

	private static final String OLD = "correct-horse";

	private static final String NEW = "battery-staple";

	private final int port;

	private final URI page;

	@TempDir
	private Path folder;

	SignInBrowserTests() throws IOException {
		this.port = Ports.free();
		this.page = URI.create("http://127.0.0.1:" + this.port + "/");
	}

	@Test
	void openPagesAskToSignInAgainAndKeepWhatWasTyped() throws IOException {
		try (ConsoleBrowser browser = ConsoleBrowser.start(); WebPushSandbox vendor = WebPushSandbox.start()) {
			String list;
			String form;
			try (ConfigurableApplicationContext context = start(vendor, OLD)) {
				browser.open(this.page, "light");
				signIn(browser, OLD);
				create(browser);
				list = browser.tab();
				form = browser.newTab(this.page.resolve("/launch/1"));
				fill(browser);
				assertThat(browser.accessibilityProblems()).isEmpty();
				browser.resize(1280);
				Files.write(Path.of("target", "console-live.png"), browser.screenshot());
				browser.signOutByTime();
				browser.type("description", "Half price until Sunday");
				browser.text("problem", "Sign in again");
				browser.click("Launch");
				browser.text("problem", "What you typed is kept");
				assertKept(browser);
				browser.switchTo(list);
				browser.text("problem", "Sign in again");
				assertThat(browser.text("campaigns", "Summer sale")).contains("Draft");

				browser.newTab(this.page.resolve("/login"));
				signIn(browser, OLD);
				browser.switchTo(list);
				browser.awaitHidden("problem");
				assertThat(context.isActive()).isTrue();
			}
			try (ConfigurableApplicationContext context = start(vendor, NEW)) {
				browser.switchTo(list);
				browser.text("problem", "Sign in again");
				browser.switchTo(form);
				browser.click("Launch");
				browser.text("problem", "Sign in again");
				assertKept(browser);
				assertThat(vendor).satisfies((sandbox) -> assertThat(sandbox.launches()).isEmpty());

				browser.newTab(this.page.resolve("/login"));
				signIn(browser, NEW);
				browser.switchTo(form);
				browser.click("Launch");
				browser.text("launch-state", "Launched");
				assertThat(vendor.requests(WebPushOperation.LAUNCH)).hasSize(1);
				assertThat(vendor.launches().get(0).description()).isEqualTo("Half price until Sunday");
				assertThat(context.isActive()).isTrue();
			}
		}
	}

	private static void assertKept(ConsoleBrowser browser) {
		assertThat(Stream.of("title", "description", "link", "values", "confirmTitle")
			.map((field) -> browser.value(field, "value"))).containsExactly("Summer is here", "Half price until Sunday",
					"https://shop.example/", "Edg", "Summer sale");
	}

	private void signIn(ConsoleBrowser browser, String password) {
		browser.type("username", "marketing");
		browser.type("password", password);
		browser.click("Sign in");
		browser.text("main", "Campaigns");
	}

	private static void create(ConsoleBrowser browser) {
		browser.follow("New campaign");
		browser.type("title", "Summer sale");
		browser.type("language", "en_GB");
		browser.click("Create draft");
		browser.text("campaigns", "Draft");
	}

	private static void fill(ConsoleBrowser browser) {
		browser.type("title", "Summer is here");
		browser.type("description", "Half price");
		browser.type("link", "https://shop.example/");
		browser.type("values", "Edg");
		browser.type("confirmTitle", "Summer sale");
	}

	private ConfigurableApplicationContext start(WebPushSandbox vendor, String password) {
		return SpringApplication.run(ConsoleApplication.class, "--server.port=" + this.port, "--server.address=0.0.0.0",
				"--console.users.marketing.password={bcrypt}" + new BCryptPasswordEncoder(4).encode(password),
				"--webpush.token=" + vendor.token(), "--webpush.partner-id=" + vendor.partnerId(),
				"--webpush.base-url=" + vendor.baseUrl(), "--spring.datasource.url=jdbc:h2:file:"
						+ this.folder.resolve("console") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
	}

}
