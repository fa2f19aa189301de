package io.github.insiderwebpush;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.insiderwebpush.ratelimit.ThrottleSignal;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatusCode;
import org.springframework.util.Assert;

/**
 * A call that failed, and whether it took effect all the same. Subclasses exist where a
 * caller is likely to branch; {@link #error()} tells the rest apart.
 * <p>
 * A failure after several attempts tells the truth about all of them: when an earlier
 * attempt was unclear, {@link #outcome()} is not {@code NOT_APPLIED}, whatever the last
 * one was answered. The failures of earlier attempts are {@linkplain #getSuppressed()
 * suppressed} exceptions of this one.
 *
 * @since 0.1.0
 */
public class WebPushException extends RuntimeException implements ThrottleSignal {

	private static final long serialVersionUID = 1L;

	private final WebPushOperation operation;

	private final WebPushError error;

	private final @Nullable Integer statusCode;

	private final @Nullable String detail;

	private final @Nullable String hint;

	private final @Nullable Duration retryAfter;

	private final Map<String, List<String>> fieldErrors;

	private final @Nullable String cfRay;

	private final Outcome attemptOutcome;

	private Trip trip;

	WebPushException(Builder builder) {
		super(null, builder.cause);
		this.operation = builder.operation;
		this.error = builder.error;
		this.statusCode = builder.statusCode;
		this.detail = builder.detail;
		this.hint = builder.hint;
		this.retryAfter = builder.retryAfter;
		this.fieldErrors = builder.fieldErrors;
		this.cfRay = builder.cfRay;
		this.attemptOutcome = builder.operation.isRead() ? Outcome.NOT_APPLIED : builder.outcome;
		this.trip = new Trip("default", null, 1, Duration.ZERO, this.attemptOutcome);
	}

	/**
	 * Start an exception. It is for implementations of {@link WebPushErrorTranslator};
	 * the call adds account, subject, attempts and waits.
	 * @param operation the operation that failed
	 * @param error what went wrong
	 * @param outcome whether this attempt took effect; reads never do
	 * @return a builder
	 */
	public static Builder of(WebPushOperation operation, WebPushError error, Outcome outcome) {
		return new Builder(operation, error, outcome);
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
		return this.trip.account;
	}

	/**
	 * Return what the call was about: the title of a campaign that was to be created, the
	 * id of one to be launched, deleted or looked at.
	 * @return the title or id, or {@code null} for statistics of a whole account
	 */
	public @Nullable String subject() {
		return this.trip.subject;
	}

	/**
	 * Return what went wrong in the last attempt.
	 * @return the error
	 */
	public WebPushError error() {
		return this.error;
	}

	/**
	 * Return whether the call took effect, over all its attempts. Statistics are reads:
	 * their outcome is always {@link Outcome#NOT_APPLIED}.
	 * @return the outcome
	 */
	public Outcome outcome() {
		return this.trip.outcome;
	}

	/**
	 * Return how many requests were sent.
	 * @return the number of requests; 0 if the call failed before its first
	 */
	public int attempts() {
		return this.trip.attempts;
	}

	/**
	 * Return how long the call waited for the budget and between attempts, all together.
	 * @return the time spent waiting
	 */
	public Duration waited() {
		return this.trip.waited;
	}

	/**
	 * Return the HTTP status of the last attempt.
	 * @return the status, or {@code null} if there was no answer
	 */
	public @Nullable Integer statusCode() {
		return this.statusCode;
	}

	/**
	 * Return what the vendor said, cut to a readable length and without secrets.
	 * @return the vendor's text, or {@code null} if it gave none
	 */
	public @Nullable String detail() {
		return this.detail;
	}

	/**
	 * Return how long to wait before another try: what the server asked for, at most 10
	 * minutes, or what the local limiter estimates.
	 * @return the wait, or {@code null} if nobody said
	 */
	@Override
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * Return the vendor's complaints by field.
	 * @return field names with texts; empty if the vendor named none
	 */
	public Map<String, List<String>> fieldErrors() {
		return this.fieldErrors;
	}

	/**
	 * Return the {@code CF-RAY} header of the answer, the likeliest handle for a support
	 * ticket.
	 * @return the header, or {@code null} if the answer had none
	 */
	public @Nullable String cfRay() {
		return this.cfRay;
	}

	@Override
	public boolean isThrottled() {
		return this.error == WebPushError.RATE_LIMITED;
	}

