package io.github.insiderwebpush.autoconfigure;

import java.util.List;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Describes an {@link InvalidWebPushConfigurationException} and adds the origin of each
 * property. Ordered, because an analyzer without an order stands behind Boot's own.
 */
@Order(0)
class InvalidWebPushConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidWebPushConfigurationException> {

	private static final String BULLET = "\n\n  * ";

	private final Environment environment;

	InvalidWebPushConfigurationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidWebPushConfigurationException cause) {
		List<ConfigurationProblem> problems = cause.problems();
		if (problems.isEmpty()) {
			return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
		}
		ConfiguredProperties properties = new ConfiguredProperties(this.environment);
		StringBuilder description = new StringBuilder(
				(problems.size() == 1) ? "A property of the web push client is invalid:"
						: problems.size() + " properties of the web push client are invalid:");
		problems.forEach((problem) -> description.append(BULLET)
			.append(problem.describe(properties.origin(problem.property()))));
		return new FailureAnalysis(description.toString(), cause.action(), cause);
	}

}
