package io.github.insiderwebpush.console.launch;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignState;
import io.github.insiderwebpush.console.campaign.LaunchState;
import io.github.insiderwebpush.console.campaign.Message;
import io.github.insiderwebpush.console.campaign.Words;
import org.jspecify.annotations.Nullable;

import org.springframework.util.DigestUtils;

/**
 * Campaigns that a person has selected to launch: those that can be, and those that
 * cannot.
 *
 * @param ready campaigns that can be launched
 * @param left campaigns that cannot, with the reason
 */
public record LaunchSelection(List<Item> ready, List<Item> left) {

	static LaunchSelection of(List<Campaign> campaigns, Map<Long, Message> messages) {
		List<Item> items = campaigns.stream()
			.map((campaign) -> new Item(campaign, messages.get(campaign.id()),
					reason(campaign, messages.get(campaign.id()))))
			.toList();
		return new LaunchSelection(items.stream().filter((item) -> item.reason() == null).toList(),
				items.stream().filter((item) -> item.reason() != null).toList());
	}

	private static @Nullable String reason(Campaign campaign, @Nullable Message message) {
		if (campaign.scheduled()) {
			return "It is scheduled already";
		}
		if (campaign.launchState() != LaunchState.NONE && campaign.launchState() != LaunchState.EXPIRED) {
			return "It was launched already: launch it again on its own page";
		}
		if (campaign.state() != CampaignState.CREATED) {
			return "It is no draft at Insider One";
		}
		if (message == null) {
			return "It has no message yet";
		}
		return message.problems(campaign.toAll()).isEmpty() ? null : "Its message needs a correction";
	}

	/**
	 * Say how many go out, and to whom.
	 * @return a sentence
	 */
	public String words() {
		int toAll = (int) this.ready.stream().filter((item) -> item.campaign().toAll()).count();
		return Words.audiences(toAll, this.ready.size() - toAll) + ".";
	}

	/**
	 * Return a text that changes with anything that a person confirms.
	 * @return a digest
	 */
	public String fingerprint() {
		StringBuilder text = new StringBuilder();
		for (Item item : this.ready) {
			Campaign campaign = item.campaign();
			text.append(campaign.id())
				.append(' ')
				.append(campaign.launches())
				.append(' ')
				.append(campaign.toAll())
				.append(campaign.language())
				.append(campaign.title())
				.append(item.message());
		}
		return DigestUtils.md5DigestAsHex(text.toString().getBytes(StandardCharsets.UTF_8));
	}

	Map<Campaign, Message> messages() {
		Map<Campaign, Message> messages = new LinkedHashMap<>();
		for (Item item : this.ready) {
			Message message = item.message();
			if (message != null) {
				messages.put(item.campaign(), message);
			}
		}
		return messages;
	}

	/**
	 * A selected campaign.
	 *
	 * @param campaign the campaign
	 * @param message its message, {@code null} if it has none
	 * @param reason why it cannot be launched, {@code null} if it can be
	 */
	public record Item(Campaign campaign, @Nullable Message message, @Nullable String reason) {
	}

}
