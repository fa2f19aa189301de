package io.github.insiderwebpush.console.launch;

import java.time.Instant;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.FailureWords;
import io.github.insiderwebpush.console.campaign.LaunchState;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.util.Assert;

/**
 * Launches a campaign once for each form. The launch is recorded before it is sent; if
 * its outcome is not known, it is unclear and is not sent again.
 */
@Service
class LaunchService {

	private final LaunchStore store;

	private final WebPushOperations webPush;

	LaunchService(LaunchStore store, WebPushOperations webPush) {
		this.store = store;
		this.webPush = webPush;
	}

	/**
	 * Launch a campaign.
	 * @param campaign a campaign that exists
	 * @param form a form without problems
	 * @param who who launches it
	 * @return whether this call sent it or was refused; {@code false} if another launch
	 * of it was begun since the form was shown
	 */
	boolean launch(Campaign campaign, LaunchForm form, String who) {
		Long campaignId = campaign.campaignId();
		Assert.notNull(campaignId, "'campaign' must have an ID");
		PushMessage message = form.message(campaign);
		LaunchRecord launch = new LaunchRecord(form.token(), campaign.id(), Instant.now(), who, LaunchState.LAUNCHING,
				message.title(), message.description(), message.link().toString(), form.audience(campaign));
		if (!begin(launch, form.seen(), campaign.title(), message)) {
			return false;
		}
		try {
			this.webPush.launchCampaign(CampaignId.of(campaignId), message);
			this.store.ended(launch, LaunchState.LAUNCHED, null);
		}
		catch (WebPushException ex) {
			this.store.ended(launch, (ex.outcome() == Outcome.NOT_APPLIED) ? LaunchState.NONE : LaunchState.UNCLEAR,
					FailureWords.launch(ex, campaign.toAll()));
		}
		return true;
	}

	private boolean begin(LaunchRecord launch, int seen, String name, PushMessage message) {
		try {
			return this.store.begin(launch, seen, name, message);
		}
		catch (DuplicateKeyException ex) {
			// The same form was submitted before: its launch was recorded then.
			return false;
		}
	}

}
