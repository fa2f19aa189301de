package io.github.insiderwebpush.autoconfigure;

import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that keeps tokens out of the actuator's endpoints, even where they
 * show values, and even while the client is switched off: by value, because a token may
 * be part of any property.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class WebPushSanitizingAutoConfiguration {

	@Bean
	static SanitizingFunction webPushSanitizingFunction(Environment environment,
			ObjectProvider<CreatedTemplates> created) {
		return (data) -> isSecret(data, environment, created) ? data.withSanitizedValue() : data;
	}

	private static boolean isSecret(SanitizableData data, Environment environment,
			ObjectProvider<CreatedTemplates> created) {
		Object value = data.getValue();
		if (value == null) {
			return false;
		}
		if (ConfiguredProperties.isToken(ConfigurationPropertyName.adapt(data.getLowerCaseKey(), '.'))) {
			return true;
		}
		Set<String> tokens = new ConfiguredProperties(environment).tokens();
		created.ifAvailable((templates) -> tokens.addAll(templates.tokens()));
		return ConfiguredProperties.containsToken(value.toString(), tokens);
	}

}
