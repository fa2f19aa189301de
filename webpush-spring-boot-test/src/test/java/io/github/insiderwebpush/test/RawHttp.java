package io.github.insiderwebpush.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * Writes any headers, and reads what is really on the wire, to the last byte and how the
 * connection ended.
 */
final class RawHttp {

	private RawHttp() {
	}

	static String post(WebPushSandbox sandbox, String path, String body) throws IOException {
		return send(sandbox, "POST", path, body, "Host: localhost", "Authorization: Bearer " + sandbox.token(),
				"Content-Type: application/json");
	}

	static String send(WebPushSandbox sandbox, String method, String path, String body, String... headers)
			throws IOException {
		try (Socket socket = new Socket(sandbox.baseUrl().getHost(), sandbox.baseUrl().getPort())) {
			String request = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
					+ "\r\nConnection: close\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length
					+ "\r\n\r\n" + body;
			socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
			return readAll(socket.getInputStream());
		}
	}

	/**
	 * Post, and read until nothing more arrives although the connection is open.
	 */
	static String readWhatArrives(WebPushSandbox sandbox, String path, String body) throws IOException {
		try (Socket socket = new Socket(sandbox.baseUrl().getHost(), sandbox.baseUrl().getPort())) {
			socket.setSoTimeout(3_000);
			String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + sandbox.token()
					+ "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
			socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
			ByteArrayOutputStream read = new ByteArrayOutputStream();
			try {
				for (int next = socket.getInputStream().read(); next >= 0; next = socket.getInputStream().read()) {
					read.write(next);
				}
				return read.toString(StandardCharsets.UTF_8) + "<closed>";
			}
			catch (SocketTimeoutException ex) {
				return read.toString(StandardCharsets.UTF_8);
			}
		}
	}

	static String readAll(InputStream in) throws IOException {
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		try {
			for (int next = in.read(); next >= 0; next = in.read()) {
				read.write(next);
			}
			return read.toString(StandardCharsets.UTF_8);
		}
		catch (SocketException ex) {
			return read.toString(StandardCharsets.UTF_8) + "<reset>";
		}
	}

}
