package io.github.insiderwebpush.test;

import java.time.Duration;

import io.github.insiderwebpush.campaign.CampaignId;

/**
 * A campaign of the sandbox.
 *
 * @param account the name of its account, {@code default} for that of
 * {@code webpush.token}
 * @param id the ID that create returned
 * @param title its name in the panel
 * @param language as it was sent
 * @param toAllSubscribers whether it is for all subscribers ({@code is_all})
 * @param status its status
 * @param launches how often it was launched
 * @param builderId the ID by which statistics are requested, which is not {@code id}
 * @param createdAt when it was created, counted from the sandbox's start or last reset
 * @since 0.1.0
 */
public record SandboxCampaign(String account, CampaignId id, String title, String language, boolean toAllSubscribers,
		Status status, int launches, long builderId, Duration createdAt) {

	SandboxCampaign launched() {
		return new SandboxCampaign(this.account, this.id, this.title, this.language, this.toAllSubscribers,
				Status.LAUNCHED, this.launches + 1, this.builderId, this.createdAt);
	}

	SandboxCampaign deleted() {
		return new SandboxCampaign(this.account, this.id, this.title, this.language, this.toAllSubscribers,
				Status.DELETED, this.launches, this.builderId, this.createdAt);
	}

	/**
	 * Status of a campaign.
	 */
	public enum Status {

		/** Created, never launched. */
		DRAFT,

		/** Launched, at least once. */
		LAUNCHED,

		/** Deleted, for good. */
		DELETED

	}

}
