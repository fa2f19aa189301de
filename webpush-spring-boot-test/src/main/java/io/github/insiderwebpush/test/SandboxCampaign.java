package io.github.insiderwebpush.test;

import java.time.Duration;

import io.github.insiderwebpush.campaign.CampaignId;

/**
 * A campaign as the sandbox has it.
 *
 * @param id the id that create returned
 * @param title its name in the vendor's panel
 * @param language as it was sent
 * @param toAllSubscribers whether it is for all subscribers ({@code is_all})
 * @param status where it stands
 * @param launches how often it was launched
 * @param builderId the id that statistics are asked by, which is not {@code id}
 * @param createdAt when it was created, counted from the sandbox's start or last reset
 * @since 0.1.0
 */
public record SandboxCampaign(CampaignId id, String title, String language, boolean toAllSubscribers, Status status,
		int launches, long builderId, Duration createdAt) {

	SandboxCampaign launched() {
		return new SandboxCampaign(this.id, this.title, this.language, this.toAllSubscribers, Status.LAUNCHED,
				this.launches + 1, this.builderId, this.createdAt);
	}

	SandboxCampaign deleted() {
		return new SandboxCampaign(this.id, this.title, this.language, this.toAllSubscribers, Status.DELETED,
				this.launches, this.builderId, this.createdAt);
	}

	/**
	 * Where a campaign stands.
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
