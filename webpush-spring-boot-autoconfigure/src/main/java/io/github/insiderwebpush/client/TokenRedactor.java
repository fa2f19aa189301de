package io.github.insiderwebpush.client;

import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.http.HttpHeaders;

/**
 * Takes a token out of a response that repeats it. Compares by value, as written or with
 * JSON's escapes, in UTF-8 or UTF-16. A token of fewer than eight characters may be part
 * of a word, and stays.
 */
final class TokenRedactor {

	private static final int SHORTEST_SECRET = 8;

	private static final int HEX = 16;

	private static final String MASK = "***";

	/** An escape of JSON. Group 1 is the code of an ASCII character. */
	private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u00([2-7]\\p{XDigit})|.)", Pattern.DOTALL);

	private final String token;

	/** As JSON writes it. */
	private final String escapedToken;

	TokenRedactor(String token) {
		this.token = token;
		this.escapedToken = token.replace("\\", "\\\\").replace("\"", "\\\"");
	}

	/**
	 * Return headers without the token.
	 */
	HttpHeaders redact(HttpHeaders headers) {
		HttpHeaders redacted = new HttpHeaders();
		headers.forEach((name, values) -> redacted.addAll(name, values.stream().map(this::withoutToken).toList()));
		return redacted;
	}

	/**
	 * Return a body without the token. Only the whole token is taken out, so that a body
	 * that shares a word with it can still be read.
	 */
	byte[] redact(byte[] body) {
		String text = new String(body, StandardCharsets.ISO_8859_1);
		String redacted = withoutToken(text);
		return redacted.equals(text) ? body : redacted.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * UTF-16 has a zero byte beside each character of a token. Where the token is found,
	 * all zero bytes and needless escapes are left out, which changes no JSON.
	 */
	private String withoutToken(String text) {
		if (this.token.length() < SHORTEST_SECRET) {
			return text;
		}
		String compact = text.replace("\0", "");
		String plain = ESCAPE.matcher(compact).replaceAll(TokenRedactor::unescaped);
		String redacted = masked(plain);
		if (redacted.equals(plain)) {
			// An escape that is cut short takes the first characters of a token after it.
			plain = compact;
			redacted = masked(plain);
		}
		return redacted.equals(plain) ? text : redacted;
	}

	private String masked(String text) {
		return text.replace(this.escapedToken, MASK).replace(this.token, MASK);
	}

	private static String unescaped(MatchResult escape) {
		String code = escape.group(1);
		String character = (code != null) ? Character.toString(Integer.parseInt(code, HEX))
				: escape.group().substring(1);
		boolean needless = (code != null) ? !"\"\\".contains(character) : character.equals("/");
		return Matcher.quoteReplacement(needless ? character : "\\" + character);
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
				redacted.append(MASK);
			}
			else {
				redacted.append(text.charAt(i++));
			}
		}
		return redacted.toString();
	}

	private boolean startsPart(String text, int at) {
		return at + SHORTEST_SECRET <= text.length() && this.token.contains(text.substring(at, at + SHORTEST_SECRET));
	}

}
