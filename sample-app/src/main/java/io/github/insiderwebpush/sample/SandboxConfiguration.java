package io.github.insiderwebpush.sample;

import io.github.insiderwebpush.autoconfigure.WebPushConnectionDetails;
import io.github.insiderwebpush.autoconfigure.WebPushProperties;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/**
 * A sandbox instead of Insider One, as long as no account is configured. With
 * {@code WEBPUSH_TOKEN} and {@code WEBPUSH_PARTNER_ID} set, there is none and the starter
 * talks to the real API; with only one of them, it says at start-up which one is missing.
 * No condition decides that, because Spring's ahead-of-time processing would decide it
 * when the application is built.
 */
@Configuration(proxyBeanMethods = false)
class SandboxConfiguration {

	/**
	 * A sandbox that is a bean already, as in tests and in {@code TestSampleApplication},
	 * is used and not closed.
	 */
	@Bean
	StandIn standIn(WebPushProperties properties, ObjectProvider<WebPushSandbox> running) {
		WebPushSandbox shared = running.getIfAvailable();
		if (shared != null) {
			return new StandIn(shared, false);
		}
		boolean noAccount = !StringUtils.hasText(properties.token()) && !StringUtils.hasText(properties.partnerId());
		return new StandIn(noAccount ? WebPushSandbox.start() : null, true);
	}

	@Bean
	WebPushConnectionDetails connectionDetails(StandIn standIn, WebPushProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		WebPushSandbox sandbox = standIn.sandbox();
		return (sandbox != null) ? sandbox.connectionDetails()
				: WebPushConnectionDetails.of(properties, sslBundles.getIfAvailable());
	}

	/**
	 * The sandbox that responds instead of Insider One, if there is one.
	 */
	record StandIn(@Nullable WebPushSandbox sandbox, boolean own) implements AutoCloseable {

		@Override
		public void close() {
			if (this.sandbox != null && this.own) {
				this.sandbox.close();
			}
		}

	}

}
