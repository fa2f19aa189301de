package io.github.insiderwebpush.benchmarks.limiter;

/**
 * What the client does on a 429.
 */
enum Feedback {

	/** Nothing: the call has failed. */
	NONE("not heeded"),

	/** It tells its limiter, and sends the call again. */
	WITHOUT_RETRY_AFTER("heeded"),

	/** Likewise, and the server said how long to wait. */
	WITH_RETRY_AFTER("Retry-After");

	private final String title;

	Feedback(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

}
