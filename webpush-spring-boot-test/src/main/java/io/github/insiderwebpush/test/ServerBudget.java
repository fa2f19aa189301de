package io.github.insiderwebpush.test;

/**
 * A server's budget of requests. A rejected request does not count. Not safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public interface ServerBudget {

	/**
	 * Take one request from the budget. The time must not run backwards.
	 * @param now the time in nanoseconds, with the same origin in all calls
	 * @return whether the request is within the budget; if so, it counts
	 */
	boolean tryTake(long now);

	/**
	 * Return the number of requests that the budget would accept.
	 * @param now the time in nanoseconds
	 * @return the number of requests, zero or more
	 */
	int left(long now);

	/**
	 * Return the time until the budget accepts a request.
	 * @param now the time in nanoseconds
	 * @return nanoseconds, zero if a request is accepted now
	 */
	long nanosUntilFree(long now);

}
