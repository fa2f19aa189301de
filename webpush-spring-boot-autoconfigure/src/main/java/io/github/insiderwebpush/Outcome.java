package io.github.insiderwebpush;

/**
 * Whether a call that failed took effect at the vendor's.
 *
 * @since 0.1.0
 */
public enum Outcome {

	/** It surely did not happen. */
	NOT_APPLIED,

	/** It may have happened: a request was sent, and no answer settles the matter. */
	UNKNOWN,

	/** It happened, though the answer is lost. */
	APPLIED

}
