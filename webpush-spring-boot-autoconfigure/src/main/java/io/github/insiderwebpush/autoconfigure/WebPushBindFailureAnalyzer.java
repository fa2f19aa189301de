package io.github.insiderwebpush.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Takes the place of Boot's analysis, which prints the value, where that is or contains a
 * token: such as a token where {@code webpush.accounts} expects a map.
 */
@Order(0)
class WebPushBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("webpush");

	private final Environment environment;

	WebPushBindFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!PREFIX.isAncestorOf(cause.getName())) {
			return null;
		}
		ConfiguredProperties configured = new ConfiguredProperties(this.environment);
		ConfigurationProperty property = (cause.getProperty() != null) ? cause.getProperty()
				: configured.find(cause.getName().toString());
		if (property == null) {
			return null;
		}
		boolean inPlaceOfAccounts = ConfiguredProperties.isToken(property.getName());
		if (!inPlaceOfAccounts
				&& !ConfiguredProperties.containsToken(String.valueOf(property.getValue()), configured.tokens())) {
			return null;
		}
		String name = property.getName().toString();
		return new FailureAnalysis(
				"'" + name + "'" + ((property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "")
						+ " has a value of the wrong kind. Its value is not shown, because it may be a token.",
				inPlaceOfAccounts
						? "'webpush.accounts' holds accounts by name, each with its own token:\n\nwebpush:\n  accounts:\n"
								+ "    turkey:\n      token: ${TURKEY_TOKEN}\n      partner-id: ${TURKEY_PARTNER_ID}"
						: "Correct '" + name + "', and set the token as 'webpush.token' only.",
				cause);
	}

}
