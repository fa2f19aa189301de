package io.github.insiderwebpush.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/**
 * Reads what a response says about waiting: {@code Retry-After}, and the rate limit
 * headers, on which the documents of Insider One disagree. They are read when present,
 * and only ever slow the client down. A value that is not plausible is ignored.
 */
final class RateLimitHeaders {

	/** A longer wait is cut. The limiter pauses no longer, either. */
	static final Duration MAX_WAIT = Duration.ofMinutes(10);

	/** A reset that is further away is not plausible for a limit per minute. */
	private static final Duration MAX_PLAUSIBLE = Duration.ofDays(1);

	/** A larger number is a time of the Unix clock, in seconds. */
	private static final long MAX_DELTA_SECONDS = 100_000_000L;

	/** A larger number is a time of the Unix clock in milliseconds. */
	private static final long MAX_EPOCH_SECONDS = 100_000_000_000L;

	/** More digits are no wait, but perhaps a time of the Unix clock. */
	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

	private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");

	/** One policy of a list, whose name may be quoted and contain a comma. */
	private static final Pattern POLICY = Pattern.compile("(?:\"[^\"]*\"|[^\",])+");

	private static final Pattern REMAINING = Pattern.compile("(?:^|[;,\\s])(?:r|remaining)\\s*=\\s*(\\d{1,15})");

	private static final Pattern RESET = Pattern.compile("(?:^|[;,\\s])(?:t|reset)\\s*=\\s*(\\d{1,15})");

	private RateLimitHeaders() {
	}

	/**
	 * Return the wait of {@code Retry-After}: seconds, or an HTTP date, which is compared
	 * with the {@code Date} of the response where there is one, so that a wrong clock
	 * here does not matter.
	 * @return the wait, at most ten minutes, or {@code null} if there is none
	 */
	static @Nullable Duration retryAfter(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null) {
			return null;
		}
		String text = value.strip();
		if (SECONDS.matcher(text).matches()) {
			return atMost(Duration.ofSeconds(Long.parseLong(text)));
		}
		Instant until = httpDate(headers, HttpHeaders.RETRY_AFTER);
		return (until != null) ? atMost(Duration.between(sentAt(headers), until)) : null;
	}

	/**
	 * Return how long to send nothing because a quota is used up. Of several quotas the
	 * latest to be renewed counts.
	 * @return the wait, at most ten minutes, or {@code null} if something is left or the
	 * headers do not say
	 */
	static @Nullable Duration pause(HttpHeaders headers) {
		List<@Nullable Duration> pauses = new ArrayList<>();
		if (isZero(headers.getFirst("X-RateLimit-Remaining")) || isZero(headers.getFirst("RateLimit-Remaining"))) {
			pauses.add(untilReset(headers.getFirst("X-RateLimit-Reset"), headers));
			pauses.add(untilReset(headers.getFirst("RateLimit-Reset"), headers));
		}
		headers.getOrDefault("RateLimit", List.of()).forEach((header) -> pauses.addAll(pausesOf(header)));
		return pauses.stream()
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.map(RateLimitHeaders::atMost)
			.orElse(null);
	}

	/**
	 * Read {@code "a";r=9;t=5, "b";r=0;t=60} (IETF draft 11) and
	 * {@code limit=30, remaining=0, reset=12} (earlier drafts), in which commas separate
	 * the parameters of one policy.
	 */
	private static List<@Nullable Duration> pausesOf(String header) {
		List<@Nullable Duration> pauses = new ArrayList<>();
		Matcher policies = POLICY.matcher(header.contains(";") ? header : header.replace(',', ';'));
		while (policies.find()) {
			Long remaining = parameter(policies.group(), REMAINING);
			Long reset = parameter(policies.group(), RESET);
			if (remaining != null && remaining == 0 && reset != null) {
				pauses.add(plausible(Duration.ofSeconds(reset)));
			}
		}
		return pauses;
	}

	private static @Nullable Long parameter(String policy, Pattern pattern) {
		Matcher matcher = pattern.matcher(policy);
		return matcher.find() ? Long.valueOf(matcher.group(1)) : null;
	}

	private static boolean isZero(@Nullable String value) {
		return value != null && value.strip().matches("0+");
	}

	/**
	 * Read a reset: seconds from now, the Unix clock in seconds or milliseconds, ISO
	 * 8601, or an HTTP date.
	 */
	private static @Nullable Duration untilReset(@Nullable String value, HttpHeaders headers) {
		if (value == null) {
			return null;
		}
		String text = StringUtils.delimitedListToStringArray(value, ";")[0].strip();
		if (NUMBER.matcher(text).matches()) {
			long number = Long.parseLong(text);
			if (number <= MAX_DELTA_SECONDS) {
				return plausible(Duration.ofSeconds(number));
			}
			Instant until = (number <= MAX_EPOCH_SECONDS) ? Instant.ofEpochSecond(number)
					: Instant.ofEpochMilli(number);
			return plausible(Duration.between(sentAt(headers), until));
		}
		Instant until = isoDate(text);
		return (until != null) ? plausible(Duration.between(sentAt(headers), until)) : null;
	}

	private static @Nullable Instant isoDate(String text) {
		try {
			return OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeException ex) {
			HttpHeaders date = new HttpHeaders();
			date.set(HttpHeaders.DATE, text);
			return httpDate(date, HttpHeaders.DATE);
		}
	}

	private static Instant sentAt(HttpHeaders headers) {
		Instant sent = httpDate(headers, HttpHeaders.DATE);
		return (sent != null) ? sent : Instant.now();
	}

	private static @Nullable Instant httpDate(HttpHeaders headers, String name) {
		try {
			ZonedDateTime date = headers.getFirstZonedDateTime(name);
			return (date != null) ? date.toInstant() : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static @Nullable Duration plausible(Duration pause) {
		return (pause.isNegative() || pause.compareTo(MAX_PLAUSIBLE) > 0) ? null : pause;
	}

	private static Duration atMost(Duration wait) {
		if (wait.isNegative()) {
			return Duration.ZERO;
		}
		return (wait.compareTo(MAX_WAIT) < 0) ? wait : MAX_WAIT;
	}

}
