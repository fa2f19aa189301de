package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.health.WebPushClients;
import io.github.insiderwebpush.health.WebPushHealthIndicator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The health contributor, where the application has health endpoints.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("webpush")
class WebPushHealthConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "webPushHealthIndicator")
	WebPushHealthIndicator webPushHealthIndicator(WebPushClients clients,
			ObjectProvider<WebPushProperties> properties) {
		return new WebPushHealthIndicator(clients, () -> properties.getObject().getHealth().isDownOnRefusal());
	}

}
