package io.github.insiderwebpush.sample;

import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * docs/observability.md says what the code does.
 */
class ObservabilityPageTests {

	@Test
	void tablesOfMetricsAreTheCodes() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
					RestClientAutoConfiguration.class, WebPushAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("webpush.token=not-used", "webpush.partner-id=not-used")
			.run((context) -> {
				context.getBean(WebPushTemplate.class);
				String tables = ObservabilityPage.tables(context.getBean(MeterRegistry.class));
				assertThat(ObservabilityPage.tablesOnThePage())
					.as("between the markers of docs/observability.md must stand:\n" + tables)
					.isEqualTo(tables);
			});
	}

}
