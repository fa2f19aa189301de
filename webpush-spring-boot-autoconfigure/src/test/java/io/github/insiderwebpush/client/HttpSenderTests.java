package io.github.insiderwebpush.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.LaunchSettings.UnengagedField;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushCredentials;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.DateRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What is made of each answer, and what is in each request; that both are so on a socket
 * is in {@link OperationsWireTests} and {@link BrokenResponseTests}.
 */
class HttpSenderTests {

	private static final String TOKEN = "any-token";

	private static final CampaignId ID = CampaignId.of(7);

	private static final DateRange RANGE = DateRange.of(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 30));

	private final List<HttpHeaders> told = new ArrayList<>();

	private WebPushErrorTranslator translator = new DefaultWebPushErrorTranslator();

	private @Nullable MockClientHttpRequest sent;

	@AfterEach
	void clear() {
		Thread.interrupted();
	}

	static Arguments[] connectionFailures() {
		return new Arguments[] { Arguments.of(new ConnectException("refused"), true),
				Arguments.of(new HttpConnectTimeoutException("slow"), true),
				Arguments.of(new UnknownHostException("web-push.invalid"), true),
				Arguments.of(new NoRouteToHostException("down"), true),
				Arguments.of(new SSLHandshakeException("no path"), true),
				Arguments.of(new SSLException("closed"), false),
				Arguments.of(new SocketTimeoutException("read"), false),
				Arguments.of(new IOException("reset"), false) };
	}

	@ParameterizedTest
	@MethodSource("connectionFailures")
	void whatFailedBeforeTheRequestCanHaveGoneOutIsUnreachable(IOException cause, boolean unsent) {
		for (IOException thrown : new IOException[] { cause, new IOException(new IOException(cause)) }) {
			WebPushException failure = fail(() -> {
				throw thrown;
			});
			assertThat(failure.error()).isEqualTo(unsent ? WebPushError.UNREACHABLE : WebPushError.NO_RESPONSE);
			assertThat(failure.outcome()).isEqualTo(unsent ? Outcome.NOT_APPLIED : Outcome.UNKNOWN);
			assertThat(failure).hasCause(thrown);
		}
	}

	@Test
	void interceptorThatFailsLeavesItOpenWhetherTheRequestWentOut() {
		IllegalStateException thrown = new IllegalStateException("broken interceptor");
		WebPushException failure = fail(() -> {
			throw thrown;
		});
		assertThat(failure.error()).isEqualTo(WebPushError.NO_RESPONSE);
		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure).hasCause(thrown);
	}

	@Test
	void failureOfAThreadThatIsInterruptedIsACancellation() {
		WebPushException failure = fail(() -> {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted");
		});
		assertThat(failure.error()).isEqualTo(WebPushError.CANCELLED);
		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"success": true, "campaign_id": 2 | APPLIED
			{"success": tr                     | UNKNOWN
			""")
	void bodyThatBrokeOffAppliedWhereItSaidSo(String body, Outcome outcome) {
		WebPushException failure = fail(() -> new MockClientHttpResponse(brokenOff(body), HttpStatusCode.valueOf(201)));
		assertThat(failure.error()).isEqualTo(WebPushError.NO_RESPONSE);
		assertThat(failure.outcome()).isEqualTo(outcome);
		assertThat(failure).hasRootCauseMessage("reset");
	}

	@ParameterizedTest
	@CsvSource({ "true, APPLIED", "false, UNKNOWN" })
	void answerThatIsTooLongIsUnreadable(boolean success, Outcome outcome) {
		String body = "{\"success\": " + success + ", \"a\": \"" + "x".repeat(ApiResponse.MAX_BODY_LENGTH) + "\"}";
		WebPushException failure = fail(() -> response(201, body));
		assertThat(failure.error()).isEqualTo(WebPushError.UNREADABLE_RESPONSE);
		assertThat(failure.outcome()).isEqualTo(outcome);
		assertThat(failure).hasCauseInstanceOf(ApiResponse.TooLongException.class);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"success": true, "campaign_id": 25696}                | 25696
			{"success": true, "campaign_id": "25696"}              | 25696
			{"success": true, "campaign_id": "0025696"}            | 25696
			{"success": "false", "campaign_id": 25696}             | 25696
			{"campaign_id": 25696}                                 | 25696
			{"success": true, "campaign_id": 999999999999999999}   | 999999999999999999
			""")
	void idIsReadAsNumberOrText(String body, long id) {
		assertThat(perform(() -> response(201, body))).isEqualTo(new CreatedCampaign(CampaignId.of(id), "Sale"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"success\": true, \"campaign_id\": 0}", "{\"success\": true, \"campaign_id\": -1}",
			"{\"success\": true, \"campaign_id\": 1.5}", "{\"success\": true, \"campaign_id\": \"1a\"}",
			"{\"success\": true, \"campaign_id\": 9999999999999999999}", "{\"success\": true}" })
	void withoutAUsableIdADraftExistsThatNobodyKnows(String body) {
		WebPushException failure = fail(() -> response(201, body));
		assertThat(failure.error()).isEqualTo(WebPushError.UNREADABLE_RESPONSE);
		assertThat(failure.outcome()).isEqualTo(Outcome.APPLIED);
	}

	@Test
	void unreadableAnswerIsShownWithoutTheToken() {
		WebPushException failure = fail(() -> {
			MockClientHttpResponse response = response(200, "Sign in with " + TOKEN);
			response.getHeaders().set("CF-RAY", "8a1b");
			return response;
		});
		assertThat(failure.error()).isEqualTo(WebPushError.UNREADABLE_RESPONSE);
		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure.detail()).isEqualTo("Sign in with ***");
		assertThat(failure.statusCode()).isEqualTo(200);
		assertThat(failure.cfRay()).isEqualTo("8a1b");
	}

	@ParameterizedTest
	@CsvSource({ "200, REFUSED", "400, BAD_REQUEST" })
	void translatorIsToldTheAnswerWithoutTheToken(int status, WebPushError error) {
		WebPushException failure = fail(
				() -> response(status, "{\"success\": false, \"message\": \"bad key " + TOKEN + "\"}"));
		assertThat(failure.error()).isEqualTo(error);
		assertThat(failure.detail()).isEqualTo("bad key ***");
	}

	@Test
	void translatorThatFailsIsReplaced() {
		this.translator = (operation, status, headers, body) -> {
			throw new IllegalStateException("broken translator");
		};
		assertThat(fail(() -> response(401, "{}")).error()).isEqualTo(WebPushError.UNAUTHORIZED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 429 })
	void headersOfEveryAnswerAreTold(int status) {
		catchThrowableOfType(WebPushException.class, () -> perform(() -> {
			MockClientHttpResponse response = response(status, "{\"campaign_id\": 1}");
			response.getHeaders().set("X-RateLimit-Remaining", "0");
			return response;
		}));
		assertThat(this.told).singleElement()
			.satisfies((headers) -> assertThat(headers.getFirst("X-RateLimit-Remaining")).isEqualTo("0"));
	}

	@Test
	void requestCarriesTokenAndPartnerId() {
		perform(() -> response(201, "{\"campaign_id\": 1}"));
		assertThat(this.sent.getHeaders().getFirst("Authorization")).isEqualTo("Bearer any-token");
		assertThat(this.sent.getHeaders().getFirst("Content-Type")).isEqualTo("application/json");
		assertThat(this.sent.getBodyAsString())
			.isEqualTo("{\"partner_id\":\"10012345\",\"title\":\"Sale\",\"language\":\"en_GB\",\"is_all\":false}");
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
	void ttlIsRoundedUpToItsUnit(ChronoUnit unit, String ttl) {
		LaunchSettings settings = new LaunchSettings(true, unit, UnengagedField.BOTH);
		assertThat(ApiRequestFactory.launch(ID, message().toAllSubscribers().build(), settings).fields()).containsEntry("ttl",
				ttl);
	}

	@ParameterizedTest
	@CsvSource({ "INCLUDE_UNENGAGED, include_unengaged, include_unengage",
			"INCLUDE_UNENGAGE, include_unengage, include_unengaged" })
	void spellingOfUnengagedIsChosen(UnengagedField spelling, String there, String absent) {
		LaunchSettings settings = new LaunchSettings(true, ChronoUnit.SECONDS, spelling);
		assertThat(ApiRequestFactory.launch(ID, message().includeUnengaged().toAllSubscribers().build(), settings).fields())
			.containsEntry(there, true)
			.doesNotContainKey(absent);
	}

	@Test
	@SuppressWarnings("NullAway")
	void settingsOfLaunchesAreChecked() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new LaunchSettings(true, ChronoUnit.DAYS, UnengagedField.BOTH))
			.withMessage("'ttlUnit' must be seconds, minutes or hours, but is days");
		assertThatIllegalArgumentException().isThrownBy(() -> new LaunchSettings(true, null, UnengagedField.BOTH))
			.withMessage("'ttlUnit' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> new LaunchSettings(true, ChronoUnit.HOURS, null))
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
			1 | 9  | must be 10 to 20, which is what the vendor takes, but is 9
			1 | 21 | must be 10 to 20, which is what the vendor takes, but is 21
			""")
	void pageOutsideTheVendorsBoundsIsRefused(int page, int perPage, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ApiRequestFactory.overallMetrics(RANGE, page, perPage))
			.withMessageEndingWith(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"success": true}     | true
			{"campaign_id": 7}    | true
			{"success": "true"}   | true
			{}                    | false
			{"campaign_id": 0}    | false
			[]                    | false
			""")
	void launchAndDeleteAreAcceptedBySuccessOrById(String body, boolean accepted) {
		PushMessage message = message().toAllSubscribers().build();
		for (ApiRequest<?> request : new ApiRequest<?>[] { ApiRequestFactory.launch(ID, message, LaunchSettings.DEFAULTS),
				ApiRequestFactory.delete(ID) }) {
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

	private WebPushException fail(Answering answering) {
		return catchThrowableOfType(WebPushException.class, () -> perform(answering));
	}

	private CreatedCampaign perform(Answering answering) {
		RestClient restClient = RestClient.builder().baseUrl("http://127.0.0.1").requestFactory((uri, method) -> {
			this.sent = new MockClientHttpRequest(method, uri) {

				@Override
				protected ClientHttpResponse executeInternal() throws IOException {
					return answering.answer();
				}

			};
			return this.sent;
		}).build();
		return new HttpSender(restClient, new Credentials(), this.translator)
			.perform(ApiRequestFactory.create(CreateCampaign.titled("Sale").language("en_GB").build()), this.told::add);
	}

	private static MockClientHttpResponse response(int status, String body) {
		return new MockClientHttpResponse(body.getBytes(StandardCharsets.UTF_8), HttpStatusCode.valueOf(status));
	}

	private static InputStream brokenOff(String body) {
		return new SequenceInputStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
				new InputStream() {

					@Override
					public int read() throws IOException {
						throw new IOException("reset");
					}

				});
	}

	private interface Answering {

		ClientHttpResponse answer() throws IOException;

	}

	private static final class Credentials implements WebPushCredentials {

		@Override
		public String token() {
			return TOKEN;
		}

		@Override
		public String partnerId() {
			return "10012345";
		}

	}

}
