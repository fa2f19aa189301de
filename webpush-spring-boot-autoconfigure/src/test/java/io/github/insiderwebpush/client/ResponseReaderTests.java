package io.github.insiderwebpush.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;

import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.DateRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What the client makes of each response; that it is so on a socket is in
 * {@link BrokenResponseTests}.
 */
class ResponseReaderTests {

	private static final CampaignId ID = CampaignId.of(7);

	private static final ApiRequest<CreatedCampaign> CREATE = ApiRequestFactory
		.create(CreateCampaign.titled("Sale").language("en_GB").build());

	private static final ApiRequest<?> LAUNCH = ApiRequestFactory.launch(ID, CallStepsFixture.message(),
			LaunchSettings.DEFAULTS);

	private final HttpHeaders headers = new HttpHeaders();

	private WebPushErrorTranslator translator = new DefaultWebPushErrorTranslator();

	private @Nullable IOException broken;

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"success": true, "campaign_id": 25696}                | 25696
			{"success": true, "campaign_id": "25696"}              | 25696
			{"success": true, "campaign_id": "0025696"}            | 25696
			{"success": true, "campaign_id": "0000000000000000000000000000000000000256"} | 256
			{"success": true, "campaign_id": 42.0}                 | 42
			{"success": true, "campaign_id": "42.0"}               | 42
			{"success": true, "campaign_id": 4.2e1}                | 42
			{"campaign_id": 25696}                                 | 25696
			{"success": true, "campaign_id": 9223372036854775807}  | 9223372036854775807
			{"status_code": 201, "content": {"campaign_id": "1230"}} | 1230
			""")
	void idIsReadInAllItsForms(String body, long id) throws AttemptFailedException {
		assertThat(read(CREATE, 201, body)).isEqualTo(new CreatedCampaign(CampaignId.of(id), "Sale", null));
	}

	@Test
	void builderIdIsKeptWhereTheResponseHasIt() throws AttemptFailedException {
		String body = "{\"content\": {\"builder_id\": \"1000\", \"campaign_id\": \"1230\"}}";
		assertThat(read(CREATE, 201, body).builderId()).isEqualTo(BuilderId.of(1000));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"success\": true, \"campaign_id\": 0}", "{\"success\": true, \"campaign_id\": -1}",
			"{\"success\": true, \"campaign_id\": 1.5}", "{\"success\": true, \"campaign_id\": \"1a\"}",
			"{\"success\": true, \"campaign_id\": 9999999999999999999}",
			"{\"success\": true, \"campaign_id\": \"00000000000000000000000000000000000000256\"}",
			"{\"success\": true, \"campaign_id\": 1e999999999}", "{\"success\": true}" })
	void draftWithoutAUsableIdExistsAllTheSame(String body) {
		AttemptFailedException failure = fail(CREATE, 201, body);
		assertThat(failure.details().error()).isEqualTo(WebPushError.UNREADABLE_RESPONSE);
		assertThat(failure.details().outcome()).isEqualTo(Outcome.APPLIED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"success": "false", "message": "no", "campaign_id": 7} | NOT_APPLIED
			{"success": 0, "message": "no", "campaign_id": 7}       | NOT_APPLIED
			{"success": false, "campaign_id": 7}                    | NOT_APPLIED
			{"success": null, "message": "no", "campaign_id": 7}    | UNKNOWN
			{"success": "true", "campaign_id": 7}                   | UNKNOWN
			{"success": 1, "campaign_id": 7}                        | UNKNOWN
			{"success": {}, "campaign_id": 7}                       | UNKNOWN
			""")
	void responseThatIsNotPlainlyTrueIsARefusal(String body, Outcome outcome) {
		for (ApiRequest<?> request : new ApiRequest<?>[] { CREATE, LAUNCH }) {
			AttemptFailedException failure = fail(request, 200, body);
			assertThat(failure.details().error()).isEqualTo(WebPushError.REFUSED);
			assertThat(failure.details().outcome()).isEqualTo(outcome);
		}
	}

	@Test
	void responseAboutAnotherCampaignIsNoSuccess() {
		for (ApiRequest<?> request : new ApiRequest<?>[] { LAUNCH, ApiRequestFactory.delete(ID) }) {
			AttemptFailedException failure = fail(request, 200, "{\"success\": true, \"campaign_id\": 8}");
			assertThat(failure.details().error()).isEqualTo(WebPushError.UNREADABLE_RESPONSE);
			assertThat(failure.details().outcome()).isEqualTo(Outcome.UNKNOWN);
			assertThat(failure.details().hint()).isEqualTo("The response is about campaign 8");
		}
	}

	@ParameterizedTest
	@CsvSource({ "200, ''", "204, ''", "202, ' '" })
	void deleteWithAnEmptyResponseIsDone(int status, String body) throws AttemptFailedException {
		assertThat(read(ApiRequestFactory.delete(ID), status, body)).isTrue();
		AttemptFailedException failure = fail(LAUNCH, status, body);
		assertThat(failure.details().error()).isEqualTo(WebPushError.UNREADABLE_RESPONSE);
		assertThat(failure.details().outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void deleteWithATextInsteadOfJsonIsNotDone() {
		AttemptFailedException failure = fail(ApiRequestFactory.delete(ID), 200, "öğü");
		assertThat(failure.details().error()).isEqualTo(WebPushError.UNREADABLE_RESPONSE);
		assertThat(failure.details().outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"success": true, "campaign_id": 2 | APPLIED
			{"success": tr                     | UNKNOWN
			""")
	void bodyThatBrokeOffAppliedWhereItSaidSo(String body, Outcome outcome) {
		this.broken = new IOException("reset");
		AttemptFailedException failure = fail(CREATE, 201, body);
		assertThat(failure.details().error()).isEqualTo(WebPushError.NO_RESPONSE);
		assertThat(failure.details().outcome()).isEqualTo(outcome);
		assertThat(failure).hasRootCauseMessage("reset");
	}

	@Test
	void responseThatCannotBeUnpackedIsUnreadable() {
		this.broken = new ZipException("The response cannot be unpacked");
		AttemptFailedException failure = fail(CREATE, 201, "");
		assertThat(failure.details().error()).isEqualTo(WebPushError.UNREADABLE_RESPONSE);
		assertThat(failure.details().outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure.details().hint()).isEqualTo("The response cannot be unpacked");
	}

	@ParameterizedTest
	@CsvSource({ "true, APPLIED", "false, UNKNOWN" })
	void responseThatIsTooLongIsUnreadable(boolean success, Outcome outcome) {
		this.broken = new ResponseTooLongException();
		AttemptFailedException failure = fail(CREATE, 201, "{\"success\": " + success + ", \"a\": \"x");
		assertThat(failure.details().error()).isEqualTo(WebPushError.UNREADABLE_RESPONSE);
		assertThat(failure.details().outcome()).isEqualTo(outcome);
		assertThat(failure.details().hint()).startsWith("The response is longer than");
	}

	@Test
	void partsOfTheTokenAreTakenOutOfWhatIsShown() {
		this.headers.set("CF-RAY", "ray any-toke");
		AttemptFailedException unreadable = fail(CREATE, 200, "Sign in with any-toke");
		assertThat(unreadable.details().detail()).isEqualTo("Sign in with ***");
		assertThat(unreadable.details().cfRay()).isEqualTo("ray ***");
		this.translator = (operation, status, headers, body) -> WebPushErrorDetails
			.of(WebPushError.BAD_REQUEST, Outcome.NOT_APPLIED)
			.hint("hint any-toke")
			.fieldErrors(Map.of("any-toke", List.of("text any-toke")))
			.build();
		WebPushErrorDetails translated = fail(CREATE, 400, "").details();
		assertThat(translated.hint()).isEqualTo("hint ***");
		assertThat(translated.fieldErrors()).hasToString("{***=[text ***]}");
	}

	@Test
	void translatorThatFailsOrReturnsNothingIsReplaced() {
		this.translator = (operation, status, headers, body) -> {
			throw new StackOverflowError("broken translator");
		};
		assertThat(fail(CREATE, 401, "{}").details().error()).isEqualTo(WebPushError.UNAUTHORIZED);
		this.translator = nothing();
		assertThat(fail(CREATE, 401, "{}").details().error()).isEqualTo(WebPushError.UNAUTHORIZED);
	}

	@SuppressWarnings("NullAway")
	private static WebPushErrorTranslator nothing() {
		return (operation, status, headers, body) -> null;
	}

	/**
	 * 4 MiB of it would need more than a small heap as a tree.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "1,", "{},", "[],", "{\"\":1}," })
	void bodyOfManyValuesIsNotHeldAsATree(String value) {
		String body = "{\"success\": true, \"data\": [" + value.repeat(4_000_000 / value.length()) + "1]}";
		DateRange range = DateRange.on(LocalDate.of(2026, 11, 1));
		assertThat(fail(ApiRequestFactory.overallMetrics(range, 1, 20), 200, body).details().error())
			.isEqualTo(WebPushError.UNREADABLE_RESPONSE);
		assertThat(fail(LAUNCH, 200, body).details().outcome()).isEqualTo(Outcome.APPLIED);
	}

	private AttemptFailedException fail(ApiRequest<?> request, int status, String body) {
		return catchThrowableOfType(AttemptFailedException.class, () -> read(request, status, body));
	}

	private <T> T read(ApiRequest<T> request, int status, String body) throws AttemptFailedException {
		return new ResponseReader(this.translator).read(request, new ApiResponse(HttpStatusCode.valueOf(status),
				this.headers, body.getBytes(StandardCharsets.UTF_8), this.broken, new TokenRedactor("any-token")));
	}

}
