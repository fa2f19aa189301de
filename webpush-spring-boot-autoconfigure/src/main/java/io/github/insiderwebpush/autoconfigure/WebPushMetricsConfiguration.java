package io.github.insiderwebpush.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Meters, where the application has Micrometer.
 */
@Configuration(proxyBeanMethods = false)
@Lazy
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
class WebPushMetricsConfiguration {

	@Bean
	WebPushMeters webPushMeters(MeterRegistry registry) {
		return new WebPushMeters(registry);
	}

}
