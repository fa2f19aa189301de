package io.github.insiderwebpush.console;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.insiderwebpush.console.ConsoleTests.LaunchPage;
import io.github.insiderwebpush.console.SandboxProcess.Report;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static io.github.insiderwebpush.console.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills the console at random moments, among random actions of a person. The sandbox is
 * another process and responds late, so that requests are on the wire when it happens.
 */
@Tag("processes")
@Timeout(1200)
class KillTests {

	private static final int CAMPAIGNS = 60;

	/** Twenty and more with {@code -Dconsole.kills=20}. */
	private static final int KILLS = Integer.getInteger("console.kills", 5);

	/** The others are launched by hand, or not at all. */
	private static final int FIRST_SCHEDULED = CAMPAIGNS / 2;

	/** How long a request may take to the sandbox. */
	private static final Duration WAY = Duration.ofSeconds(4);

	private static final int CANCELLED_AT_MOST = 10;

	private static final int ACTIONS = 10;

	private static final String MESSAGE = "title=Now&description=Half+price&link=https://shop.example/&ttlHours=4"
			+ "&attribute=d_wp_browser&values=Edg&confirmTitle=";

	private static final Set<String> PENDING = Set.of("QUEUED", "SENDING", "DELETING");

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
					"--db-scheduler.polling-interval=200ms", "--console.time-zone=UTC", "--console.sending-window=",
					"--webpush.connect-timeout=" + WAY));
			Map<String, Instant> deadlines = new TreeMap<>();
			ConsoleProcess console = new ConsoleProcess(folder, arguments);
			try {
				List<Long> ids = TITLES.stream().map(console.client()::created).toList();
				for (int kill = 0; kill < KILLS; kill++) {
					int moment = CAMPAIGNS * kill / KILLS + 1 + random.nextInt(CAMPAIGNS / KILLS - 1);
					ConsoleClient current = console.client();
					for (int action = 0; action < ACTIONS; action++) {
						act(current, random, sandbox.report().titles().size());
					}
					current.post("/page/queue/" + (random.nextInt(4) == 0 ? "pause" : "resume"), "");
					await().atMost(NET).pollInterval(Duration.ofMillis(1 + random.nextInt(150))).until(() -> {
						current.post("/page/queue/resume", "");
						return sandbox.report().creates().size() >= Math.min(moment, CAMPAIGNS - CANCELLED_AT_MOST);
					});
					for (int id = 1 + FIRST_SCHEDULED + deadlines.size(), last = FIRST_SCHEDULED
							+ (CAMPAIGNS - FIRST_SCHEDULED) * (kill + 1) / KILLS; id <= last; id++) {
						schedule(current, random, id, deadlines);
					}
					long launched = 1
							+ random.nextInt(Math.max(1, Math.min(FIRST_SCHEDULED, sandbox.report().titles().size())));
					CompletableFuture<Void> launch = CompletableFuture.runAsync(() -> launchOnce(current, launched));
					TimeUnit.MILLISECONDS.sleep(random.nextInt(2_500));
					console.kill();
					// It may have failed with the console, at any point.
					launch.handle((done, failure) -> failure != null).join();
					console = new ConsoleProcess(folder, arguments);
				}
				ConsoleClient last = console.client();
				last.post("/page/queue/resume", "");
				await().atMost(NET)
					.pollInterval(Duration.ofMillis(200))
					.until(() -> last.count("SCHEDULED") == 0
							&& ids.stream().map(last::state).noneMatch(PENDING::contains));
				check(sandbox.report(), ids.stream().map(last::state).toList(), last);
				checkDeadlines(sandbox.report(), deadlines, last);
			}
			finally {
				console.close();
			}
		}
	}

	/**
	 * What a person may do at a random moment. The last campaigns of the queue are the
	 * ones that can be cancelled, because the others exist too soon.
	 */
	private static void act(ConsoleClient console, Random random, int created) {
		long one = 1 + random.nextInt(Math.max(1, Math.min(FIRST_SCHEDULED, created)));
		switch (random.nextInt(8)) {
			case 0 -> console.post("/page/queue/pause", "");
			case 1 -> console.post("/page/campaigns/cancel", "id=" + (CAMPAIGNS - random.nextInt(CANCELLED_AT_MOST)));
			case 2 -> console.post("/delete/" + one, "");
			case 3, 4, 5 -> launchOnce(console, one);
			case 6 -> console.post("/page/queue/resume", "");
			default -> {
				// Nothing for a while.
			}
		}
	}

	private static void launchOnce(ConsoleClient console, long id) {
		HttpResponse<String> page = console.get("/launch/" + id);
		if (!page.body().contains("Launch again")) {
			console.post("/launch/" + id,
					LaunchPage.of(page).with(MESSAGE + TITLES.get((int) id - 1).replace(' ', '+')));
		}
	}

	/**
	 * A line is written before its request: whatever the sandbox has, the trail has.
	 */
	private static void checkTrail(Report report, ConsoleClient console) {
		Map<String, String> idOfTitle = new HashMap<>();
		List<String> created = new ArrayList<>();
		List<String> launched = new ArrayList<>();
		for (NamedCsvRecord line : console.trail()) {
			String title = line.getField("name");
			if ("Create".equals(line.getField("action"))) {
				created.add(title);
			}
			if ("Launch".equals(line.getField("action"))) {
				JsonNode campaign = ConsoleClient.json(console.get("/campaigns/" + line.getField("campaign")));
				launched.add(idOfTitle.computeIfAbsent(title, (name) -> campaign.path("campaignId").asString()));
				assertThat(line.getField("what")).contains("Title: Now", "Text: Half price");
			}
		}
		System.out
			.println("The trail has " + created.size() + " created and " + launched.size() + " launched campaigns");
		assertThat(created).containsExactlyInAnyOrderElementsOf(TITLES);
		assertThat(launched).containsAll(report.launches().stream().map(String::valueOf).toList());
	}

	/**
	 * Schedule a campaign for a moment about the next kill. The console may be killed
	 * before it responds.
	 */
	private static void schedule(ConsoleClient console, Random random, int id, Map<String, Instant> deadlines) {
		String title = TITLES.get(id - 1);
		LocalDateTime due = LocalDateTime.now(ZoneOffset.UTC)
			.plusSeconds(2 + random.nextInt(4))
			.truncatedTo(ChronoUnit.SECONDS);
		LocalDateTime notAfter = due.plus(WAY).plusSeconds(1 + random.nextInt(15));
		deadlines.put(title, notAfter.toInstant(ZoneOffset.UTC));
		String page = console.get("/launch/" + id).body();
		console.post("/launch/" + id,
				MESSAGE + title.replace(' ', '+') + "&later=true&launchAt=" + due + "&notAfter=" + notAfter + "&token="
						+ hidden(page, "token") + "&seen=" + hidden(page, "seen") + "&schedule="
						+ hidden(page, "schedule"));
	}

	private static String hidden(String page, String name) {
		Matcher field = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
		return field.find() ? field.group(1) : "";
	}

	/**
	 * A launch that was scheduled arrived in time, or not at all.
	 */
	private static void checkDeadlines(Report report, Map<String, Instant> deadlines, ConsoleClient console) {
		Map<String, Instant> arrivals = new TreeMap<>(report.launchArrivals());
		arrivals.keySet().retainAll(deadlines.keySet());
		System.out.println("Of " + deadlines.size() + " scheduled launches " + arrivals.size() + " arrived in time; "
				+ console.count("ATTENTION") + " campaigns need attention, among them those that expired");
		assertThat(deadlines).hasSize(CAMPAIGNS - FIRST_SCHEDULED);
		assertThat(arrivals).isNotEmpty()
			.allSatisfy((title, arrival) -> assertThat(arrival).isBefore(deadlines.get(title)));
	}

	private static void check(Report report, List<String> states, ConsoleClient console) {
		Map<String, Integer> counts = new TreeMap<>();
		states.forEach((state) -> counts.merge(state, 1, Integer::sum));
		int absent = counts.getOrDefault("CANCELLED", 0) + counts.getOrDefault("DELETED", 0);
		System.out.println("After " + KILLS + " kills: " + report.titles().size() + " campaigns in the sandbox, by "
				+ report.creates().size() + " requests, " + report.launches().size() + " launches; the console shows "
				+ counts);
		assertThat(report.titles()).doesNotHaveDuplicates()
			.isSubsetOf(TITLES)
			.hasSizeGreaterThanOrEqualTo(CAMPAIGNS - absent);
		assertThat(counts.keySet()).isSubsetOf("CREATED", "EXISTS", "CANCELLED", "DELETED");
		assertThat(report.launches()).isNotEmpty().doesNotHaveDuplicates();
		assertThat(console.count("LAUNCHED") + console.count("ATTENTION"))
			.isGreaterThanOrEqualTo(report.launches().size());
		assertThat(console.count("ALL")).isEqualTo(CAMPAIGNS);
		checkTrail(report, console);
	}

}
