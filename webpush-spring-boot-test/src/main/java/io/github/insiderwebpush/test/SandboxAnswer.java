package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes back to a caller, and how much of it gets there.
 */
record SandboxAnswer(int status, Map<String, String> headers, String body, Wire wire, Duration delay) {

	static final String JSON = "application/json";

	SandboxAnswer {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
	}

	static SandboxAnswer json(int status, Object body) {
		return text(status, JSON, Json.write(body));
	}

	static SandboxAnswer text(int status, String contentType, String body) {
		return new SandboxAnswer(status, Map.of("Content-Type", contentType), body, Wire.WHOLE, Duration.ZERO);
	}

	SandboxAnswer with(String header, String value) {
		Map<String, String> changed = new LinkedHashMap<>(this.headers);
		changed.put(header, value);
		return new SandboxAnswer(this.status, changed, this.body, this.wire, this.delay);
	}

	SandboxAnswer over(Wire wire) {
		return new SandboxAnswer(this.status, this.headers, this.body, wire, this.delay);
	}

	SandboxAnswer after(Duration delay) {
		return new SandboxAnswer(this.status, this.headers, this.body, this.wire, delay);
	}

	/**
	 * Return whether the caller gets to see a status.
	 */
	boolean hasStatus() {
		return this.wire != Wire.RESET && this.wire != Wire.CLOSED;
	}

	/**
	 * How much of an answer the connection carries.
	 */
	enum Wire {

		WHOLE, RESET, CLOSED, RESET_AFTER_HEADERS, BODY_CUT

	}

}
