package io.github.insiderwebpush.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.insiderwebpush.bulk.WebPushBulk;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains why a bean of the client is missing: it is switched off, or there is no
 * account of the name in {@code @Qualifier}.
 */
@Order(0)
class NoSuchWebPushBeanFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String SWITCH = "webpush.enabled";

	private final Environment environment;

	NoSuchWebPushBeanFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = (cause.getResolvableType() != null) ? cause.getResolvableType().resolve() : null;
		if (type == null || !type.getName().startsWith("io.github.insiderwebpush.")
				|| cause instanceof NoUniqueBeanDefinitionException) {
			return null;
		}
		if (!this.environment.getProperty(SWITCH, Boolean.class, true)) {
			return new FailureAnalysis(
					"A bean of type " + type.getSimpleName() + " is needed, but '" + SWITCH
							+ "' is false, so there is none.",
					"Set '" + SWITCH + "' to true or remove it, or inject an ObjectProvider<" + type.getSimpleName()
							+ "> where the client is optional.",
					cause);
		}
		InjectionPoint injectionPoint = findInjectionPoint(rootFailure);
		Qualifier qualifier = (injectionPoint != null) ? injectionPoint.getAnnotation(Qualifier.class) : null;
		return (injectionPoint != null && qualifier != null) ? analyze(injectionPoint, type, qualifier.value(), cause)
				: null;
	}

	private FailureAnalysis analyze(InjectionPoint injectionPoint, Class<?> type, String account, Throwable cause) {
		String needed = injectionPoint.getMember().getDeclaringClass().getName() + " needs a " + type.getSimpleName()
				+ " of the web push account '" + account + "'";
		Set<String> accounts = accounts();
		if (accounts.contains(account)) {
			return new FailureAnalysis(needed + ", but a further account has a WebPushTemplate and no other bean.",
					(type == WebPushBulk.class)
							? "Create it where it is needed: new WebPushBulk(template), with @Qualifier(\"" + account
									+ "\") WebPushTemplate template."
							: "Inject WebPushOperations, WebPushAsyncOperations or WebPushTemplate.",
					cause);
		}
		return new FailureAnalysis(needed + ", but no such account is configured. Configured are " + accounts + ".",
				"Correct the name in @Qualifier(\"" + account
						+ "\"), inject without @Qualifier for the default account, "
						+ "or configure the account:\n\nwebpush:\n  accounts:\n    " + account
						+ ":\n      token: …\n      partner-id: …",
				cause);
	}

	private Set<String> accounts() {
		Set<String> accounts = new TreeSet<>(Binder.get(this.environment)
			.bind("webpush.accounts", Bindable.mapOf(String.class, Object.class))
			.map(Map::keySet)
			.orElse(Set.of()));
		return accounts;
	}

	private static @Nullable InjectionPoint findInjectionPoint(Throwable failure) {
		InjectionPoint found = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnsatisfiedDependencyException unsatisfied
					&& unsatisfied.getInjectionPoint() != null) {
				found = unsatisfied.getInjectionPoint();
			}
		}
		return found;
	}

}
