package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.health.WebPushHealthIndicator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebPushAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(CreatedTemplates.class)
@ConditionalOnEnabledHealthIndicator("webpush")
public final class WebPushHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "webPushHealthIndicator")
	static WebPushHealthIndicator webPushHealthIndicator(CreatedTemplates templates,
			ObjectProvider<WebPushProperties> properties) {
		return new WebPushHealthIndicator(templates, () -> properties.getObject().health().downOnRejection());
	}

}
