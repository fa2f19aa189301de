package io.github.insiderwebpush;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * What came back, as far as it could be read.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body, up to where it broke off
 * @param broken why the body broke off, {@code null} if it is complete
 */
record Answer(HttpStatusCode status, HttpHeaders headers, byte[] body, @Nullable IOException broken) {

	/** No answer of the vendor comes near it. */
	static final int MAX_BODY_LENGTH = 4 * 1024 * 1024;

	private static final int SHORTEST_SECRET = 8;

	private static final String REMOVED = "***";

	static Answer read(ClientHttpResponse response) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream(256);
		IOException broken = null;
		try {
			copy(response.getBody(), body);
		}
		catch (IOException ex) {
			broken = ex;
		}
		return new Answer(response.getStatusCode(), HttpHeaders.copyOf(response.getHeaders()), body.toByteArray(),
				broken);
	}

	private static void copy(InputStream from, ByteArrayOutputStream to) throws IOException {
		byte[] buffer = new byte[2048];
		for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
			to.write(buffer, 0, read);
			if (to.size() > MAX_BODY_LENGTH) {
				// To close the response alone would first read all that is still to come.
				from.close();
				throw new TooLongException();
			}
		}
	}

	/**
	 * Return this answer without a secret, should the vendor repeat it, as it is or as
	 * JSON may escape it, in UTF-8 or UTF-16. What is too short to be one may well be
	 * part of a word.
	 */
	Answer without(String secret) {
		if (secret.length() < SHORTEST_SECRET) {
			return this;
		}
		Pattern pattern = anyWriting(secret);
		String text = new String(this.body, StandardCharsets.ISO_8859_1);
		byte[] cleaned = pattern.matcher(text).replaceAll(REMOVED).getBytes(StandardCharsets.ISO_8859_1);
		HttpHeaders cleanedHeaders = new HttpHeaders();
		this.headers.forEach((name, values) -> cleanedHeaders.addAll(name,
				values.stream().map((value) -> pattern.matcher(value).replaceAll(REMOVED)).toList()));
		return new Answer(this.status, cleanedHeaders, cleaned, this.broken);
	}

	/**
	 * Each character may be escaped: a slash often is, and any can be.
	 */
	private static Pattern anyWriting(String secret) {
		StringBuilder regex = new StringBuilder();
		secret.chars()
			.forEach((c) -> regex.append("(?:\\\\?")
				.append(Pattern.quote(Character.toString(c)))
				.append("|\\\\u(?i:%04x))\\x00*".formatted(c)));
		return Pattern.compile(regex.toString());
	}

	/**
	 * The answer is longer than any that the vendor gives.
	 */
	static final class TooLongException extends IOException {

		private static final long serialVersionUID = 1L;

		TooLongException() {
			super("The answer is longer than " + MAX_BODY_LENGTH + " bytes and was not read further");
		}

	}

}
