package io.github.insiderwebpush;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call while it is observed.
 */
public class WebPushObservationContext extends Observation.Context {

	private final WebPushOperation operation;

	private final String account;

	private final @Nullable String subject;

	private @Nullable WebPushException failure;

	WebPushObservationContext(WebPushOperation operation, String account, @Nullable String subject) {
		this.operation = operation;
		this.account = account;
		this.subject = subject;
	}

	/**
	 * Return the operation.
	 * @return the operation
	 */
	public WebPushOperation operation() {
		return this.operation;
	}

	/**
	 * Return the name of the account.
	 * @return the account's name in the configuration
	 */
	public String account() {
		return this.account;
	}

	/**
	 * Return the title or id that the call is about. There is no end to them: no metric
	 * may be tagged with one.
	 * @return the title or id, or {@code null} if the call is about none
	 */
	public @Nullable String subject() {
		return this.subject;
	}

	/**
	 * Return how the call failed.
	 * @return the failure, or {@code null} if it succeeded or has not ended
	 */
	public @Nullable WebPushException failure() {
		return this.failure;
	}

	void setFailure(WebPushException failure) {
		this.failure = failure;
	}

}
