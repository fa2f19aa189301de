package io.github.insiderwebpush.test;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as it was received. It may contain a token, so it is not kept.
 *
 * @param method the HTTP method
 * @param path the path, without a query
 * @param headers the headers by lower-case name
 * @param body the body, empty if there is none
 */
record ReceivedRequest(String method, String path, Map<String, String> headers, String body) {

	ReceivedRequest {
		headers = Map.copyOf(headers);
	}

	/**
	 * Return a header's value, the first one if it was sent several times.
	 * @param name the name in lower case
	 */
	@Nullable String header(String name) {
		return this.headers.get(name);
	}

	boolean hasJsonBody() {
		String contentType = header("content-type");
		return contentType != null && contentType.startsWith(SandboxResponse.JSON);
	}

	@Override
	public String toString() {
		return this.method + " " + this.path;
	}

}
