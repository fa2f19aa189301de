package io.github.insiderwebpush.client;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetrics;
import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.statistics.OverallMetricsPage;
import io.github.insiderwebpush.statistics.TopMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every operation but create sends and reads.
 */
class OperationsWireTests {

	private static final CampaignId ID = CampaignId.of(1697300275);

	private static final DateRange RANGE = DateRange.of(LocalDate.of(2023, 6, 1), LocalDate.of(2023, 6, 8));

	private static final String ACCEPTED = "{\"success\": true, \"campaign_id\": 1697300275}";

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void launchToASegmentWithEverything() {
		this.vendor.answers(200, ACCEPTED);
		PushMessage message = PushMessage.titled("Today only")
			.description("Half price")
			.image("https://cdn.example.com/icon.png")
			.banner("https://cdn.example.com/banner.png")
			.link("https://shop.example.com/sale?a=b")
			.ttl(Duration.ofMinutes(90))
			.includeUnengaged()
			.language(Locale.UK)
			.toSegment("d_wp_browser", "Edg", "Chrome")
			.build();
		run(this.vendor.application(),
				(webPush) -> assertThat(webPush.launchCampaign(ID, message)).isEqualTo(new LaunchedCampaign(ID)));
		assertSent("POST", "/v2/single/1697300275", """
				{"partner_id": "10012345", "title": "Today only", "description": "Half price",
				"image": "https://cdn.example.com/icon.png", "banner": "https://cdn.example.com/banner.png",
				"link": "https://shop.example.com/sale?a=b", "include_unengaged": true, "include_unengage": true,
				"ttl": "5400", "target": {"attribute": "d_wp_browser", "values": ["Edg", "Chrome"]},
				"language": "en_GB"}""");
	}

	@Test
	void launchToAllSaysNothingThatIsNotAsked() {
		this.vendor.answers(200, ACCEPTED);
		run(this.vendor.application(), (webPush) -> webPush.launchCampaign(ID, toAll()));
		assertSent("POST", "/v2/single/1697300275", """
				{"partner_id": "10012345", "title": "Today only", "description": "Half price",
				"link": "https://shop.example.com", "ttl": "5401"}""");
	}

	@ParameterizedTest
	@CsvSource({ "seconds, 5401", "minutes, 91", "hours, 2" })
	void unitOfTheTtlIsAPropertyAndRoundsUp(String unit, String ttl) {
		this.vendor.answers(200, ACCEPTED);
		run(this.vendor.application().withPropertyValues("webpush.launch.ttl-unit=" + unit),
				(webPush) -> webPush.launchCampaign(ID, toAll()));
		assertThat(body().path("ttl").stringValue()).isEqualTo(ttl);
	}

	@ParameterizedTest
	@CsvSource({ "both, true, true", "include-unengaged, true, false", "include_unengage, false, true" })
	void spellingOfUnengagedIsAProperty(String property, boolean unengaged, boolean unengage) {
		this.vendor.answers(200, ACCEPTED);
		run(this.vendor.application().withPropertyValues("webpush.launch.unengaged-field=" + property),
				(webPush) -> webPush.launchCampaign(ID,
						PushMessage.titled("a")
							.description("b")
							.link("https://example.com")
							.ttl(Duration.ofHours(1))
							.includeUnengaged()
							.toAllSubscribers()
							.build()));
		assertThat(body().has("include_unengaged")).isEqualTo(unengaged);
		assertThat(body().has("include_unengage")).isEqualTo(unengage);
	}

