package io.github.insiderwebpush.test.recipes;

import java.time.Duration;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.PushMessage;

import org.springframework.stereotype.Service;

@Service
class SaleLauncher {

	private final WebPushOperations webPush;

	SaleLauncher(WebPushOperations webPush) {
		this.webPush = webPush;
	}

	/**
	 * Launch the sale.
	 * @return whether a person must check what happened
	 */
	boolean launch(CampaignId id) {
		PushMessage message = PushMessage.titled("Summer sale")
			.description("Up to 50% off until Sunday")
			.link("https://shop.example/sale")
			.ttl(Duration.ofHours(4))
			.toSegment("test_group", "internal")
			.build();
		try {
			this.webPush.launchCampaign(id, message);
			return false;
		}
		catch (WebPushException ex) {
			if (ex.outcome() == Outcome.NOT_APPLIED) {
				throw ex;
			}
			return true;
		}
	}

}
