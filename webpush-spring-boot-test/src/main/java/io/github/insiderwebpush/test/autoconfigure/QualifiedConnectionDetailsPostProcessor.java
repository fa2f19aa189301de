package io.github.insiderwebpush.test.autoconfigure;

import java.util.Set;

import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Replaces the application's connection details of a further account, which have the
 * account's name as qualifier or bean name, by those of the sandbox.
 */
class QualifiedConnectionDetailsPostProcessor implements BeanPostProcessor {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ObjectProvider<WebPushSandbox> sandbox;

	private final Set<String> accounts;

	QualifiedConnectionDetailsPostProcessor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<WebPushSandbox> sandbox, Set<String> accounts) {
		this.beanFactory = beanFactory;
		this.sandbox = sandbox;
		this.accounts = accounts;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		String account = (bean instanceof WebPushConnectionDetails) ? account(beanName) : null;
		if (account == null) {
			return bean;
		}
		WebPushConnectionDetails replacement = this.sandbox.getObject().connectionDetailsFor(account);
		ResolvableType declared = this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType();
		if (!declared.isInstance(replacement)) {
			throw new BeanCreationException(beanName,
					"@AutoConfigureWebPushSandbox cannot replace these connection details, and the test would reach the real account '"
							+ account + "': declare the bean's type as WebPushConnectionDetails");
		}
		return replacement;
	}

	private @Nullable String account(String beanName) {
		return this.accounts.stream()
			.filter((account) -> BeanFactoryAnnotationUtils.isQualifierMatch(account::equals, beanName,
					this.beanFactory))
			.findFirst()
			.orElse(null);
	}

}
