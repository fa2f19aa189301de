package io.github.insiderwebpush.client;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushErrorTranslator;
import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * Translates every documented and every observed form of an error response. It never
 * fails, whatever the body is.
 *
 * @since 0.1.0
 */
public class DefaultWebPushErrorTranslator implements WebPushErrorTranslator {

	private static final String CF_RAY = "CF-RAY";

	/** The edge's own are 20 characters. */
	private static final int LONGEST_CF_RAY = 100;

	/**
	 * Undocumented statuses by which a server says that it did not process the request.
	 * Others, such as 408, 425 and 499, come from intermediaries that may have forwarded
	 * it.
	 */
	private static final Set<Integer> NOT_PROCESSED = Set.of(404, 405, 409, 410, 411, 413, 414, 415, 431);

	private static final String SERVICE_PREFIX = "service:-";

	private static final Pattern TITLE = Pattern.compile("\\b(title|name)", Pattern.CASE_INSENSITIVE);

	private static final Pattern EXISTS = Pattern.compile("exist|already|duplicat|unique|taken|in use",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern MISSING = Pattern.compile("not exist|n't exist|not found", Pattern.CASE_INSENSITIVE);

	private static final Pattern TOO_MANY = Pattern.compile("too many|slow down|requests? ?/ ?minute",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern NOT_FOUND = Pattern.compile("not found", Pattern.CASE_INSENSITIVE);

	@Override
	public WebPushErrorDetails translate(WebPushOperation operation, HttpStatusCode status, HttpHeaders headers,
			byte[] body) {
		ErrorText said = ErrorText.of(body);
		WebPushError error = error(operation, status, said);
		String detail = said.readable();
		if (error == WebPushError.FAILED_DEPENDENCY) {
			detail = reason(said);
		}
		return WebPushErrorDetails.of(error, outcome(error, status, detail, said))
			.status(status)
			.detail(detail)
			.fieldErrors(said.fields())
			.hint(hint(operation, error))
			.retryAfter(RateLimitHeaders.retryAfter(headers))
			.cfRay(cfRay(headers))
			.build();
	}

	/**
	 * Return the ID of the response, {@code null} for anything that is none.
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
			case 409 -> isDuplicate(operation, said) ? WebPushError.DUPLICATE_TITLE : WebPushError.UNEXPECTED_STATUS;
			case 401 -> WebPushError.UNAUTHORIZED;
			case 403 -> says(said, TOO_MANY) ? WebPushError.RATE_LIMITED : WebPushError.ACCESS_DENIED;
			case 404 -> (isAboutOneCampaign(operation) && said.json() && says(said, NOT_FOUND))
					? WebPushError.CAMPAIGN_NOT_FOUND : WebPushError.UNEXPECTED_STATUS;
			case 406 -> WebPushError.STATISTICS_EXPIRED;
			case 422 -> isDuplicate(operation, said) ? WebPushError.DUPLICATE_TITLE : WebPushError.VALIDATION_FAILED;
			case 424 -> says(said, NOT_FOUND) ? WebPushError.CAMPAIGN_NOT_FOUND : WebPushError.FAILED_DEPENDENCY;
			case 429 -> WebPushError.RATE_LIMITED;
			default -> WebPushError.UNEXPECTED_STATUS;
		};
	}

	private static WebPushError badRequest(WebPushOperation operation, ErrorText said) {
		if (isDuplicate(operation, said)) {
			return WebPushError.DUPLICATE_TITLE;
		}
		return said.fields().isEmpty() ? WebPushError.BAD_REQUEST : WebPushError.VALIDATION_FAILED;
	}

	private static boolean isDuplicate(WebPushOperation operation, ErrorText said) {
		return operation == WebPushOperation.CREATE && saysTitleExists(said);
	}

	/**
	 * The text for an existing title is not published: any word for it beside the title
	 * or name is taken for one.
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
	 * gave none ({@code SERVICE:-}) or the body is not Insider One's.
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

	private static Outcome outcome(WebPushError error, HttpStatusCode status, @Nullable String detail, ErrorText said) {
		return switch (error) {
			case SERVER_ERROR -> Outcome.UNKNOWN;
			case FAILED_DEPENDENCY -> (detail != null) ? Outcome.NOT_APPLIED : Outcome.UNKNOWN;
			case UNEXPECTED_STATUS -> NOT_PROCESSED.contains(status.value()) ? Outcome.NOT_APPLIED : Outcome.UNKNOWN;
			case REFUSED -> said.refusal() ? Outcome.NOT_APPLIED : Outcome.UNKNOWN;
			default -> Outcome.NOT_APPLIED;
		};
	}

	private static @Nullable String hint(WebPushOperation operation, WebPushError error) {
		return switch (error) {
			case BAD_REQUEST -> (operation == WebPushOperation.CREATE)
					? "A campaign of this title may exist: the text of that error is not published" : null;
			case DUPLICATE_TITLE -> "Use another title, or the ID of the campaign that has it";
			case STATISTICS_EXPIRED -> "Statistics reach back one year";
			default -> null;
		};
	}

}
