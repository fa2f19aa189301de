package io.github.insiderwebpush.test;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the HTTP/1.1 requests of one connection.
 */
final class RequestReader {

	private static final int MAX_LINE_BYTES = 16 * 1024;

	private static final int MAX_HEADERS = 200;

	private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

	private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private final InputStream in;

	private final OutputStream out;

	RequestReader(InputStream in, OutputStream out) {
		this.in = in;
		this.out = out;
	}

	/**
	 * Read the next request.
	 * @return the request, or {@code null} if the client closed the connection
	 * @throws ProtocolException if the client does not send HTTP/1.1
	 */
	@Nullable ReceivedRequest read() throws IOException {
		String line = readLine();
		if (line == null) {
			return null;
		}
		String[] parts = line.split(" ", -1);
		if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
			throw new ProtocolException("Not an HTTP/1.1 request line");
		}
		Map<String, String> headers = readHeaders();
		if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
			this.out.write(CONTINUE);
			this.out.flush();
		}
		if (parts[2].equals("HTTP/1.0")) {
			headers.put("connection", "close");
		}
		String path = parts[1].replaceFirst("[?#].*$", "");
		return new ReceivedRequest(parts[0], path, headers, new String(readBody(headers), StandardCharsets.UTF_8));
	}

	private Map<String, String> readHeaders() throws IOException {
		Map<String, String> headers = new LinkedHashMap<>();
		for (int count = 0; count <= MAX_HEADERS; count++) {
			String line = requireLine();
			if (line.isEmpty()) {
				return headers;
			}
			int colon = line.indexOf(':');
			if (colon <= 0) {
				throw new ProtocolException("Not a header line");
			}
			headers.putIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
		}
		throw new ProtocolException("More than " + MAX_HEADERS + " headers");
	}

	private byte[] readBody(Map<String, String> headers) throws IOException {
		String encoding = headers.get("transfer-encoding");
		if (encoding == null) {
			return readBytes(length(headers.getOrDefault("content-length", "0"), 10));
		}
		if (!"chunked".equalsIgnoreCase(encoding)) {
			throw new ProtocolException("Unsupported transfer encoding");
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = chunkSize(); size > 0; size = chunkSize()) {
			if (body.size() + size > MAX_BODY_BYTES) {
				throw new ProtocolException("Body too long");
			}
			body.write(readBytes(size));
			requireLine();
		}
		readHeaders();
		return body.toByteArray();
	}

	private int chunkSize() throws IOException {
		return length(requireLine().replaceFirst(";.*$", ""), 16);
	}

	private static int length(String text, int radix) throws ProtocolException {
		try {
			int length = Integer.parseInt(text.strip(), radix);
			if (length >= 0 && length <= MAX_BODY_BYTES) {
				return length;
			}
		}
		catch (NumberFormatException ex) {
			throw new ProtocolException("Not a length: " + ex.getMessage());
		}
		throw new ProtocolException("Body too long");
	}

	private byte[] readBytes(int length) throws IOException {
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("The connection ended within a request");
		}
		return bytes;
	}

	private String requireLine() throws IOException {
		String line = readLine();
		if (line == null) {
			throw new EOFException("The connection ended within a request");
		}
		return line;
	}

	private @Nullable String readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				if (line.size() == 0) {
					return null;
				}
				throw new EOFException("The connection ended within a line");
			}
			if (line.size() == MAX_LINE_BYTES) {
				throw new ProtocolException("Line too long");
			}
			line.write(next);
		}
		String text = line.toString(StandardCharsets.UTF_8);
		return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
	}

}
