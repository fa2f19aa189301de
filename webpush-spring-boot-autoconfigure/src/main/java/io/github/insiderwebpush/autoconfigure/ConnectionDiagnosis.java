package io.github.insiderwebpush.autoconfigure;

import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;

import javax.net.ssl.SSLException;

import io.github.insiderwebpush.WebPushException;

/**
 * Remedies for a failed connection test of an account, by cause.
 */
final class ConnectionDiagnosis {

	private ConnectionDiagnosis() {
	}

	static String of(WebPushException failure) {
		String prefix = WebPushAccounts.prefix(failure.account());
		String token = "'" + prefix + ".token'";
		String partnerId = "'" + prefix + ".partner-id'";
		return switch (failure.error()) {
			case UNAUTHORIZED -> "Insider One refuses the API key (401). Causes, the most likely first:\n  * " + token
					+ " is not the whole key, or the key of another panel: copy it again\n"
					+ "  * the key was deleted or has expired: an administrator makes a new one under InOne Settings > Integration Settings\n"
					+ "  * the key was made in the panel's old Web Push Settings: those were switched off on 2025-10-15\n"
					+ "  * the key is bound to IP addresses: add the address by which this machine reaches the internet";
			case ACCESS_DENIED -> "Insider One accepts the key but denies access (403). Causes:\n  * " + partnerId
					+ " belongs to another account: compare it with InOne Settings > Account Settings\n"
					+ "  * the key is bound to IP addresses: add the address by which this machine reaches the internet\n"
					+ "  * the key has no right to web push: an administrator grants it";
			case VALIDATION_FAILED, BAD_REQUEST, REFUSED -> "Insider One refuses the request itself: compare "
					+ partnerId + " with InOne Settings > Account Settings.";
			case UNREACHABLE -> unreachable(failure);
			case NO_RESPONSE -> "The connection was made but no response came: a proxy or firewall may swallow it, or "
					+ "'webpush.read-timeout' is too short.";
			case UNEXPECTED_STATUS, UNREADABLE_RESPONSE ->
				"Something other than Insider One responds: a proxy, a login "
						+ "page of the network, or a wrong 'webpush.base-url'.";
			case RATE_LIMITED, BUDGET_EXHAUSTED, PAUSED_BY_SERVER -> "The budget for statistics is used up, by this or "
					+ "another user of the key: wait a minute. If that happens often, do not test the connection at start-up.";
			case SERVER_ERROR, FAILED_DEPENDENCY ->
				"Insider One has a problem: try again later, with the CF-RAY above for its support.";
			default -> "See the message above.";
		};
	}

	private static String unreachable(WebPushException failure) {
		if (isCausedBy(failure, UnknownHostException.class) || isCausedBy(failure, UnresolvedAddressException.class)) {
			return "The host name cannot be resolved (DNS): check 'webpush.base-url' and the machine's name server. "
					+ "Behind a proxy, set -Dhttps.proxyHost and -Dhttps.proxyPort.";
		}
		if (isCausedBy(failure, SSLException.class)) {
			return "TLS failed: the certificate is not trusted here, or something on the way opens the connection. If "
					+ "your company's proxy does, put its certificate into an SSL bundle and name it in "
					+ "'webpush.ssl.bundle'.";
		}
		if (isCausedBy(failure, HttpTimeoutException.class)) {
			return "The connection was not made in time: a firewall may drop it. Allow this machine to reach the host "
					+ "on port 443, or set -Dhttps.proxyHost and -Dhttps.proxyPort.";
		}
		return "The connection was refused: nothing listens there, or a firewall refuses it. Check 'webpush.base-url' "
				+ "and the way out to port 443, or set -Dhttps.proxyHost and -Dhttps.proxyPort.";
	}

	private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return true;
			}
		}
		return false;
	}

}
