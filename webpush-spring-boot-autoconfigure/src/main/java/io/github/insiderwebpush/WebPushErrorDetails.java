package io.github.insiderwebpush;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatusCode;
import org.springframework.util.Assert;

/**
 * Details of one failed attempt: the error, whether the attempt took effect, and what the
 * response said. Returned by a {@link WebPushErrorTranslator}; the client adds the
 * account, the attempts and the waits, and throws a {@link WebPushException}.
 *
 * @param error what went wrong
 * @param outcome whether this attempt took effect; statistics never do
 * @param statusCode the HTTP status, {@code null} if there was no response
 * @param detail the text of the response, {@code null} if it had none
 * @param hint what the caller can do, a sentence without its full stop; {@code null} for
 * the advice that follows from the outcome
 * @param retryAfter how long to wait before another attempt, {@code null} if not known
 * @param fieldErrors texts of the response by field, empty if it named none
 * @param cfRay the {@code CF-RAY} header, {@code null} if the response had none
 * @since 0.1.0
 */
public record WebPushErrorDetails(WebPushError error, Outcome outcome, @Nullable Integer statusCode,
		@Nullable String detail, @Nullable String hint, @Nullable Duration retryAfter,
		Map<String, List<String>> fieldErrors, @Nullable String cfRay) implements Serializable {

	public WebPushErrorDetails {
		Assert.notNull(error, "'error' must not be null");
		Assert.notNull(outcome, "'outcome' must not be null");
		Assert.notNull(fieldErrors, "'fieldErrors' must not be null");
		Map<String, List<String>> copy = new LinkedHashMap<>();
		fieldErrors.forEach((field, texts) -> copy.put(field, List.copyOf(texts)));
		fieldErrors = Collections.unmodifiableMap(copy);
	}

	/**
	 * Start details.
	 * @param error what went wrong
	 * @param outcome whether the attempt took effect
	 * @return a builder
	 */
	public static Builder of(WebPushError error, Outcome outcome) {
		return new Builder(error, outcome);
	}

	/**
	 * Builds {@link WebPushErrorDetails}.
	 */
	public static final class Builder {

		private final WebPushError error;

		private final Outcome outcome;

		private @Nullable Integer statusCode;

		private @Nullable String detail;

		private @Nullable String hint;

		private @Nullable Duration retryAfter;

		private Map<String, List<String>> fieldErrors = Map.of();

		private @Nullable String cfRay;

		private Builder(WebPushError error, Outcome outcome) {
			this.error = error;
			this.outcome = outcome;
		}

		/**
		 * Set the HTTP status.
		 * @param status the status of the response
		 * @return this builder
		 */
		public Builder status(HttpStatusCode status) {
			this.statusCode = status.value();
			return this;
		}

		/**
		 * Set the text of the response.
		 * @param detail the text, or {@code null}
		 * @return this builder
		 */
		public Builder detail(@Nullable String detail) {
			this.detail = detail;
			return this;
		}

		/**
		 * Set what the caller can do.
		 * @param hint a sentence without its full stop, or {@code null} for the advice
		 * that follows from the outcome
		 * @return this builder
		 */
		public Builder hint(@Nullable String hint) {
			this.hint = hint;
			return this;
		}

		/**
		 * Set how long to wait before another attempt.
		 * @param retryAfter the wait, or {@code null} if not known
		 * @return this builder
		 */
		public Builder retryAfter(@Nullable Duration retryAfter) {
			this.retryAfter = retryAfter;
			return this;
		}

		/**
		 * Set the texts of the response by field.
		 * @param fieldErrors field names with texts
		 * @return this builder
		 */
		public Builder fieldErrors(Map<String, List<String>> fieldErrors) {
			this.fieldErrors = fieldErrors;
			return this;
		}

		/**
		 * Set the {@code CF-RAY} header.
		 * @param cfRay the value of the header, or {@code null}
		 * @return this builder
		 */
		public Builder cfRay(@Nullable String cfRay) {
			this.cfRay = cfRay;
			return this;
		}

		/**
		 * Build the details.
		 * @return immutable details
		 */
		public WebPushErrorDetails build() {
			return new WebPushErrorDetails(this.error, this.outcome, this.statusCode, this.detail, this.hint,
					this.retryAfter, this.fieldErrors, this.cfRay);
		}

	}

}
