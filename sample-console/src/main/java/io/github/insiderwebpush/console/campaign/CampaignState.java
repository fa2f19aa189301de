package io.github.insiderwebpush.console.campaign;

/**
 * How far the creation of a campaign is.
 */
public enum CampaignState {

	/** It waits for its turn. */
	QUEUED("waiting"),

	/** An attempt was recorded, and is under way or its process died. */
	SENDING("being created"),

	/** It exists as a draft, and its id is known. */
	CREATED("created"),

	/** It exists, but the answer with its id is lost. */
	EXISTS("exists, id unknown"),

	/** It was refused, and does not exist. */
	FAILED("failed"),

	/** It existed in a sandbox that was stopped. */
	FORGOTTEN("gone with its sandbox");

	private final String words;

	CampaignState(String words) {
		this.words = words;
	}

	/**
	 * Return the state in words.
	 * @return a few words
	 */
	public String words() {
		return this.words;
	}

	/**
	 * Return whether the queue has not done with it.
	 * @return whether it is queued or being sent
	 */
	public boolean isPending() {
		return this == QUEUED || this == SENDING;
	}

}
