package io.github.insiderwebpush.client;

import java.time.Instant;

import io.github.insiderwebpush.AccountStatus;
import io.github.insiderwebpush.AccountStatus.State;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tracks whether the credentials of an account are accepted, and logs each change from or
 * to rejected.
 */
final class AccountStatusTracker {

	private static final Log logger = LogFactory.getLog(AccountStatusTracker.class);

	private final String account;

	private volatile AccountStatus status = new AccountStatus(State.UNKNOWN, null, null);

	AccountStatusTracker(String account) {
		this.account = account;
	}

	AccountStatus status() {
		return this.status;
	}

	/**
	 * Note how a request ended.
	 * @param failure how it failed, {@code null} if it did not
	 */
	void completed(@Nullable WebPushException failure) {
		if (failure == null || (failure.statusCode() != null && !isFromTheEdge(failure))) {
			boolean rejected = failure != null && isRejection(failure);
			change(rejected ? State.REJECTED : State.ACCEPTED, rejected ? failure : null);
		}
	}

	private static boolean isRejection(WebPushException failure) {
		return failure.error() == WebPushError.UNAUTHORIZED || failure.error() == WebPushError.ACCESS_DENIED;
	}

	/**
	 * An edge or proxy responds for itself, whatever the credentials are; so does a
	 * limiter.
	 */
	private static boolean isFromTheEdge(WebPushException failure) {
		return switch (failure.error()) {
			case SERVER_ERROR, UNEXPECTED_STATUS, UNREADABLE_RESPONSE, RATE_LIMITED -> true;
			default -> false;
		};
	}

	/**
	 * Logging may block, so it is done outside of the monitor that all calls enter.
	 */
	private void change(State state, @Nullable WebPushException rejection) {
		State before;
		synchronized (this) {
			before = this.status.state();
			if (before == state) {
				return;
			}
			this.status = new AccountStatus(state, Instant.now(),
					(rejection != null) ? rejection.error() + " (HTTP " + rejection.statusCode() + ")" : null);
		}
		if (rejection != null) {
			logger.warn(
					"Insider One rejects the credentials of account '" + this.account + "': " + rejection.getMessage());
		}
		else if (before == State.REJECTED) {
			logger.warn("Insider One accepts the credentials of account '" + this.account + "' again");
		}
	}

}
