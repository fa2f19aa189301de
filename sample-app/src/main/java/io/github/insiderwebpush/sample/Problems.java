package io.github.insiderwebpush.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.campaign.InvalidCampaignException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Says what went wrong as RFC 9457 problem details: in words ({@code detail}), by name
 * ({@code error}), by field ({@code fields}), and whether the campaign exists now all the
 * same ({@code outcome}).
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

	private static final Duration A_MINUTE = Duration.ofMinutes(1);

	/**
	 * The campaign breaks a rule. The starter found out by itself: nothing was sent.
	 */
	@ExceptionHandler
	ProblemDetail invalid(InvalidCampaignException ex) {
		return problem(HttpStatus.BAD_REQUEST, ex.getMessage() + ".", "INVALID_CAMPAIGN", Outcome.NOT_APPLIED,
				ex.problems());
	}

	/**
	 * The call failed, here or at Insider One.
	 */
	@ExceptionHandler
	ResponseEntity<ProblemDetail> failed(WebPushException ex) {
		HttpStatus status = status(ex);
		HttpHeaders headers = new HttpHeaders();
		if (status == HttpStatus.TOO_MANY_REQUESTS) {
			Duration wait = Objects.requireNonNullElse(ex.retryAfter(), A_MINUTE);
			headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
		}
		if (status.is5xxServerError()) {
			logger.warn("A campaign was not created, or it is not known whether it was", ex);
		}
		Map<String, List<String>> fields = (ex.error() == WebPushError.DUPLICATE_TITLE)
				? Map.of("title", List.of("exists already: titles are unique")) : ex.fieldErrors();
		return new ResponseEntity<>(
				problem(status, whatHappened(ex) + " " + whatToDo(ex), ex.error().name(), ex.outcome(), fields),
				headers, status);
	}

	private static HttpStatus status(WebPushException ex) {
		return switch (ex.error()) {
			case DUPLICATE_TITLE -> HttpStatus.CONFLICT;
			case BAD_REQUEST, VALIDATION_FAILED -> HttpStatus.UNPROCESSABLE_CONTENT;
			case RATE_LIMITED, BUDGET_EXHAUSTED, PAUSED_BY_SERVER -> HttpStatus.TOO_MANY_REQUESTS;
			case NO_RESPONSE -> HttpStatus.GATEWAY_TIMEOUT;
			case CANCELLED ->
				(ex.outcome() == Outcome.NOT_APPLIED) ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.GATEWAY_TIMEOUT;
			default -> HttpStatus.BAD_GATEWAY;
		};
	}

	private static String whatHappened(WebPushException ex) {
		return switch (ex.error()) {
			case DUPLICATE_TITLE -> "A campaign titled '" + ex.subject() + "' already exists.";
			case BAD_REQUEST -> "Insider One refused the campaign" + reason(ex)
					+ " It does not say so clearly when a title is taken: perhaps this one is.";
			case VALIDATION_FAILED, REFUSED -> "Insider One refused the campaign" + reason(ex);
			case UNAUTHORIZED, ACCESS_DENIED ->
				"Insider One does not accept the token and partner ID of this application: its operator must check them.";
			case RATE_LIMITED, BUDGET_EXHAUSTED ->
				"Too many campaigns at once: Insider One takes 30 in a minute, and the next ones have to wait.";
			case PAUSED_BY_SERVER -> "Insider One asked for a pause, which is not over.";
			case UNREACHABLE -> "Insider One could not be reached.";
			case NO_RESPONSE -> "Insider One did not answer.";
			case CANCELLED -> "It took too long, or this application is being stopped.";
			default -> "Insider One could not do it" + reason(ex);
		};
	}

	private static String reason(WebPushException ex) {
		return (ex.detail() != null) ? " and says: \"" + ex.detail() + "\"." : ", and gives no reason.";
	}

	private static String whatToDo(WebPushException ex) {
		return switch (ex.outcome()) {
			case NOT_APPLIED -> (ex.error() == WebPushError.DUPLICATE_TITLE)
					? "Nothing was created: choose another title." : "Nothing was created.";
			case UNKNOWN -> (ex.error() == WebPushError.DUPLICATE_TITLE)
					? "It may be the one that you have just asked for: look for it in Insider One's panel."
					: "Perhaps the campaign exists now: look for its title in Insider One's panel, or create it again. "
							+ "Titles are unique, so it cannot exist twice.";
			case APPLIED ->
				"The campaign exists now, but its number is lost: look for its title in Insider One's panel.";
		};
	}

	/**
	 * The body is no JSON, or its JSON is not a campaign.
	 */
	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ProblemDetail problem = problem(status,
				"""
						The body must be JSON such as {"title": "Summer sale", "language": "en_GB", "toAllSubscribers": false}.""",
				"UNREADABLE_REQUEST", Outcome.NOT_APPLIED, fieldAtFault(ex));
		return handleExceptionInternal(ex, problem, headers, status, request);
	}

	private static Map<String, List<String>> fieldAtFault(HttpMessageNotReadableException ex) {
		List<Reference> path = (ex.getCause() instanceof JacksonException cause) ? cause.getPath() : List.of();
		String field = path.isEmpty() ? null : path.get(path.size() - 1).getPropertyName();
		return (field != null) ? Map.of(field, List
			.of("cannot be read: 'title' and 'language' are texts, 'toAllSubscribers' is true or false, and nothing else is known"))
				: Map.of();
	}

	/**
	 * Problems that Spring MVC finds in a request have the same members.
	 */
	@Override
	protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		if (body instanceof ProblemDetail problem && problem.getProperties() == null) {
			addMembers(problem, "UNREADABLE_REQUEST", Outcome.NOT_APPLIED, Map.of());
		}
		return super.createResponseEntity(body, headers, status, request);
	}

	private static ProblemDetail problem(HttpStatusCode status, String detail, String error, Outcome outcome,
			Map<String, List<String>> fields) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		addMembers(problem, error, outcome, fields);
		return problem;
	}

	private static void addMembers(ProblemDetail problem, String error, Outcome outcome,
			Map<String, List<String>> fields) {
		problem.setProperty("error", error);
		problem.setProperty("outcome", outcome);
		problem.setProperty("fields", fields);
	}

}
