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
 * Campaigns and launches of all accounts. IDs are unique over all accounts, titles within
 * one.
 */
final class CampaignStore {

	private static final long FIRST_BUILDER_ID = 11_111;

	private final long firstId;

	private final boolean deletedTitlesBecomeFree;

	private final Map<String, SandboxCampaign> campaigns = new LinkedHashMap<>();

	private final Set<Title> titles = new HashSet<>();

	private final List<SandboxLaunch> launches = new ArrayList<>();

	CampaignStore(long firstId, boolean deletedTitlesBecomeFree) {
		this.firstId = firstId;
		this.deletedTitlesBecomeFree = deletedTitlesBecomeFree;
	}

	boolean hasTitle(String account, String title) {
		return this.titles.contains(new Title(account, title));
	}

	SandboxCampaign create(String account, String title, String language, boolean toAllSubscribers, Duration at) {
		int number = this.campaigns.size();
		CampaignId id = CampaignId.of(this.firstId + number);
		SandboxCampaign campaign = new SandboxCampaign(account, id, title, language, toAllSubscribers, Status.DRAFT, 0,
				FIRST_BUILDER_ID + number, at);
		this.campaigns.put(id.toString(), campaign);
		this.titles.add(new Title(account, title));
		return campaign;
	}

	@Nullable SandboxCampaign find(String account, String id) {
		SandboxCampaign campaign = this.campaigns.get(id);
		boolean found = campaign != null && campaign.account().equals(account) && campaign.status() != Status.DELETED;
		return found ? campaign : null;
	}

	void launch(SandboxCampaign campaign, SandboxLaunch launch) {
		this.campaigns.put(campaign.id().toString(), campaign.launched());
		this.launches.add(launch);
	}

	void delete(SandboxCampaign campaign) {
		this.campaigns.put(campaign.id().toString(), campaign.deleted());
		if (this.deletedTitlesBecomeFree) {
			this.titles.remove(new Title(campaign.account(), campaign.title()));
		}
	}

	List<SandboxCampaign> existing() {
		return this.campaigns.values().stream().filter((campaign) -> campaign.status() != Status.DELETED).toList();
	}

	/**
	 * Return all campaigns of an account, deleted ones too, because their statistics
	 * stay.
	 */
	List<SandboxCampaign> all(String account) {
		return this.campaigns.values().stream().filter((campaign) -> campaign.account().equals(account)).toList();
	}

	List<SandboxLaunch> launches() {
		return List.copyOf(this.launches);
	}

	void clear() {
		this.campaigns.clear();
		this.titles.clear();
		this.launches.clear();
	}

	private record Title(String account, String title) {
	}

}
