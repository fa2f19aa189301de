package io.github.insiderwebpush;

/**
 * The kind of a failure, a stable name that metrics are tagged with. The conditions are
 * those of the documents of the API, which reports many of them in several forms.
 *
 * @since 0.1.0
 */
public enum WebPushError {

	/** A create was refused because a campaign of that title exists (400, 409, 422). */
	DUPLICATE_TITLE,

	/** The request was refused (400) without naming fields. */
	BAD_REQUEST,

	/** Fields of the request were refused (422, or 400 with a map of fields). */
	VALIDATION_FAILED,

	/** The API key is wrong, expired, switched off, or bound to other addresses (401). */
	UNAUTHORIZED,

	/** The API key may not do this (403 that is not throttling). */
	ACCESS_DENIED,

	/** The server throttled (429, or 403 "Too many attempts"). */
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

	/** An inner service of the API failed (424), with a reason or without. */
	FAILED_DEPENDENCY,

	/** The API or the edge before it failed (5xx). */
	SERVER_ERROR,

	/**
	 * A status that the API does not document, such as a redirect or a proxy's page.
	 */
	UNEXPECTED_STATUS,

	/** A 2xx whose body says nothing usable. */
	UNREADABLE_RESPONSE,

	/** A 2xx whose body does not say {@code "success": true} but something else. */
	REFUSED,

	/** {@code webpush.launch.enabled} is {@code false}; no request was sent. */
	LAUNCH_DISABLED,

	/**
	 * Nothing was sent, proven by the connection: DNS, connection refused, TLS, connect
	 * timeout, a proxy that refuses, or credentials that could not be obtained.
	 */
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
