package io.github.insiderwebpush.autoconfigure;

import java.util.Locale;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps tokens out of {@code /actuator/env} and {@code /actuator/configprops}, even where
 * their values are shown.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SanitizingFunction.class)
class WebPushSanitizingConfiguration {

	@Bean
	SanitizingFunction webPushSanitizingFunction() {
		return (data) -> isToken(data.getLowerCaseKey()) ? data.withSanitizedValue() : data;
	}

	/**
	 * {@code webpush.token} and {@code webpush.accounts.shop.token}, also as the
	 * environment variables {@code WEBPUSH_TOKEN} and
	 * {@code WEBPUSH_ACCOUNTS_SHOP_TOKEN}.
	 */
	private static boolean isToken(String key) {
		String uniform = key.toLowerCase(Locale.ROOT).replace('_', '.');
		return uniform.startsWith("webpush.") && uniform.endsWith(".token");
	}

}
