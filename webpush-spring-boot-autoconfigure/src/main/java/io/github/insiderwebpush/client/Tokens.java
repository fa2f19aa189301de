package io.github.insiderwebpush.client;

import org.jspecify.annotations.Nullable;

/**
 * The rule for tokens. No message of this class contains one.
 */
final class Tokens {

	private Tokens() {
	}

	/**
	 * Return a token that can go into a header as it is. The HTTP client would refuse
	 * others too, but print them.
	 * @throws IllegalStateException if it cannot
	 */
	static String checked(@Nullable String token) {
		if (token == null || token.isBlank()) {
			throw new IllegalStateException("The token is empty");
		}
		if (token.chars().anyMatch((c) -> c <= ' ' || c > '~')) {
			throw new IllegalStateException("The token has a character that cannot be in an HTTP header: "
					+ "only visible ASCII characters can, so no spaces and no line breaks");
		}
		return token;
	}

}
