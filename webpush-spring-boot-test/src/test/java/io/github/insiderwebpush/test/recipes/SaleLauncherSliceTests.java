package io.github.insiderwebpush.test.recipes;

import io.github.insiderwebpush.campaign.CampaignId;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.http.MediaType;
import org.springframework.test.web.client.MockRestServiceServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.jsonPath;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;

@RestClientTest(properties = { "webpush.token=any-token", "webpush.partner-id=100000001" })
class SaleLauncherSliceTests {

	@Autowired
	private SaleLauncher launcher;

	@Autowired
	private MockRestServiceServer server;

	@Test
	void launchesToTheTestGroup() {
		this.server.expect(requestTo("https://web-push.api.useinsider.com/v2/single/25696"))
			.andExpect(jsonPath("$.target.attribute").value("test_group"))
			.andRespond(withSuccess("{\"success\": true, \"campaign_id\": 25696}", MediaType.APPLICATION_JSON));
		assertThat(this.launcher.launch(CampaignId.of(25_696))).isFalse();
		this.server.verify();
	}

}
