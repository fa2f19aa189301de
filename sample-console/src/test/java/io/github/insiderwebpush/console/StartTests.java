package io.github.insiderwebpush.console;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Whom the console talks to and who may talk to it, by what it is started with.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartTests {

	private static final String[] SANDBOX = { "webpush.token=", "webpush.partner-id=" };

	@TempDir
	private Path folder;

	@Test
	void databaseOfTheSandboxIsRefusedWithARealAccount() {
		start(SANDBOX).close();
		try (WebPushSandbox vendor = WebPushSandbox.start()) {
			assertThatException()
				.isThrownBy(() -> start("webpush.token=" + vendor.token(), "webpush.partner-id=" + vendor.partnerId(),
						"webpush.base-url=" + vendor.baseUrl()))
				.havingRootCause()
				.withMessageContaining("spring.datasource.url")
				.withMessageNotContaining(vendor.partnerId());
		}
	}

	@Test
	void whatTheStoppedSandboxHadIsShownAsGone() {
		long id;
		try (ConfigurableApplicationContext context = start(SANDBOX)) {
			ConsoleClient console = client(context);
			id = console.created("Summer sale");
			await().until(() -> "CREATED".equals(console.state(id)));
		}
		try (ConfigurableApplicationContext context = start(SANDBOX)) {
			assertThat(client(context).state(id)).isEqualTo("FORGOTTEN");
		}
	}

	@Test
	void whatWaitsWhenItIsStoppedIsQueuedAgain() throws SQLException {
		try (ConfigurableApplicationContext context = start(SANDBOX)) {
			ConsoleClient console = client(context);
			List<Long> ids = IntStream.range(0, 40).mapToObj((i) -> console.created("Campaign " + i)).toList();
			await().until(() -> "CREATED".equals(console.state(ids.get(4))));
		}
		try (Connection connection = DriverManager.getConnection(url());
				ResultSet row = connection.createStatement()
					.executeQuery("select count(case when state = 'SENDING' or unclear then 1 end), "
							+ "count(case when state = 'QUEUED' then 1 end), max(attempts) from campaign")) {
			row.next();
			assertThat(row.getInt(1)).isZero();
			assertThat(row.getInt(2)).isPositive();
			assertThat(row.getInt(3)).isEqualTo(1);
		}
	}

	@Test
	void addressThatOthersReachNeedsAPassword() {
		assertThatException()
			.isThrownBy(() -> start(
					Stream.concat(Arrays.stream(SANDBOX), Stream.of("server.address=0.0.0.0")).toArray(String[]::new)))
			.havingRootCause()
			.withMessageContaining("spring.security.user.password")
			.withMessageContaining("server.address=127.0.0.1");
	}

	@Test
	void addressThatOthersReachNeedsALogin(CapturedOutput output) {
		String[] open = Stream.concat(Arrays.stream(SANDBOX), Stream.of("server.address=0.0.0.0",
				"spring.security.user.name=marketing", "spring.security.user.password=correct-horse"))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = start(open)) {
			ConsoleClient console = client(context);
			assertThat(console.get("/").statusCode()).isIn(302, 401);
			assertThat(console.get("/actuator/health").statusCode()).isEqualTo(200);
			assertThat(console.get("/actuator/metrics").statusCode()).isIn(302, 401);
			assertThat(console.get("/campaigns/1").statusCode()).isIn(302, 401);
			assertThat(console.create("Not from here").statusCode()).isIn(302, 401);
			String credentials = Base64.getEncoder().encodeToString("marketing:correct-horse".getBytes());
			assertThat(console.send(console.request("/").header("Authorization", "Basic " + credentials)).statusCode())
				.isEqualTo(200);
		}
		assertThat(output.getAll()).doesNotContain("correct-horse");
	}

	private ConfigurableApplicationContext start(String... properties) {
		return SpringApplication.run(ConsoleApplication.class,
				Stream.concat(Arrays.stream(properties), Stream.of("server.port=0", "spring.datasource.url=" + url()))
					.map((property) -> "--" + property)
					.toArray(String[]::new));
	}

	private String url() {
		return "jdbc:h2:file:" + this.folder.resolve("console") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
	}

	private static ConsoleClient client(ConfigurableApplicationContext context) {
		return new ConsoleClient(
				URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port")));
	}

}
