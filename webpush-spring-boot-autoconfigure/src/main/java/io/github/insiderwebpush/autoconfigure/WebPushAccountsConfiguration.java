package io.github.insiderwebpush.autoconfigure;

import java.util.TreeSet;

import io.github.insiderwebpush.autoconfigure.WebPushAccountsConfiguration.AccountTemplates;
import io.github.insiderwebpush.client.WebPushTemplate;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * One template for each of {@code webpush.accounts.*}, injected by qualifier only.
 */
@Configuration(proxyBeanMethods = false)
@Lazy
@Import(AccountTemplates.class)
class WebPushAccountsConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WebPushAccounts webPushAccounts(WebPushProperties properties, BeanFactory beanFactory) {
		return new WebPushAccounts(new TreeSet<>(properties.getAccounts().keySet()), beanFactory);
	}

	/**
	 * Registers the templates. They are no candidates for an unqualified injection, not
	 * even when one is all there is: nobody launches with another account's key by
	 * accident.
	 */
	static class AccountTemplates implements ImportBeanDefinitionRegistrar {

		private static final String NAME_RULE = "[a-z][a-z0-9]*";

		private final Environment environment;

		AccountTemplates(Environment environment) {
			this.environment = environment;
		}

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			Binder.get(this.environment)
				.bind("webpush.accounts", Bindable.mapOf(String.class, WebPushProperties.Account.class))
				.ifBound((accounts) -> accounts.keySet().forEach((name) -> register(name, registry)));
		}

		private static void register(String name, BeanDefinitionRegistry registry) {
			if (!name.matches(NAME_RULE) || name.equals(WebPushAccounts.DEFAULT)) {
				throw new InvalidWebPushConfigurationException("The account name '" + name
						+ "' in 'webpush.accounts' is refused: a name is lower-case letters and digits and starts with a letter, "
						+ "so that environment variables can set it, and 'default' is the account of 'webpush.token'.",
						"Rename 'webpush.accounts." + name + "'.");
			}
			RootBeanDefinition definition = new RootBeanDefinition(WebPushTemplate.class);
			definition.setFactoryBeanName("webPushTemplateFactory");
			definition.setFactoryMethodName("createAccount");
			definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
			definition.setLazyInit(true);
			definition.setDefaultCandidate(false);
			definition.setRole(BeanDefinition.ROLE_APPLICATION);
			definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
			registry.registerBeanDefinition(WebPushAccounts.beanName(name), definition);
		}

	}

}
