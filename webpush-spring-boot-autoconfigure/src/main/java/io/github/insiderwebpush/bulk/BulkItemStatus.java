package io.github.insiderwebpush.bulk;

/**
 * The status of one item of a bulk run.
 *
 * @since 0.1.0
 */
public enum BulkItemStatus {

	/** The draft was created, and its ID is known. */
	CREATED,

	/** The launch was accepted. */
	LAUNCHED,

	/**
	 * Nothing was created, for a campaign of that title existed before: created by
	 * another client, by an earlier run, or by an earlier item of this one.
	 */
	EXISTED,

	/** It had no effect: the failure says why. */
	FAILED,

	/**
	 * It may have taken effect, or did so and the answer is lost: the outcome of the
	 * failure tells which. It must not simply be done again.
	 */
	UNCLEAR,

	/**
	 * The run ended before this item was sent. The report says why the run ended.
	 */
	NOT_ATTEMPTED

}
