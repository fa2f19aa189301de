package io.github.insiderwebpush;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * Knows every shape in which the vendor is documented, or was seen, to say that something
 * went wrong. Whatever bytes come, it translates them.
 *
 * @since 0.1.0
 */
public class DefaultWebPushErrorTranslator implements WebPushErrorTranslator {

	private static final String CF_RAY = "CF-RAY";

	/** The edge's own are 20 characters. */
	private static final int LONGEST_CF_RAY = 100;

	private static final String SERVICE_PREFIX = "service:-";

	private static final Pattern TITLE = Pattern.compile("\\b(title|name)", Pattern.CASE_INSENSITIVE);

	private static final Pattern EXISTS = Pattern.compile("exist|already|duplicat|unique|taken|in use",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern MISSING = Pattern.compile("not exist|n't exist|not found", Pattern.CASE_INSENSITIVE);

	private static final Pattern TOO_MANY = Pattern.compile("too many|slow down|requests? ?/ ?minute",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern NOT_FOUND = Pattern.compile("not found", Pattern.CASE_INSENSITIVE);

	@Override
	public WebPushException translate(WebPushOperation operation, HttpStatusCode status, HttpHeaders headers,
			byte[] body) {
		ErrorText said = ErrorText.of(body);
		WebPushError error = error(operation, status, said);
		String detail = said.readable();
		if (error == WebPushError.FAILED_DEPENDENCY) {
			detail = reason(said);
		}
		return WebPushException.of(operation, error, outcome(error, status, detail))
			.status(status)
			.detail(detail)
			.fieldErrors(said.fields())
			.hint(hint(operation, error))
			.retryAfter(retryAfter(headers))
			.cfRay(cfRay(headers))
			.build();
	}

	/**
	 * Return the id of the answer, {@code null} for what is none: it goes into logs as it
	 * is.
	 */
	static @Nullable String cfRay(HttpHeaders headers) {
		String ray = headers.getFirst(CF_RAY);
		return (ray != null && ray.length() <= LONGEST_CF_RAY && ray.matches("[ -~]*[!-~][ -~]*")) ? ray : null;
	}

	private static WebPushError error(WebPushOperation operation, HttpStatusCode status, ErrorText said) {
		if (status.is2xxSuccessful()) {
			return WebPushError.REFUSED;
		}
		if (status.is5xxServerError()) {
			return WebPushError.SERVER_ERROR;
		}
		return switch (status.value()) {
			case 400 -> badRequest(operation, said);
			case 401 -> WebPushError.UNAUTHORIZED;
			case 403 -> says(said, TOO_MANY) ? WebPushError.RATE_LIMITED : WebPushError.ACCESS_DENIED;
			case 404 -> (isAboutOneCampaign(operation) && said.json() && says(said, NOT_FOUND))
					? WebPushError.CAMPAIGN_NOT_FOUND : WebPushError.UNEXPECTED_STATUS;
			case 406 -> WebPushError.STATISTICS_EXPIRED;
			case 422 -> WebPushError.VALIDATION_FAILED;
			case 424 -> says(said, NOT_FOUND) ? WebPushError.CAMPAIGN_NOT_FOUND : WebPushError.FAILED_DEPENDENCY;
			case 429 -> WebPushError.RATE_LIMITED;
			default -> WebPushError.UNEXPECTED_STATUS;
		};
	}

	private static WebPushError badRequest(WebPushOperation operation, ErrorText said) {
		if (operation == WebPushOperation.CREATE && saysTitleExists(said)) {
			return WebPushError.DUPLICATE_TITLE;
		}
		return said.fields().isEmpty() ? WebPushError.BAD_REQUEST : WebPushError.VALIDATION_FAILED;
	}

	/**
	 * The vendor's text for an existing title is not published: any word for it beside
	 * the title or name is taken for one.
	 */
	private static boolean saysTitleExists(ErrorText said) {
		return said.texts().stream().anyMatch((text) -> TITLE.matcher(text).find() && saysExists(text)) || said.fields()
			.entrySet()
			.stream()
			.anyMatch((field) -> TITLE.matcher(field.getKey()).find()
					&& field.getValue().stream().anyMatch(DefaultWebPushErrorTranslator::saysExists));
	}

	private static boolean saysExists(String text) {
		return EXISTS.matcher(text).find() && !MISSING.matcher(text).find();
	}

	private static boolean isAboutOneCampaign(WebPushOperation operation) {
		return operation == WebPushOperation.LAUNCH || operation == WebPushOperation.DELETE;
	}

	private static boolean says(ErrorText said, Pattern pattern) {
		return said.texts().stream().anyMatch((text) -> pattern.matcher(text).find());
	}

	/**
	 * Return the reason of a 424 without its prefix, or {@code null} if the inner service
	 * gave none ({@code SERVICE:-}) or the body is not the vendor's.
	 */
	private static @Nullable String reason(ErrorText said) {
		String text = said.readable();
		if (text == null) {
			return null;
		}
		if (text.toLowerCase(Locale.ROOT).startsWith(SERVICE_PREFIX)) {
			String reason = text.substring(SERVICE_PREFIX.length()).strip();
			return reason.isEmpty() ? null : reason;
		}
		return said.json() ? text : null;
	}

	private static Outcome outcome(WebPushError error, HttpStatusCode status, @Nullable String detail) {
		return switch (error) {
			case SERVER_ERROR -> Outcome.UNKNOWN;
			case FAILED_DEPENDENCY -> (detail != null) ? Outcome.NOT_APPLIED : Outcome.UNKNOWN;
			case UNEXPECTED_STATUS -> status.is4xxClientError() ? Outcome.NOT_APPLIED : Outcome.UNKNOWN;
			default -> Outcome.NOT_APPLIED;
		};
	}

	private static @Nullable String hint(WebPushOperation operation, WebPushError error) {
		return switch (error) {
			case BAD_REQUEST -> (operation == WebPushOperation.CREATE)
					? "The vendor does not publish its texts: a campaign of this title may exist" : null;
			case UNAUTHORIZED -> "Check 'webpush.token': the key may be wrong, expired, bound to other IP addresses, "
					+ "or one of the old Web Push Settings keys that were switched off on 2025-10-15";
			case ACCESS_DENIED -> "Check that 'webpush.token' and 'webpush.partner-id' belong together";
			case STATISTICS_EXPIRED -> "Statistics reach back one year";
			default -> null;
		};
	}

	/**
	 * Read {@code Retry-After}: seconds, or an HTTP date, which is compared with the
	 * answer's own {@code Date} where there is one, so that a wrong clock here does not
	 * matter.
	 */
	private static @Nullable Duration retryAfter(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null) {
			return null;
		}
		String text = value.strip();
		if (text.matches("\\d{1,9}")) {
			return Waits.within(Duration.ofSeconds(Long.parseLong(text)));
		}
		Instant until = HttpDates.parse(text);
		if (until == null) {
			return null;
		}
		Instant sent = HttpDates.parse(headers.getFirst(HttpHeaders.DATE));
		return Waits.within(Duration.between((sent != null) ? sent : Instant.now(), until));
	}

}
