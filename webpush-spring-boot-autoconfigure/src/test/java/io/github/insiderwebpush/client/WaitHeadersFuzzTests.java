package io.github.insiderwebpush.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import io.github.insiderwebpush.FailedAttempt;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.CampaignId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.backoff.ExponentialBackOff;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in the headers, nobody waits for longer than ten minutes because of it.
 * {@code .ci/fuzz headers} makes them up; here are its seeds and what it has found.
 */
class WaitHeadersFuzzTests {

	/** Which header each line of an input is. */
	private static final List<String> NAMES = List.of("Retry-After", "Date", "X-RateLimit-Remaining",
			"X-RateLimit-Reset", "RateLimit", "RateLimit-Remaining", "RateLimit-Reset", "CF-RAY");

	private static final Duration LONGEST = Duration.ofMinutes(10);

	private static final int LONGEST_CF_RAY = 100;

	private static final OperationAwareRetryPolicy POLICY = new OperationAwareRetryPolicy(3,
			new ExponentialBackOff(1_000, 2));

	/**
	 * Called by the fuzzer.
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		HttpHeaders headers = headers(input);
		for (HttpStatus status : List.of(HttpStatus.TOO_MANY_REQUESTS, HttpStatus.SERVICE_UNAVAILABLE)) {
			WebPushErrorDetails details = new DefaultWebPushErrorTranslator().translate(WebPushOperation.CREATE, status,
					headers, new byte[0]);
			WebPushException failure = WebPushException.of(WebPushOperation.CREATE, details);
			String message = FailureMessage.of(ApiRequestFactory.delete(CampaignId.of(1)), details, details.outcome(),
					"default", 1, Duration.ZERO);
			checkRetryAfter(headers.getFirst(HttpHeaders.RETRY_AFTER), failure.retryAfter());
			checkBounds(POLICY.delayBefore(new FailedAttempt(WebPushOperation.CREATE, 1, failure, Duration.ZERO)));
			assertThat(message.chars().filter(Character::isISOControl)).isEmpty();
			if (failure.cfRay() != null) {
				assertThat(failure.cfRay()).hasSizeBetween(1, LONGEST_CF_RAY);
			}
		}
		Duration pause = RateLimitHeaders.pause(headers);
		checkBounds(pause);
		if (!new String(input, StandardCharsets.ISO_8859_1).contains("0")) {
			assertThat(pause).as("pause although nothing says that nothing is left").isNull();
		}
	}

	private static HttpHeaders headers(byte[] input) {
		HttpHeaders headers = new HttpHeaders();
		List<String> lines = new String(input, StandardCharsets.ISO_8859_1).lines().toList();
		for (int i = 0; i < Math.min(lines.size(), NAMES.size()); i++) {
			if (!lines.get(i).isEmpty()) {
				headers.add(NAMES.get(i), lines.get(i));
			}
		}
		return headers;
	}

	private static void checkRetryAfter(@Nullable String header, @Nullable Duration retryAfter) {
		checkBounds(retryAfter);
		String text = (header != null) ? header.strip() : "";
		if (text.matches("[0-9]{1,9}")) {
			long seconds = Math.min(Long.parseLong(text), LONGEST.toSeconds());
			assertThat(retryAfter).as("Retry-After: %s", text).isEqualTo(Duration.ofSeconds(seconds));
		}
		// Spring reads the date in front of parameters.
		else if (!text.replaceFirst(";.*", "").strip().matches("(?i).*(GMT|[+-][0-9]{2,4})")) {
			assertThat(retryAfter).as("Retry-After: %s", text).isNull();
		}
	}

	private static void checkBounds(@Nullable Duration wait) {
		if (wait != null) {
			assertThat(wait).isBetween(Duration.ZERO, LONGEST);
		}
	}

	static List<byte[]> seeds() {
		return Stream
			.of("", "7", "0\n", " 999999999 ", "Mon, 23 Nov 2026 10:00:30 GMT\nMon, 23 Nov 2026 10:00:00 GMT",
					"Wed, 31 Dec 9999 23:59:59 GMT", "\n\n0\n12", "\n\n0\n1795428030", "\n\n0\n99999999999999",
					"\n\n\n\n\"default\";r=0;t=12", "\n\n\n\nlimit=30, remaining=0, reset=12",
					"\n\n\n\n\n0\n12\n8a1b2c3d4e5f-IST")
			.map((lines) -> lines.getBytes(StandardCharsets.ISO_8859_1))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void everySeedKeepsTheRules(byte[] seed) {
		fuzzerTestOneInput(seed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TW9uLCAyMyBOb3YgNDA1NCAwMDozMCBHbVQKCjYgMQ==", "OTk5OTk5OTk5OTkKCjAKOTk5OTk5OTk5OTk5OTk=",
			"MjMgTm92IDIwMjYgMTA6MDAgR01UO3Q9MTE=" })
	void inputThatWasFoundKeepsTheRules(String base64) {
		fuzzerTestOneInput(Base64.getDecoder().decode(base64));
	}

}
