package io.github.insiderwebpush.sample;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.autoconfigure.AutoConfigureWebPushSandbox;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Metrics as Prometheus reads them after a run with successes, duplicates, throttling and
 * an outage.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "webpush.token=not-used", "webpush.partner-id=not-used",
				"webpush.rate-limit.create.limit-for-period=60000", "webpush.rate-limit.delete.limit-for-period=1",
				"webpush.rate-limit.delete.timeout-duration=1s", "webpush.call-timeout=10m" })
@AutoConfigureWebPushSandbox
class PrometheusTests {

	private static final Pattern LINE = Pattern.compile("(?m)^([a-z0-9_]+)(?:\\{(.*)})? [^ ]+$");

	private static final Pattern LABEL = Pattern.compile("([a-z_0-9]+)=\"([^\"]*)\"");

	@Autowired
	private WebPushSandbox sandbox;

	@Autowired
	private WebPushTemplate webPush;

	private final SampleClient sample;

	PrometheusTests(@Autowired Environment environment) {
		this.sample = new SampleClient(environment.getRequiredProperty("local.server.port", Integer.class));
	}

	@BeforeEach
	void run() {
		CampaignId id = this.webPush.createCampaign(campaign("Summer sale")).id();
		fails(WebPushError.DUPLICATE_TITLE, () -> this.webPush.createCampaign(campaign("Summer sale")));
		this.sandbox.onNext(WebPushOperation.CREATE).throttle(Duration.ofSeconds(7));
		this.webPush.createCampaign(campaign("Throttled"));
		this.sandbox.onNext(WebPushOperation.TOP_METRICS).throttleForbidden();
		this.webPush.topMetrics(DateRange.on(LocalDate.now(ZoneOffset.UTC).minusDays(1)));
		this.sandbox.onNext(WebPushOperation.CREATE).times(4).failWith(Faults.serverError(503));
		fails(WebPushError.SERVER_ERROR, () -> this.webPush.createCampaign(campaign("Outage")));
		this.sandbox.onNext(WebPushOperation.LAUNCH).dropResponse();
		fails(WebPushError.NO_RESPONSE, () -> this.webPush.launchCampaign(id, message()));
		this.webPush.deleteCampaign(id);
		fails(WebPushError.BUDGET_EXHAUSTED, () -> this.webPush.deleteCampaign(id));
	}

	@Test
	void everyMetricOfTheDashboardAndTheAlertsIsThereWithItsLabels() throws IOException {
		Map<String, Set<String>> labels = labelsByMetric();
		assertThat(ObservabilityFiles.queries()).hasSizeGreaterThan(9).allSatisfy((query) -> {
			Set<String> metrics = ObservabilityFiles.metricsIn(query);
			assertThat(metrics).as(query).isNotEmpty();
			assertThat(labels).as(query).containsKeys(metrics.toArray(String[]::new));
			assertThat(metrics)
				.allSatisfy((metric) -> assertThat(labels.get(metric)).containsAll(ObservabilityFiles.labelsIn(query)));
		});
	}

	@Test
	void everyMetricOfThePageIsThereWithItsLabels() throws IOException {
		Map<String, Set<String>> labels = labelsByMetric();
		assertThat(ObservabilityPage.metrics()).hasSizeGreaterThan(10).allSatisfy((metric, tags) -> {
			assertThat(labels).containsKey(metric);
			assertThat(labels.get(metric)).containsAll(tags);
		});
		assertThat(labels.keySet())
			.filteredOn(
					(name) -> name.startsWith("webpush_") && !name.matches(".*(_bucket|_active_seconds_g?(count|sum))"))
			.as("what Prometheus reads is on the page")
			.isSubsetOf(ObservabilityPage.metrics().keySet());
	}

	@Test
	void runIsToldByItsLabels() {
		assertThat(series()).anyMatch((line) -> line.matches("webpush_operation_seconds_count.*DUPLICATE_TITLE.*"))
			.anyMatch((line) -> line
				.matches("webpush_operation_seconds_count.*SERVER_ERROR.*webpush_operation=CREATE.*UNKNOWN.*"))
			.anyMatch((line) -> line
				.matches("webpush_operation_seconds_count.*NO_RESPONSE.*webpush_operation=LAUNCH.*UNKNOWN.*"))
			.anyMatch((line) -> line
				.matches("webpush_operation_seconds_count.*webpush_error=NONE.*webpush_operation=TOP_METRICS.*"));
		assertThat(counted("webpush_throttled_total", "webpush_budget=\"CREATE\"", "webpush_kind=\"429\""))
			.isPositive();
		assertThat(counted("webpush_throttled_total", "webpush_budget=\"STATISTICS\"", "webpush_kind=\"403\""))
			.isPositive();
		assertThat(counted("webpush_throttled_total", "webpush_budget=\"DELETE\"", "webpush_kind=\"limiter\""))
			.isPositive();
		assertThat(counted("webpush_paused_seconds_total", "webpush_budget=\"CREATE\"")).isGreaterThanOrEqualTo(6.9);
	}

	@Test
	void thousandTitlesAddNoSeries() {
		Set<String> before = ours();
		List<CompletableFuture<?>> calls = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			calls.add(this.webPush.createCampaignAsync(campaign("Campaign " + i)));
		}
		CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
		assertThat(this.sandbox.campaigns()).hasSizeGreaterThan(1000);
		assertThat(ours()).isEqualTo(before);
	}

	private Set<String> ours() {
		return series().stream()
			.filter((line) -> line.startsWith("webpush_") || line.startsWith("resilience4j_")
					|| line.startsWith("http_client_"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private Set<String> series() {
		Set<String> series = new TreeSet<>();
		parsed((name, labels) -> series.add(name + new TreeMap<>(labels)));
		return series;
	}

	private Map<String, Set<String>> labelsByMetric() {
		Map<String, Set<String>> names = new TreeMap<>();
		parsed((name, labels) -> names.merge(name, labels.keySet(), (one, other) -> {
			Set<String> inAll = new TreeSet<>(one);
			inAll.retainAll(other);
			return inAll;
		}));
		return names;
	}

	private double counted(String metric, String... labels) {
		return scrape().lines()
			.filter((line) -> line.startsWith(metric + "{"))
			.filter((line) -> List.of(labels).stream().allMatch(line::contains))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	private void parsed(BiConsumer<String, Map<String, String>> consumer) {
		Matcher line = LINE.matcher(scrape());
		while (line.find()) {
			Map<String, String> labels = new LinkedHashMap<>();
			if (line.group(2) != null) {
				LABEL.matcher(line.group(2)).results().forEach((label) -> labels.put(label.group(1), label.group(2)));
			}
			consumer.accept(line.group(1), labels);
		}
	}

	private String scrape() {
		return this.sample.get("/actuator/prometheus").body();
	}

	private static void fails(WebPushError error, ThrowingCallable call) {
		assertThatExceptionOfType(WebPushException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(error));
	}

	private static CreateCampaign campaign(String title) {
		return CreateCampaign.titled(title).language("en_GB").toAllSubscribers().build();
	}

	private static PushMessage message() {
		return PushMessage.titled("Only today")
			.description("Everything must go")
			.link("https://shop.example/sale")
			.ttl(Duration.ofHours(4))
			.toAllSubscribers()
			.build();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class LargeBudget {

		@Bean
		WebPushSandbox webPushSandbox(WebPushTimer clock) {
			return WebPushSandbox.builder().clock(clock).budget(Budget.CREATE, 60_000).start();
		}

	}

}
