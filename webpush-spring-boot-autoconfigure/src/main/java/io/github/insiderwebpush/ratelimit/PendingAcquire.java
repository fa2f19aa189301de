package io.github.insiderwebpush.ratelimit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A wait for a permit. At most one of its methods is called, at most once, without any
 * lock held, by the timer's thread or that of another caller: they must be short, must
 * not block and should not throw.
 *
 * @since 0.1.0
 */
public interface PendingAcquire {

	/**
	 * A permit was granted.
	 * @param permit the permit, which the callee must end
	 */
	void onAcquired(Permit permit);

	/**
	 * There will be no permit in time.
	 * @param minimumWait how long an acquire that starts now waits at least
	 * @param pause what is left of a pause that the server asked for, {@code null} if the
	 * wait has another reason
	 */
	void onRejected(Duration minimumWait, @Nullable Duration pause);

	/**
	 * A limiter that is not the client's own has failed: there will be no permit.
	 * @param failure what the limiter threw
	 */
	default void onFailed(Throwable failure) {
		throw new IllegalStateException("The rate limiter failed", failure);
	}

}
