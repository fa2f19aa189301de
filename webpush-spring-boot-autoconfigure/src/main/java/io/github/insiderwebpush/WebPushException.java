package io.github.insiderwebpush;

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

	private final WebPushOperation operation;

	private final WebPushErrorDetails details;

	private final String account;

	private final @Nullable String subject;

	private final int attempts;

	private final Duration waited;

	private final Outcome outcome;

	WebPushException(Builder builder) {
		super(builder.message(), builder.cause);
		this.operation = builder.operation;
		this.details = builder.details;
		this.account = builder.account;
		this.subject = builder.subject;
		this.attempts = builder.attempts;
		this.waited = builder.waited;
		this.outcome = builder.outcome();
	}

	/**
	 * Start an exception, for tests and decorators of {@link WebPushOperations}: the
	 * client builds its own.
	 * @param operation the operation that failed
	 * @param details what the last attempt tells
	 * @return a builder
	 */
	public static Builder of(WebPushOperation operation, WebPushErrorDetails details) {
		return new Builder(operation, details);
	}

	/**
	 * Return the operation that failed.
	 * @return the operation
	 */
	public WebPushOperation operation() {
		return this.operation;
	}

	/**
	 * Return the name of the account, {@code default} for that of the top-level
	 * properties.
	 * @return the account's name in the configuration, never its token or partner ID
	 */
	public String account() {
		return this.account;
	}

	/**
	 * Return what the call was about: the title of a campaign that was to be created, the
	 * ID of one to be launched, deleted or read.
	 * @return the title or ID, or {@code null} for statistics of a whole account
	 */
	public @Nullable String subject() {
		return this.subject;
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
		return this.outcome;
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
		return this.attempts;
	}

	/**
	 * Return how long the call waited for the budget and between attempts, in total.
	 * @return the time spent waiting
	 */
	public Duration waited() {
		return this.waited;
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
	 * Builds a {@link WebPushException}, or the subclass that belongs to the error.
	 */
	public static final class Builder {

		private final WebPushOperation operation;

		private final WebPushErrorDetails details;

		private String account = "default";

		private @Nullable String subject;

		private int attempts = 1;

		private Duration waited = Duration.ZERO;

		private @Nullable Outcome outcome;

		private @Nullable String message;

		private @Nullable Throwable cause;

		private Builder(WebPushOperation operation, WebPushErrorDetails details) {
			Assert.notNull(operation, "'operation' must not be null");
			Assert.notNull(details, "'details' must not be null");
			this.operation = operation;
			this.details = details;
		}

		/**
		 * Set the account.
		 * @param account the account's name
		 * @return this builder
		 */
		public Builder account(String account) {
			this.account = account;
			return this;
		}

		/**
		 * Set what the call was about.
		 * @param subject the title or ID, or {@code null}
		 * @return this builder
		 */
		public Builder subject(@Nullable String subject) {
			this.subject = subject;
			return this;
		}

		/**
		 * Set the number of requests. Without it, 1.
		 * @param attempts how many requests were sent
		 * @return this builder
		 */
		public Builder attempts(int attempts) {
			this.attempts = attempts;
			return this;
		}

		/**
		 * Set the time spent waiting. Without it, none.
		 * @param waited the waits in total
		 * @return this builder
		 */
		public Builder waited(Duration waited) {
			this.waited = waited;
			return this;
		}

		/**
		 * Set the outcome over all attempts. Without it, that of the details.
		 * @param outcome the outcome
		 * @return this builder
		 */
		public Builder outcome(Outcome outcome) {
			this.outcome = outcome;
			return this;
		}

		/**
		 * Set the message. Without it, the message names operation, error and outcome.
		 * @param message the message, one line
		 * @return this builder
		 */
		public Builder message(String message) {
			this.message = message;
			return this;
		}

		/**
		 * Set the cause.
		 * @param cause the cause, or {@code null}
		 * @return this builder
		 */
		public Builder cause(@Nullable Throwable cause) {
			this.cause = cause;
			return this;
		}

		/**
		 * Build the exception.
		 * @return the subclass that belongs to the error
		 */
		public WebPushException build() {
			return switch (this.details.error()) {
				case DUPLICATE_TITLE -> new DuplicateTitleException(this);
				case CAMPAIGN_NOT_FOUND -> new CampaignNotFoundException(this);
				case RATE_LIMITED, BUDGET_EXHAUSTED, PAUSED_BY_SERVER -> new WebPushRateLimitException(this);
				default -> new WebPushException(this);
			};
		}

		private Outcome outcome() {
			if (this.operation.isRead()) {
				return Outcome.NOT_APPLIED;
			}
			return (this.outcome != null) ? this.outcome : this.details.outcome();
		}

		private String message() {
			return (this.message != null) ? this.message
					: this.operation + " failed: " + this.details.error() + ", outcome " + outcome();
		}

	}

}
