package io.github.insiderwebpush.client;

import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Context of the observation of one call.
 *
 * @since 0.1.0
 */
public class WebPushObservationContext extends Observation.Context {

	private final WebPushOperation operation;

	private final String account;

	private final @Nullable String subject;

	private volatile boolean ended;

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
	 * Return whether the call has ended, so that its error and outcome are known. Tags
	 * are asked for when a call starts and once more when it has ended; what Micrometer
	 * counts in between, events and calls under way, has those of the start.
	 * @return whether it has ended
	 */
	public boolean isEnded() {
		return this.ended;
	}

	/**
	 * Return how the call failed.
	 * @return the failure, or {@code null} if it succeeded or has not ended
	 */
	public @Nullable WebPushException failure() {
		return this.failure;
	}

	void ended(@Nullable WebPushException failure) {
		this.failure = failure;
		this.ended = true;
	}

}
