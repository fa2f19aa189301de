package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.client.WebPushTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.client.MockRestServiceServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.header;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withStatus;

/**
 * Spring Boot's own slice for REST clients finds the template and its SSL bundle, and its
 * mock server responds instead of Insider One.
 */
@RestClientTest(properties = { "webpush.token=any-token", "webpush.partner-id=10012345", "webpush.ssl.bundle=vendor",
		"spring.ssl.bundle.pem.vendor.reload-on-update=false" })
class RestClientSliceTests {

	@Autowired
	private WebPushTemplate webPush;

	@Autowired
	private MockRestServiceServer server;

	@Test
	void templateTalksToTheMockServer() {
		this.server.expect(requestTo("https://web-push.api.useinsider.com/v1/single"))
			.andExpect(header("Authorization", "Bearer any-token"))
			.andRespond(withStatus(HttpStatus.CREATED).contentType(MediaType.APPLICATION_JSON)
				.body("{\"success\": true, \"campaign_id\": 25696}"));
		assertThat(this.webPush.createCampaign(CreateCampaign.titled("Slice").language("en_GB").build()).id())
			.isEqualTo(CampaignId.of(25696));
		this.server.verify();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class Application {

	}

}
