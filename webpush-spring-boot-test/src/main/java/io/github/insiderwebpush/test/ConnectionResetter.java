package io.github.insiderwebpush.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;

import com.github.tomakehurst.wiremock.http.trafficlistener.WiremockNetworkTrafficListener;

/**
 * Resets a connection in the middle of an answer, which WireMock itself cannot: it knows
 * when something was written, and whether the thread that wrote it was told to.
 */
final class ConnectionResetter implements WiremockNetworkTrafficListener {

	private final ThreadLocal<Boolean> armed = ThreadLocal.withInitial(() -> false);

	/**
	 * Reset the connection that the current thread writes to next, after it did.
	 */
	void arm() {
		this.armed.set(true);
	}

	void disarm() {
		this.armed.remove();
	}

	@Override
	public void outgoing(Socket socket, ByteBuffer bytes) {
		if (this.armed.get()) {
			disarm();
			try {
				socket.setSoLinger(true, 0);
				socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	@Override
	public void opened(Socket socket) {
	}

	@Override
	public void incoming(Socket socket, ByteBuffer bytes) {
	}

	@Override
	public void closed(Socket socket) {
	}

}
