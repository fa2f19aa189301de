package io.github.insiderwebpush;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Quota headers, which one source promises and another denies: read when they are there,
 * and only ever to slow down. They count what other users of the key spend, too.
 */
final class QuotaHeaders {

	/** What is larger is no number of seconds to wait, but a time of the Unix clock. */
	private static final long LARGEST_DELAY = 100_000_000;

	private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,15})\\b.*");

	private static final Pattern REMAINING = Pattern.compile("(?:^|[;,\\s])(?:r|remaining)\\s*=\\s*(\\d{1,15})\\b.*");

	private static final Pattern RESET = Pattern.compile("(?:^|[;,\\s])(?:t|reset)\\s*=\\s*(\\d{1,15})\\b.*");

	private QuotaHeaders() {
	}

	/**
	 * Return how long to send nothing, because the quota is used up.
	 * @return the time until the quota is renewed, at most 10 minutes, or {@code null} if
	 * something is left or the headers do not say
	 */
	static @Nullable Duration pause(HttpHeaders headers) {
		Long remaining = first(headers, REMAINING, "X-RateLimit-Remaining", "RateLimit-Remaining");
		Long reset = first(headers, RESET, "X-RateLimit-Reset", "RateLimit-Reset");
		if (remaining == null || remaining > 0 || reset == null) {
			return null;
		}
		if (reset <= LARGEST_DELAY) {
			return Waits.within(Duration.ofSeconds(reset));
		}
		Instant sent = HttpDates.parse(headers.getFirst(HttpHeaders.DATE));
		Duration pause = Duration.between((sent != null) ? sent : Instant.now(), Instant.ofEpochSecond(reset));
		return pause.isNegative() ? null : Waits.within(pause);
	}

	private static @Nullable Long first(HttpHeaders headers, Pattern parameter, String... names) {
		for (String name : names) {
			Long number = number(headers.getFirst(name), NUMBER, true);
			if (number != null) {
				return number;
			}
		}
		return number(headers.getFirst("RateLimit"), parameter, false);
	}

	private static @Nullable Long number(@Nullable String header, Pattern pattern, boolean whole) {
		if (header == null) {
			return null;
		}
		Matcher matcher = pattern.matcher(header);
		return (whole ? matcher.matches() : matcher.find()) ? Long.valueOf(matcher.group(1)) : null;
	}

}
