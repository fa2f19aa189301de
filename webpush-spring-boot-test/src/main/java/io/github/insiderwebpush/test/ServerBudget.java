package io.github.insiderwebpush.test;

/**
 * A server's count of the requests it still takes. A refused request does not count. Not
 * safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface ServerBudget {

	/**
	 * Ask for one request at a time that never runs backwards.
	 * @param now nanoseconds, from the same origin as those given before
	 * @return whether the request is within the budget; if so, it counts
	 */
	boolean tryTake(long now);

	/**
	 * Return how many requests would be taken at this moment.
	 * @param now nanoseconds
	 * @return what is left, zero or more
	 */
	int left(long now);

	/**
	 * Return how long nothing will be taken.
	 * @param now nanoseconds
	 * @return nanoseconds until one more request is taken, zero if one is taken now
	 */
	long nanosUntilFree(long now);

}
