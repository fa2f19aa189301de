package io.github.insiderwebpush.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Names the switch when somebody injects one of the client's beans while it is off.
 */
class WebPushDisabledFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> implements Ordered {

	private static final String SWITCH = "webpush.enabled";

	private final Environment environment;

	WebPushDisabledFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = (cause.getResolvableType() != null) ? cause.getResolvableType().resolve() : null;
		if (type == null || !type.getName().startsWith("io.github.insiderwebpush.")
				|| this.environment.getProperty(SWITCH, Boolean.class, true)) {
			return null;
		}
		return new FailureAnalysis(
				"A bean of type " + type.getSimpleName() + " is needed, but '" + SWITCH
						+ "' is false, so there is none.",
				"Set '" + SWITCH + "' to true or remove it, or inject an ObjectProvider<" + type.getSimpleName()
						+ "> where the client is optional.",
				cause);
	}

	@Override
	public int getOrder() {
		return 0;
	}

}
