package io.github.insiderwebpush.autoconfigure;

import java.time.LocalDate;
import java.time.ZoneOffset;

import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.statistics.DateRange;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/**
 * Tests the connection of each account at start-up, if {@code webpush.test-connection} is
 * set: by one read-only statistics call, which needs the right token, partner ID, IP
 * list, TLS and network. If one fails the application does not start, and the message
 * says for each likely cause what to do.
 */
class WebPushConnectionValidator implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(WebPushConnectionValidator.class);

	private static final String SWITCH = "webpush.test-connection";

	private final Environment environment;

	private final ObjectProvider<WebPushProperties> properties;

	private final ObjectProvider<WebPushAccounts> accounts;

	WebPushConnectionValidator(Environment environment, ObjectProvider<WebPushProperties> properties,
			ObjectProvider<WebPushAccounts> accounts) {
		this.environment = environment;
		this.properties = properties;
		this.accounts = accounts;
	}

	/**
	 * Not a condition, which would be frozen when the application is built ahead of time;
	 * and without binding all properties, which is left to the beans that need them.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		if (this.environment.containsProperty(SWITCH) && this.properties.getObject().testConnection()) {
			this.accounts.getObject().all().forEach(WebPushConnectionValidator::test);
		}
	}

	private static void test(WebPushTemplate template) {
		LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
		try {
			template.topMetrics(DateRange.on(yesterday));
			logger.info("Insider One accepts the credentials of account '" + template.account() + "'");
		}
		catch (WebPushException ex) {
			throw new InvalidWebPushConfigurationException(
					"The connection test of web push account '" + template.account() + "' failed: " + ex.getMessage()
							+ rootCause(ex),
					ConnectionDiagnosis.of(ex) + "\n\nTo start without this test, set '" + SWITCH + "' to false.");
		}
	}

	/**
	 * The root cause names the certificate, the host or the port.
	 */
	private static String rootCause(WebPushException failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		boolean tells = cause != failure && failure.error() != WebPushError.UNREADABLE_RESPONSE
				&& failure.error() != WebPushError.UNREACHABLE;
		return tells ? " Caused by " + cause.getClass().getSimpleName()
				+ ((cause.getMessage() != null) ? ": " + cause.getMessage() : "") : "";
	}

}
