package io.github.insiderwebpush.test.autoconfigure;

import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.test.WebPushSandbox;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Replaces the application's connection details of a further account, which have the
 * account's name as qualifier, by those of the sandbox.
 */
class QualifiedConnectionDetailsPostProcessor implements BeanPostProcessor {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ObjectProvider<WebPushSandbox> sandbox;

	QualifiedConnectionDetailsPostProcessor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<WebPushSandbox> sandbox) {
		this.beanFactory = beanFactory;
		this.sandbox = sandbox;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Qualifier qualifier = (bean instanceof WebPushConnectionDetails && this.beanFactory.containsBean(beanName))
				? this.beanFactory.findAnnotationOnBean(beanName, Qualifier.class) : null;
		if (qualifier == null) {
			return bean;
		}
		WebPushConnectionDetails replacement = this.sandbox.getObject().connectionDetailsFor(qualifier.value());
		ResolvableType declared = this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType();
		if (!declared.isInstance(replacement)) {
			throw new BeanCreationException(beanName,
					"@AutoConfigureWebPushSandbox cannot replace these connection details, and the test would reach the real account '"
							+ qualifier.value() + "': declare the bean's type as WebPushConnectionDetails");
		}
		return replacement;
	}

}
