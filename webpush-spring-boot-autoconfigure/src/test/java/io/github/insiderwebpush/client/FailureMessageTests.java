package io.github.insiderwebpush.client;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.statistics.DateRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

class FailureMessageTests {

	private static final ApiRequest<?> SEGMENT_CREATE = ApiRequestFactory
		.create(CreateCampaign.titled("Sale").language("en_GB").build());

	private static final ApiRequest<?> CREATE_FOR_ALL = ApiRequestFactory
		.create(CreateCampaign.titled("Sale").language("en_GB").toAllSubscribers().build());

	private static final ApiRequest<?> SEGMENT_LAUNCH = launch(message().toSegment("d_wp_browser", "Edg").build());

	private static final ApiRequest<?> LAUNCH_TO_ALL = launch(message().toAllSubscribers().build());

	private static final ApiRequest<?> DELETE = ApiRequestFactory.delete(CampaignId.of(7));

	private static final ApiRequest<?> READ = ApiRequestFactory.topMetrics(DateRange.on(LocalDate.of(2026, 11, 1)));

	@Test
	void messageLeavesOutWhatIsNotKnown() {
		assertThat(message(READ, WebPushErrorDetails.of(WebPushError.NO_RESPONSE, Outcome.NOT_APPLIED).build()))
			.isEqualTo("TOP_METRICS failed: NO_RESPONSE [account default, attempts 1, waited 0s]");
	}

	@Test
	void messageHasAllThatIsKnownInOneLine() {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		fields.put("title", List.of("is too long"));
		fields.put("language", List.of("is unknown", "is odd"));
		WebPushErrorDetails details = WebPushErrorDetails.of(WebPushError.VALIDATION_FAILED, Outcome.NOT_APPLIED)
			.status(HttpStatus.UNPROCESSABLE_CONTENT)
			.detail("No")
			.fieldErrors(fields)
			.hint("Try less")
			.retryAfter(Duration.ofSeconds(7))
			.cfRay("8a1b")
			.build();
		assertThat(FailureMessage.of(SEGMENT_CREATE, details, Outcome.NOT_APPLIED, "shop", 2, Duration.ofMillis(1500)))
			.isEqualTo("CREATE 'Sale' failed: VALIDATION_FAILED (HTTP 422), outcome NOT_APPLIED. "
					+ "Insider One: \"No\". Fields: title [is too long], language [is unknown, is odd]. Try less "
					+ "[account shop, attempts 2, waited 1.5s, retry after 7s, CF-RAY 8a1b]");
	}

	@Test
	void manyFieldErrorsAreCut() {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		for (int i = 0; i < 50; i++) {
			fields.put("field" + i, Collections.nCopies(50, "x".repeat(500)));
		}
		WebPushErrorDetails details = WebPushErrorDetails.of(WebPushError.VALIDATION_FAILED, Outcome.NOT_APPLIED)
			.fieldErrors(fields)
			.build();
		assertThat(message(SEGMENT_CREATE, details)).contains("Fields: field0 [xxx", "…").hasSizeLessThan(1000);
	}

	@Test
	void textsOfCallersAndServersCannotForgeALine() {
		WebPushErrorDetails details = WebPushErrorDetails.of(WebPushError.BAD_REQUEST, Outcome.NOT_APPLIED)
			.detail("a\r\nb\u001bc\u2028d\u202ee\u200bf")
			.build();
		assertThat(message(SEGMENT_CREATE, details)).contains("\"a  b\\u001bc\\u2028d\\u202ee\\u200bf\"");
	}

	/**
	 * A campaign for a segment may not be visible in the panel.
	 */
	@ParameterizedTest
	@EnumSource(value = Outcome.class, names = { "UNKNOWN", "APPLIED" })
	void adviceForASegmentDoesNotPointToThePanel(Outcome outcome) {
		assertThat(FailureMessage.advice(CREATE_FOR_ALL, outcome)).contains("the InOne panel");
		assertThat(FailureMessage.advice(SEGMENT_CREATE, outcome)).isNotNull().doesNotContain("panel");
		assertThat(FailureMessage.advice(SEGMENT_LAUNCH, outcome)).contains("Do not launch again")
			.doesNotContain("panel");
	}

	@Test
	void adviceCanBeFollowed() {
		assertThat(FailureMessage.advice(SEGMENT_CREATE, Outcome.UNKNOWN)).contains("DUPLICATE_TITLE then proves");
		assertThat(FailureMessage.advice(LAUNCH_TO_ALL, Outcome.UNKNOWN))
			.isEqualTo("Do not launch again before the InOne panel shows the campaign as Draft");
		assertThat(FailureMessage.advice(SEGMENT_LAUNCH, Outcome.UNKNOWN)).contains("overall-metrics", "CF-RAY");
		assertThat(FailureMessage.advice(DELETE, Outcome.UNKNOWN)).startsWith("Deleting again is safe");
		assertThat(FailureMessage.advice(READ, Outcome.UNKNOWN)).isNull();
		assertThat(FailureMessage.advice(LAUNCH_TO_ALL, Outcome.NOT_APPLIED)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "default, webpush.token, webpush.partner-id",
			"turkey, webpush.accounts.turkey.token, webpush.accounts.turkey.partner-id" })
	void refusedCredentialsAreNamedByTheirAccount(String account, String token, String partnerId) {
		assertThat(FailureMessage.of(READ, details(WebPushError.UNAUTHORIZED, null), Outcome.NOT_APPLIED, account, 1,
				Duration.ZERO))
			.contains("Check '" + token + "'");
		assertThat(FailureMessage.of(READ, details(WebPushError.ACCESS_DENIED, null), Outcome.NOT_APPLIED, account, 1,
				Duration.ZERO))
			.contains("Check that '" + token + "' and '" + partnerId + "' belong together");
		assertThat(FailureMessage.of(READ, details(WebPushError.UNAUTHORIZED, "Own hint"), Outcome.NOT_APPLIED, account,
				1, Duration.ZERO))
			.contains("Own hint")
			.doesNotContain("Check");
	}

	private static WebPushErrorDetails details(WebPushError error, @Nullable String hint) {
		return WebPushErrorDetails.of(error, Outcome.NOT_APPLIED).hint(hint).build();
	}

	private static String message(ApiRequest<?> request, WebPushErrorDetails details) {
		return FailureMessage.of(request, details, details.outcome(), "default", 1, Duration.ZERO);
	}

	private static ApiRequest<?> launch(PushMessage message) {
		return ApiRequestFactory.launch(CampaignId.of(7), message, LaunchSettings.DEFAULTS);
	}

	private static PushMessage.Builder message() {
		return PushMessage.titled("Today only")
			.description("Half price")
			.link("https://shop.example.com")
			.ttl(Duration.ofHours(1));
	}

}
