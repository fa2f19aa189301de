package io.github.insiderwebpush.bulk;

/**
 * The reason why a bulk run ended.
 *
 * @since 0.1.0
 */
public enum BulkExitReason {

	/** Every item was processed. */
	COMPLETED,

	/** The application called {@link BulkRun#cancel()}. */
	CANCELLED,

	/**
	 * The credentials were rejected, or launches are switched off: so would be all
	 * further items.
	 */
	ACCOUNT_REJECTED,

	/**
	 * Five launches in a row became unclear: the API is probably down, and a person would
	 * have to check each further one.
	 */
	UNCLEAR_LAUNCHES,

	/** The application is stopping. */
	SHUTDOWN,

	/**
	 * The items could not be read any further, because their iterator failed. Those that
	 * were read before had their turn; how many were still to come is not known.
	 */
	ITEMS_UNREADABLE

}
