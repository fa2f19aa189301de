package io.github.insiderwebpush.benchmarks.limiter;

import org.jspecify.annotations.Nullable;

/**
 * A limiter, as the simulated client uses it.
 */
interface Contender {

	/**
	 * Wait for a permit, however long it takes.
	 * @param granted run when it is there
	 * @param again whether this is for a call that the server refused
	 */
	void acquire(Runnable granted, boolean again);

	/**
	 * A request was answered.
	 * @param throttled the 429, if it was one and the client is to heed it
	 */
	void answered(@Nullable Throttled throttled);

}
