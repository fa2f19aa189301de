package io.github.insiderwebpush.console;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.insiderwebpush.console.ConsoleTests.LaunchPage;
import io.github.insiderwebpush.console.SandboxProcess.Create;
import io.github.insiderwebpush.console.SandboxProcess.Report;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;
import tools.jackson.databind.JsonNode;

import static io.github.insiderwebpush.console.ConsoleClient.json;
import static io.github.insiderwebpush.console.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three consoles, one queue in PostgreSQL, one budget in Redis, one vendor.
 */
@Tag("processes")
@Timeout(600)
class ClusterTests {

	private static final int INSTANCES = 3;

	private static final int CAMPAIGNS = 120;

	private static final int BUDGET = 20;

	private static final Duration PERIOD = Duration.ofSeconds(4);

	private static final String MESSAGE = ",en_GB,false,Now,Half price,https://shop.example/,d_wp_browser,Edg\n";

	private static final Duration NET = Duration.ofMinutes(4);

	@Test
	void instancesShareOneQueueAndOneBudget(@TempDir Path folder) throws Exception {
		int redisPort = Ports.free();
		RedisServer redis = RedisServer.newRedisServer()
			.port(redisPort)
			.bind("127.0.0.1")
			.setting("save \"\"")
			.setting("dir " + folder)
			.build();
		redis.start();
		List<ConsoleProcess> consoles = new ArrayList<>();
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
				SandboxProcess sandbox = new SandboxProcess(BUDGET, PERIOD, Duration.ZERO)) {
			List<String> arguments = new ArrayList<>(sandbox.arguments());
			arguments.addAll(List.of("--spring.profiles.active=cluster",
					"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
					"--spring.datasource.username=postgres", "--spring.data.redis.url=redis://127.0.0.1:" + redisPort,
					"--webpush.rate-limit.create.limit-for-period=" + BUDGET,
					"--webpush.rate-limit.create.limit-refresh-period=" + PERIOD,
					"--db-scheduler.polling-interval=200ms", "--webpush.rate-limit.redis.timeout=5s"));
			for (int i = 0; i < INSTANCES; i++) {
				consoles.add(new ConsoleProcess(folder, arguments));
			}
			List<String> titles = IntStream.range(0, CAMPAIGNS).mapToObj((i) -> "Campaign %03d".formatted(i)).toList();
			ConsoleClient first = consoles.get(0).client();
			HttpResponse<String> preview = first
				.upload("title,language,to_all,message_title,message_text,link,segment_attribute,segment_values\n"
						+ String.join(MESSAGE, titles) + MESSAGE);
			// The preview of one instance is queued by another.
			assertThat(consoles.get(1).client().queue(preview).body()).contains(CAMPAIGNS + " campaigns queued");
			await().atMost(NET).pollInterval(Duration.ofMillis(300)).until(() -> first.count("WAITING") == 0);
			check(sandbox.report(), titles, consoles.stream().map(ConsoleProcess::client).toList());
			launchOnSeveralInstances(consoles.stream().map(ConsoleProcess::client).toList(), sandbox);
		}
		finally {
			consoles.forEach(ConsoleProcess::close);
			redis.stop();
		}
	}

	/**
	 * The same campaign is launched from a tab of each instance at once.
	 */
	private static void launchOnSeveralInstances(List<ConsoleClient> consoles, SandboxProcess sandbox) {
		long id = json(consoles.get(0).get("/campaigns/1")).path("id").longValue();
		List<LaunchPage> pages = consoles.stream()
			.map((console) -> LaunchPage.of(console.get("/launch/" + id)))
			.toList();
		String message = "title=Now&description=Half+price&link=https://shop.example/&ttlHours=4&attribute=d_wp_browser"
				+ "&values=Edg&confirmTitle=Campaign+000";
		List<CompletableFuture<HttpResponse<String>>> posts = IntStream.range(0, consoles.size())
			.mapToObj((i) -> CompletableFuture
				.supplyAsync(() -> consoles.get(i).post("/launch/" + id, pages.get(i).with(message))))
			.toList();
		posts.forEach(CompletableFuture::join);
		assertThat(sandbox.report().launches()).hasSize(1);
		assertThat(consoles.get(2).get("/launch/" + id).body()).contains("Launched once before");
	}

	private static void check(Report report, List<String> titles, List<ConsoleClient> consoles) {
		List<Long> created = consoles.stream().map(ClusterTests::creates).toList();
		int most = mostInAnyWindow(report.creates());
		System.out.println(INSTANCES + " instances: " + report.titles().size() + " campaigns by "
				+ report.creates().size() + " requests, created by each " + created + ", at most " + most
				+ " requests in any " + PERIOD.toSeconds() + " s of a budget of " + BUDGET);
		assertThat(report.titles()).containsExactlyInAnyOrderElementsOf(titles);
		assertThat(report.creates()).hasSize(CAMPAIGNS).noneMatch(Create::overBudget);
		assertThat(most).isLessThanOrEqualTo(BUDGET);
		assertThat(created).allMatch((count) -> count > 0);
		Map<String, Integer> states = new TreeMap<>();
		consoles.forEach(
				(console) -> states.merge((console.count("DRAFTS") == CAMPAIGNS) ? "all" : "some", 1, Integer::sum));
		assertThat(states).containsOnlyKeys("all");
	}

	/**
	 * By the sandbox's own records: the requests in the fullest half-open window that
	 * begins with one of them.
	 */
	private static int mostInAnyWindow(List<Create> creates) {
		long[] arrivals = creates.stream().mapToLong(Create::arrivalNanos).sorted().toArray();
		int most = 0;
		int end = 0;
		for (int start = 0; start < arrivals.length; start++) {
			while (end < arrivals.length && arrivals[end] - arrivals[start] < PERIOD.toNanos()) {
				end++;
			}
			most = Math.max(most, end - start);
		}
		return most;
	}

	private static long creates(ConsoleClient console) {
		JsonNode timer = json(console.get("/actuator/metrics/webpush.operation?tag=webpush.operation:CREATE"));
		for (JsonNode measurement : timer.path("measurements")) {
			if ("COUNT".equals(measurement.path("statistic").stringValue())) {
				return measurement.path("value").longValue();
			}
		}
		return 0;
	}

}
