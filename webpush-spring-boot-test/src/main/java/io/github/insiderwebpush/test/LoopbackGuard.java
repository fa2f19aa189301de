package io.github.insiderwebpush.test;

import java.util.Set;

import com.github.tomakehurst.wiremock.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites' pages, open in the developer's browser, away from what is not part
 * of the vendor's API: the host must be this machine (no name that was made to point
 * here), and a page that asks must have come from this server.
 */
final class LoopbackGuard {

	private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

	private LoopbackGuard() {
	}

	static boolean allows(Request request) {
		String host = request.getHeader("Host");
		if (host == null || !LOOPBACK.contains(withoutPort(host))) {
			return false;
		}
		return isSame(request.getHeader("Origin"), host) && isOwnSite(request.getHeader("Sec-Fetch-Site"));
	}

	private static String withoutPort(String host) {
		return host.replaceFirst(":[0-9]+$", "");
	}

	private static boolean isSame(@Nullable String origin, String host) {
		return origin == null || origin.equals("http://" + host);
	}

	private static boolean isOwnSite(@Nullable String fetchSite) {
		return fetchSite == null || !fetchSite.equals("cross-site");
	}

}
