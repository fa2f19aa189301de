package io.github.insiderwebpush.benchmarks.overhead;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import jdk.net.ExtendedSocketOptions;

/**
 * Sends the same response to every request, in a process of its own, so that its memory
 * and time are no cost of a client. It prints its port, and ends when its input does.
 */
public final class TinyServer {

	private static final byte[] RESPONSE = """
			HTTP/1.1 201 Created\r
			Content-Type: application/json\r
			Content-Length: 39\r
			\r
			{"success": true, "campaign_id": 25696}""".getBytes(StandardCharsets.US_ASCII);

	private TinyServer() {
	}

	public static void main(String[] arguments) throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open();
		server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), 0));
		System.out.println(((InetSocketAddress) server.getLocalAddress()).getPort());
		System.out.flush();
		daemon(() -> acceptAll(server));
		while (System.in.read() >= 0) {
			// Until the process that started this one has ended.
		}
	}

	private static void acceptAll(ServerSocketChannel server) {
		try {
			while (true) {
				SocketChannel connection = server.accept();
				daemon(() -> serve(connection));
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void serve(SocketChannel connection) {
		byte[] bytes = new byte[16 * 1024];
		ByteBuffer request = ByteBuffer.wrap(bytes);
		ByteBuffer response = ByteBuffer.wrap(RESPONSE);
		try (connection) {
			connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
			while (true) {
				// JDK 17's client sends header and body apart, and would wait 40 ms for a
				// delayed acknowledgement of the first.
				connection.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
				if (connection.read(request) < 0) {
					return;
				}
				if (isWhole(new String(bytes, 0, request.position(), StandardCharsets.ISO_8859_1))) {
					request.clear();
					response.rewind();
					while (response.hasRemaining()) {
						connection.write(response);
					}
				}
			}
		}
		catch (IOException ex) {
			// The client is gone.
		}
	}

	private static boolean isWhole(String text) {
		int end = text.indexOf("\r\n\r\n");
		if (end < 0) {
			return false;
		}
		String headers = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
		if (headers.contains("transfer-encoding: chunked")) {
			return text.endsWith("\r\n0\r\n\r\n");
		}
		int length = headers.indexOf("content-length: ");
		int body = (length < 0) ? 0 : Integer.parseInt(headers, length + 16, headers.indexOf('\r', length), 10);
		return text.length() >= end + 4 + body;
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "tiny-server");
		thread.setDaemon(true);
		thread.start();
	}

}
