package io.github.insiderwebpush.benchmarks.overhead;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.benchmarks.Goals;
import io.github.insiderwebpush.benchmarks.Table;
import io.github.insiderwebpush.campaign.CreateCampaign;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * Compares one create that does not wait with the same call by a bare {@link RestClient}
 * on the same kind of request factory, over a real connection to a {@link TinyServer}.
 * The two take turns, so that other work on the machine slows both down alike; the
 * results are medians of the ratios of many rounds.
 */
public final class OverheadBenchmark {

	private static final double MAX_TIME_RATIO = 1.10;

	private static final double MAX_MEMORY_RATIO = 1.25;

	private static final int CALLS_PER_ROUND = 100;

	private static final int WARM_UP_ROUNDS = 150;

	private final List<Double> bareMicros = new ArrayList<>();

	private final List<Double> starterMicros = new ArrayList<>();

	private final List<Double> timeRatios = new ArrayList<>();

	private final List<Double> bareBytes = new ArrayList<>();

	private final List<Double> starterBytes = new ArrayList<>();

	private OverheadBenchmark() {
	}

	public static void main(String[] arguments) throws IOException {
		boolean quick = List.of(arguments).contains("--quick");
		Process server = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp",
				System.getProperty("java.class.path"), TinyServer.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		OverheadBenchmark benchmark = new OverheadBenchmark();
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
			benchmark.measure(URI.create("http://127.0.0.1:" + output.readLine()), quick ? 100 : 1000);
		}
		finally {
			server.destroy();
		}
		benchmark.printAndExit();
	}

	private void measure(URI baseUrl, int rounds) {
		try (ConfigurableApplicationContext context = application(baseUrl).run()) {
			WebPushOperations webPush = context.getBean(WebPushOperations.class);
			RestClient restClient = restClient(baseUrl);
			Runnable starter = () -> webPush
				.createCampaign(CreateCampaign.titled("Summer sale").language("en_GB").toAllSubscribers().build());
			Runnable bare = () -> createWith(restClient);
			for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
				round(bare, starter, round >= 0);
			}
		}
	}

	/**
	 * Each of the two is as often the first as the second.
	 */
	private void round(Runnable bare, Runnable starter, boolean counts) {
		long bareNanos = 0;
		long starterNanos = 0;
		for (int i = 0; i < CALLS_PER_ROUND / 2; i++) {
			bareNanos += nanos(bare);
			starterNanos += nanos(starter) + nanos(starter);
			bareNanos += nanos(bare);
		}
		if (counts) {
			this.bareMicros.add(bareNanos / 1e3 / CALLS_PER_ROUND);
			this.starterMicros.add(starterNanos / 1e3 / CALLS_PER_ROUND);
			this.timeRatios.add((double) starterNanos / bareNanos);
			addBytesPerCall(bare, this.bareBytes);
			addBytesPerCall(starter, this.starterBytes);
		}
	}

	private static long nanos(Runnable call) {
		long start = System.nanoTime();
		call.run();
		return System.nanoTime() - start;
	}

	/**
	 * Add the bytes that a call allocates in all threads, of which the JDK's client and
	 * Spring's start some for a request: the growth of the heap, unless it was collected.
	 */
	private static void addBytesPerCall(Runnable call, List<Double> bytes) {
		long collections = collections();
		long before = usedHeap();
		for (int i = 0; i < CALLS_PER_ROUND; i++) {
			call.run();
		}
		long after = usedHeap();
		if (collections() == collections) {
			bytes.add((double) (after - before) / CALLS_PER_ROUND);
		}
	}

	private static long usedHeap() {
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static long collections() {
		return ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.mapToLong(GarbageCollectorMXBean::getCollectionCount)
			.sum();
	}

	private void printAndExit() {
		Table table = new Table("one create, on JDK " + Runtime.version().feature(), "time, median",
				"ratio (quartiles)", "allocated", "ratio");
		double memoryRatio = percentile(this.starterBytes, 50) / percentile(this.bareBytes, 50);
		table.row(List.of("bare RestClient", text("%.1f µs", percentile(this.bareMicros, 50)), "",
				text("%.0f B", percentile(this.bareBytes, 50)), ""));
		table.row(List.of("starter", text("%.1f µs", percentile(this.starterMicros, 50)),
				text("x %.2f (%.2f, %.2f)", percentile(this.timeRatios, 50), percentile(this.timeRatios, 25),
						percentile(this.timeRatios, 75)),
				text("%.0f B", percentile(this.starterBytes, 50)), text("x %.2f", memoryRatio)));
		System.out.println(table);
		Goals goals = new Goals();
		goals.atMost("time of a bare RestClient's call", percentile(this.timeRatios, 50), MAX_TIME_RATIO);
		goals.atMost("memory of a bare RestClient's call", memoryRatio, MAX_MEMORY_RATIO);
		goals.printAndExit();
	}

	private static double percentile(List<Double> values, int percent) {
		List<Double> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		return sorted.get((sorted.size() - 1) * percent / 100);
	}

	private static String text(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

	private static SpringApplication application(URI baseUrl) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(
				Map.of("webpush.token", "token", "webpush.partner-id", "100000001", "webpush.base-url", baseUrl,
						"webpush.rate-limit.burst", 1_000_000, "webpush.rate-limit.create.limit-for-period", 1_000_000,
						"webpush.rate-limit.create.limit-refresh-period", "1s", "logging.level.root", "warn",
						"spring.main.banner-mode", "off"));
		return application;
	}

	private static RestClient restClient(URI baseUrl) {
		return RestClient.builder()
			.requestFactory(ClientHttpRequestFactoryBuilder.jdk()
				.withHttpClientCustomizer((client) -> client.version(HttpClient.Version.HTTP_1_1))
				.build(HttpClientSettings.defaults()
					.withRedirects(HttpRedirects.DONT_FOLLOW)
					.withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(30))))
			.baseUrl(baseUrl)
			.defaultHeader("Authorization", "Bearer token")
			.build();
	}

	private static Created createWith(RestClient restClient) {
		Created created = restClient.post()
			.uri("/v1/single")
			.contentType(MediaType.APPLICATION_JSON)
			.accept(MediaType.APPLICATION_JSON)
			.body(new Create("100000001", "Summer sale", "en_GB", true))
			.retrieve()
			.body(Created.class);
		return Objects.requireNonNull(created);
	}

	record Create(@JsonProperty("partner_id") String partnerId, String title, String language,
			@JsonProperty("is_all") boolean all) {
	}

	record Created(boolean success, @JsonProperty("campaign_id") long campaignId) {
	}

	@ImportAutoConfiguration({ RestClientAutoConfiguration.class, WebPushAutoConfiguration.class })
	static class Application {

	}

}
