package io.github.insiderwebpush.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.insiderwebpush.statistics.CampaignMetrics.ClickMetrics;
import io.github.insiderwebpush.statistics.CampaignMetrics.DeviceMetrics;
import io.github.insiderwebpush.statistics.TopMetrics.TypePerformance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Every field of Insider One's samples is read, no value is lost, and the figures add up.
 */
class SamplesTests {

	private final StatisticsReader reader = new StatisticsReader();

	@Test
	void topMetricsAreReadInFull() {
		TopMetrics metrics = this.reader.topMetrics(Samples.sample("top-metrics.json"));
		assertThat(metrics.overview())
			.isEqualTo(new Figures(9_550_384L, 9_505_769L, 44_615L, 3_082_158L, 6_423_611L, percent("32.42"), 23_419L,
					percent("0.76"), 3L, percent("0.01"), new Money(new BigDecimal("2480"), "TRY")));
		assertThat(metrics.performance()).containsExactly(new TypePerformance("Bulk", 22L, percent("32.42"),
				percent("0.76"), percent("0.01"), new Money(new BigDecimal("2479.6600112915"), null)));
		assertThat(metrics.dropped()).containsExactly(new LossReason("unsubscriptions", 44_203L, percent("99.08")));
		assertThat(metrics.undelivered())
			.containsExactly(new LossReason("offlineRecipients", 6_413_534L, percent("99.84")));
		assertThat(metrics.unreadable()).isEmpty();
	}

	@Test
	void overallMetricsAreReadInFull() {
		OverallMetricsPage page = this.reader.overallMetrics(Samples.sample("overall-metrics.json"), 7, 20);
		assertThat(page.page()).isEqualTo(7);
		assertThat(page.perPage()).isEqualTo(20);
		assertThat(page.total()).isEqualTo(48);
		assertThat(page.unreadable()).isEmpty();
		assertThat(page.rows()).containsExactly(new CampaignMetricsRow(12345L, BuilderId.of(11111),
				"08.06.2023-2100-BabyCare", List.of("Discount"), "Bulk", "Active",
				LocalDateTime.parse("2023-06-08T21:15:10"), LocalDateTime.parse("2023-06-08T21:15:00"),
				LocalDateTime.parse("2023-06-08T21:15:00"), 1L, "https://sample.example/discount", null, null,
				new Figures(411_840L, 411_344L, 496L, 140_183L, 271_161L, fraction("0.340792621261037"), 723L,
						fraction("0.005157544067397616"), 0L, fraction("0"), new Money(BigDecimal.ZERO, null)),
				List.of()));
	}

	@Test
	void rowsAsSeenLeaveTheMissingAbsent() {
		OverallMetricsPage page = this.reader.overallMetrics(Samples.sample("overall-metrics-as-seen.json"), 1, 20);
		assertThat(page.unreadable()).isEmpty();
		assertThat(page.rows()).containsExactly(
				new CampaignMetricsRow(12346L, BuilderId.of(11112), null, List.of(), "Bulk", "Draft", null, null, null,
						null, null, null, null,
						new Figures(1250L, 1250L, 0L, 500L, 750L, percent("40"), 5L, percent("1"), null, null,
								new Money(null, "USD")),
						List.of()),
				new CampaignMetricsRow(12347L, BuilderId.of(11113), null, List.of(), null, "Active", null, null, null,
						null, null, null, null,
						new Figures(null, null, null, null, null, null, null, null, null, null, null), List.of()));
	}

	@Test
	void campaignMetricsAreReadInFull() {
		CampaignMetrics metrics = this.reader.campaignMetrics(Samples.sample("campaign-metrics.json"));
		assertThat(metrics).isEqualTo(new CampaignMetrics("08.06.2023-2100", "bulk", "salesFromClick",
				Map.of("camp-join", "Clicks"), Instant.parse("2023-05-31T21:00:00Z"),
				Instant.parse("2023-06-08T20:59:59.999999Z"), false, "Active", true, "USD",
				new Figures(411_840L, 411_344L, 496L, 140_183L, 271_161L, percent("34.08"), 723L, percent("0.52"), 0L,
						percent("0"), new Money(BigDecimal.ZERO, "USD")),
				List.of(new DeviceMetrics("Desktop",
						new Figures(null, 36_752L, null, 3_077L, null, percent("8.37"), 4L, percent("0.13"), 0L,
								percent("0"), new Money(null, "USD")))),
				List.of(new ClickMetrics("mainAction", "Main Element", 723L, percent("100"))),
				List.of(new LossReason("unsubscriptions", 453L, percent("91.33"))),
				List.of(new LossReason("offlineRecipients", 270_807L, percent("99.87"))), List.of()));
		assertThat(metrics.isFinal()).isTrue();
	}

