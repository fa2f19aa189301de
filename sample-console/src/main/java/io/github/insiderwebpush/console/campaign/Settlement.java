package io.github.insiderwebpush.console.campaign;

import io.github.insiderwebpush.console.trail.Trail;
import io.github.insiderwebpush.console.trail.TrailAction;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decisions of a person about a campaign whose ID or launch is not known.
 */
@Service
public class Settlement {

	private final CampaignStore store;

	private final Trail trail;

	Settlement(CampaignStore store, Trail trail) {
		this.store = store;
		this.trail = trail;
	}

	/**
	 * Enter the ID of a campaign that exists.
	 * @param id the console's number
	 * @param campaignId Insider One's ID
	 * @return whether it was settled; {@code false} if another campaign has that ID
	 */
	@Transactional
	public boolean exists(long id, long campaignId) {
		return settled(this.store.settleId(id, campaignId), id, "It exists with ID " + campaignId);
	}

	/**
	 * Decide that a campaign does not exist. It can be queued again or removed.
	 * @param id the console's number
	 * @return whether it was settled
	 */
	@Transactional
	public boolean missing(long id) {
		boolean scheduled = this.store.find(id).filter(Campaign::scheduled).isPresent();
		return settled(this.store.settleMissing(id), id,
				scheduled ? "It does not exist, so its schedule was cancelled" : "It does not exist");
	}

	/**
	 * Decide whether an unclear launch was sent.
	 * @param id the console's number
	 * @param sent whether it was sent
	 * @return whether it was settled
	 */
	@Transactional
	public boolean launch(long id, boolean sent) {
		return settled(this.store.settleLaunch(id, sent ? LaunchState.LAUNCHED : LaunchState.NONE), id,
				sent ? "The launch was sent" : "The launch was not sent");
	}

	private boolean settled(boolean settled, long id, String decision) {
		if (settled) {
			this.trail.record(TrailAction.SETTLE, id, this.store.find(id).orElseThrow().title(), decision);
		}
		return settled;
	}

}