	@Test
	void launchThatIsSwitchedOffIsRefusedUnsent() {
		run(this.vendor.application().withPropertyValues("webpush.launch.enabled=false"), (webPush) -> {
			assertThatExceptionOfType(WebPushException.class).isThrownBy(() -> webPush.launchCampaign(ID, toAll()))
				.satisfies((ex) -> {
					assertThat(ex.error()).isEqualTo(WebPushError.LAUNCH_DISABLED);
					assertThat(ex.outcome()).isEqualTo(Outcome.NOT_APPLIED);
					assertThat(ex.subject()).isEqualTo("1697300275");
					assertThat(ex.attempts()).isZero();
				})
				.withMessageContaining("webpush.launch.enabled");
			assertThat(webPush.launchCampaignAsync(ID, toAll())).isCompletedExceptionally();
		});
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void deleteHasItsPartnerIdInTheBody() {
		this.vendor.answers(200, ACCEPTED);
		run(this.vendor.application(), (webPush) -> webPush.deleteCampaign(ID));
		assertSent("DELETE", "/v1/single/1697300275", "{\"partner_id\": \"10012345\"}");
	}

	@Test
	void topMetricsOfTheSample() {
		this.vendor.answers(200, sample("top-metrics"));
		run(this.vendor.application(), (webPush) -> {
			TopMetrics metrics = webPush.topMetrics(RANGE);
			assertThat(metrics.unreadable()).isEmpty();
			assertThat(metrics.overview().sent()).isEqualTo(9_505_769L);
			assertThat(metrics.overview().deliveryRate().asPercent()).isEqualByComparingTo("32.42");
			assertThat(metrics.overview().revenue().amount()).isEqualByComparingTo(new BigDecimal("2480"));
			assertThat(metrics.overview().revenue().currency()).isEqualTo("TRY");
		});
		assertSent("POST", "/v1/statistics/top-metrics",
				"{\"partner_id\": \"10012345\", \"start_date\": \"2023-06-01\", \"end_date\": \"2023-06-08\"}");
	}

	@Test
	void overallMetricsOfTheSample() {
		this.vendor.answers(200, sample("overall-metrics"));
		run(this.vendor.application(), (webPush) -> {
			OverallMetricsPage page = webPush.overallMetrics(RANGE, 2, 10);
			assertThat(page.total()).isEqualTo(48L);
			assertThat(page.rows()).singleElement()
				.satisfies((row) -> assertThat(row.builderId()).isEqualTo(BuilderId.of(11111)));
		});
		assertSent("POST", "/v1/statistics/overall-metrics", """
				{"partner_id": "10012345", "start_date": "2023-06-01", "end_date": "2023-06-08", "page": 2,
				"per_page": 10}""");
	}

	@Test
	void campaignMetricsOfTheSample() {
		this.vendor.answers(200, sample("campaign-metrics"));
		run(this.vendor.application(), (webPush) -> {
			CampaignMetrics metrics = webPush.campaignMetrics(BuilderId.of(11111), RANGE);
			assertThat(metrics.isFinal()).isTrue();
			assertThat(metrics.overview().clicks()).isEqualTo(723L);
		});
		assertSent("POST", "/v1/statistics/campaign-metrics", """
				{"partner_id": "10012345", "start_date": "2023-06-01", "end_date": "2023-06-08",
				"campaign_id": "11111"}""");
	}

	@Test
	void statisticsThatAreNoneAreUnreadableAndNeverApplied() {
		this.vendor.answers(200, "{\"success\": true}");
		run(this.vendor.application(),
				(webPush) -> assertThatExceptionOfType(WebPushException.class)
					.isThrownBy(() -> webPush.overallMetrics(RANGE, 1, 20))
					.satisfies((ex) -> {
						assertThat(ex.error()).isEqualTo(WebPushError.UNREADABLE_RESPONSE);
						assertThat(ex.outcome()).isEqualTo(Outcome.NOT_APPLIED);
					})
					.withStackTraceContaining("data"));
	}

	@ParameterizedTest
	@CsvSource({ "0, 10", "-1, 10", "1, 9", "1, 21" })
	void pageOutsideTheVendorsBoundsIsNotSent(int page, int perPage) {
		run(this.vendor.application(), (webPush) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> webPush.overallMetrics(RANGE, page, perPage)));
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void streamWalksAllPagesLazilyAndDropsRowsThatItSawBefore() {
		this.vendor.answersInTurn(page(1, 45, 1, 20), page(2, 46, 20, 20), page(3, 46, 40, 7));
		run(this.vendor.application().withPropertyValues("webpush.rate-limit.burst=30"), (webPush) -> {
			try (java.util.stream.Stream<CampaignMetricsRow> rows = webPush.streamOverallMetrics(RANGE)) {
				assertThat(this.vendor.requests()).isEmpty();
				assertThat(rows.map(CampaignMetricsRow::id)).hasSize(46)
					.doesNotHaveDuplicates()
					.startsWith(1L, 2L)
					.endsWith(45L, 46L);
			}
		});
		assertThat(this.vendor.requests()).hasSize(3)
			.allSatisfy(
					(request) -> assertThat(new JsonMapper().readTree(request.getBody()).path("per_page").intValue())
						.isEqualTo(20));
	}

	@Test
	void streamReadsNoPageThatNobodyAsksFor() {
		this.vendor.answers(page(1, 400, 1, 20));
		run(this.vendor.application(), (webPush) -> assertThat(webPush.streamOverallMetrics(RANGE).findFirst())
			.hasValueSatisfying((row) -> assertThat(row.id()).isEqualTo(1L)));
		assertThat(this.vendor.requests()).hasSize(1);
	}

	private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder page(int page, int total,
			int firstId, int rows) {
		StringBuilder data = new StringBuilder();
		for (int id = firstId; id < firstId + rows; id++) {
			data.append(data.isEmpty() ? "" : ",").append("{\"id\": ").append(id).append(", \"sendDate\": \"-\"}");
		}
		return aResponse()
			.withBody("{\"page\": " + page + ", \"per_page\": 20, \"total\": " + total + ", \"data\": [" + data + "]}");
	}

	private static PushMessage toAll() {
		return PushMessage.titled("Today only")
			.description("Half price")
			.link("https://shop.example.com")
			.ttl(Duration.ofSeconds(5401))
			.toAllSubscribers()
			.build();
	}

	private static void run(ApplicationContextRunner application, java.util.function.Consumer<WebPushTemplate> test) {
		application.run((context) -> test.accept(context.getBean(WebPushTemplate.class)));
	}

	private void assertSent(String method, String url, String body) {
		assertThat(this.vendor.requests()).singleElement().satisfies((request) -> {
			assertThat(request.getMethod().value()).isEqualTo(method);
			assertThat(request.getUrl()).isEqualTo(url);
			assertThat(body()).isEqualTo(new JsonMapper().readTree(body));
		});
	}

	private JsonNode body() {
		return new JsonMapper().readTree(this.vendor.requests().get(0).getBody());
	}

	private static String sample(String name) {
		try {
			return new ClassPathResource("samples/" + name + ".json").getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
