package io.github.insiderwebpush.console.launch;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.FailureWords;
import io.github.insiderwebpush.console.campaign.LaunchState;

import org.springframework.stereotype.Service;
import org.springframework.util.Assert;

/**
 * Launches a campaign once. The launch is recorded before it is sent; if nobody learns
 * how it ended, it counts as unclear for ever, and is not sent again.
 */
@Service
class LaunchService {

	private final CampaignStore store;

	private final WebPushOperations webPush;

	LaunchService(CampaignStore store, WebPushOperations webPush) {
		this.store = store;
		this.webPush = webPush;
	}

	/**
	 * Launch a campaign.
	 * @param campaign a campaign that exists
	 * @param message what subscribers see
	 * @return whether it was sent or refused by this very call; {@code false} if another
	 * launch of it was begun before
	 */
	boolean launch(Campaign campaign, PushMessage message) {
		Long campaignId = campaign.campaignId();
		Assert.notNull(campaignId, "'campaign' must have an id");
		if (!this.store.beginLaunch(campaign.id())) {
			return false;
		}
		try {
			this.webPush.launchCampaign(CampaignId.of(campaignId), message);
			this.store.launchEnded(campaign.id(), LaunchState.LAUNCHED, null);
		}
		catch (WebPushException ex) {
			this.store.launchEnded(campaign.id(), stateAfter(campaign, ex), FailureWords.launch(ex));
		}
		return true;
	}

	private static LaunchState stateAfter(Campaign campaign, WebPushException ex) {
		return (ex.outcome() == Outcome.NOT_APPLIED) ? campaign.recordedLaunch() : LaunchState.UNCLEAR;
	}

}
