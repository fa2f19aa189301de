package io.github.insiderwebpush.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushOperation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

import static io.github.insiderwebpush.Outcome.NOT_APPLIED;
import static io.github.insiderwebpush.Outcome.UNKNOWN;
import static io.github.insiderwebpush.WebPushOperation.CREATE;
import static io.github.insiderwebpush.WebPushOperation.DELETE;
import static io.github.insiderwebpush.WebPushOperation.LAUNCH;
import static io.github.insiderwebpush.WebPushOperation.TOP_METRICS;
import static org.assertj.core.api.Assertions.assertThat;

class DefaultWebPushErrorTranslatorTests {

	private static final String TOO_MANY = "Too many attempts, please slow down the request. "
			+ "30 Requests/minute is allowed.";

	private static final String HTML = "<!DOCTYPE html><html><head><title>520: Web server is returning an unknown error"
			+ "</title></head></html>";

	private final DefaultWebPushErrorTranslator translator = new DefaultWebPushErrorTranslator();

	static Arguments[] answers() {
		return new Arguments[] {
				row(CREATE, 400, "{\"error\": \"Title already exists\"}", WebPushError.DUPLICATE_TITLE, NOT_APPLIED),
				row(CREATE, 400, "{\"message\": \"A campaign with this name exists.\"}", WebPushError.DUPLICATE_TITLE,
						NOT_APPLIED),
				row(CREATE, 400, "{\"success\": false, \"message\": \"The title must be unique\"}",
						WebPushError.DUPLICATE_TITLE, NOT_APPLIED),
				row(CREATE, 400, "{\"error\": {\"message\": \"duplicate title\"}}", WebPushError.DUPLICATE_TITLE,
						NOT_APPLIED),
				row(CREATE, 400, "{\"errors\": {\"title\": [\"has already been taken\"]}}",
						WebPushError.DUPLICATE_TITLE, NOT_APPLIED),
				row(CREATE, 400, "{\"errors\": [{\"field\": \"title\", \"message\": \"is in use\"}]}",
						WebPushError.DUPLICATE_TITLE, NOT_APPLIED),
				row(LAUNCH, 400, "{\"error\": \"Title already exists\"}", WebPushError.BAD_REQUEST, NOT_APPLIED),
				row(CREATE, 400, "{\"error\": \"Partner does not exist under that name\"}", WebPushError.BAD_REQUEST,
						NOT_APPLIED),
				row(CREATE, 400, "{\"error\": \"language is already wrong\"}", WebPushError.BAD_REQUEST, NOT_APPLIED),
				row(CREATE, 400, "", WebPushError.BAD_REQUEST, NOT_APPLIED),
				row(CREATE, 400, "{\"error\": 17}", WebPushError.BAD_REQUEST, NOT_APPLIED),
				row(TOP_METRICS, 400, "{\"errors\": {\"end_date\": [\"bad\"]}}", WebPushError.VALIDATION_FAILED,
						NOT_APPLIED),
				row(CREATE, 401, "{\"message\": \"Unauthorized\"}", WebPushError.UNAUTHORIZED, NOT_APPLIED),
				row(TOP_METRICS, 401, "{\"status_code\": 401}", WebPushError.UNAUTHORIZED, NOT_APPLIED),
				row(TOP_METRICS, 403, "{\"error\": {\"message\": \"" + TOO_MANY + "\"}, \"status\": 403}",
						WebPushError.RATE_LIMITED, NOT_APPLIED),
				row(CREATE, 403, "{\"message\": \"" + TOO_MANY + "\"}", WebPushError.RATE_LIMITED, NOT_APPLIED),
				row(CREATE, 403, "{\"message\": \"Invalid api key\"}", WebPushError.ACCESS_DENIED, NOT_APPLIED),
				row(CREATE, 403, "{\"message\": \"Access Denied for this partner\"}", WebPushError.ACCESS_DENIED,
						NOT_APPLIED),
				row(CREATE, 403, HTML, WebPushError.ACCESS_DENIED, NOT_APPLIED),
				row(DELETE, 404, "{\"message\": \"Campaign not found\"}", WebPushError.CAMPAIGN_NOT_FOUND, NOT_APPLIED),
				row(LAUNCH, 404, "{\"error\": \"SERVICE:-Campaign not found\"}", WebPushError.CAMPAIGN_NOT_FOUND,
						NOT_APPLIED),
				row(DELETE, 404, "<html><title>404 Not Found</title></html>", WebPushError.UNEXPECTED_STATUS,
						NOT_APPLIED),
				row(CREATE, 404, "{\"message\": \"Not found\"}", WebPushError.UNEXPECTED_STATUS, NOT_APPLIED),
				row(TOP_METRICS, 406, "{\"message\": \"Analytics data is available for the last 1 year only.\"}",
						WebPushError.STATISTICS_EXPIRED, NOT_APPLIED),
				row(CREATE, 422, "{\"status_code\": 422, \"errors\": {\"title\": [\"too long\"]}}",
						WebPushError.VALIDATION_FAILED, NOT_APPLIED),
				row(CREATE, 424, "{\"message\": \"SERVICE:-\"}", WebPushError.FAILED_DEPENDENCY, UNKNOWN),
				row(CREATE, 424, "", WebPushError.FAILED_DEPENDENCY, UNKNOWN),
				row(CREATE, 424, HTML, WebPushError.FAILED_DEPENDENCY, UNKNOWN),
				row(DELETE, 424, "{\"error\": \"SERVICE:-Campaign not found\"}", WebPushError.CAMPAIGN_NOT_FOUND,
						NOT_APPLIED),
				row(LAUNCH, 424, "{\"message\": \"SERVICE:-Quota of the panel is used up\"}",
						WebPushError.FAILED_DEPENDENCY, NOT_APPLIED),
				row(TOP_METRICS, 424, "{\"message\": \"SERVICE:-\"}", WebPushError.FAILED_DEPENDENCY, NOT_APPLIED),
				row(CREATE, 429, "{\"message\": \"Too Many Requests\", \"status\": 429}", WebPushError.RATE_LIMITED,
						NOT_APPLIED),
				row(CREATE, 429, "{\"error\": \"rejected: too many requests\"}", WebPushError.RATE_LIMITED,
						NOT_APPLIED),
				row(CREATE, 429, "", WebPushError.RATE_LIMITED, NOT_APPLIED),
				row(CREATE, 500, "{\"message\": \"oops\"}", WebPushError.SERVER_ERROR, UNKNOWN),
				row(CREATE, 503, "", WebPushError.SERVER_ERROR, UNKNOWN),
				row(CREATE, 520, HTML, WebPushError.SERVER_ERROR, UNKNOWN),
				row(TOP_METRICS, 504, "", WebPushError.SERVER_ERROR, NOT_APPLIED),
				row(CREATE, 302, "", WebPushError.UNEXPECTED_STATUS, UNKNOWN),
				row(CREATE, 404, "", WebPushError.UNEXPECTED_STATUS, NOT_APPLIED),
				row(LAUNCH, 405, "", WebPushError.UNEXPECTED_STATUS, NOT_APPLIED),
				row(LAUNCH, 413, "", WebPushError.UNEXPECTED_STATUS, NOT_APPLIED),
				row(LAUNCH, 408, "{\"success\": true}", WebPushError.UNEXPECTED_STATUS, UNKNOWN),
				row(LAUNCH, 418, "", WebPushError.UNEXPECTED_STATUS, UNKNOWN),
				row(LAUNCH, 425, "", WebPushError.UNEXPECTED_STATUS, UNKNOWN),
				row(LAUNCH, 444, "", WebPushError.UNEXPECTED_STATUS, UNKNOWN),
				row(LAUNCH, 460, "", WebPushError.UNEXPECTED_STATUS, UNKNOWN),
				row(LAUNCH, 499, "", WebPushError.UNEXPECTED_STATUS, UNKNOWN),
				row(CREATE, 409, "{\"message\": \"The title has already been taken\"}", WebPushError.DUPLICATE_TITLE,
						NOT_APPLIED),
				row(CREATE, 422, "{\"errors\": {\"title\": [\"The title has already been taken.\"]}}",
						WebPushError.DUPLICATE_TITLE, NOT_APPLIED),
				row(LAUNCH, 409, "{\"message\": \"The title has already been taken\"}", WebPushError.UNEXPECTED_STATUS,
						NOT_APPLIED),
				row(CREATE, 799, "", WebPushError.UNEXPECTED_STATUS, UNKNOWN),
				row(CREATE, 200, "{\"success\": false, \"message\": \"Not now\"}", WebPushError.REFUSED, NOT_APPLIED),
				row(LAUNCH, 200, "{\"success\": \"false\", \"campaign_id\": 7}", WebPushError.REFUSED, NOT_APPLIED),
				row(LAUNCH, 200, "{\"success\": 0, \"campaign_id\": 7}", WebPushError.REFUSED, NOT_APPLIED),
				row(LAUNCH, 200, "{\"success\": null, \"campaign_id\": 7}", WebPushError.REFUSED, UNKNOWN),
				row(LAUNCH, 200, "{\"success\": \"yes\", \"campaign_id\": 7}", WebPushError.REFUSED, UNKNOWN) };
	}

