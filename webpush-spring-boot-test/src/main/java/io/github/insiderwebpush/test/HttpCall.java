package io.github.insiderwebpush.test;

import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived. Has a token in it, so it is never kept.
 */
record HttpCall(String method, String path, @Nullable String authorization, @Nullable String contentType, String body) {

	@Override
	public String toString() {
		return this.method + " " + this.path;
	}

}
