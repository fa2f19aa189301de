package io.github.insiderwebpush.test.recipes;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.insiderwebpush.campaign.CampaignId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = { "webpush.token=any-token", "webpush.partner-id=100000001" })
class SaleLauncherWireMockTests {

	private static final String PATH = "/v2/single/25696";

	@RegisterExtension
	static final WireMockExtension api = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
		.build();

	@Autowired
	private SaleLauncher launcher;

	@DynamicPropertySource
	static void baseUrl(DynamicPropertyRegistry properties) {
		properties.add("webpush.base-url", api::baseUrl);
	}

	@Test
	void acceptedLaunchNeedsNoCheck() {
		api.stubFor(post(urlEqualTo(PATH)).willReturn(okJson("{\"success\": true, \"campaign_id\": 25696}")));
		assertThat(this.launcher.launch(CampaignId.of(25_696))).isFalse();
	}

	@Test
	void lostResponseNeedsCheckAndIsNotRepeated() {
		api.stubFor(post(urlEqualTo(PATH)).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
		assertThat(this.launcher.launch(CampaignId.of(25_696))).isTrue();
		api.verify(1, postRequestedFor(urlEqualTo(PATH)));
	}

}
