package io.github.insiderwebpush.bulk;

/**
 * Why a bulk run came to its end.
 *
 * @since 0.1.0
 */
public enum BulkExitReason {

	/** Every item had its turn. */
	COMPLETED,

	/** The application called {@link BulkRun#cancel()}. */
	CANCELLED,

	/**
	 * The credentials were refused, or launches are switched off: so would be all further
	 * items.
	 */
	ACCOUNT_REJECTED,

	/**
	 * Five launches in a row became unclear: the vendor is probably down, and each
	 * further one would have to be looked at by a person, too.
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
