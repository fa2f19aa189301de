package io.github.insiderwebpush.console.campaign;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes of the message of a campaign.
 */
@Service
public class Messages {

	private final CampaignStore campaigns;

	private final MessageStore messages;

	Messages(CampaignStore campaigns, MessageStore messages) {
		this.campaigns = campaigns;
		this.messages = messages;
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
