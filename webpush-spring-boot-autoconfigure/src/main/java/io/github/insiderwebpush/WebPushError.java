package io.github.insiderwebpush;

/**
 * What went wrong, as a name that is stable and that metrics can be tagged with. The
 * conditions are those of the vendor's documents, which answer many of them in several
 * shapes.
 *
 * @since 0.1.0
 */
public enum WebPushError {

	/** A create was refused because a campaign of that title exists (400). */
	DUPLICATE_TITLE,

	/** The vendor refused the request (400) without naming fields. */
	BAD_REQUEST,

	/** The vendor refused fields of the request (422, or 400 with a map of fields). */
	VALIDATION_FAILED,

	/** The API key is wrong, expired, switched off, or bound to other addresses (401). */
	UNAUTHORIZED,

	/** The API key may not do this (403 that is not throttling). */
	ACCESS_DENIED,

	/** The vendor throttled (429, or 403 "Too many attempts"). */
	RATE_LIMITED,

	/**
	 * The local limiter would have to wait longer than allowed; no request was sent for
	 * it.
	 */
	BUDGET_EXHAUSTED,

	/**
	 * Insider One asked for a pause, by {@code Retry-After} or rate limit headers, that
	 * lasts longer than the call may wait; no request was sent for it.
	 */
	PAUSED_BY_SERVER,

	/** Statistics reach back one year only (406). */
	STATISTICS_EXPIRED,

	/** There is no such campaign (424 "Campaign not found"; no 404 is documented). */
	CAMPAIGN_NOT_FOUND,

	/** An inner service of the vendor failed (424), with a reason or without. */
	FAILED_DEPENDENCY,

	/** The vendor or the edge before it failed (5xx). */
	SERVER_ERROR,

	/**
	 * A status that the vendor does not document, a redirect or a proxy's page among
	 * them.
	 */
	UNEXPECTED_STATUS,

	/** A 2xx whose body says nothing usable. */
	UNREADABLE_RESPONSE,

	/** A 2xx whose body says {@code "success": false}. */
	REFUSED,

	/** {@code webpush.launch.enabled} is {@code false}; no request was sent. */
	LAUNCH_DISABLED,

	/** The vendor was never reached: DNS, connection refused, TLS, connect timeout. */
	UNREACHABLE,

	/** The request may have been sent, then came a timeout or the connection broke. */
	NO_RESPONSE,

	/**
	 * The application's executor did not take the call; nothing was sent for this
	 * attempt.
	 */
	EXECUTOR_REJECTED,

	/** The call was given up: interrupt, cancelled future, call timeout, or shutdown. */
	CANCELLED

}
