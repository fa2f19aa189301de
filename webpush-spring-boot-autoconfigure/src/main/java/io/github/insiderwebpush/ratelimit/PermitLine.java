package io.github.insiderwebpush.ratelimit;

/**
 * The lines of the queue of one budget, in the order in which they are served.
 *
 * @since 0.1.0
 */
public enum PermitLine {

	/** Calls that the server throttled: they go before all others. */
	RETRY,

	/** Single calls. */
	NORMAL,

	/**
	 * Work without a deadline. The first of this line waits at its place in the normal
	 * line, so that a normal call is never behind more than one of them.
	 */
	BACKGROUND

}
