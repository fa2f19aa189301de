package io.github.insiderwebpush.test.recipes;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushErrorDetails;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class SaleLauncherTests {

	private static final CampaignId ID = CampaignId.of(25_696);

	private final WebPushOperations webPush = mock();

	private final SaleLauncher launcher = new SaleLauncher(this.webPush);

	@Test
	void acceptedLaunchNeedsNoCheck() {
		given(this.webPush.launchCampaign(any(), any())).willReturn(new LaunchedCampaign(ID));
		assertThat(this.launcher.launch(ID)).isFalse();
	}

	@Test
	void unclearLaunchNeedsCheckAndIsNotRepeated() {
		WebPushErrorDetails details = WebPushErrorDetails.of(WebPushError.NO_RESPONSE, Outcome.UNKNOWN).build();
		given(this.webPush.launchCampaign(any(), any()))
			.willThrow(WebPushException.of(WebPushOperation.LAUNCH, details));
		assertThat(this.launcher.launch(ID)).isTrue();
		then(this.webPush).should().launchCampaign(any(), any());
	}

}
