package io.github.insiderwebpush.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.test.SandboxCampaign.Status;
import org.jspecify.annotations.Nullable;

/**
 * The campaigns of the account, and what was launched.
 */
final class CampaignBook {

	/** The contract's sample. */
	private static final long FIRST_ID = 25_696;

	private static final long FIRST_BUILDER_ID = 11_111;

	private final boolean deletedTitlesBecomeFree;

	private final Map<Long, SandboxCampaign> campaigns = new LinkedHashMap<>();

	private final Set<String> titles = new HashSet<>();

	private final List<SandboxLaunch> launches = new ArrayList<>();

	CampaignBook(boolean deletedTitlesBecomeFree) {
		this.deletedTitlesBecomeFree = deletedTitlesBecomeFree;
	}

	boolean hasTitle(String title) {
		return this.titles.contains(title);
	}

	SandboxCampaign create(String title, String language, boolean toAllSubscribers, Duration at) {
		int number = this.campaigns.size();
		CampaignId id = CampaignId.of(FIRST_ID + number);
		SandboxCampaign campaign = new SandboxCampaign(id, title, language, toAllSubscribers, Status.DRAFT, 0,
				FIRST_BUILDER_ID + number, at);
		this.campaigns.put(id.value(), campaign);
		this.titles.add(title);
		return campaign;
	}

	@Nullable SandboxCampaign find(String id) {
		if (!id.matches("[0-9]{1,18}")) {
			return null;
		}
		SandboxCampaign campaign = this.campaigns.get(Long.valueOf(id));
		return (campaign != null && campaign.status() != Status.DELETED) ? campaign : null;
	}

	void launch(SandboxCampaign campaign, SandboxLaunch launch) {
		this.campaigns.put(campaign.id().value(), campaign.launched());
		this.launches.add(launch);
	}

	void delete(SandboxCampaign campaign) {
		this.campaigns.put(campaign.id().value(), campaign.deleted());
		if (this.deletedTitlesBecomeFree) {
			this.titles.remove(campaign.title());
		}
	}

	List<SandboxCampaign> existing() {
		return this.campaigns.values().stream().filter((campaign) -> campaign.status() != Status.DELETED).toList();
	}

	/**
	 * All campaigns, those deleted too: their statistics stay.
	 */
	List<SandboxCampaign> all() {
		return List.copyOf(this.campaigns.values());
	}

	List<SandboxLaunch> launches() {
		return List.copyOf(this.launches);
	}

	void clear() {
		this.campaigns.clear();
		this.titles.clear();
		this.launches.clear();
	}

}
