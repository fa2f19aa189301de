package io.github.insiderwebpush.console.campaign;

import io.github.insiderwebpush.console.trail.MessageText;
import io.github.insiderwebpush.console.trail.Trail;
import io.github.insiderwebpush.console.trail.TrailAction;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes of the message of a campaign.
 */
@Service
public class Messages {

	private final CampaignStore campaigns;

	private final MessageStore messages;

	private final Trail trail;

	Messages(CampaignStore campaigns, MessageStore messages, Trail trail) {
		this.campaigns = campaigns;
		this.messages = messages;
		this.trail = trail;
	}

	/**
	 * Store the message of a campaign.
	 * @param id the console's number
	 * @param message a message without problems
	 * @return whether it was stored; {@code false} if it was launched or scheduled
	 * meanwhile
	 */
	@Transactional
	public boolean edit(long id, Message message) {
		boolean editable = this.campaigns.isMessageEditable(id);
		if (editable) {
			store(id, message);
			Campaign campaign = this.campaigns.find(id).orElseThrow();
			this.trail.record(TrailAction.EDIT, id, campaign.title(),
					MessageText.of(message.toPushMessage(campaign.toAll())));
		}
		return editable;
	}

	/**
	 * Store the message of a campaign, in the transaction that launches or schedules it.
	 * @param id the console's number
	 * @param message a message without problems
	 */
	public void store(long id, Message message) {
		this.campaigns.messageChanged(id, Message.text(message.title()).strip());
		this.messages.save(id, message);
	}

}
