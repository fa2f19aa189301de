package io.github.insiderwebpush.console.campaign;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decisions of a person about a campaign whose ID or launch is not known.
 */
@Service
public class Settlement {

	private final CampaignStore store;

	Settlement(CampaignStore store) {
		this.store = store;
	}

	/**
	 * Enter the ID of a campaign that exists.
	 * @param id the console's number
	 * @param campaignId Insider One's ID
	 * @return whether it was settled; {@code false} if another campaign has that ID
	 */
	@Transactional
	public boolean exists(long id, long campaignId) {
		return this.store.settleId(id, campaignId);
	}

	/**
	 * Decide that a campaign does not exist. It can be queued again or removed.
	 * @param id the console's number
	 * @return whether it was settled
	 */
	@Transactional
	public boolean missing(long id) {
		return this.store.settleMissing(id);
	}

	/**
	 * Decide whether an unclear launch was sent.
	 * @param id the console's number
	 * @param sent whether it was sent
	 * @return whether it was settled
	 */
	@Transactional
	public boolean launch(long id, boolean sent) {
		return this.store.settleLaunch(id, sent ? LaunchState.LAUNCHED : LaunchState.NONE);
	}

}
