package io.github.insiderwebpush.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The page at the sandbox's address, for a developer who wants to see what his
 * application sent, and to make the next call fail. Answers this machine only, and takes
 * orders from its own page only.
 */
final class Desk {

	private static final String OWN_PATHS = "/_sandbox/";

	private static final String PAGE = "desk.html";

	private final Vendor vendor;

	private final SandboxOptions options;

	private final SecureRandom random = new SecureRandom();

	Desk(Vendor vendor, SandboxOptions options) {
		this.vendor = vendor;
		this.options = options;
	}

	/**
	 * Answer a request for the page or for what is behind it.
	 * @return the answer, or {@code null} if the request is for the vendor
	 */
	@Nullable SandboxAnswer answer(Request request, String path) {
		String method = request.getMethod().getName();
		boolean page = path.equals("/") && method.equals("GET");
		if (!page && !path.startsWith(OWN_PATHS)) {
			return null;
		}
		if (!LoopbackGuard.allows(request)) {
			return guarded(problem(403, "Only this machine, and only the sandbox's own page."));
		}
		if (page) {
			return page();
		}
		return guarded(switch (method + " " + path.substring(OWN_PATHS.length())) {
			case "GET state" -> SandboxAnswer.json(200, DeskState.of(this.vendor, this.options));
			case "POST faults" -> addFault(request);
			case "POST faults/clear" -> clearFaults(request);
			default -> problem(404, "There is no such page.");
		});
	}

	private SandboxAnswer page() {
		byte[] bytes = new byte[16];
		this.random.nextBytes(bytes);
		String nonce = HexFormat.of().formatHex(bytes);
		String policy = "default-src 'none'; connect-src 'self'; img-src data:; style-src 'nonce-" + nonce
				+ "'; script-src 'nonce-" + nonce + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
		return guarded(SandboxAnswer.text(200, "text/html; charset=UTF-8", read(PAGE).replace("{{nonce}}", nonce)))
			.with("Content-Security-Policy", policy);
	}

	private SandboxAnswer addFault(Request request) {
		if (!isJson(request)) {
			return problem(415, "Send JSON.");
		}
		try {
			JsonNode order = Json.MAPPER.readTree(request.getBodyAsString());
			WebPushOperation operation = WebPushOperation.valueOf(order.path("operation").asString());
			DeskFault fault = DeskFault.valueOf(order.path("fault").asString());
			fault.addTo(new FaultPlan(false, (scripted) -> this.vendor.script().addNext(operation, scripted)));
			return SandboxAnswer.json(200, Map.of("script", this.vendor.script().describe()));
		}
		catch (JacksonException | IllegalArgumentException ex) {
			return problem(400, "Name an operation and a fault that the state lists.");
		}
	}

	private SandboxAnswer clearFaults(Request request) {
		if (!isJson(request)) {
			return problem(415, "Send JSON.");
		}
		this.vendor.script().clear();
		return SandboxAnswer.json(200, Map.of("script", this.vendor.script().describe()));
	}

	/**
	 * A form on another site cannot send JSON without asking first, and nobody answers
	 * that.
	 */
	private static boolean isJson(Request request) {
		String contentType = request.getHeader("Content-Type");
		return contentType != null && contentType.startsWith(SandboxAnswer.JSON);
	}

	private static SandboxAnswer problem(int status, String text) {
		return SandboxAnswer.json(status, Map.of("error", text));
	}

	private static SandboxAnswer guarded(SandboxAnswer answer) {
		return answer.with("Cache-Control", "no-store")
			.with("X-Content-Type-Options", "nosniff")
			.with("Referrer-Policy", "no-referrer");
	}

	private static String read(String resource) {
		try (InputStream in = Objects.requireNonNull(Desk.class.getResourceAsStream(resource), resource)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
