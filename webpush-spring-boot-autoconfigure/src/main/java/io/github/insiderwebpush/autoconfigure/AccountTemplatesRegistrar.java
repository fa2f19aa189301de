package io.github.insiderwebpush.autoconfigure;

import java.util.List;

import io.github.insiderwebpush.client.WebPushTemplate;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers one template for each of {@code webpush.accounts.*}. They are no candidates
 * for an unqualified injection, not even when there is only one, so that no code launches
 * with another account's key by accident.
 */
class AccountTemplatesRegistrar implements ImportBeanDefinitionRegistrar {

	private static final String NAME_RULE = "[a-z][a-z0-9]*";

	private final Environment environment;

	AccountTemplatesRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		Binder.get(this.environment)
			.bind("webpush.accounts", Bindable.mapOf(String.class, Object.class))
			.ifBound((accounts) -> accounts.keySet().forEach((name) -> register(name, registry)));
	}

	private static void register(String name, BeanDefinitionRegistry registry) {
		if (!name.matches(NAME_RULE) || name.equals(WebPushAccounts.DEFAULT)) {
			throw new InvalidWebPushConfigurationException(List.of(new ConfigurationProblem("webpush.accounts", null,
					"the account name '" + name
							+ "' is refused: a name is lower-case letters and digits and starts with a letter, so that "
							+ "environment variables can set it, and 'default' is the account of 'webpush.token'",
					"Rename 'webpush.accounts." + name + "'.")));
		}
		RootBeanDefinition definition = new RootBeanDefinition(WebPushTemplate.class);
		definition.setFactoryBeanName("webPushTemplateFactory");
		definition.setFactoryMethodName("createAccount");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.setLazyInit(true);
		definition.setDefaultCandidate(false);
		definition.setFallback(true);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		registry.registerBeanDefinition(WebPushAccounts.beanName(name), definition);
	}

}
