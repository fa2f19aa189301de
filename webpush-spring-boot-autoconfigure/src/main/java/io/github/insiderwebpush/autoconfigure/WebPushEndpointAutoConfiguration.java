package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.client.WebPushLaunchSwitch;
import io.github.insiderwebpush.health.WebPushEndpoint;
import io.github.insiderwebpush.health.WebPushEndpointWebExtension;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the actuator endpoint.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebPushAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(CreatedTemplates.class)
@ConditionalOnAvailableEndpoint(WebPushEndpoint.class)
@EnableConfigurationProperties(WebPushEndpointProperties.class)
public final class WebPushEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WebPushEndpoint webPushEndpoint(CreatedTemplates templates, WebPushLaunchSwitch launchSwitch,
			WebPushEndpointProperties properties) {
		return new WebPushEndpoint(templates, launchSwitch, properties.showValues(), properties.roles());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	WebPushEndpointWebExtension webPushEndpointWebExtension(WebPushEndpoint endpoint) {
		return new WebPushEndpointWebExtension(endpoint);
	}

}