	private static Arguments row(WebPushOperation operation, int status, String body, WebPushError error,
			Outcome outcome) {
		return Arguments.of(operation, status, body, error, outcome);
	}

	@ParameterizedTest(name = "{0} {1} {2} is {3}, {4}")
	@MethodSource("answers")
	void everyShapeOfTheVendorIsKnown(WebPushOperation operation, int status, String body, WebPushError error,
			Outcome outcome) {
		WebPushErrorDetails failure = translate(operation, status, body);
		assertThat(failure.error()).isEqualTo(error);
		assertThat(operation.isRead() ? NOT_APPLIED : failure.outcome()).isEqualTo(outcome);
		assertThat(failure.statusCode()).isEqualTo(status);
	}

	@Test
	void reasonOfFailedDependencyLosesItsPrefix() {
		assertThat(translate(LAUNCH, 424, "{\"message\": \"SERVICE:-Quota is used up\"}").detail())
			.isEqualTo("Quota is used up");
		assertThat(translate(LAUNCH, 424, "{\"message\": \"SERVICE:-\"}").detail()).isNull();
	}

	@Test
	void fieldErrorsAreKeptByField() {
		WebPushErrorDetails failure = translate(TOP_METRICS, 422, """
				{"status_code": 422, "errors": {"end_date": ["The end date does not match the format Y-m-d.", "Second"],
				"start_date": "One text"}}""");
		assertThat(failure.fieldErrors()).isEqualTo(Map.of("end_date",
				List.of("The end date does not match the format Y-m-d.", "Second"), "start_date", List.of("One text")));
	}

