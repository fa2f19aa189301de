package io.github.insiderwebpush.console;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file as large as it may be, with Insider One's budget, so that nearly all of it still
 * waits while the page is used.
 */
@Tag("processes")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "webpush.token=", "webpush.partner-id=",
		"spring.datasource.url=jdbc:h2:file:./target/ten-thousand-rows-${random.uuid};WRITE_DELAY=0;CACHE_SIZE=8192" })
@Timeout(300)
class TenThousandRowsTests {

	private static final int ROWS = 10_000;

	private static final int LOOKS = 100;

	private static final long MEGABYTE = 1024 * 1024;

	private final ConsoleClient console;

	private final JdbcClient jdbc;

	TenThousandRowsTests(@Autowired Environment environment, @Autowired JdbcClient jdbc) {
		this.console = new ConsoleClient(
				URI.create("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port")));
		this.jdbc = jdbc;
	}

	@Test
	void memoryStaysFlatAndThePageAnswersAsWhenItIsEmpty() {
		medianMicros();
		long emptyPage = medianMicros();
		long before = usedAfterCollection();
		assertThat(this.console.uploadAndQueue(file()).body()).contains("10,000 campaigns queued");
		long queued = usedAfterCollection();
		long fullPage = medianMicros();
		long lastPage = medianMicros("/?page=500");
		long after = usedAfterCollection();
		int pending = this.jdbc.sql("select count(*) from campaign where state in ('QUEUED', 'SENDING')")
			.query(Integer.class)
			.single();
		System.out.printf(
				"%d rows, %d of them waiting:%n  heap after a collection: %.1f MB before, %.1f MB once queued, %.1f MB after %d page views%n"
						+ "  median answer: empty page %.1f ms, first of 500 pages %.1f ms, last %.1f ms%n",
				ROWS, pending, mb(before), mb(queued), mb(after), 2 * LOOKS, emptyPage / 1000.0, fullPage / 1000.0,
				lastPage / 1000.0);
		assertThat(pending).isGreaterThan(ROWS / 2);
		// Twice what ten thousand titles without messages may take.
		assertThat(after - before).isLessThan(2 * 16 * MEGABYTE);
		assertThat(this.console.get("/?page=500").body()).contains("Page 500 of 500", "Waiting");
		printPagesOfLaunchedCampaigns();
	}

	/**
	 * All campaigns were launched long ago, with twenty readings each.
	 */
	private void printPagesOfLaunchedCampaigns() {
		this.console.post("/page/queue/pause", "");
		this.jdbc
			.sql("""
					insert into figures (campaign, targeted, sent, delivered, delivery_rate, clicks, click_rate, conversions,
					conversion_rate, revenue, currency, is_final, read_at, asked_at, next_read_at)
					select id, 400000, 399000, 130000 + id, 0.33, mod(id, 977), 0.0076, 3, 0.01, mod(id, 331), 'TRY',
					mod(id, 2) = 0, current_timestamp, current_timestamp, dateadd('day', 1, current_timestamp) from campaign""")
			.update();
		this.jdbc.sql("""
				update campaign set state = 'CREATED', launch_state = 'LAUNCHED', launches = 1, launched_by = 'local',
				last_message = 'Summer is here', launched_at = dateadd('minute', -id, current_timestamp),
				campaign_id = id, builder_id = id""").update();
		this.jdbc.sql("""
				insert into figures_reading (campaign, read_at, clicks)
				select id, dateadd('minute', x, launched_at), x * mod(id, 40) from campaign, system_range(1, 20)""")
			.update();
		List<String> paths = List.of("/", "/results", "/results?sort=REVENUE&page=250", "/results?id=7&id=8",
				"/figures/77", "/trail", "/trail?page=501", "/trail?action=CREATE&q=09999", "/trail?campaign=9999");
		paths.forEach((path) -> medianMicros(path));
		System.out.printf("%d campaigns launched, %d lines in the trail:%n", ROWS,
				this.jdbc.sql("select count(*) from trail").query(Integer.class).single());
		paths.forEach(
				(path) -> System.out.printf("  median answer of %s: %.1f ms%n", path, medianMicros(path) / 1000.0));
		assertThat(this.console.get("/results?sort=REVENUE&page=250").body()).contains("Page 250 of 500",
				"class=\"spark\"");
		assertThat(this.console.get("/trail?page=501").body()).contains("Page 501 of 501");
		assertThat(this.console.get("/results.csv").body().lines().count()).isEqualTo(ROWS + 1);
	}

	private static String file() {
		return "title,language,to_all,message_title,message_text,link,ttl_hours,segment_attribute,segment_values\n"
				+ IntStream.range(0, ROWS)
					.mapToObj((
							i) -> ("Row %05d %s,en_GB,false,Message %05d,%s,https://shop.example/sale/%05d,4,d_wp_browser,"
									+ "\"Edg, Chrome\"")
								.formatted(i, "of the largest file that may be".repeat(2), i,
										"Up to 50% off until Sunday. ".repeat(6).strip(), i))
					.collect(Collectors.joining("\n"));
	}

	private long medianMicros() {
		return medianMicros("/");
	}

	private long medianMicros(String path) {
		long[] taken = new long[LOOKS];
		for (int i = 0; i < LOOKS; i++) {
			long start = System.nanoTime();
			assertThat(this.console.get(path).statusCode()).isEqualTo(200);
			taken[i] = (System.nanoTime() - start) / 1000;
		}
		Arrays.sort(taken);
		return taken[LOOKS / 2];
	}

	private static long usedAfterCollection() {
		ManagementFactory.getMemoryMXBean().gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static double mb(long bytes) {
		return (double) bytes / MEGABYTE;
	}

}
