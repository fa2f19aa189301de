package io.github.insiderwebpush.client;

import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class HttpObservationTests {

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void springsOwnMetricShowsThePath() {
		this.vendor.answers(201, "{\"success\": true, \"campaign_id\": 25696}");
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
					RestClientAutoConfiguration.class, RestClientObservationAutoConfiguration.class,
					WebPushAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("webpush.token=a", "webpush.partner-id=b", "webpush.base-url=" + this.vendor.url(),
					"webpush.rate-limit.create.limit-for-period=1", "webpush.rate-limit.create.limit-refresh-period=3s")
			.run((context) -> {
				WebPushOperations webPush = context.getBean(WebPushOperations.class);
				webPush.createCampaign(CreateCampaign.titled("First").language("en_GB").build());
				Timer timer = context.getBean(MeterRegistry.class)
					.get("http.client.requests")
					.tag("uri", "/v1/single")
					.tag("status", "201")
					.timer();
				assertThat(timer.count()).isEqualTo(1);
			});
	}

}
