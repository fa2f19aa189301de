package io.github.insiderwebpush.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.github.insiderwebpush.console.SandboxProcess.Report;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kills the console in the middle of its work, again and again. The sandbox runs
 * elsewhere and answers late, so that requests are on the wire when it happens.
 */
@Tag("processes")
@Timeout(600)
class KillTests {

	private static final int CAMPAIGNS = 60;

	private static final int KILLS = 5;

	private static final Duration NET = Duration.ofMinutes(4);

	private static final List<String> TITLES = IntStream.range(0, CAMPAIGNS)
		.mapToObj((i) -> "Campaign %02d".formatted(i))
		.toList();

	@Test
	void nothingIsLostOrTwiceOnAFile(@TempDir Path folder) throws Exception {
		killAndRestart(folder, List.of("--spring.datasource.url=jdbc:h2:file:" + folder.resolve("console")
				+ ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"));
	}

	@Test
	void nothingIsLostOrTwiceOnPostgres(@TempDir Path folder) throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
			killAndRestart(folder,
					List.of("--spring.profiles.active=postgres",
							"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
							"--spring.datasource.username=postgres"));
		}
	}

	private static void killAndRestart(Path folder, List<String> database) throws Exception {
		long seed = System.nanoTime();
		System.out.println("Kills at random moments of seed " + seed);
		Random random = new Random(seed);
		try (SandboxProcess sandbox = new SandboxProcess(40, Duration.ofSeconds(2), Duration.ofMillis(200))) {
			List<String> arguments = new ArrayList<>(sandbox.arguments());
			arguments.addAll(database);
			arguments.addAll(List.of("--webpush.rate-limit.create.limit-for-period=40",
					"--webpush.rate-limit.create.limit-refresh-period=2s", "--db-scheduler.heartbeat-interval=500ms",
					"--db-scheduler.polling-interval=200ms"));
			ConsoleProcess console = new ConsoleProcess(folder, arguments);
			try {
				List<Long> ids = TITLES.stream().map(console.client()::created).toList();
				for (int kill = 0; kill < KILLS; kill++) {
					int moment = CAMPAIGNS * kill / KILLS + 1 + random.nextInt(CAMPAIGNS / KILLS - 1);
					await().atMost(NET)
						.pollInterval(Duration.ofMillis(1 + random.nextInt(150)))
						.until(() -> sandbox.report().titles().size() >= moment);
					console.kill();
					console = new ConsoleProcess(folder, arguments);
				}
				ConsoleClient last = console.client();
				await().atMost(NET)
					.pollInterval(Duration.ofMillis(200))
					.until(() -> ids.stream()
						.map(last::state)
						.noneMatch((s) -> "QUEUED".equals(s) || "SENDING".equals(s)));
				check(sandbox.report(), ids.stream().map(last::state).toList(), last);
			}
			finally {
				console.close();
			}
		}
	}

	private static void check(Report report, List<String> states, ConsoleClient console) {
		Map<String, Integer> counts = new TreeMap<>();
		states.forEach((state) -> counts.merge(state, 1, Integer::sum));
		System.out.println("After " + KILLS + " kills: " + report.titles().size() + " campaigns in the sandbox, by "
				+ report.creates().size() + " requests; the console shows " + counts);
		assertThat(report.titles()).containsExactlyInAnyOrderElementsOf(TITLES);
		assertThat(counts.keySet()).isSubsetOf("CREATED", "EXISTS");
		assertThat(console.get("/").body()).contains(">" + CAMPAIGNS + " campaigns<");
	}

}
