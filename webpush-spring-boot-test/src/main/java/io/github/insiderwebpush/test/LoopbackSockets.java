package io.github.insiderwebpush.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;

import com.github.tomakehurst.wiremock.http.trafficlistener.WiremockNetworkTrafficListener;
import jdk.net.ExtendedSocketOptions;

/**
 * The sockets behind the server: acknowledges without delay, because the HTTP client of
 * JDK 17 sends a small body only when its headers are acknowledged, which costs 40 ms a
 * request; and resets a connection in the middle of an answer.
 */
final class LoopbackSockets implements WiremockNetworkTrafficListener {

	private final ThreadLocal<Boolean> resetAfterNextWrite = ThreadLocal.withInitial(() -> false);

	/**
	 * Reset the connection that the current thread writes to next.
	 */
	void resetAfterNextWrite() {
		this.resetAfterNextWrite.set(true);
	}

	void disarm() {
		this.resetAfterNextWrite.remove();
	}

	@Override
	public void opened(Socket socket) {
		acknowledgeAtOnce(socket);
	}

	@Override
	public void incoming(Socket socket, ByteBuffer bytes) {
		acknowledgeAtOnce(socket);
	}

	@Override
	public void outgoing(Socket socket, ByteBuffer bytes) {
		if (this.resetAfterNextWrite.get()) {
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
	public void closed(Socket socket) {
	}

	private static void acknowledgeAtOnce(Socket socket) {
		if (!socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
			return;
		}
		try {
			socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("A socket of the sandbox is gone", ex);
		}
	}

}
