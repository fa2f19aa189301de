package io.github.insiderwebpush.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static io.github.insiderwebpush.console.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that takes no writes, as with a full disk, and one that is gone.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class DatabaseOutageTests {

	private static final String REPORT = "The database cannot be used";

	@Test
	void outageIsReportedOnceExplainedOnPagesAndOverWithoutARestart(CapturedOutput output)
			throws IOException, SQLException {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
			DataSource admin = postgres.getPostgresDatabase();
			execute(admin, "create database console");
			String url = postgres.getJdbcUrl("postgres", "console");
			try (ConfigurableApplicationContext context = SpringApplication.run(ConsoleApplication.class,
					"--server.port=0", "--webpush.token=", "--webpush.partner-id=", "--spring.profiles.active=postgres",
					"--spring.datasource.url=" + url, "--spring.datasource.username=postgres",
					"--db-scheduler.polling-interval=200ms")) {
				ConsoleClient console = new ConsoleClient(URI
					.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port")));
				console.created("Before");
				await().until(() -> console.count("DRAFTS") == 1);
				int before = output.getAll().length();

				execute(admin, "alter database console set default_transaction_read_only = on");
				execute(admin, "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'console'");
				await().until(() -> console.get("/actuator/health").body().contains("cannot be written to"));
				assertThat(console.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
				// A connection that was ended a moment ago may still be in the pool.
				await().until(() -> console.get("/").statusCode() == 200);

				execute(admin, "alter database console with allow_connections false");
				execute(admin, "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'console'");
				HttpResponse<String> page = await().until(
						() -> console.send(console.request("/").header("Accept", "text/html")),
						(response) -> response.statusCode() == 503);
				assertThat(page.body()).contains("The database cannot be used at the moment", "safe");
				assertThat(console.get("/actuator/health").body()).contains("DOWN");
				assertThat(console.get("/actuator/health/liveness").body()).contains("UP");

				execute(admin, "alter database console reset default_transaction_read_only");
				execute(admin, "alter database console with allow_connections true");
				await().until(() -> output.getAll().contains("The database is back")
						&& console.get("/actuator/health").statusCode() == 200);
				console.created("After");
				await().until(() -> console.count("DRAFTS") == 2);
				String printed = output.getAll().substring(before);
				assertThat(printed).containsOnlyOnce(REPORT).containsOnlyOnce("The database is back");
				// How often the scheduler fails before the report is chance; afterwards
				// only a poll that was under way may.
				assertThat(
						printed.substring(printed.indexOf(REPORT)).lines().filter((line) -> line.contains(" ERROR ")))
					.hasSizeLessThanOrEqualTo(1);
			}
		}
	}

	private static void execute(DataSource database, String sql) throws SQLException {
		try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
