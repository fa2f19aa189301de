package io.github.insiderwebpush.test;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Protects the sandbox's page from other sites that are open in the same browser: the
 * host must be a loopback name (which prevents DNS rebinding), and the origin must be the
 * sandbox itself.
 */
final class LoopbackGuard {

	private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

	private LoopbackGuard() {
	}

	static boolean allows(ReceivedRequest request) {
		String host = request.header("host");
		if (host == null || !LOOPBACK.contains(withoutPort(host))) {
			return false;
		}
		return isSame(request.header("origin"), host) && isOwnSite(request.header("sec-fetch-site"));
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
