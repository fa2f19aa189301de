package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.WebPushCredentials;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The credentials of one account, which remember the last token that they returned: with
 * it the actuator can mask the token, and two accounts with one token are noticed,
 * without asking a vault again.
 */
final class AccountCredentials implements WebPushCredentials {

	private static final Log logger = LogFactory.getLog(AccountCredentials.class);

	private final String account;

	private final WebPushConnectionDetails details;

	private volatile @Nullable String lastToken;

	AccountCredentials(String account, WebPushConnectionDetails details) {
		this.account = account;
		this.details = details;
	}

	/**
	 * Check at start-up that the details return something. A vault that cannot be reached
	 * now does not keep the application from starting.
	 */
	void check() {
		check("baseUrl()", this.details.baseUrl());
		try {
			check("token()", token());
			check("partnerId()", partnerId());
		}
		catch (InvalidWebPushConfigurationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.warn("The credentials of account '" + this.account + "' could not be read at start-up from "
					+ this.details.getClass().getName() + " (" + ex.getClass().getName()
					+ "). They are read again before each request");
		}
	}

	private void check(String method, @Nullable Object value) {
		if (value == null || !StringUtils.hasText(value.toString())) {
			throw new InvalidWebPushConfigurationException(
					"The WebPushConnectionDetails bean of account '" + this.account + "' ("
							+ this.details.getClass().getName() + ") returns "
							+ ((value != null) ? "empty text" : "null") + " from " + method + ".",
					"Return a value from " + method + ", or throw an exception where it cannot be obtained for now.");
		}
	}

	String account() {
		return this.account;
	}

	@Override
	public String token() {
		String token = this.details.token();
		this.lastToken = token;
		return token;
	}

	@Override
	public String partnerId() {
		return this.details.partnerId();
	}

	@Nullable String lastToken() {
		return this.lastToken;
	}

}
