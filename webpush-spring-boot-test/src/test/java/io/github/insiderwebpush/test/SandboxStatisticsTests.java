package io.github.insiderwebpush.test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.test.ApiClient.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class SandboxStatisticsTests {

	private final WebPushVirtualClock clock = new WebPushVirtualClock();

	private final WebPushSandbox sandbox = WebPushSandbox.builder()
		.clock(this.clock)
		.startsAt(Instant.parse("2026-11-23T10:15:30Z"))
		.budget(Budget.CREATE, 1000)
		.budget(Budget.STATISTICS, 1000)
		.start();

	private final ApiClient client = new ApiClient(this.sandbox);

	@BeforeEach
	void launch() {
		this.client.launch(this.client.created("Summer sale", false), "ttl", "7200");
	}

	@AfterEach
	void close() {
		this.sandbox.close();
		this.clock.close();
	}

	@Test
	void figuresGrowUntilDeliveryEndsAndThenStay() {
		long before = delivered();
		this.clock.advance(Duration.ofHours(1));
		long halfway = delivered();
		assertThat(campaignMetrics().get("isTTLEnded").booleanValue()).isFalse();
		this.clock.advance(Duration.ofHours(1));
		long end = delivered();
		assertThat(campaignMetrics().get("isTTLEnded").booleanValue()).isTrue();
		this.clock.advance(Duration.ofHours(1));
		assertThat(before).isZero();
		assertThat(halfway).isPositive();
		assertThat(end).isCloseTo(2 * halfway, within(1L));
		assertThat(delivered()).isEqualTo(end);
	}

	@Test
	void sameStoryGivesTheSameFigures() {
		this.clock.advance(Duration.ofMinutes(50));
		String first = this.client.statistics("top-metrics").body();
		this.sandbox.reset();
		launch();
		this.clock.advance(Duration.ofMinutes(50));
		assertThat(this.client.statistics("top-metrics").body()).isEqualTo(first);
	}

	@Test
	void identitiesHoldInEveryResponse() {
		this.client.launch(this.client.created("Winter sale", false), "ttl", "10000");
		this.clock.advance(Duration.ofMinutes(90));
		JsonNode top = this.client.statistics("top-metrics").json().get("overview");
		long targeted = count(top.at("/total/targeted"));
		long sent = count(top.at("/targeted/sent"));
		assertThat(targeted).isEqualTo(sent + count(top.at("/targeted/dropped")));
		assertThat(sent)
			.isEqualTo(count(top.at("/deliveryRate/delivered")) + count(top.at("/deliveryRate/undelivered")));
		long targetedOfRows = 0;
		for (JsonNode row : rows()) {
			targetedOfRows += row.get("targeted").longValue();
			assertThat(row.get("targeted").longValue())
				.isEqualTo(row.get("sent").longValue() + row.get("dropped").longValue());
			assertThat(row.get("sent").longValue())
				.isEqualTo(row.get("delivered").longValue() + row.get("undelivered").longValue());
			assertThat(row.get("ctr").doubleValue())
				.isEqualTo((double) row.get("clicks").longValue() / row.get("delivered").longValue());
		}
		assertThat(targetedOfRows).isEqualTo(targeted);
		JsonNode devices = campaignMetrics().get("deviceMetrics");
		assertThat(count(devices.get(0).get("sent")) + count(devices.get(1).get("sent")))
			.isEqualTo(count(campaignMetrics().at("/overview/targeted/sent")));
	}

	@Test
	void numbersHaveTheFormatsOfTheSamples() {
		this.clock.advance(Duration.ofHours(2));
		JsonNode top = this.client.statistics("top-metrics").json();
		assertThat(top.at("/overview/total/targeted").stringValue()).matches("[0-9]{3},[0-9]{3}");
		assertThat(top.at("/overview/total/deliveryRate").stringValue()).isEqualTo("34.00%");
		assertThat(top.at("/overview/revenue").stringValue()).matches("[0-9,]+ TRY");
		assertThat(top.at("/performance/0/deliveryRate").stringValue()).isEqualTo("34.00");
		assertThat(top.at("/performance/0/revenue").stringValue()).matches("[0-9]+\\.[0-9]{10}");
		assertThat(top.at("/performance/0/campaignCount").isInt()).isTrue();
		JsonNode row = rows().get(0);
		assertThat(row.get("deliveryRate").doubleValue()).isCloseTo(0.34, within(0.001));
		assertThat(row.get("targeted").isNumber()).isTrue();
		assertThat(row.get("firstButtonLink").stringValue()).isEqualTo("N/A");
		assertThat(row.get("sendDate").stringValue()).isEqualTo("2026-11-23 10:15:30");
		JsonNode campaign = campaignMetrics();
		assertThat(campaign.get("startDate").stringValue()).isEqualTo("2026-11-01T00:00:00.000000Z");
		assertThat(campaign.get("endDate").stringValue()).isEqualTo("2026-11-30T23:59:59.999999Z");
		assertThat(campaign.at("/overview/revenue").stringValue()).endsWith(" USD");
	}

	@Test
	void missingFiguresHaveTheFormatsOfTheSamples() {
		JsonNode campaign = campaignMetrics();
		assertThat(campaign.get("goalMenu").isArray()).isTrue();
		assertThat(campaign.at("/overview/total/ctr").stringValue()).isEqualTo("-");
		assertThat(campaign.at("/overview/total/conversionRate").stringValue()).isEqualTo("N/A");
		assertThat(campaign.at("/deviceMetrics/0/revenue").stringValue()).isEqualTo("USD");
		assertThat(rows().get(0).get("ctr").toString()).isEqualTo("0");
		this.sandbox.reset();
		JsonNode top = this.client.statistics("top-metrics").json();
		assertThat(top.get("overview").isArray()).isTrue();
	}

	@Test
	void rowsHaveIdsOfTheirOwn() {
		JsonNode row = rows().get(0);
		SandboxCampaign campaign = this.sandbox.campaigns().get(0);
		assertThat(row.get("campName").stringValue()).isEqualTo("Summer sale");
		assertThat(row.get("builderId").longValue()).isEqualTo(campaign.builderId())
			.isNotEqualTo(campaign.id().value());
		assertThat(row.get("id").longValue()).isNotIn(campaign.id().value(), campaign.builderId());
	}

	@Test
	void someRowsAreOdd() {
		for (int i = 0; i < 19; i++) {
			this.client.launch(this.client.created("Campaign " + i, false));
		}
		List<JsonNode> rows = rows().valueStream().toList();
		assertThat(rows).hasSize(20);
		assertThat(rows).filteredOn((row) -> row.has("statusName")).isNotEmpty();
		assertThat(rows).filteredOn((row) -> row.has("status")).isNotEmpty();
		assertThat(rows).filteredOn((row) -> !row.has("campName")).hasSize(2);
		assertThat(rows).filteredOn((row) -> row.get("endDate").stringValue().equals("-")).hasSize(5);
	}

	@Test
	void rowsArePaged() {
		for (int i = 0; i < 22; i++) {
			this.client.launch(this.client.created("Campaign " + i, false));
		}
		JsonNode last = this.client.statistics("overall-metrics", "page", 3, "per_page", 10).json();
		assertThat(last.get("page").intValue()).isEqualTo(3);
		assertThat(last.get("per_page").intValue()).isEqualTo(10);
		assertThat(last.get("total").intValue()).isEqualTo(23);
		assertThat(last.get("data").size()).isEqualTo(3);
		JsonNode beyond = this.client.statistics("overall-metrics", "page", 2_000_000_000, "per_page", 20).json();
		assertThat(beyond.get("data").size()).isZero();
	}

	@Test
	void draftsHaveNoRowAndDeletedCampaignsKeepTheirs() {
		this.client.created("Draft", false);
		this.client.delete(25_696);
		assertThat(rows()).hasSize(1);
	}

	@Test
	void onlyLaunchesOfTheDaysAskedForCount() {
		this.clock.advance(Duration.ofDays(2));
		this.client.launch(this.client.created("Later", false));
		assertThat(rows("2026-11-23", "2026-11-24")).hasSize(1);
		assertThat(rows("2026-11-25", "2026-11-25")).hasSize(1);
		assertThat(rows("2026-11-23", "2026-11-25")).hasSize(2);
		assertThat(rows("2026-11-24", "2026-11-24")).isEmpty();
	}

	static List<Arguments> badFields() {
		return List.of(arguments("start_date", "absent", "The start date field is required."),
				arguments("end_date", "30.11.2026", "The end date does not match the format Y-m-d."),
				arguments("end_date", "2026-02-30", "The end date does not match the format Y-m-d."),
				arguments("end_date", "2026-10-01", "The end date must be a date after or equal to start date."),
				arguments("per_page", 9, "The per page must be at least 10."),
				arguments("per_page", 21, "The per page may not be greater than 20."),
				arguments("per_page", "10", "The per page must be an integer."),
				arguments("page", 0, "The page must be at least 1."),
				arguments("page", "absent", "The page field is required."),
				arguments("partner_id", 1, "The partner id must be a string."));
	}

	@ParameterizedTest
	@MethodSource("badFields")
	void fieldThatBreaksARuleIsNamedInAMap(String field, Object value, String text) {
		Response response = this.client.statistics("overall-metrics", "page", 1, "per_page", 10, field, value);
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.body())
			.isEqualTo("{\"status_code\":422,\"errors\":{\"" + field + "\":[\"" + text + "\"]}}");
	}

	@Test
	void windowReachesBackOneYear() {
		assertThat(this.client.statistics("top-metrics", "start_date", "2025-11-23").status()).isEqualTo(200);
		Response older = this.client.statistics("top-metrics", "start_date", "2025-11-22");
		assertThat(older.status()).isEqualTo(406);
		assertThat(older.body()).contains("Analytics data is available for the last 1 year only.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "25696", "1", "x" })
	void campaignIsAskedForByItsBuilderId(String id) {
		Response response = this.client.statistics("campaign-metrics", "campaign_id", id);
		assertThat(response.status()).isEqualTo(424);
		assertThat(response.body()).isEqualTo("{\"error\":\"SERVICE:-Campaign not found\"}");
	}

	@Test
	void builderIdIsSentAsText() {
		assertThat(this.client.statistics("campaign-metrics", "campaign_id", 11_111).status()).isEqualTo(422);
	}

	private JsonNode campaignMetrics() {
		return this.client.statistics("campaign-metrics", "campaign_id", "11111").json();
	}

	private long delivered() {
		return count(campaignMetrics().at("/overview/deliveryRate/delivered"));
	}

	private JsonNode rows() {
		return rows("2026-11-01", "2026-11-30");
	}

	private JsonNode rows(String start, String end) {
		Response response = this.client.statistics("overall-metrics", "page", 1, "per_page", 20, "start_date", start,
				"end_date", end);
		assertThat(response.status()).isEqualTo(200);
		return response.json().get("data");
	}

	private static long count(JsonNode text) {
		return Long.parseLong(text.stringValue().replace(",", ""));
	}

}
