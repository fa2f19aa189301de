package io.github.insiderwebpush.test;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.insiderwebpush.test.SandboxResponse.Delivery;

import org.springframework.http.HttpStatus;

/**
 * HTTP/1.1 server on loopback, one thread per connection. It works on plain sockets,
 * because a fault may end a response at any byte, which HTTP servers do not offer.
 */
final class SandboxServer {

	private static final String LOOPBACK = "127.0.0.1";

	private static final int BACKLOG = 1024;

	private static final long STOP_TIMEOUT_MILLIS = 5_000;

	private final Function<ReceivedRequest, SandboxResponse> handler;

	private final ServerSocket server;

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final Thread acceptor;

	SandboxServer(int port, Function<ReceivedRequest, SandboxResponse> handler) {
		this.handler = handler;
		this.server = listen(port);
		this.acceptor = startThread(this::accept);
	}

	private Thread startThread(Runnable task) {
		Thread thread = new Thread(task, "webpush-sandbox-" + this.server.getLocalPort());
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static ServerSocket listen(int port) {
		try {
			ServerSocket server = new ServerSocket();
			server.setReuseAddress(true);
			server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), port), BACKLOG);
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The sandbox cannot listen on port " + port + ": " + ex.getMessage(), ex);
		}
	}

	String baseUrl() {
		return "http://" + LOOPBACK + ":" + this.server.getLocalPort();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket connection = this.server.accept();
				this.connections.add(connection);
				this.threads.removeIf((other) -> !other.isAlive());
				this.threads.add(startThread(() -> serve(connection)));
			}
			catch (IOException ex) {
				// Closed by stop(), or by a client that gave up before it was accepted.
			}
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			connection.setTcpNoDelay(true);
			InputStream in = new BufferedInputStream(connection.getInputStream());
			RequestReader requests = new RequestReader(in, connection.getOutputStream());
			ReceivedRequest request = requests.read();
			while (request != null && respond(request, connection)) {
				request = requests.read();
			}
		}
		catch (ProtocolException ex) {
			// Not HTTP: there is no response that the client would understand.
		}
		catch (IOException ex) {
			// The client closed the connection: it expects no response.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.connections.remove(connection);
		}
	}

	/**
	 * Write the response.
	 * @return whether the connection can be used for another request
	 */
	private boolean respond(ReceivedRequest request, Socket connection) throws IOException, InterruptedException {
		SandboxResponse response = this.handler.apply(request);
		TimeUnit.NANOSECONDS.sleep(response.delay().toNanos());
		OutputStream out = connection.getOutputStream();
		byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
		boolean keepAlive = !"close".equalsIgnoreCase(request.header("connection"));
		byte[] head = head(response, body.length, keepAlive);
		switch (response.delivery()) {
			case COMPLETE -> out.write(concat(head, request.method().equals("HEAD") ? new byte[0] : body));
			case RESET -> reset(connection);
			case RESET_AFTER_HEADERS -> {
				out.write(head);
				reset(connection);
			}
			case BODY_CUT -> out.write(concat(head, Arrays.copyOf(body, Math.min(response.bodyBytes(), body.length))));
			case BODY_STALLED -> {
				out.write(concat(head, Arrays.copyOf(body, body.length / 2)));
				awaitClose(connection);
			}
			case STALLED -> awaitClose(connection);
			case CLOSED -> {
			}
		}
		return response.delivery() == Delivery.COMPLETE && keepAlive;
	}

	private static byte[] head(SandboxResponse response, int bodyLength, boolean keepAlive) {
		HttpStatus status = HttpStatus.resolve(response.status());
		StringBuilder head = new StringBuilder("HTTP/1.1 ").append(response.status())
			.append(' ')
			.append((status != null) ? status.getReasonPhrase() : "")
			.append("\r\n");
		response.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		if (response.status() != 204 && response.status() != 304) {
			// A length that the body does not reach tells the client that it was cut.
			int promised = (response.delivery() == Delivery.COMPLETE) ? bodyLength : Math.max(2, bodyLength);
			head.append("Content-Length: ").append(promised).append("\r\n");
		}
		if (!keepAlive) {
			head.append("Connection: close\r\n");
		}
		return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] concat(byte[] head, byte[] body) {
		byte[] all = Arrays.copyOf(head, head.length + body.length);
		System.arraycopy(body, 0, all, head.length, body.length);
		return all;
	}

	private static void reset(Socket connection) throws IOException {
		connection.setSoLinger(true, 0);
		connection.close();
	}

	private static void awaitClose(Socket connection) throws IOException {
		InputStream in = connection.getInputStream();
		while (in.read() >= 0) {
			// Until the client or stop() closes the connection.
		}
	}

	/**
	 * Close the port and all connections, and wait for their threads. Safe to repeat.
	 */
	void stop() {
		try {
			this.server.close();
			// From here on no connection and no thread is added.
			this.acceptor.join(STOP_TIMEOUT_MILLIS);
			for (Socket connection : this.connections) {
				connection.close();
			}
			for (Thread thread : this.threads) {
				thread.interrupt();
				thread.join(STOP_TIMEOUT_MILLIS);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
