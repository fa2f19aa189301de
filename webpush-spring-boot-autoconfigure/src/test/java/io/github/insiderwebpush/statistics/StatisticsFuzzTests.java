package io.github.insiderwebpush.statistics;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A value of a report is the one in the JSON, or it is absent and, unless it is absent in
 * the JSON as well, listed as unreadable. {@code .ci/fuzz statistics} generates the JSON;
 * these are its seeds and its findings.
 */
class StatisticsFuzzTests {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final int PER_PAGE = 11;

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
		.withZone(ZoneOffset.UTC);

	private static final StatisticsReader READER = new StatisticsReader();

	/**
	 * Called by the fuzzer.
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		JsonNode answer;
		try {
			answer = MAPPER.readTree(input);
		}
		catch (JacksonException | NumberFormatException ex) {
			return;
		}
		checkValues(answer);
		checkReport(answer, "overview", () -> checkTopMetrics(answer, READER.topMetrics(answer)));
		checkReport(answer, "overview", () -> checkCampaignMetrics(answer, READER.campaignMetrics(answer)));
		checkReport(answer, "data", () -> checkOverallMetrics(answer, READER.overallMetrics(answer, 7, PER_PAGE)));
	}

	private static void checkReport(JsonNode answer, String essential, Runnable read) {
		try {
			read.run();
		}
		catch (IllegalArgumentException ex) {
			boolean isReport = answer.isObject() && answer.get(essential) != null
					&& (essential.equals("overview") || answer.get(essential).isArray());
			assertThat(isReport).as("refused: %s", ex).isFalse();
			assertThat(ex).hasMessageMatching(Samples.REFUSAL);
		}
	}

	private static void checkTopMetrics(JsonNode answer, TopMetrics report) {
		checkOverview(answer.path("overview"), report.overview(), report.unreadable());
		checkLosses(answer, "dropped", report.dropped(), report.unreadable());
		checkLosses(answer, "undelivered", report.undelivered(), report.unreadable());
	}

	private static void checkCampaignMetrics(JsonNode answer, CampaignMetrics report) {
		List<UnreadableValue> unreadable = report.unreadable();
		checkOverview(answer.path("overview"), report.overview(), unreadable);
		check(answer, "", "name", report.name(), unreadable);
		check(answer, "", "startDate", report.startDate(), unreadable);
		check(answer, "", "isTTLEnded", report.ttlEnded(), unreadable);
		checkLosses(answer, "deviceMetrics", report.devices(), List.of());
	}

	private static void checkOverallMetrics(JsonNode answer, OverallMetricsPage report) {
		assertThat(report.rows()).hasSize(Math.min(PER_PAGE, answer.path("data").size()));
		assertThat(report.truncated()).isEqualTo(answer.path("data").size() > PER_PAGE);
		check(answer, "", "total", report.total(), report.unreadable());
		for (int i = 0; i < report.rows().size(); i++) {
			CampaignMetricsRow row = report.rows().get(i);
			JsonNode node = answer.path("data").get(i);
			String path = "data[" + i + "].";
			check(node, path, "id", row.id(), row.unreadable());
			check(node, path, "builderId", row.builderId(), row.unreadable());
			check(node, path, "campName", row.name(), row.unreadable());
			check(node, path, "sendDate", row.sendDate(), row.unreadable());
			check(node, path, "sent", row.figures().sent(), row.unreadable());
			check(node, path, "ctr", row.figures().ctr(), row.unreadable());
			check(node, path, "revenue", row.figures().revenue(), row.unreadable());
			if (!isCut(report.unreadable())) {
				assertThat(report.unreadable()).containsAll(row.unreadable());
			}
		}
	}

	private static void checkOverview(JsonNode overview, Figures figures, List<UnreadableValue> unreadable) {
		check(overview.path("total"), "overview.total.", "targeted", figures.targeted(), unreadable);
		check(overview.path("total"), "overview.total.", "deliveryRate", figures.deliveryRate(), unreadable);
		check(overview.path("total"), "overview.total.", "ctr", figures.ctr(), unreadable);
		check(overview.path("targeted"), "overview.targeted.", "sent", figures.sent(), unreadable);
		check(overview.path("targeted"), "overview.targeted.", "dropped", figures.dropped(), unreadable);
		check(overview.path("deliveryRate"), "overview.deliveryRate.", "delivered", figures.delivered(), unreadable);
		check(overview.path("ctr"), "overview.ctr.", "clicks", figures.clicks(), unreadable);
		check(overview, "overview.", "revenue", figures.revenue(), unreadable);
	}

	private static void checkLosses(JsonNode answer, String name, List<?> losses, List<UnreadableValue> unreadable) {
		JsonNode node = answer.path(name);
		assertThat(losses).hasSize(node.isArray() ? Math.min(node.size(), Fields.MAX_ELEMENTS) : 0);
		for (int i = 0; i < losses.size(); i++) {
			if (losses.get(i) instanceof LossReason loss) {
				check(node.get(i), name + "[" + i + "].", "count", loss.count(), unreadable);
				check(node.get(i), name + "[" + i + "].", "percentage", loss.share(), unreadable);
			}
		}
	}

	/**
	 * A field is either read, or absent, or listed.
	 */
	private static void check(JsonNode object, String path, String name, @Nullable Object value,
			List<UnreadableValue> unreadable) {
		JsonNode node = object.isObject() ? object.path(name) : object.path("");
		boolean listed = unreadable.stream().anyMatch((one) -> one.path().equals(path + name));
		boolean absent = node.isMissingNode() || node.isNull()
				|| (node.isString() && node.stringValue().strip().matches("|-|(?i:n/a)"));
		if (listed || !isCut(unreadable)) {
			assertThat(listed).as("%s%s is %s, read as %s", path, name, node, value)
				.isEqualTo(!absent && value == null);
		}
		if (absent) {
			assertThat(value).as("%s%s", path, name).isNull();
		}
	}

