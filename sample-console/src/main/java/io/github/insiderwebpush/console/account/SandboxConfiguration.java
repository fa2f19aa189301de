package io.github.insiderwebpush.console.account;

import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.console.account.SandboxConfiguration.NoAccount;
import io.github.insiderwebpush.test.WebPushSandbox;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * A sandbox instead of Insider One, as long as no account is configured.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NoAccount.class)
class SandboxConfiguration {

	@Bean
	WebPushSandbox sandbox() {
		return WebPushSandbox.start();
	}

	@Bean
	WebPushConnectionDetails sandboxConnectionDetails(WebPushSandbox sandbox) {
		return sandbox.connectionDetails();
	}

	static class NoAccount implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Environment environment = context.getEnvironment();
			return !StringUtils.hasText(environment.getProperty("webpush.token"))
					&& !StringUtils.hasText(environment.getProperty("webpush.partner-id"));
		}

	}

}
