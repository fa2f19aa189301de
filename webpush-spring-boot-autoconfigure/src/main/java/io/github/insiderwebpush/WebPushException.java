package io.github.insiderwebpush;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.ratelimit.ThrottleSignal;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A call that failed, and whether it took effect all the same. Immutable. Subclasses
 * exist where a caller is likely to branch; {@link #error()} tells the rest apart.
 * <p>
 * A failure after several attempts covers all of them: when an earlier attempt was
 * unclear, {@link #outcome()} is not {@code NOT_APPLIED}, whatever the last response was.
 * The failures of earlier attempts are {@linkplain #getSuppressed() suppressed}
 * exceptions of this one.
 *
 * @since 0.1.0
 */
public class WebPushException extends RuntimeException implements ThrottleSignal {

	private static final long serialVersionUID = 1L;

	private final CallSummary call;

	private final WebPushErrorDetails details;

	WebPushException(CallSummary call, WebPushErrorDetails details, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.call = call;
		this.details = details;
	}

	/**
	 * Create the exception of a call with one attempt on the default account, for tests
	 * and decorators of {@link WebPushOperations}.
	 * @param operation the operation that failed
	 * @param details what the attempt tells
	 * @return the subclass that belongs to the error
	 */
	public static WebPushException of(WebPushOperation operation, WebPushErrorDetails details) {
		Assert.notNull(details, "'details' must not be null");
		CallSummary call = new CallSummary(operation, "default", null, 1, Duration.ZERO, details.outcome());
		return of(call, details, operation + " failed: " + details.error() + ", outcome " + call.outcome(), null);
	}

	/**
	 * Create the exception of a call.
	 * @param call the call, over all its attempts
	 * @param details what the last attempt tells
	 * @param message the message, one line
	 * @param cause the cause, or {@code null}
	 * @return the subclass that belongs to the error
	 */
	public static WebPushException of(CallSummary call, WebPushErrorDetails details, String message,
			@Nullable Throwable cause) {
		Assert.notNull(call, "'call' must not be null");
		Assert.notNull(details, "'details' must not be null");
		Assert.notNull(message, "'message' must not be null");
		return switch (details.error()) {
			case DUPLICATE_TITLE -> new DuplicateTitleException(call, details, message, cause);
			case CAMPAIGN_NOT_FOUND -> new CampaignNotFoundException(call, details, message, cause);
			case RATE_LIMITED, BUDGET_EXHAUSTED, PAUSED_BY_SERVER ->
				new WebPushRateLimitException(call, details, message, cause);
			default -> new WebPushException(call, details, message, cause);
		};
	}

	/**
	 * Return the operation that failed.
	 * @return the operation
	 */
	public WebPushOperation operation() {
		return this.call.operation();
	}

	/**
	 * Return the name of the account, {@code default} for that of the top-level
	 * properties.
	 * @return the account's name in the configuration, never its token or partner ID
	 */
	public String account() {
		return this.call.account();
	}

	/**
	 * Return what the call was about: the title of a campaign that was to be created, the
	 * ID of one to be launched, deleted or read.
	 * @return the title or ID, or {@code null} for statistics of a whole account
	 */
	public @Nullable String subject() {
		return this.call.subject();
	}

	/**
	 * Return what went wrong in the last attempt.
	 * @return the error
	 */
	public WebPushError error() {
		return this.details.error();
	}

	/**
	 * Return whether the call took effect, over all its attempts. Statistics are reads:
	 * their outcome is always {@link Outcome#NOT_APPLIED}.
	 * @return the outcome
	 */
	public Outcome outcome() {
		return this.call.outcome();
	}

	/**
	 * Return what the last attempt tells.
	 * @return the details, whose outcome is that of the last attempt alone
	 */
	public WebPushErrorDetails details() {
		return this.details;
	}

	/**
	 * Return how many requests were sent.
	 * @return the number of requests; 0 if the call failed before its first
	 */
	public int attempts() {
		return this.call.attempts();
	}

	/**
	 * Return how long the call waited for the budget and between attempts, in total.
	 * @return the time spent waiting
	 */
	public Duration waited() {
		return this.call.waited();
	}

	/**
	 * Return the HTTP status of the last attempt.
	 * @return the status, or {@code null} if there was no response
	 */
	public @Nullable Integer statusCode() {
		return this.details.statusCode();
	}

	/**
	 * Return the text of the response, cut to a readable length and without secrets.
	 * @return the text, or {@code null} if there was none
	 */
	public @Nullable String detail() {
		return this.details.detail();
	}

	/**
	 * Return how long to wait before another call: what the server asked for, at most 10
	 * minutes, or what the local limiter estimates.
	 * @return the wait, or {@code null} if it is not known
	 */
	@Override
	public @Nullable Duration retryAfter() {
		return this.details.retryAfter();
	}

	/**
	 * Return the texts of the response by field.
	 * @return field names with texts; empty if the response named none
	 */
	public Map<String, List<String>> fieldErrors() {
		return this.details.fieldErrors();
	}

	/**
	 * Return the {@code CF-RAY} header of the response, the likeliest reference for a
	 * support ticket.
	 * @return the header, or {@code null} if the response had none
	 */
	public @Nullable String cfRay() {
		return this.details.cfRay();
	}

	@Override
	public boolean isThrottled() {
		return error() == WebPushError.RATE_LIMITED;
	}

	/**
	 * A call that failed, over all its attempts.
	 *
	 * @param operation the operation
	 * @param account the account's name in the configuration
	 * @param subject the title or ID that the call was about, or {@code null}
	 * @param attempts how many requests were sent
	 * @param waited the time spent waiting, in total
	 * @param outcome whether the call took effect; {@link Outcome#NOT_APPLIED} for a
	 * read, whatever is given
	 */
	public record CallSummary(WebPushOperation operation, String account, @Nullable String subject, int attempts,
			Duration waited, Outcome outcome) implements Serializable {

		public CallSummary {
			Assert.notNull(operation, "'operation' must not be null");
			Assert.notNull(account, "'account' must not be null");
			Assert.notNull(waited, "'waited' must not be null");
			Assert.notNull(outcome, "'outcome' must not be null");
			outcome = operation.isRead() ? Outcome.NOT_APPLIED : outcome;
		}

	}

}