	private static boolean isCut(List<UnreadableValue> unreadable) {
		assertThat(unreadable).hasSizeLessThanOrEqualTo(ReadProblems.MAX_LISTED);
		return unreadable.size() == ReadProblems.MAX_LISTED;
	}

	private static void checkValues(JsonNode node) {
		if (node.isContainer()) {
			node.values().forEach(StatisticsFuzzTests::checkValues);
			return;
		}
		checkCount(node, ValueReader.COUNT.parser().apply(node));
		checkRate(node, ValueReader.RATE.parser().apply(node));
		checkMoney(node, ValueReader.MONEY.parser().apply(node));
		checkTime(node, ValueReader.LOCAL_DATE_TIME.parser().apply(node));
		ValueReader.INSTANT.parser().apply(node);
		Boolean flag = ValueReader.FLAG.parser().apply(node);
		if (node.isBoolean()) {
			assertThat(flag).isEqualTo(node.booleanValue());
		}
		if (node.isString() && node.stringValue().length() <= ValueReader.MAX_TEXT_LENGTH) {
			assertThat(ValueReader.TEXT.parser().apply(node)).isEqualTo(node.stringValue());
		}
	}

	private static void checkCount(JsonNode node, @Nullable Long count) {
		if (count != null) {
			assertThat(count).isNotNegative();
			assertThat(number(node, "")).as("%s", node).isEqualByComparingTo(BigDecimal.valueOf(count));
		}
		else if (node.isIntegralNumber()) {
			BigInteger number = node.bigIntegerValue();
			assertThat(number.signum() < 0 || number.bitLength() > 63).as("%s", node).isTrue();
		}
		else {
			assertThat(node.isString() && node.stringValue().matches("[0-9]{1,18}")).as("%s", node).isFalse();
		}
	}

	private static void checkRate(JsonNode node, @Nullable Rate rate) {
		if (rate != null) {
			BigDecimal written = number(node, "[%\\u00a0\\u202f ]");
			assertThat(node.isNumber() ? rate.fraction() : rate.asPercent()).as("%s", node)
				.isEqualByComparingTo(written)
				.isNotNegative();
			assertThat(ValueReader.RATE.parser().apply(text(rate))).as("%s, printed", node).isEqualTo(rate);
		}
		else if (node.isString()) {
			assertThat(node.stringValue().matches("[0-9]{1,9}(\\.[0-9]{1,9})?%?")).as("%s", node).isFalse();
		}
	}

	private static void checkMoney(JsonNode node, @Nullable Money money) {
		if (money != null) {
			if (money.amount() != null) {
				assertThat(money.amount()).as("%s", node)
					.isEqualByComparingTo(number(node, "[A-Z\\p{Sc}\\u00a0\\u202f ]+$"));
			}
			else {
				assertThat(node.stringValue().strip()).as("%s", node).isEqualTo(money.currency());
			}
			assertThat(ValueReader.MONEY.parser().apply(text(money))).as("%s, printed", node).isEqualTo(money);
		}
	}

	private static void checkTime(JsonNode node, @Nullable TemporalAccessor time) {
		if (time != null) {
			String written = node.stringValue().strip().toUpperCase(Locale.ROOT).replace('T', ' ');
			boolean secondsLeftOut = written.length() == "2023-06-08 21:15".length();
			assertThat(written + (secondsLeftOut ? ":00" : "")).startsWith(TIME.format(time));
		}
	}

	/**
	 * Read a number as a person would.
	 */
	private static BigDecimal number(JsonNode node, String notOfTheNumber) {
		return node.isNumber() ? node.decimalValue()
				: new BigDecimal(node.stringValue().strip().replaceAll(notOfTheNumber, "").replace(",", ""));
	}

	private static JsonNode text(Object value) {
		return JsonNodeFactory.instance.stringNode(value.toString());
	}

	static List<byte[]> seeds() throws IOException {
		List<byte[]> seeds = new ArrayList<>();
		for (Resource sample : new PathMatchingResourcePatternResolver().getResources("classpath:samples/*.json")) {
			seeds.add(sample.getContentAsByteArray());
		}
		return seeds;
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void everySeedKeepsTheRules(byte[] seed) {
		for (int length = seed.length; length >= 0; length--) {
			fuzzerTestOneInput(Arrays.copyOf(seed, length));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "eyJkYXRhIjogW3sic2VudCI6IDFlMTAwMDAwMDE0MDE4M31dfQ==",
			"IDExNjY2NjY2NjY2NjY2NjY2NjY2NjYxLjAwRTY=" })
	void inputThatWasFoundKeepsTheRules(String base64) {
		fuzzerTestOneInput(Base64.getDecoder().decode(base64));
	}

}
