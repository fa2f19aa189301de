package io.github.insiderwebpush.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushCredentials;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.DateRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is answered ends in a result or in a {@link WebPushException} that keeps to
 * the table of errors and shows no secret. {@code .ci/fuzz answer} makes up the bodies;
 * here are its seeds and what it has found.
 */
class ResponseFuzzTests {

	private static final String TOKEN = "fuzz/T0ken.of~the+account=";

	/** What the bytes 1 to 6 of an input stand for, which are in no proper text. */
	private static final List<String> WRITINGS = List.of(TOKEN, TOKEN.replace("/", "\\/"), escaped(TOKEN.length()),
			escaped(TOKEN.length() / 2), text(TOKEN.getBytes(StandardCharsets.UTF_16BE)),
			text(TOKEN.getBytes(StandardCharsets.UTF_16LE)));

	private static final int[] STATUSES = { 200, 201, 302, 400, 401, 403, 404, 406, 422, 424, 429, 500, 503, 520 };

	private static final WebPushCredentials CREDENTIALS = new WebPushCredentials() {

		@Override
		public String token() {
			return TOKEN;
		}

		@Override
		public String partnerId() {
			return "10012345";
		}

	};

	private static final Set<Integer> NOT_PROCESSED = Set.of(404, 405, 409, 410, 411, 413, 414, 415, 431);

	private static final String BASE_URL = "http://127.0.0.1";

	private static final int LONGEST_DETAIL = 501;

