package io.github.insiderwebpush.bulk;

/**
 * What became of one item of a bulk run.
 *
 * @since 0.1.0
 */
public enum BulkItemStatus {

	/** The draft was created, and its id is known. */
	CREATED,

	/** The launch was accepted. */
	LAUNCHED,

	/**
	 * Nothing was created, for a campaign of that title existed before: created by
	 * somebody else, by an earlier run, or by an earlier item of this one.
	 */
	EXISTED,

	/** It surely did not take effect: the failure says why. */
	FAILED,

	/**
	 * It may have taken effect, or did so and the answer is lost: the outcome of the
	 * failure tells which. It must not simply be done again.
	 */
	UNCLEAR,

	/**
	 * The run ended before it was this item's turn; nothing was sent for it. The failure
	 * says why the run ended.
	 */
	NOT_ATTEMPTED

}
