package io.github.insiderwebpush.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response, as far as it could be read, without the token in it.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body, up to where it broke off
 * @param broken why the body broke off, {@code null} if it is complete
 * @param redactor takes parts of the token out of texts of this response
 */
record ApiResponse(HttpStatusCode status, HttpHeaders headers, byte[] body, @Nullable IOException broken,
		TokenRedactor redactor) {

	private static final int GZIP_MAGIC_1 = 0x1f;

	private static final int GZIP_MAGIC_2 = 0x8b;

	static ApiResponse read(ClientHttpResponse response, TokenRedactor redactor) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream(256);
		IOException broken = null;
		try {
			copy(unpacked(response.getBody()), body);
		}
		catch (EOFException | ZipException ex) {
			// Only unpacking throws these: the response has arrived.
			broken = new ZipException("The response cannot be unpacked");
			broken.initCause(ex);
		}
		catch (IOException ex) {
			broken = ex;
		}
		return new ApiResponse(response.getStatusCode(), redactor.redact(response.getHeaders()),
				redactor.redact(body.toByteArray()), broken, redactor);
	}

	/**
	 * The request asks for no compression, so its magic bytes tell gzip, not a header.
	 */
	private static InputStream unpacked(InputStream body) throws IOException {
		PushbackInputStream start = new PushbackInputStream(body, 2);
		byte[] magic = start.readNBytes(2);
		start.unread(magic);
		boolean gzip = magic.length == 2 && (magic[0] & 0xff) == GZIP_MAGIC_1 && (magic[1] & 0xff) == GZIP_MAGIC_2;
		return gzip ? new GZIPInputStream(start) : start;
	}

	private static void copy(InputStream from, ByteArrayOutputStream to) throws IOException {
		byte[] buffer = new byte[2048];
		for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
			to.write(buffer, 0, read);
			if (to.size() > WebPushRequestFactory.MAX_BODY_LENGTH) {
				from.close();
				throw new ResponseTooLongException();
			}
		}
	}

	boolean isEmpty() {
		return new String(this.body, StandardCharsets.UTF_8).isBlank();
	}

}
