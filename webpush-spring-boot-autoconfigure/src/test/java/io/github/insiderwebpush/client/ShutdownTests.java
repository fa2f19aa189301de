package io.github.insiderwebpush.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real process that gets a real signal while it sends: nothing new leaves it, and a
 * bulk run ends with its report.
 */
class ShutdownTests {

	/** Requests of a bulk run that may be on the wire when the signal comes. */
	private static final int IN_FLIGHT = 5;

	@TempDir
	Path folder;

	private final AtomicBoolean stopping = new AtomicBoolean();

	private final AtomicInteger launches = new AtomicInteger();

	private final AtomicInteger late = new AtomicInteger();

	@Test
	void bulkRunEndsWithAFullReport() throws Exception {
		try (RawServer server = server()) {
			Process process = start(server, "bulk", 30_000);
			List<String> output = terminate(process);
			assertThat(this.late).hasValueLessThanOrEqualTo(IN_FLIGHT);
			String report = output.stream()
				.filter((line) -> line.startsWith("report "))
				.findFirst()
				.orElseThrow(() -> new AssertionError("There is no report in " + output));
			String[] parts = report.split(" ");
			assertThat(parts[1]).isEqualTo("SHUTDOWN");
			int launched = Integer.parseInt(parts[2]);
			int unclear = Integer.parseInt(parts[3]);
			int notAttempted = Integer.parseInt(parts[4]);
			assertThat(launched + unclear + notAttempted).isEqualTo(3_000);
			assertThat(launched + unclear).isEqualTo(this.launches.get());
			assertThat(unclear).isZero();
		}
	}

	@Test
	void loopOfSingleCallsSendsNothingMore() throws Exception {
		try (RawServer server = server()) {
			List<String> output = terminate(start(server, "loop", 30_000));
			assertThat(this.late).hasValueLessThanOrEqualTo(1);
			assertThat(output).filteredOn((line) -> line.startsWith("failed "))
				.isNotEmpty()
				.allSatisfy((line) -> assertThat(line).contains("CANCELLED", "the application is stopping"));
		}
	}

	@Test
	void callbackThatStopsTheApplicationHoldsOnePhaseOfTheShutdown() throws Exception {
		try (RawServer server = server()) {
			// Slow enough that the exit comes before the last launch.
			Process process = start(server, "exit", 6_000);
			assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
			assertThat(output()).filteredOn((line) -> line.contains("Shutdown phase")).hasSizeLessThanOrEqualTo(1);
			assertThat(this.launches.get()).isLessThan(3_000);
		}
	}

	private RawServer server() throws IOException {
		return new RawServer((connection) -> {
			String request = connection.readRequest();
			while (request != null) {
				if (request.startsWith("GET /stopping ")) {
					this.stopping.set(true);
				}
				else {
					this.launches.incrementAndGet();
					if (this.stopping.get()) {
						this.late.incrementAndGet();
					}
				}
				connection.respond(200, "{\"success\": true}");
				request = connection.readRequest();
			}
		});
	}

	private Process start(RawServer server, String kind, int launchesPerMinute) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path"), ShutdownApplication.class.getName(), kind,
						"--spring.main.web-application-type=none", "--spring.lifecycle.timeout-per-shutdown-phase=3s",
						"--webpush.token=" + ApiServer.TOKEN, "--webpush.partner-id=10012345",
						"--webpush.base-url=http://127.0.0.1:" + server.port(),
						"--webpush.rate-limit.launch.limit-for-period=" + launchesPerMinute));
		return new ProcessBuilder(command).directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("output").toFile())
			.start();
	}

	private List<String> terminate(Process process) throws Exception {
		await().atMost(60, TimeUnit.SECONDS).until(() -> this.launches.get() > 100);
		process.destroy();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(this.stopping).isTrue();
		return output();
	}

	private List<String> output() throws IOException {
		return Files.readAllLines(this.folder.resolve("output"));
	}

}
