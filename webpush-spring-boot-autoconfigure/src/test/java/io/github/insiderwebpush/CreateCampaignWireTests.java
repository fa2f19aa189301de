package io.github.insiderwebpush;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

class CreateCampaignWireTests {

	private final WireMockServer server = new WireMockServer(
			wireMockConfig().dynamicPort().bindAddress("127.0.0.1").http2PlainDisabled(true));

	@AfterEach
	void stop() {
		this.server.stop();
	}

	@Test
	void sample() {
		this.server.start();
		this.server.stubFor(post("/v1/single")
			.willReturn(aResponse().withStatus(201).withBody("{\"success\": true, \"campaign_id\": 25696}")));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WebPushAutoConfiguration.class))
			.withPropertyValues("webpush.token=secret", "webpush.partner-id=100XXXXX",
					"webpush.base-url=" + this.server.baseUrl())
			.run((context) -> {
				WebPushOperations webPush = context.getBean(WebPushOperations.class);
				assertThat(webPush.createCampaign(CreateCampaign.titled("Title of campaign").language("en_GB").build())
					.id()).isEqualTo(CampaignId.of(25696));
				this.server.verify(postRequestedFor(urlEqualTo("/v1/single"))
					.withHeader("Authorization", equalTo("Bearer secret"))
					.withRequestBody(equalToJson(
							"{\"partner_id\": \"100XXXXX\", \"title\": \"Title of campaign\", \"language\": \"en_GB\", \"is_all\": false}")));
			});
	}

}