	private static final DateRange RANGE = new DateRange(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 2));

	private static final List<ApiRequest<?>> REQUESTS = List.of(
			ApiRequestFactory.create(CreateCampaign.titled("Summer sale").language("en_GB").build()),
			ApiRequestFactory.launch(CampaignId.of(1),
					PushMessage.titled("Now")
						.description("Half price")
						.link("https://shop.example/")
						.ttl(Duration.ofHours(1))
						.toAllSubscribers()
						.build(),
					LaunchSettings.DEFAULTS),
			ApiRequestFactory.delete(CampaignId.of(1)), ApiRequestFactory.topMetrics(RANGE),
			ApiRequestFactory.overallMetrics(RANGE, 1, 10), ApiRequestFactory.campaignMetrics(BuilderId.of(1), RANGE));

	private static MockClientHttpResponse answer = new MockClientHttpResponse();

	private static final HttpSender SENDER = new HttpSender(RestClient.builder()
		.baseUrl(BASE_URL)
		.requestFactory(WebPushRequestFactory.ofMock(URI.create(BASE_URL), (uri, method) -> {
			MockClientHttpRequest sent = new MockClientHttpRequest(method, uri);
			sent.setResponse(answer);
			return sent;
		}))
		.build(), CREDENTIALS);

	private static final ResponseReader READER = new ResponseReader(new DefaultWebPushErrorTranslator());

	/**
	 * Called by the fuzzer. Operation and status follow from the input, so that the
	 * vendor's samples are inputs as they are.
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		int pick = Arrays.hashCode(input) >>> 1;
		ApiRequest<?> request = REQUESTS.get(pick % REQUESTS.size());
		int status = (pick % 5 == 0) ? 200 + pick % 800 : STATUSES[pick % STATUSES.length];
		check(request, status, withTokens(input));
	}

	private static void check(ApiRequest<?> request, int status, byte[] body) {
		answer = new MockClientHttpResponse(body, status);
		try {
			READER.read(request, SENDER.send(request));
			assertThat(status).as("status of a response that was taken for a success").isBetween(200, 299);
		}
		catch (AttemptFailedException ex) {
			checkFailure(request, HttpStatusCode.valueOf(status), body, ex.details());
		}
	}

	private static void checkFailure(ApiRequest<?> request, HttpStatusCode status, byte[] body,
			WebPushErrorDetails failure) {
		WebPushOperation operation = request.operation();
		assertThat(failure.error()).isIn(errors(operation, status));
		assertThat(failure.outcome()).isEqualTo(outcome(operation, status, body, failure));
		assertThat(failure.statusCode()).isEqualTo(status.value());
		checkShown(FailureMessage.of(request, failure, failure.outcome(), "default", 1, Duration.ZERO));
		checkShown(failure.detail());
		failure.fieldErrors().forEach((field, texts) -> {
			checkShown(field);
			texts.forEach(ResponseFuzzTests::checkShown);
		});
		if (failure.detail() != null) {
			assertThat(failure.detail().codePoints().count()).isPositive().isLessThanOrEqualTo(LONGEST_DETAIL);
		}
	}

	private static Set<WebPushError> errors(WebPushOperation operation, HttpStatusCode status) {
		if (status.is2xxSuccessful()) {
			return Set.of(WebPushError.REFUSED, WebPushError.UNREADABLE_RESPONSE);
		}
		if (status.is5xxServerError()) {
			return Set.of(WebPushError.SERVER_ERROR);
		}
		boolean ofOneCampaign = operation == WebPushOperation.LAUNCH || operation == WebPushOperation.DELETE;
		return switch (status.value()) {
			case 400 -> (operation == WebPushOperation.CREATE)
					? Set.of(WebPushError.DUPLICATE_TITLE, WebPushError.BAD_REQUEST, WebPushError.VALIDATION_FAILED)
					: Set.of(WebPushError.BAD_REQUEST, WebPushError.VALIDATION_FAILED);
			case 401 -> Set.of(WebPushError.UNAUTHORIZED);
			case 403 -> Set.of(WebPushError.RATE_LIMITED, WebPushError.ACCESS_DENIED);
			case 404 -> ofOneCampaign ? Set.of(WebPushError.CAMPAIGN_NOT_FOUND, WebPushError.UNEXPECTED_STATUS)
					: Set.of(WebPushError.UNEXPECTED_STATUS);
			case 406 -> Set.of(WebPushError.STATISTICS_EXPIRED);
			case 409 -> (operation == WebPushOperation.CREATE)
					? Set.of(WebPushError.DUPLICATE_TITLE, WebPushError.UNEXPECTED_STATUS)
					: Set.of(WebPushError.UNEXPECTED_STATUS);
			case 422 -> (operation == WebPushOperation.CREATE)
					? Set.of(WebPushError.DUPLICATE_TITLE, WebPushError.VALIDATION_FAILED)
					: Set.of(WebPushError.VALIDATION_FAILED);
			case 424 -> Set.of(WebPushError.CAMPAIGN_NOT_FOUND, WebPushError.FAILED_DEPENDENCY);
			case 429 -> Set.of(WebPushError.RATE_LIMITED);
			default -> Set.of(WebPushError.UNEXPECTED_STATUS);
		};
	}

	private static Outcome outcome(WebPushOperation operation, HttpStatusCode status, byte[] body,
			WebPushErrorDetails failure) {
		if (operation.isRead()) {
			return failure.outcome();
		}
		return switch (failure.error()) {
			case SERVER_ERROR -> Outcome.UNKNOWN;
			case FAILED_DEPENDENCY -> (failure.detail() != null) ? Outcome.NOT_APPLIED : Outcome.UNKNOWN;
			case UNEXPECTED_STATUS -> NOT_PROCESSED.contains(status.value()) ? Outcome.NOT_APPLIED : Outcome.UNKNOWN;
			case REFUSED -> failure.outcome();
			case UNREADABLE_RESPONSE ->
				new String(body, StandardCharsets.UTF_8).contains("true") ? failure.outcome() : Outcome.UNKNOWN;
			default -> Outcome.NOT_APPLIED;
		};
	}

	/**
	 * Letters with spaces between them can be read, too.
	 */
	private static void checkShown(@Nullable String text) {
		if (text != null) {
			assertThat(text.chars().filter((c) -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029'))
				.as("control characters of '%s'", text)
				.isEmpty();
			assertThat(text.replace(" ", "")).doesNotContain(TOKEN);
		}
	}

	private static byte[] withTokens(byte[] input) {
		String text = text(input);
		for (int i = 0; i < WRITINGS.size(); i++) {
			text = text.replace(Character.toString(i + 1), WRITINGS.get(i));
		}
		return bytes(text);
	}

	private static String escaped(int characters) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < characters; i++) {
			text.append("\\u%04x".formatted((int) TOKEN.charAt(i)));
		}
		return text.append(TOKEN.substring(characters)).toString();
	}

	/**
	 * A character for each byte.
	 */
	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	static List<byte[]> seeds() throws IOException {
		List<byte[]> seeds = new ArrayList<>();
		for (Resource sample : new PathMatchingResourcePatternResolver().getResources("classpath:samples/**/*.*")) {
			seeds.add(sample.getContentAsByteArray());
		}
		for (char writing = 1; writing <= WRITINGS.size(); writing++) {
			seeds.add(bytes("Key " + writing));
			seeds.add(bytes(
					"{\"message\": \"" + writing + "\", \"errors\": {\"" + writing + "\": [\"" + writing + "\"]}}"));
			seeds.add(bytes(text("{\"error\": \"".getBytes(StandardCharsets.UTF_16BE)) + writing
					+ text("\"}".getBytes(StandardCharsets.UTF_16BE))));
			seeds.add(bytes(text("{\"error\": \"".getBytes(StandardCharsets.UTF_16LE)) + writing
					+ text("\"}".getBytes(StandardCharsets.UTF_16LE))));
		}
		return seeds;
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void everySeedWithEveryOperationAndStatusKeepsTheRules(byte[] seed) {
		for (ApiRequest<?> request : REQUESTS) {
			for (int status : STATUSES) {
				check(request, status, withTokens(seed));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "AAAAAAAAAAA=", "eyJtZXNzYWdlIjogMWUxMDAwMDAwMTQwMTgzfQ==", "PTAwNzRcdTAwMwYi", "H4s=",
			"H4sAjo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo7///////////////////////////////////////////////////////////////////////////////////////////////////////////////+Ojo7/bQ==" })
	void inputThatWasFoundKeepsTheRules(String base64) {
		fuzzerTestOneInput(Base64.getDecoder().decode(base64));
	}

}
