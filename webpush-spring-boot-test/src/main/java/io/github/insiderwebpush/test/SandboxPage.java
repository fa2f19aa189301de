package io.github.insiderwebpush.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The page at the sandbox's address: it shows what an application sent, and adds faults
 * to the script. It is served to this machine only, and its actions are accepted from the
 * page itself only.
 */
final class SandboxPage {

	private static final String OWN_PATHS = "/_sandbox/";

	private static final String PAGE = "sandbox.html";

	private static final String STYLE = "page/webpush.css";

	private final SandboxApi api;

	private final SandboxOptions options;

	private final Runnable resetSandbox;

	private final SecureRandom random = new SecureRandom();

	SandboxPage(SandboxApi api, SandboxOptions options, Runnable resetSandbox) {
		this.api = api;
		this.options = options;
		this.resetSandbox = resetSandbox;
	}

	/**
	 * Handle a request for the page or its data.
	 * @return the response, or {@code null} if the request is for the API
	 */
	@Nullable SandboxResponse handle(ReceivedRequest request) {
		String method = request.method();
		String path = request.path();
		boolean page = path.equals("/") && method.equals("GET");
		if (!page && !path.startsWith(OWN_PATHS)) {
			return null;
		}
		if (!LoopbackGuard.allows(request)) {
			return guarded(problem(403, "The sandbox's page is available on this machine only."));
		}
		if (page) {
			return page();
		}
		return guarded(switch (method + " " + path.substring(OWN_PATHS.length())) {
			case "GET state" -> SandboxResponse.json(200, PageState.of(this.api, this.options));
			case "POST faults" -> addFault(request);
			case "POST faults/clear" -> clearFaults(request);
			case "POST reset" -> reset(request);
			default -> problem(404, "Not found.");
		});
	}

	private SandboxResponse page() {
		byte[] bytes = new byte[16];
		this.random.nextBytes(bytes);
		String nonce = HexFormat.of().formatHex(bytes);
		String policy = "default-src 'none'; connect-src 'self'; img-src data:; style-src 'nonce-" + nonce
				+ "'; script-src 'nonce-" + nonce + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
		String html = read(PAGE).replace("{{style}}", read(STYLE)).replace("{{nonce}}", nonce);
		return guarded(SandboxResponse.text(200, "text/html; charset=UTF-8", html))
			.withHeader("Content-Security-Policy", policy);
	}

	/**
	 * A form on another site cannot send JSON without a preflight request, which the
	 * sandbox does not allow.
	 */
	private SandboxResponse addFault(ReceivedRequest request) {
		if (!request.hasJsonBody()) {
			return problem(415, "The Content-Type must be application/json.");
		}
		try {
			JsonNode fault = Json.MAPPER.readTree(request.body());
			WebPushOperation operation = WebPushOperation.valueOf(fault.path("operation").asString());
			PageFault.valueOf(fault.path("fault").asString())
				.addTo(new FaultPlan(operation, false, (scripted) -> this.api.script().addNext(operation, scripted)));
			return SandboxResponse.json(200, Map.of("script", this.api.script().describe()));
		}
		catch (JacksonException | IllegalArgumentException ex) {
			return problem(400, "The operation or the fault is unknown.");
		}
	}

	private SandboxResponse clearFaults(ReceivedRequest request) {
		if (!request.hasJsonBody()) {
			return problem(415, "The Content-Type must be application/json.");
		}
		this.api.script().clear();
		return SandboxResponse.json(200, Map.of("script", this.api.script().describe()));
	}

	private SandboxResponse reset(ReceivedRequest request) {
		if (!request.hasJsonBody()) {
			return problem(415, "The Content-Type must be application/json.");
		}
		this.resetSandbox.run();
		return SandboxResponse.json(200, Map.of("script", List.of()));
	}

	private static SandboxResponse problem(int status, String text) {
		return SandboxResponse.json(status, Map.of("error", text));
	}

	private static SandboxResponse guarded(SandboxResponse response) {
		return response.withHeader("Cache-Control", "no-store")
			.withHeader("X-Content-Type-Options", "nosniff")
			.withHeader("Referrer-Policy", "no-referrer");
	}

	private static String read(String resource) {
		try (InputStream in = Objects.requireNonNull(SandboxPage.class.getResourceAsStream(resource), resource)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
