package io.github.insiderwebpush.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A server on a loopback socket that does to each connection what a test says, and counts
 * the requests that it has read to their end.
 */
final class RawServer implements AutoCloseable {

	private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

	private final ServerSocket socket;

	private final Handler handler;

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<Socket> open = new CopyOnWriteArrayList<>();

	private final AtomicInteger connections = new AtomicInteger();

	RawServer(Handler handler) throws IOException {
		this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), handler);
	}

	RawServer(ServerSocket socket, Handler handler) {
		this.socket = socket;
		this.handler = handler;
		Thread acceptor = new Thread(this::accept, "raw-server");
		acceptor.setDaemon(true);
		acceptor.start();
	}

	int port() {
		return this.socket.getLocalPort();
	}

	List<String> requests() {
		return this.requests;
	}

	int connections() {
		return this.connections.get();
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket accepted = this.socket.accept();
				this.open.add(accepted);
				int number = this.connections.incrementAndGet();
				Thread thread = new Thread(() -> serve(accepted, number), "raw-server-connection");
				thread.setDaemon(true);
				thread.start();
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket accepted, int number) {
		try (accepted) {
			this.handler.handle(new Connection(accepted, number, this));
		}
		catch (IOException ex) {
			// The client hung up, or refused the handshake.
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		for (Socket connection : this.open) {
			connection.close();
		}
	}

	/**
	 * What a test does to a connection.
	 */
	interface Handler {

		void handle(Connection connection) throws IOException;

	}

	/**
	 * One connection.
	 */
	static final class Connection {

		private final Socket socket;

		private final int number;

		private final RawServer server;

		private Connection(Socket socket, int number, RawServer server) {
			this.socket = socket;
			this.number = number;
			this.server = server;
		}

		Socket socket() {
			return this.socket;
		}

		/**
		 * Return the number of the connection, from 1.
		 */
		int number() {
			return this.number;
		}

		/**
		 * Read a request to its end.
		 * @return its head, or {@code null} if the client closed the connection
		 */
		@Nullable String readRequest() throws IOException {
			return readRequest(this.socket.getInputStream());
		}

		@Nullable String readRequest(InputStream in) throws IOException {
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
				int read = in.read();
				if (read < 0) {
					return null;
				}
				head.write(read);
			}
			String text = head.toString(StandardCharsets.ISO_8859_1);
			Matcher length = LENGTH.matcher(text);
			if (length.find()) {
				in.readNBytes(Integer.parseInt(length.group(1)));
			}
			this.server.requests.add(text);
			return text;
		}

		void respond(int status, String body) throws IOException {
			OutputStream out = this.socket.getOutputStream();
			out.write(("HTTP/1.1 " + status + " Any\r\nContent-Type: application/json\r\nContent-Length: "
					+ body.length() + "\r\n\r\n" + body)
				.getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
		}

		/**
		 * Answer every request with success.
		 */
		void serve() throws IOException {
			while (readRequest() != null) {
				respond(200, "{\"success\": true, \"campaign_id\": 7}");
			}
		}

	}

}