	@Test
	void badRequestOnCreateHintsAtTheTitle() {
		assertThat(translate(CREATE, 400, "{\"error\": \"Bad\"}").hint())
			.startsWith("A campaign of this title may exist");
		assertThat(translate(LAUNCH, 400, "{\"error\": \"Bad\"}").hint()).isNull();
		assertThat(translate(TOP_METRICS, 406, "").hint()).isEqualTo("Statistics reach back one year");
	}

	@Test
	void htmlIsSummedUpByItsTitle() {
		assertThat(translate(CREATE, 520, HTML).detail())
			.isEqualTo("HTML page: 520: Web server is returning an unknown error");
	}

	@Test
	void longTextIsCutAndLineBreaksCannotForgeLogLines() {
		String detail = translate(CREATE, 500, "first\r\nERROR forged\u0000\u2028" + "x".repeat(10_000)).detail();
		assertThat(detail).hasSize(501).startsWith("first ERROR forged x").endsWith("…");
	}

	@Test
	void cfRayIsKept() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("cf-ray", "8a1b2c3d4e5f-IST");
		WebPushErrorDetails failure = this.translator.translate(CREATE, HttpStatusCode.valueOf(500), headers,
				new byte[0]);
		assertThat(failure.cfRay()).isEqualTo("8a1b2c3d4e5f-IST");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "8a1b\u009b2J", "8a1b\u0085ERROR forged" })
	void cfRayThatIsNoneIsLeftOut(String ray) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("cf-ray", ray);
		assertThat(this.translator.translate(CREATE, HttpStatusCode.valueOf(500), headers, new byte[0]).cfRay())
			.isNull();
		headers.set("cf-ray", "8".repeat(100));
		assertThat(this.translator.translate(CREATE, HttpStatusCode.valueOf(500), headers, new byte[0]).cfRay())
			.hasSize(100);
		headers.set("cf-ray", "8".repeat(101));
		assertThat(this.translator.translate(CREATE, HttpStatusCode.valueOf(500), headers, new byte[0]).cfRay())
			.isNull();
	}

	@Test
	void controlCharactersAboveAsciiAreNotShown() {
		assertThat(translate(CREATE, 500, "{\"message\": \"first\u0085ERROR \\u009b2J forged\"}").detail())
			.isEqualTo("first ERROR 2J forged");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			7                             | 7
			' 7 '                         | 7
			0                             | 0
			Mon, 23 Nov 2026 10:00:30 GMT | 30
			600                           | 600
			601                           | 600
			999999999                     | 600
			Fri, 31 Dec 9999 23:59:59 GMT | 600
			Mon, 23 Nov 2026 09:59:00 GMT | 0
			""")
	void retryAfterIsSecondsOrADateByTheServersOwnClock(String header, long seconds) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Retry-After", header);
		headers.set("Date", "Mon, 23 Nov 2026 10:00:00 GMT");
		assertThat(this.translator.translate(CREATE, HttpStatusCode.valueOf(429), headers, new byte[0]).retryAfter())
			.isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void dateIsComparedWithOurOwnClockWhereTheServerDoesNotTellIts() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME
			.format(OffsetDateTime.now(ZoneOffset.UTC).plus(Duration.ofMinutes(9))));
		assertThat(this.translator.translate(CREATE, HttpStatusCode.valueOf(429), headers, new byte[0]).retryAfter())
			.isBetween(Duration.ofMinutes(1), Duration.ofMinutes(9));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "-7", "1.5", "99999999999999999999", "Mon, 99 Nov 2026 10:00:00 GMT" })
	void retryAfterThatSaysNothingIsNone(String header) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Retry-After", header);
		assertThat(this.translator.translate(CREATE, HttpStatusCode.valueOf(429), headers, new byte[0]).retryAfter())
			.isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " \n", "\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000", "\u001b", "\"\\u0000\"" })
	void bodyThatShowsNothingIsNoDetail(String body) {
		assertThat(translate(CREATE, 500, body).detail()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e1000000140183", "1e-1000000140183", "1e999999999", "[1e99999999999999999999]" })
	void numberThatNoMachineHoldsIsNoReasonToFail(String number) {
		assertThat(translate(CREATE, 500, "{\"message\": " + number + "}").error())
			.isEqualTo(WebPushError.SERVER_ERROR);
	}

	@Test
	@Tag("many")
	void noBytesEscapeTheTranslator() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		byte[][] samples = { HTML.getBytes(StandardCharsets.UTF_8),
				"{\"errors\": [{\"message\": \"a\", \"field\": \"b\"}, \"c\", [1]], \"error\": {\"message\": {}}}"
					.getBytes(StandardCharsets.UTF_8),
				"[".repeat(20_000).getBytes(StandardCharsets.UTF_8),
				("{\"a\":".repeat(20_000)).getBytes(StandardCharsets.UTF_8) };
		int[] statuses = { 200, 302, 400, 401, 403, 404, 406, 422, 424, 429, 500, 520, 999 };
		for (int i = 0; i < 5_000; i++) {
			byte[] body = mutate(samples[random.nextInt(samples.length)], random);
			HttpStatusCode status = HttpStatusCode.valueOf(statuses[random.nextInt(statuses.length)]);
			WebPushOperation operation = WebPushOperation.values()[random.nextInt(6)];
			WebPushErrorDetails failure = this.translator.translate(operation, status, new HttpHeaders(), body);
			assertThat(failure.error()).as("seed %s, round %s", seed, i).isNotNull();
		}
	}

	private static byte[] mutate(byte[] sample, Random random) {
		byte[] body = java.util.Arrays.copyOf(sample, random.nextInt(sample.length + 1));
		for (int i = random.nextInt(8); i > 0 && body.length > 0; i--) {
			body[random.nextInt(body.length)] = (byte) random.nextInt(256);
		}
		return body;
	}

	private WebPushErrorDetails translate(WebPushOperation operation, int status, String body) {
		return this.translator.translate(operation, HttpStatusCode.valueOf(status), new HttpHeaders(),
				body.getBytes(StandardCharsets.UTF_8));
	}

}
