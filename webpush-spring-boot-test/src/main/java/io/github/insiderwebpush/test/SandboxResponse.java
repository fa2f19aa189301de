package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response, and how much of it the connection delivers.
 *
 * @param status the HTTP status
 * @param headers the headers in order
 * @param body the whole body
 * @param delivery how the connection ends
 * @param bodyBytes how many bytes of the body are sent at most, where the delivery cuts
 * it
 * @param delay how long the response is held back, in real time
 */
record SandboxResponse(int status, Map<String, String> headers, String body, Delivery delivery, int bodyBytes,
		Duration delay) {

	static final String JSON = "application/json";

	SandboxResponse {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
	}

	static SandboxResponse json(int status, Object body) {
		return text(status, JSON, Json.write(body));
	}

	static SandboxResponse text(int status, String contentType, String body) {
		return new SandboxResponse(status, Map.of("Content-Type", contentType), body, Delivery.COMPLETE,
				Integer.MAX_VALUE, Duration.ZERO);
	}

	SandboxResponse withHeader(String name, String value) {
		Map<String, String> changed = new LinkedHashMap<>(this.headers);
		changed.put(name, value);
		return new SandboxResponse(this.status, changed, this.body, this.delivery, this.bodyBytes, this.delay);
	}

	SandboxResponse withBody(int status, String body) {
		return new SandboxResponse(status, this.headers, body, this.delivery, this.bodyBytes, this.delay);
	}

	SandboxResponse deliveredAs(Delivery delivery) {
		return new SandboxResponse(this.status, this.headers, this.body, delivery, this.bodyBytes, this.delay);
	}

	SandboxResponse cutAfter(int bodyBytes) {
		return new SandboxResponse(this.status, this.headers, this.body, Delivery.BODY_CUT, bodyBytes, this.delay);
	}

	SandboxResponse delayedBy(Duration delay) {
		return new SandboxResponse(this.status, this.headers, this.body, this.delivery, this.bodyBytes, delay);
	}

	boolean isSuccess() {
		return this.status / 100 == 2;
	}

	/**
	 * Return whether the caller receives a status.
	 */
	boolean hasStatus() {
		return switch (this.delivery) {
			case COMPLETE, RESET_AFTER_HEADERS, BODY_CUT, BODY_STALLED -> true;
			case RESET, CLOSED, STALLED -> false;
		};
	}

	/**
	 * How a response is delivered.
	 */
	enum Delivery {

		/** All of it. */
		COMPLETE,

		/** Nothing; the connection is reset. */
		RESET,

		/** Nothing; the connection is closed. */
		CLOSED,

		/** Nothing; the connection stays open. */
		STALLED,

		/** Status and headers; then the connection is reset. */
		RESET_AFTER_HEADERS,

		/** Headers and a part of the body; then the connection is closed. */
		BODY_CUT,

		/** Headers and half of the body; then the connection stays open. */
		BODY_STALLED

	}

}
