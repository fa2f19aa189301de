package io.github.insiderwebpush.autoconfigure;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.autoconfigure.WebPushProperties.Verify;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.statistics.DateRange;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;

/**
 * Proves at start-up, where {@code webpush.verify} asks for it, that token, partner ID,
 * IP list, TLS and egress work: by one read-only statistics call for each account. If one
 * fails the application does not start, and the message says for each likely cause what
 * to do.
 */
class WebPushStartupVerification implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(WebPushStartupVerification.class);

	private static final String SWITCH = "webpush.verify";

	private final Environment environment;

	private final ObjectProvider<WebPushProperties> properties;

	private final ObjectProvider<WebPushAccounts> accounts;

	WebPushStartupVerification(Environment environment, ObjectProvider<WebPushProperties> properties,
			ObjectProvider<WebPushAccounts> accounts) {
		this.environment = environment;
		this.properties = properties;
		this.accounts = accounts;
	}

	@Override
	public void afterSingletonsInstantiated() {
		// Binding all properties is left to those who need them.
		if (!this.environment.containsProperty(SWITCH)) {
			return;
		}
		WebPushProperties bound = this.properties.getObject();
		if (bound.getVerify() == Verify.STARTUP) {
			WebPushAccounts all = this.accounts.getObject();
			List<String> names = new ArrayList<>(all.names());
			boolean onlyFurtherAccounts = bound.getToken() == null && !names.isEmpty();
			if (!onlyFurtherAccounts) {
				names.add(0, WebPushAccounts.DEFAULT);
			}
			names.forEach((name) -> verify(all.get(name)));
		}
	}

	private void verify(WebPushTemplate template) {
		LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
		try {
			template.topMetrics(DateRange.on(yesterday));
			logger.info("The vendor accepts the credentials of web push account '" + template.account() + "'");
		}
		catch (WebPushException ex) {
			throw new InvalidWebPushConfigurationException(
					"'webpush.verify=startup' could not prove that web push account '" + template.account()
							+ "' can be reached: " + ex.getMessage() + rootCause(ex),
					StartupDiagnosis.of(ex)
							+ "\n\nTo start without this proof, remove 'webpush.verify' or set it to 'none'.");
		}
	}

	/**
	 * Of causes, the deepest says most: it names the certificate, the host or the port.
	 */
	private static String rootCause(WebPushException failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		boolean tells = cause != failure && failure.error() != WebPushError.UNREADABLE_RESPONSE
				&& failure.error() != WebPushError.UNREACHABLE;
		return tells ? " Caused by " + cause.getClass().getSimpleName()
				+ ((cause.getMessage() != null) ? ": " + cause.getMessage() : "") : "";
	}

}
