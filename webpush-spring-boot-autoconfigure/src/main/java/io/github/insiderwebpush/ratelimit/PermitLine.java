package io.github.insiderwebpush.ratelimit;

/**
 * The lines of the queue of one budget, in the order in which they are served.
 *
 * @since 0.1.0
 */
public enum PermitLine {

	/** Calls that the server throttled: they go before all others. */
	RETRY,

	/** Calls that somebody waits for. */
	NORMAL,

	/**
	 * Work without a deadline. Its head takes its place in the normal line, so that a
	 * normal call is never behind more than one of them.
	 */
	BACKGROUND

}