	/**
	 * Return one line that says what was tried, what happened, whether it took effect,
	 * and what can be done.
	 */
	@Override
	public String getMessage() {
		StringBuilder message = new StringBuilder(this.operation.name());
		if (this.trip.subject != null) {
			message.append(" '").append(this.trip.subject).append('\'');
		}
		message.append(" failed: ").append(this.error);
		if (this.statusCode != null) {
			message.append(" (HTTP ").append(this.statusCode).append(')');
		}
		if (!this.operation.isRead()) {
			message.append(", outcome ").append(this.trip.outcome);
		}
		if (this.detail != null) {
			message.append(". The vendor says: \"").append(this.detail).append('"');
		}
		if (!this.fieldErrors.isEmpty()) {
			message.append(". Fields: ")
				.append(ErrorText.cut(this.fieldErrors.entrySet()
					.stream()
					.map((field) -> field.getKey() + " " + field.getValue())
					.collect(Collectors.joining(", "))));
		}
		if (getCause() instanceof Answer.TooLongException tooLong) {
			message.append(". ").append(tooLong.getMessage());
		}
		String advice = advice();
		if (advice != null) {
			message.append(". ").append(advice);
		}
		message.append(" [account ").append(this.trip.account);
		message.append(", attempts ").append(this.trip.attempts);
		message.append(", waited ").append(Durations.readable(this.trip.waited));
		if (this.retryAfter != null) {
			message.append(", retry after ").append(Durations.readable(this.retryAfter));
		}
		if (this.cfRay != null) {
			message.append(", CF-RAY ").append(this.cfRay);
		}
		return message.append(']').toString();
	}

	/**
	 * Return what the caller can do, if there is something to say.
	 */
	@Nullable String advice() {
		if (this.hint != null) {
			return this.hint;
		}
		if (outcome() == Outcome.NOT_APPLIED) {
			return null;
		}
		return switch (this.operation) {
			case CREATE -> (outcome() == Outcome.APPLIED)
					? "The draft exists but its id is lost, and the API cannot list campaigns: take the id from the vendor's panel, or delete the draft there and create it anew"
					: "The draft may exist, and the API cannot list campaigns: look for the title in the vendor's panel, or create it again and take a DUPLICATE_TITLE as the proof that the title exists";
			case LAUNCH -> "Do not launch again before the panel shows the campaign as Draft";
			case DELETE -> "Deleting again is safe: CAMPAIGN_NOT_FOUND then means that it is gone";
			default -> null;
		};
	}

	Outcome attemptOutcome() {
		return this.attemptOutcome;
	}

	/**
	 * Fill in what only the call knows.
	 */
	final WebPushException completed(String account, @Nullable String subject, int attempts, Duration waited,
			Outcome outcome) {
		this.trip = new Trip(account, subject, attempts, waited,
				this.operation.isRead() ? Outcome.NOT_APPLIED : outcome);
		return this;
	}

	private record Trip(String account, @Nullable String subject, int attempts, Duration waited,
			Outcome outcome) implements Serializable {
	}

	/**
	 * Builds a {@link WebPushException}, or the subclass that belongs to the error.
	 */
	public static final class Builder {

		private final WebPushOperation operation;

		private final WebPushError error;

		private final Outcome outcome;

		private @Nullable Integer statusCode;

		private @Nullable String detail;

		private @Nullable String hint;

		private @Nullable Duration retryAfter;

		private Map<String, List<String>> fieldErrors = Map.of();

		private @Nullable String cfRay;

		private @Nullable Throwable cause;

		private Builder(WebPushOperation operation, WebPushError error, Outcome outcome) {
			Assert.notNull(operation, "'operation' must not be null");
			Assert.notNull(error, "'error' must not be null");
			Assert.notNull(outcome, "'outcome' must not be null");
			this.operation = operation;
			this.error = error;
			this.outcome = outcome;
		}

		/**
		 * Set the HTTP status.
		 * @param status the status of the answer
		 * @return this builder
		 */
		public Builder status(HttpStatusCode status) {
			this.statusCode = status.value();
			return this;
		}

		/**
		 * Set what the vendor said.
		 * @param detail the vendor's text, or {@code null}
		 * @return this builder
		 */
		public Builder detail(@Nullable String detail) {
			this.detail = detail;
			return this;
		}

		/**
		 * Set what the caller can do about it, in a sentence without its full stop.
		 * @param hint the advice, or {@code null} for what follows from the outcome
		 * @return this builder
		 */
		public Builder hint(@Nullable String hint) {
			this.hint = hint;
			return this;
		}

		/**
		 * Set how long to wait before another try.
		 * @param retryAfter the wait, or {@code null} if nobody said
		 * @return this builder
		 */
		public Builder retryAfter(@Nullable Duration retryAfter) {
			this.retryAfter = retryAfter;
			return this;
		}

		/**
		 * Set the vendor's complaints by field.
		 * @param fieldErrors field names with texts
		 * @return this builder
		 */
		public Builder fieldErrors(Map<String, List<String>> fieldErrors) {
			Map<String, List<String>> copy = new LinkedHashMap<>();
			fieldErrors.forEach((field, texts) -> copy.put(field, List.copyOf(texts)));
			this.fieldErrors = Collections.unmodifiableMap(copy);
			return this;
		}

		/**
		 * Set the {@code CF-RAY} header.
		 * @param cfRay the header's value, or {@code null}
		 * @return this builder
		 */
		public Builder cfRay(@Nullable String cfRay) {
			this.cfRay = cfRay;
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
			return switch (this.error) {
				case DUPLICATE_TITLE -> new DuplicateTitleException(this);
				case CAMPAIGN_NOT_FOUND -> new CampaignNotFoundException(this);
				case RATE_LIMITED, BUDGET_EXHAUSTED -> new WebPushRateLimitException(this);
				default -> new WebPushException(this);
			};
		}

	}

}
