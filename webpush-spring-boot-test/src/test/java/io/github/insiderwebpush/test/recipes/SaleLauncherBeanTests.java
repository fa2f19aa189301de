package io.github.insiderwebpush.test.recipes;

import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

@SpringBootTest(classes = SaleLauncher.class)
class SaleLauncherBeanTests {

	@MockitoBean
	private WebPushOperations webPush;

	@Autowired
	private SaleLauncher launcher;

	@Test
	void acceptedLaunchNeedsNoCheck() {
		CampaignId id = CampaignId.of(25_696);
		given(this.webPush.launchCampaign(any(), any())).willReturn(new LaunchedCampaign(id));
		assertThat(this.launcher.launch(id)).isFalse();
	}

}
