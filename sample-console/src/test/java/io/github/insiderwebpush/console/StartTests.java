package io.github.insiderwebpush.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
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
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static io.github.insiderwebpush.console.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Whom the console talks to and who may talk to it, by what it is started with.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartTests {

	/** {@code correct-horse}. */
	private static final String PASSWORD = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("correct-horse");

	private static final String OTHER_PASSWORD = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("battery-staple");

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
				.withMessageContaining("another account")
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
	void startUpFailuresAreOneReadableMessage(CapturedOutput output) throws IOException {
		failure(output, "'console.users' has no user", "server.address=0.0.0.0");
		try (FileChannel file = FileChannel.open(this.folder.resolve("console.mv.db"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock lock = file.lock()) {
			assertThat(lock.isValid()).isTrue();
			failure(output, "in use by another process");
		}
		Files.delete(this.folder.resolve("console.mv.db"));
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			failure(output, "Port " + taken.getLocalPort() + " was already in use",
					"server.port=" + taken.getLocalPort());
		}
		int nobody = Ports.free();
		failure(output, "The database cannot be reached", "spring.profiles.active=postgres",
				"spring.datasource.url=jdbc:postgresql://127.0.0.1:" + nobody + "/console",
				"spring.datasource.username=x", "spring.datasource.password=x");
	}

	/**
	 * Start in vain. What is printed from the failure on fits on a screen.
	 */
	private void failure(CapturedOutput output, String message, String... properties) {
		int before = output.getAll().length();
		assertThatException().isThrownBy(
				() -> start(Stream.concat(Arrays.stream(SANDBOX), Arrays.stream(properties)).toArray(String[]::new))
					.close());
		String printed = output.getAll().substring(before);
		assertThat(printed).contains("APPLICATION FAILED TO START", message).doesNotContain("\tat ");
		assertThat(printed.substring(printed.indexOf("APPLICATION FAILED")).lines().count()).isLessThan(20);
	}

	@Test
	void fileOfTheDatabaseIsForItsUserAlone() throws IOException {
		start(SANDBOX).close();
		assertThat(Files.getPosixFilePermissions(Path.of(this.folder.resolve("console") + ".mv.db")))
			.isEqualTo(PosixFilePermissions.fromString("rw-------"));
	}

	@Test
	void addressThatOthersReachNeedsALogin(CapturedOutput output) {
		String[] open = Stream
			.concat(Arrays.stream(SANDBOX), Stream.of("server.address=0.0.0.0",
					"console.users.marketing.password=" + PASSWORD, "console.users.editor.password=" + OTHER_PASSWORD))
			.toArray(String[]::new);
		String cookie;
		try (ConfigurableApplicationContext context = start(open)) {
			ConsoleClient console = client(context);
			for (String probe : new String[] { "/actuator/health", "/actuator/health/liveness",
					"/actuator/health/readiness" }) {
				HttpResponse<String> health = console.get(probe);
				assertThat(health.statusCode()).isEqualTo(200);
				assertThat(health.body()).contains("UP").doesNotContain("components", "details", "path");
			}
			for (String path : new String[] { "/", "/actuator/metrics", "/campaigns/1", "/upload", "/openapi.yaml" }) {
				assertThat(console.get(path).statusCode()).isIn(302, 401);
			}
			assertThat(console.create("Not from here").statusCode()).isIn(302, 401);
			assertThat(console.send(console.request("/page/progress").header("HX-Request", "true")).statusCode())
				.isEqualTo(401);
			HttpResponse<String> in = console.post("/login", "username=marketing&password=correct-horse");
			assertThat(in.headers().firstValue("Location").orElse("")).endsWith("/");
			cookie = in.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
			assertThat(in.headers().firstValue("Set-Cookie").orElse("")).contains("HttpOnly");
			assertThat(console.get("/").body()).contains("marketing", "Sign out");
			assertThat(console.get("/actuator/health").body()).contains("components");
		}
		try (ConfigurableApplicationContext context = start(open)) {
			ConsoleClient console = client(context);
			// The cookie of the process that was stopped: a page survives a restart.
			assertThat(console.send(console.request("/").header("Cookie", cookie)).statusCode()).isEqualTo(200);
			assertThat(console.send(basic(console, "correct-horse")).statusCode()).isEqualTo(200);
			ConsoleClient guesser = client(context);
			List<Integer> statuses = IntStream.range(0, 3)
				.mapToObj((i) -> guesser.send(basic(guesser, "guess" + i)).statusCode())
				.toList();
			assertThat(statuses).containsOnly(401);
			// A guess that comes after the delay doubles it.
			await().until(() -> guesser.send(basic(guesser, "guess")).statusCode() == 429);
			HttpResponse<String> delayed = guesser.send(basic(guesser, "correct-horse"));
			assertThat(delayed.statusCode()).isEqualTo(429);
			assertThat(delayed.headers().firstValue("Retry-After")).isPresent();
			assertThat(output.getAll()).contains("Failed login of 'marketing' from 127.0.0.1, the 3. in a row");
			HttpResponse<String> out = console.send(console.request("/logout")
				.header("Cookie", cookie)
				.header("Origin", "http://" + console.request("/").build().uri().getAuthority())
				.POST(HttpRequest.BodyPublishers.noBody()));
			assertThat(String.join(" ", out.headers().allValues("Set-Cookie"))).contains("console-user=;",
					"Expires=Thu, 01 Jan 1970");
		}
		assertThat(output.getAll()).doesNotContain("correct-horse", "guess");
	}

	@Test
	void usersAreNamedInTheTrailAndOneCannotSignInAsAnother() {
		try (ConfigurableApplicationContext context = start(users("console.users.marketing.password=" + PASSWORD,
				"console.users.editor.password=" + OTHER_PASSWORD))) {
			ConsoleClient marketing = client(context);
			ConsoleClient editor = client(context);
			assertThat(marketing.get("/").statusCode()).isIn(302, 401);
			marketing.post("/login", "username=marketing&password=correct-horse");
			editor.post("/login", "username=editor&password=correct-horse");
			assertThat(editor.get("/trail").statusCode()).isIn(302, 401);
			editor.post("/login", "username=editor&password=battery-staple");
			marketing.post("/new", "title=Summer+sale&language=en_GB");
			await().until(() -> marketing.count("DRAFTS") == 1);
			editor.post("/page/queue/pause", "");
			assertThat(editor.get("/trail.csv").body()).contains(",marketing,127.0.0.1,Create,1,Summer sale,",
					",editor,127.0.0.1,Pause,");
			assertThat(editor.get("/trail?who=marketing").body()).contains("1 entry", "by marketing");
			marketing.post("/logout", "");
			assertThat(marketing.get("/trail").statusCode()).isIn(302, 401);
		}
	}

	@Test
	void passwordThatIsNotEncodedStopsTheStartAndIsNotPrinted(CapturedOutput output) {
		String rule = "is not an encoded password. It must be '{bcrypt}' and the 60 characters";
		for (String password : new String[] { "hunter-2-secret", "{noop}hunter-2-secret", "{bcrypt}hunter-2-secret",
				PASSWORD + "hunter-2-secret", "{bcrypt}$2a$99$" + "hunter-2-secret".repeat(4).substring(0, 53) }) {
			failure(output, "'console.users.editor.password' " + rule, "console.users.editor.password=" + password);
		}
		failure(output, "'console.users.editor' is not a property of a user", "console.users.editor=hunter-2-secret");
		failure(output, "'console.users.editor.passwort' is not a property of a user",
				"console.users.editor.passwort=hunter-2-secret");
		failure(output, "'console.users' is not a list of users", "console.users=hunter-2-secret");
		failure(output, "has a name that no user can have", "console.users.local.password=" + PASSWORD);
		assertThat(output.getAll()).contains("Run 'htpasswd -nBC 10 editor'").doesNotContain("hunter-2-secret");
	}

	private static String[] users(String... users) {
		return Stream.concat(Arrays.stream(SANDBOX), Arrays.stream(users)).toArray(String[]::new);
	}

	private static HttpRequest.Builder basic(ConsoleClient console, String password) {
		String credentials = Base64.getEncoder()
			.encodeToString(("marketing:" + password).getBytes(StandardCharsets.UTF_8));
		return console.request("/").header("Authorization", "Basic " + credentials);
	}

	@Test
	void redisThatIsDownDoesNotHoldUpHealth() throws IOException {
		String[] redis = Stream
			.concat(Arrays.stream(SANDBOX), Stream.of("management.health.redis.enabled=true",
					"webpush.rate-limit.store=redis", "spring.data.redis.url=redis://127.0.0.1:" + Ports.free()))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = start(redis)) {
			ConsoleClient console = client(context);
			HttpResponse<String> health = console
				.send(console.request("/actuator/health").timeout(Duration.ofSeconds(10)));
			assertThat(health.statusCode()).isEqualTo(503);
			assertThat(console.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
		}
	}

	private ConfigurableApplicationContext start(String... properties) {
		List<String> all = new ArrayList<>(Arrays.asList(properties));
		for (String own : List.of("server.port=0", "spring.datasource.url=" + url())) {
			if (all.stream().noneMatch((property) -> property.startsWith(own.substring(0, own.indexOf('=') + 1)))) {
				all.add(own);
			}
		}
		return SpringApplication.run(ConsoleApplication.class,
				all.stream().map((property) -> "--" + property).toArray(String[]::new));
	}

	private String url() {
		return "jdbc:h2:file:" + this.folder.resolve("console") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
	}

	private static ConsoleClient client(ConfigurableApplicationContext context) {
		return new ConsoleClient(
				URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port")));
	}

}
