package io.github.insiderwebpush.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/**
 * Shows what {@link InvalidWebPushConfigurationException} knows. Ordered, because an
 * analyzer without an order stands behind Boot's own.
 */
class InvalidWebPushConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidWebPushConfigurationException>
		implements Ordered {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidWebPushConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

	@Override
	public int getOrder() {
		return 0;
	}

}
