package io.github.insiderwebpush.test;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.ChunkedDribbleDelay;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.trafficlistener.WiremockNetworkTrafficListener;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/**
 * Puts the sandbox's answers on WireMock's wire, whole or broken.
 */
final class WireWriter implements ResponseTransformerV2 {

	static final String NAME = "webpush-sandbox";

	/** Write what there is in one piece, and flush it. */
	private static final ChunkedDribbleDelay FLUSHED = new ChunkedDribbleDelay(1, 0);

	private final Function<Request, SandboxAnswer> handler;

	private final ConnectionResetter resetter = new ConnectionResetter();

	WireWriter(Function<Request, SandboxAnswer> handler) {
		this.handler = handler;
	}

	WiremockNetworkTrafficListener trafficListener() {
		return this.resetter;
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public boolean applyGlobally() {
		return false;
	}

	@Override
	public Response transform(Response response, ServeEvent serveEvent) {
		this.resetter.disarm();
		SandboxAnswer answer = this.handler.apply(serveEvent.getRequest());
		byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
		Response.Builder builder = Response.response()
			.status(answer.status())
			.headers(headers(answer))
			.incrementInitialDelay(answer.delay().toMillis());
		return switch (answer.wire()) {
			case WHOLE -> builder.body(body).build();
			case RESET -> builder.fault(Fault.CONNECTION_RESET_BY_PEER).build();
			case CLOSED -> builder.fault(Fault.EMPTY_RESPONSE).build();
			case BODY_CUT -> promising(body.length, answer, builder).body(Arrays.copyOf(body, body.length / 2)).build();
			case RESET_AFTER_HEADERS -> promising(body.length, answer, builder).body(() -> {
				this.resetter.arm();
				return new ByteArrayInputStream(new byte[0]);
			}).build();
		};
	}

	/**
	 * A length that is not kept makes the server end the connection.
	 */
	private static Response.Builder promising(int length, SandboxAnswer answer, Response.Builder builder) {
		HttpHeader promise = new HttpHeader("Content-Length", Integer.toString(Math.max(2, length)));
		return builder.headers(headers(answer).plus(promise)).chunkedDribbleDelay(FLUSHED);
	}

	private static HttpHeaders headers(SandboxAnswer answer) {
		return new HttpHeaders(answer.headers()
			.entrySet()
			.stream()
			.map((header) -> new HttpHeader(header.getKey(), header.getValue()))
			.toList());
	}

}
