package io.github.insiderwebpush.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of the web push client: what there is and in which order.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RestClientAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "webpush.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WebPushProperties.class)
@Lazy
@Import({ WebPushRateLimiterConfiguration.class, WebPushMetricsConfiguration.class, WebPushClientConfiguration.class,
		WebPushAccountsConfiguration.class, WebPushHealthConfiguration.class, WebPushSanitizingConfiguration.class })
public final class WebPushAutoConfiguration {

}
