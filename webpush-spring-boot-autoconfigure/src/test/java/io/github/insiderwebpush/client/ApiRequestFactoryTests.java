package io.github.insiderwebpush.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.LaunchSettings.TtlUnit;
import io.github.insiderwebpush.LaunchSettings.UnengagedField;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.DateRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The fields of each request; that they are so on a socket is in
 * {@link OperationsWireTests}.
 */
class ApiRequestFactoryTests {

	private static final CampaignId ID = CampaignId.of(7);

	private static final DateRange RANGE = DateRange.of(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 30));

	@Test
	void onlyACampaignForAllSubscribersIsVisibleInThePanel() {
		CreateCampaign.Builder draft = CreateCampaign.titled("Sale").language("en_GB");
		assertThat(ApiRequestFactory.create(draft.build()).visibleInPanel()).isFalse();
		assertThat(ApiRequestFactory.create(draft.toAllSubscribers().build()).visibleInPanel()).isTrue();
		assertThat(launch(message().toAllSubscribers().build()).visibleInPanel()).isTrue();
		assertThat(launch(message().toSegment("d_wp_browser", "Edg").build()).visibleInPanel()).isFalse();
		assertThat(ApiRequestFactory.delete(ID).visibleInPanel()).isFalse();
	}

	private static ApiRequest<?> launch(PushMessage message) {
		return ApiRequestFactory.launch(ID, message, LaunchSettings.DEFAULTS);
	}

	@Test
	void launchSaysAllThatTheMessageSays() {
		PushMessage message = message().image("https://cdn.example.com/icon.png")
			.banner("https://cdn.example.com/banner.png")
			.includeUnengaged()
			.language("en_GB")
			.toSegment("d_wp_browser", "Edg", "Chrome")
			.build();
		assertThat(ApiRequestFactory.launch(ID, message, LaunchSettings.DEFAULTS).fields())
			.isEqualTo(Map.ofEntries(Map.entry("title", "Today only"), Map.entry("description", "Half price"),
					Map.entry("image", "https://cdn.example.com/icon.png"),
					Map.entry("banner", "https://cdn.example.com/banner.png"),
					Map.entry("link", "https://shop.example.com"), Map.entry("include_unengaged", true),
					Map.entry("include_unengage", true), Map.entry("ttl", "5401"),
					Map.entry("target", Map.of("attribute", "d_wp_browser", "values", List.of("Edg", "Chrome"))),
					Map.entry("language", "en_GB")));
	}

	@Test
	void launchToAllSaysNoMoreThanItMust() {
		assertThat(ApiRequestFactory.launch(ID, message().toAllSubscribers().build(), LaunchSettings.DEFAULTS).fields())
			.containsOnlyKeys("title", "description", "link", "ttl");
	}

	@ParameterizedTest
	@CsvSource({ "SECONDS, 5401", "MINUTES, 91", "HOURS, 2" })
	void ttlIsRoundedUpToItsUnit(TtlUnit unit, String ttl) {
		LaunchSettings settings = new LaunchSettings(true, unit, UnengagedField.BOTH);
		assertThat(ApiRequestFactory.launch(ID, message().toAllSubscribers().build(), settings).fields())
			.containsEntry("ttl", ttl);
	}

	@ParameterizedTest
	@CsvSource({ "INCLUDE_UNENGAGED, include_unengaged, include_unengage",
			"INCLUDE_UNENGAGE, include_unengage, include_unengaged" })
	void spellingOfUnengagedIsChosen(UnengagedField spelling, String there, String absent) {
		LaunchSettings settings = new LaunchSettings(true, TtlUnit.SECONDS, spelling);
		assertThat(ApiRequestFactory.launch(ID, message().includeUnengaged().toAllSubscribers().build(), settings)
			.fields()).containsEntry(there, true).doesNotContainKey(absent);
	}

	@Test
	@SuppressWarnings("NullAway")
	void settingsOfLaunchesAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LaunchSettings(true, null, UnengagedField.BOTH))
			.withMessage("'ttlUnit' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> new LaunchSettings(true, TtlUnit.HOURS, null))
			.withMessage("'unengagedField' must not be null");
	}

	@Test
	void statisticsNameTheirDaysAndWhatTheyAreAbout() {
		Map<String, Object> days = Map.of("start_date", "2026-11-01", "end_date", "2026-11-30");
		assertThat(ApiRequestFactory.topMetrics(RANGE).fields()).isEqualTo(days);
		assertThat(ApiRequestFactory.overallMetrics(RANGE, 1, 10).fields()).containsAllEntriesOf(days)
			.containsEntry("page", 1)
			.containsEntry("per_page", 10);
		assertThat(ApiRequestFactory.overallMetrics(RANGE, 2, 20).fields()).containsEntry("per_page", 20);
		assertThat(ApiRequestFactory.campaignMetrics(BuilderId.of(11111), RANGE).fields()).containsAllEntriesOf(days)
			.containsEntry("campaign_id", "11111");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0 | 10 | must be 1 or more, but is 0
			1 | 9  | must be 10 to 20, as Insider One accepts it, but is 9
			1 | 21 | must be 10 to 20, as Insider One accepts it, but is 21
			""")
	void pageOutsideTheVendorsBoundsIsRefused(int page, int perPage, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ApiRequestFactory.overallMetrics(RANGE, page, perPage))
			.withMessageEndingWith(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"success": true}     | true
			{"campaign_id": 7}    | true
			{"success": "true"}   | false
			{"success": 1}        | false
			{"content": {"campaign_id": "7"}} | true
			{}                    | false
			{"campaign_id": 0}    | false
			[]                    | false
			""")
	void launchAndDeleteAreAcceptedBySuccessOrById(String body, boolean accepted) {
		PushMessage message = message().toAllSubscribers().build();
		for (ApiRequest<?> request : new ApiRequest<?>[] {
				ApiRequestFactory.launch(ID, message, LaunchSettings.DEFAULTS), ApiRequestFactory.delete(ID) }) {
			assertThat(request.reader().apply(Json.read(body.getBytes(StandardCharsets.UTF_8))) != null)
				.isEqualTo(accepted);
		}
	}

	private static PushMessage.Builder message() {
		return PushMessage.titled("Today only")
			.description("Half price")
			.link("https://shop.example.com")
			.ttl(Duration.ofSeconds(5401));
	}

}
