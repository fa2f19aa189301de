package io.github.insiderwebpush.client;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import org.springframework.http.HttpHeaders;

/**
 * Takes a token out of a response that repeats it. Compares by value, as written or with
 * JSON's escapes, in UTF-8 or UTF-16. A token of fewer than eight characters may be part
 * of a word, and stays.
 */
final class TokenRedactor {

	private static final int SHORTEST_SECRET = 8;

	private static final byte[] MASK = "***".getBytes(StandardCharsets.US_ASCII);

	private final String token;

	private final Set<String> parts = new HashSet<>();

	TokenRedactor(String token) {
		this.token = token;
		for (int i = 0; i + SHORTEST_SECRET <= token.length(); i++) {
			this.parts.add(token.substring(i, i + SHORTEST_SECRET));
		}
	}

	/**
	 * Return headers without the token.
	 */
	HttpHeaders redact(HttpHeaders headers) {
		HttpHeaders redacted = new HttpHeaders();
		headers.forEach((name, values) -> redacted.addAll(name,
				values.stream()
					.map((value) -> new String(redact(value.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
					.toList()));
		return redacted;
	}

	/**
	 * Return a body without the token. Only the whole token is taken out, so that a body
	 * that shares a word with it can still be read.
	 */
	byte[] redact(byte[] body) {
		if (this.token.length() < SHORTEST_SECRET || body.length < SHORTEST_SECRET) {
			return body;
		}
		Unescaped text = new Unescaped(body);
		int at = text.characters.indexOf(this.token);
		if (at < 0) {
			return body;
		}
		byte[] redacted = new byte[body.length];
		int length = 0;
		int copied = 0;
		while (at >= 0) {
			int end = at + this.token.length();
			int kept = text.offsets[at] - copied;
			System.arraycopy(body, copied, redacted, length, kept);
			System.arraycopy(MASK, 0, redacted, length + kept, MASK.length);
			length += kept + MASK.length;
			copied = text.offsets[end];
			at = text.characters.indexOf(this.token, end);
		}
		System.arraycopy(body, copied, redacted, length, body.length - copied);
		byte[] result = new byte[length + body.length - copied];
		System.arraycopy(redacted, 0, result, 0, result.length);
		return result;
	}

	/**
	 * Return a text for messages, in which no eight characters of the token stand
	 * together: a response may have been cut within it.
	 */
	String redact(String text) {
		StringBuilder redacted = new StringBuilder(text.length());
		int i = 0;
		while (i < text.length()) {
			if (startsPart(text, i)) {
				i += SHORTEST_SECRET;
				while (i < text.length() && startsPart(text, i - SHORTEST_SECRET + 1)) {
					i++;
				}
				redacted.append("***");
			}
			else {
				redacted.append(text.charAt(i++));
			}
		}
		return redacted.toString();
	}

	private boolean startsPart(String text, int at) {
		return at + SHORTEST_SECRET <= text.length() && this.parts.contains(text.substring(at, at + SHORTEST_SECRET));
	}

	/**
	 * A body without escapes and zero bytes, and where each of its characters came from.
	 */
	private static final class Unescaped {

		private static final int HEX_DIGITS = 4;

		private static final int HEX = 16;

		private final String characters;

		private final int[] offsets;

		Unescaped(byte[] body) {
			byte[] text = new byte[body.length];
			this.offsets = new int[body.length + 1];
			int length = 0;
			int i = 0;
			while (i < body.length) {
				if (body[i] == 0) {
					i++;
					continue;
				}
				this.offsets[length] = i;
				if (body[i] == '\\') {
					i = next(body, i);
					int code = (i < body.length && body[i] == 'u') ? hex(body, i) : -1;
					if (code >= 0) {
						text[length++] = (byte) code;
						i = afterHex(body, i);
						continue;
					}
				}
				if (i < body.length) {
					text[length++] = body[i++];
				}
			}
			this.offsets[length] = body.length;
			this.characters = new String(text, 0, length, StandardCharsets.ISO_8859_1);
		}

		/**
		 * Return the code of {@code uXXXX}, or -1 if it is none or no ASCII.
		 */
		private static int hex(byte[] body, int at) {
			int code = 0;
			int i = at;
			for (int digits = 0; digits < HEX_DIGITS; digits++) {
				i = next(body, i);
				int digit = (i < body.length) ? Character.digit(body[i], HEX) : -1;
				if (digit < 0) {
					return -1;
				}
				code = code * HEX + digit;
			}
			return (code < 128) ? code : -1;
		}

		private static int afterHex(byte[] body, int at) {
			int i = at;
			for (int digits = 0; digits <= HEX_DIGITS; digits++) {
				i = next(body, i);
			}
			return i;
		}

		/**
		 * Return the index after this one that is no zero byte.
		 */
		private static int next(byte[] body, int at) {
			int i = at + 1;
			while (i < body.length && body[i] == 0) {
				i++;
			}
			return i;
		}

	}

}
