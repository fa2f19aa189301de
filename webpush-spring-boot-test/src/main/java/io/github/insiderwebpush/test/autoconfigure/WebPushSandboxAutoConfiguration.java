package io.github.insiderwebpush.test.autoconfigure;

import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.github.insiderwebpush.test.BudgetAlgorithm;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.WebPushVirtualClock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * What {@link AutoConfigureWebPushSandbox} adds to a test: a sandbox, the clock it shares
 * with the application, and the details that lead there. It is in no list of
 * auto-configurations, so an application never gets it by having the jar.
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
	 * Primary, because no test may reach the real account that an application's own bean
	 * may lead to.
	 */
	@Bean
	@Primary
	WebPushConnectionDetails webPushSandboxConnectionDetails(WebPushSandbox sandbox) {
		return sandbox.connectionDetails();
	}

}
