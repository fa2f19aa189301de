package io.github.insiderwebpush.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * A permit that was granted. Its holder ends it by one of these methods; further calls do
 * nothing.
 *
 * @since 0.1.0
 */
public interface Permit {

	/**
	 * The request was answered: the permit returns one period from now.
	 * @param failure how the request failed, {@code null} if it did not; a
	 * {@link ThrottleSignal} pauses the budget
	 */
	void complete(@Nullable Throwable failure);

	/**
	 * The request was given up without a response, and may still be on its way: the
	 * permit returns one period after the longest time that a request may take.
	 * @param failure how the request failed, {@code null} if that is not known
	 * @param sentAt when it was sent, by the timer
	 */
	void abandon(@Nullable Throwable failure, long sentAt);

	/**
	 * No request was sent: the permit returns at once.
	 */
	void release();

}
