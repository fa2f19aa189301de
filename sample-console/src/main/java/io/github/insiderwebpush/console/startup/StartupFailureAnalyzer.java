package io.github.insiderwebpush.console.startup;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/**
 * Explains a {@link StartupException}.
 */
class StartupFailureAnalyzer extends AbstractFailureAnalyzer<StartupException> implements Ordered {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StartupException cause) {
		String description = String.valueOf(cause.getMessage());
		return new FailureAnalysis(description.substring(0, description.length() - cause.action().length()).strip(),
				cause.action(), cause);
	}

	@Override
	public int getOrder() {
		return 0;
	}

}
