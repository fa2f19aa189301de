package io.github.insiderwebpush.console.campaign;

/**
 * State of a campaign's creation.
 */
public enum CampaignState {

	/** It waits for its turn. */
	QUEUED("Waiting", "◷", ""),

	/** An attempt was recorded, and is under way or its process died. */
	SENDING("Creating", "◌", ""),

	/** It exists as a draft, and its ID is known. */
	CREATED("Draft", "✎", ""),

	/** It exists, but the response with its ID is lost. */
	EXISTS("ID unknown", "!", "warn"),

	/** It was refused, and does not exist. */
	FAILED("Refused", "×", "bad"),

	/** It was cancelled by a person before it was created. */
	CANCELLED("Cancelled", "–", ""),

	/** Its deletion was recorded, and is under way. */
	DELETING("Deleting", "◌", ""),

	/** It was deleted at Insider One. */
	DELETED("Deleted", "–", ""),

	/** It existed in a sandbox that was stopped. */
	FORGOTTEN("Gone with sandbox", "!", "warn");

	private final String words;

	private final String icon;

	private final String tone;

	CampaignState(String words, String icon, String tone) {
		this.words = words;
		this.icon = icon;
		this.tone = tone;
	}

	/**
	 * Return the state in words.
	 * @return one to three words
	 */
	public String words() {
		return this.words;
	}

	/**
	 * Return the icon beside the words.
	 * @return one character
	 */
	public String icon() {
		return this.icon;
	}

	/**
	 * Return the style of the badge.
	 * @return a CSS class, empty for a neutral badge
	 */
	public String tone() {
		return this.tone;
	}

	/**
	 * Return whether the queue is not done with it.
	 * @return whether it is queued or being sent
	 */
	public boolean isPending() {
		return this == QUEUED || this == SENDING;
	}

}
