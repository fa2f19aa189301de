package io.github.insiderwebpush.autoconfigure;

import java.util.Collection;

/**
 * Finds tokens in values that are about to be shown.
 *
 * @param tokens the tokens
 */
record TokenMask(Collection<String> tokens) {

	/** A shorter token would be found in too many values; it is compared as a whole. */
	private static final int SHORTEST_PART = 6;

	boolean matches(String value) {
		for (String token : this.tokens) {
			if (value.equals(token) || (token.length() >= SHORTEST_PART && value.contains(token))) {
				return true;
			}
		}
		return false;
	}

	/** A token is never printed. */
	@Override
	public String toString() {
		return "TokenMask";
	}

}
