package io.github.insiderwebpush;

/**
 * Whether a call that failed took effect at Insider One.
 *
 * @since 0.1.0
 */
public enum Outcome {

	/** It had no effect. */
	NOT_APPLIED,

	/** It may have had an effect: a request was sent, and no response settles it. */
	UNKNOWN,

	/** It had an effect, although the response was lost. */
	APPLIED

}