	@ParameterizedTest
	@MethodSource
	void figuresAddUp(Figures figures) {
		long sent = required(figures.sent());
		long delivered = required(figures.delivered());
		assertThat(required(figures.targeted())).isEqualTo(sent + required(figures.dropped()));
		assertThat(sent).isEqualTo(delivered + required(figures.undelivered()));
		assertThat(required(figures.ctr()).fraction()).isCloseTo(quotient(required(figures.clicks()), delivered),
				within(new BigDecimal("0.00005")));
		assertThat(required(figures.deliveryRate()).fraction()).isCloseTo(quotient(delivered, sent),
				within(new BigDecimal("0.00005")));
	}

	static Stream<Figures> figuresAddUp() {
		StatisticsReader reader = new StatisticsReader();
		return Stream.of(reader.topMetrics(Samples.sample("top-metrics.json")).overview(),
				reader.overallMetrics(Samples.sample("overall-metrics.json"), 1, 10).rows().get(0).figures(),
				reader.overallMetrics(Samples.sample("overall-metrics-as-seen.json"), 1, 10).rows().get(0).figures(),
				reader.campaignMetrics(Samples.sample("campaign-metrics.json")).overview());
	}

	@ParameterizedTest
	@CsvSource({ "top-metrics.json, success", "overall-metrics.json, page per_page",
			"overall-metrics-as-seen.json, page per_page", "campaign-metrics.json, ''" })
	void everyFieldOfTheSamplesIsRead(String name, String notRead) {
		List<String> unread = new ArrayList<>();
		for (String pointer : leaves(Samples.sample(name), "")) {
			ObjectNode changed = (ObjectNode) Samples.sample(name);
			int slash = pointer.lastIndexOf('/');
			String last = pointer.substring(slash + 1);
			if (changed.at(pointer.substring(0, slash)) instanceof ObjectNode object) {
				object.putObject(last).put("odd", true);
			}
			else {
				((ArrayNode) changed.at(pointer.substring(0, slash))).set(Integer.parseInt(last),
						Samples.json("{'odd': true}"));
			}
			String path = pointer.substring(1).replaceAll("/([0-9]+)", "[$1]").replace('/', '.');
			if (unreadable(name, changed).stream().noneMatch((value) -> value.path().equals(path))) {
				unread.add(path);
			}
		}
		assertThat(String.join(" ", unread)).isEqualTo(notRead);
	}

	private List<UnreadableValue> unreadable(String name, JsonNode response) {
		return switch (name) {
			case "top-metrics.json" -> this.reader.topMetrics(response).unreadable();
			case "campaign-metrics.json" -> this.reader.campaignMetrics(response).unreadable();
			default -> this.reader.overallMetrics(response, 1, 10).unreadable();
		};
	}

	private static List<String> leaves(JsonNode node, String pointer) {
		List<String> leaves = new ArrayList<>();
		if (node.isObject()) {
			node.properties()
				.forEach((field) -> leaves.addAll(leaves(field.getValue(), pointer + "/" + field.getKey())));
		}
		else if (node.isArray()) {
			for (int i = 0; i < node.size(); i++) {
				leaves.addAll(leaves(node.get(i), pointer + "/" + i));
			}
		}
		else {
			leaves.add(pointer);
		}
		return leaves;
	}

	@ParameterizedTest
	@ValueSource(strings = { "create-response.json", "launch-response.json", "delete-response.json" })
	void responsesOfTheOtherCallsHaveAnIdAndNothingElse(String name) {
		JsonNode response = Samples.sample(name);
		assertThat(response.propertyNames()).containsExactlyInAnyOrder("success", "campaign_id");
		assertThat(response.get("success").booleanValue()).isTrue();
		assertThat(response.get("campaign_id").longValue()).isPositive();
	}

	@ParameterizedTest
	@ValueSource(strings = { "create-request.json", "delete-request.json", "errors/200-success-false.json",
			"errors/400-error.json", "errors/400-message.json", "errors/401.json", "errors/401-statistics.json",
			"errors/403-throttled.json", "errors/422.json", "errors/422-errors-as-objects.json",
			"errors/422-errors-as-texts.json", "errors/424.json", "errors/424-not-found-error.json",
			"errors/424-not-found-message.json", "errors/424-reason.json", "errors/429-error.json",
			"errors/429-message.json" })
	void theOtherSamplesAreJsonObjects(String name) {
		assertThat(Samples.sample(name).isObject()).isTrue();
		assertThat(Samples.sample(name).isEmpty()).isFalse();
	}

	private static <T> T required(@Nullable T value) {
		return Objects.requireNonNull(value);
	}

	private static BigDecimal quotient(long part, long whole) {
		return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 10, RoundingMode.HALF_UP);
	}

	private static Rate percent(String percent) {
		return Rate.ofFraction(new BigDecimal(percent).movePointLeft(2));
	}

	private static Rate fraction(String fraction) {
		return Rate.ofFraction(new BigDecimal(fraction));
	}

}
