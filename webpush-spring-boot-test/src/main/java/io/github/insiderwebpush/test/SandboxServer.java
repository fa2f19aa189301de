package io.github.insiderwebpush.test;

import java.util.function.Function;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.Notifier;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Request;

/**
 * The sandbox's WireMock server: on loopback only, without a journal, and without the
 * mappings that an application may keep for servers of its own.
 */
final class SandboxServer {

	private static final String LOOPBACK = "127.0.0.1";

	/** Behind any stub that a test adds. */
	private static final int LOWEST_PRIORITY = Integer.MAX_VALUE;

	private final WireMockServer wireMock;

	SandboxServer(int port, Function<Request, SandboxAnswer> handler) {
		WireWriter writer = new WireWriter(handler);
		WireMockConfiguration configuration = WireMockConfiguration.options()
			.bindAddress(LOOPBACK)
			.http2PlainDisabled(true)
			.fileSource(new NoFiles())
			.notifier(new Silence())
			.disableRequestJournal()
			.stubRequestLoggingDisabled(true)
			.templatingEnabled(false)
			.gzipDisabled(true)
			// costs 40 ms.
			.useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER)
			.networkTrafficListener(writer.trafficListener())
			.extensions(writer, new LocalAdminOnly());
		this.wireMock = new WireMockServer((port > 0) ? configuration.port(port) : configuration.dynamicPort());
		addStub();
		this.wireMock.start();
	}

	WireMockServer wireMock() {
		return this.wireMock;
	}

	String baseUrl() {
		return "http://" + LOOPBACK + ":" + this.wireMock.port();
	}

	void reset() {
		this.wireMock.resetMappings();
		this.wireMock.resetScenarios();
		addStub();
	}

	private void addStub() {
		this.wireMock.stubFor(WireMock.any(WireMock.anyUrl())
			.atPriority(LOWEST_PRIORITY)
			.willReturn(WireMock.aResponse().withTransformers(WireWriter.NAME)));
	}

	void stop() {
		this.wireMock.stop();
	}

	/**
	 * What WireMock would say: the sandbox's own records say it better.
	 */
	private static final class Silence implements Notifier {

		@Override
		public void info(String message) {
		}

		@Override
		public void error(String message) {
		}

		@Override
		public void error(String message, Throwable failure) {
		}

	}

}
