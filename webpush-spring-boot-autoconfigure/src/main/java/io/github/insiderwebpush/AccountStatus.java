package io.github.insiderwebpush;

import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whether the vendor accepts an account's credentials, as far as its answers so far tell.
 *
 * @param state what the last telling answer said
 * @param since since when, {@code null} before the first call
 * @param reason how the vendor refused, {@code null} if it did not
 * @since 0.1.0
 */
public record AccountStatus(State state, @Nullable Instant since, @Nullable String reason) {

	/**
	 * What answers have told.
	 */
	public enum State {

		/** There was no answer yet. */
		UNKNOWN,

		/** The vendor takes the credentials. */
		ACCEPTED,

		/** The vendor refuses them, with a 401 or a 403 that is no throttling. */
		REFUSED

	}

	/**
	 * Follows the answers, and writes a line to the log at each change from or to
	 * refused.
	 */
	static final class Watch {

		private static final Log logger = LogFactory.getLog(AccountStatus.class);

		private final String account;

		private final ReentrantLock lock = new ReentrantLock();

		private volatile AccountStatus status = new AccountStatus(State.UNKNOWN, null, null);

		Watch(String account) {
			this.account = account;
		}

		AccountStatus status() {
			return this.status;
		}

		/**
		 * Note how a request ended.
		 * @param failure how it failed, {@code null} if it did not
		 */
		void ended(@Nullable WebPushException failure) {
			if (failure == null || (failure.statusCode() != null && !isFromTheEdge(failure))) {
				boolean refused = failure != null && isRefusal(failure);
				change(refused ? State.REFUSED : State.ACCEPTED, refused ? failure : null);
			}
		}

		private static boolean isRefusal(WebPushException failure) {
			return failure.error() == WebPushError.UNAUTHORIZED || failure.error() == WebPushError.ACCESS_DENIED;
		}

		/**
		 * An edge or proxy answers for itself, whatever the credentials are; so does a
		 * limiter.
		 */
		private static boolean isFromTheEdge(WebPushException failure) {
			return switch (failure.error()) {
				case SERVER_ERROR, UNEXPECTED_STATUS, UNREADABLE_RESPONSE, RATE_LIMITED -> true;
				default -> false;
			};
		}

		private void change(State state, @Nullable WebPushException refusal) {
			if (this.status.state() == state) {
				return;
			}
			AccountStatus before = replaceStatus(new AccountStatus(state, Instant.now(),
					(refusal != null) ? refusal.error() + " (HTTP " + refusal.statusCode() + ")" : null));
			if (before.state() == state) {
				return;
			}
			if (refusal != null) {
				logger.warn("The vendor refuses the credentials of account '" + this.account + "' from now on: "
						+ refusal.getMessage());
			}
			else if (before.state() == State.REFUSED) {
				logger.warn("The vendor accepts the credentials of account '" + this.account + "' again");
			}
		}

		private AccountStatus replaceStatus(AccountStatus after) {
			this.lock.lock();
			try {
				AccountStatus before = this.status;
				if (before.state() != after.state()) {
					this.status = after;
				}
				return before;
			}
			finally {
				this.lock.unlock();
			}
		}

	}

}
