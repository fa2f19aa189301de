package io.github.insiderwebpush.test.autoconfigure;

import java.util.Map;
import java.util.Set;

import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.test.BudgetAlgorithm;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.WebPushVirtualClock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * Auto-configuration of {@link AutoConfigureWebPushSandbox}: a sandbox, the clock that it
 * shares with the application, and connection details that lead to it for every account.
 * It is in no list of auto-configurations, so the jar alone changes nothing.
 *
 * @since 0.1.0
 */
@AutoConfiguration(beforeName = "io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration")
public final class WebPushSandboxAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(WebPushTimer.class)
	@ConditionalOnProperty(name = "webpush.test.sandbox.time", havingValue = "VIRTUAL", matchIfMissing = true)
	WebPushVirtualClock webPushVirtualClock() {
		return new WebPushVirtualClock();
	}

	@Bean
	@ConditionalOnMissingBean
	WebPushSandbox webPushSandbox(ObjectProvider<WebPushTimer> timer, Environment environment) {
		return WebPushSandbox.builder()
			.clock(timer.getIfAvailable(WebPushTimer::system))
			.budgetAlgorithm(environment.getProperty("webpush.test.sandbox.budget-algorithm", BudgetAlgorithm.class,
					BudgetAlgorithm.ROLLING_WINDOW))
			.start();
	}

	/**
	 * Primary, because a test must not reach the real account of the application's own
	 * bean.
	 */
	@Bean
	@Primary
	WebPushConnectionDetails webPushSandboxConnectionDetails(WebPushSandbox sandbox) {
		return sandbox.connectionDetails();
	}

	/**
	 * Replaces tokens and partner IDs of all configured accounts, whether the
	 * application's placeholders can be resolved or not.
	 */
	@Bean
	DynamicPropertyRegistrar webPushSandboxProperties(WebPushSandbox sandbox, Environment environment) {
		return (properties) -> {
			properties.add("webpush.token", sandbox::token);
			properties.add("webpush.partner-id", sandbox::partnerId);
			properties.add("webpush.base-url", sandbox::baseUrl);
			for (String name : accountNames(environment)) {
				WebPushConnectionDetails details = sandbox.connectionDetailsFor(name);
				properties.add("webpush.accounts." + name + ".token", details::token);
				properties.add("webpush.accounts." + name + ".partner-id", details::partnerId);
			}
		};
	}

	private static Set<String> accountNames(Environment environment) {
		return Binder.get(environment)
			.bind("webpush.accounts", Bindable.mapOf(String.class, Object.class))
			.map(Map::keySet)
			.orElse(Set.of());
	}

	@Bean
	static QualifiedConnectionDetailsPostProcessor webPushSandboxQualifiedConnectionDetails(
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<WebPushSandbox> sandbox,
			Environment environment) {
		return new QualifiedConnectionDetailsPostProcessor(beanFactory, sandbox, accountNames(environment));
	}

}
