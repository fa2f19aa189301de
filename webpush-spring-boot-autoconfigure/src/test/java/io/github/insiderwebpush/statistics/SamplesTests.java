package io.github.insiderwebpush.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The vendor's samples are read without a value lost and without a field unknown, and add
 * up.
 */
class SamplesTests {

	private final StatisticsReader reader = StatisticsReader.strict();

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
		assertThat(page.page()).isEqualTo(1);
		assertThat(page.perPage()).isEqualTo(10);
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
		assertThat(page.page()).isEqualTo(2);
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
		long sent = there(figures.sent());
		long delivered = there(figures.delivered());
		assertThat(there(figures.targeted())).isEqualTo(sent + there(figures.dropped()));
		assertThat(sent).isEqualTo(delivered + there(figures.undelivered()));
		assertThat(there(figures.ctr()).fraction()).isCloseTo(quotient(there(figures.clicks()), delivered),
				within(new BigDecimal("0.00005")));
		assertThat(there(figures.deliveryRate()).fraction()).isCloseTo(quotient(delivered, sent),
				within(new BigDecimal("0.00005")));
	}

	static Stream<Figures> figuresAddUp() {
		StatisticsReader reader = StatisticsReader.strict();
		return Stream.of(reader.topMetrics(Samples.sample("top-metrics.json")).overview(),
				reader.overallMetrics(Samples.sample("overall-metrics.json"), 1, 10).rows().get(0).figures(),
				reader.overallMetrics(Samples.sample("overall-metrics-as-seen.json"), 1, 10).rows().get(0).figures(),
				reader.campaignMetrics(Samples.sample("campaign-metrics.json")).overview());
	}

	@ParameterizedTest
	@ValueSource(strings = { "create-response.json", "launch-response.json", "delete-response.json" })
	void answersOfTheOtherCallsHaveAnIdAndNothingUnknown(String name) {
		Findings findings = new Findings();
		Fields answer = new Fields(Samples.sample(name), "", findings);
		assertThat(answer.get("success", Cell.FLAG)).isTrue();
		assertThat(answer.get("campaign_id", Cell.COUNT)).isPositive();
		assertThat(findings.unknownFields()).isEmpty();
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

	private static <T> T there(@Nullable T value) {
		return Objects.requireNonNull(value);
	}

	private static BigDecimal quotient(long part, long whole) {
		return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 10, RoundingMode.HALF_UP);
	}

	private static Rate percent(String percent) {
		return Rate.ofPercent(new BigDecimal(percent));
	}

	private static Rate fraction(String fraction) {
		return Rate.ofFraction(new BigDecimal(fraction));
	}

}
