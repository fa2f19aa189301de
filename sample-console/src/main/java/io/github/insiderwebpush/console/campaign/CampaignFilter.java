package io.github.insiderwebpush.console.campaign;

/**
 * Campaigns that the list shows.
 */
public enum CampaignFilter {

	/** All of them. */
	ALL("All", "true"),

	/** Those that the queue is not done with. */
	WAITING("Waiting", "state in ('QUEUED', 'SENDING', 'DELETING')"),

	/** Those that exist and were not launched. */
	DRAFTS("Drafts", "state = 'CREATED' and launch_state = 'NONE'"),

	/** Those whose launch is scheduled. */
	SCHEDULED("Scheduled", "launch_state = 'SCHEDULED'"),

	/** Those that were launched. */
	LAUNCHED("Launched", "launch_state in ('LAUNCHING', 'LAUNCHED')"),

	/** Those that a person must decide about. */
	ATTENTION("Needs attention",
			"(state in ('FAILED', 'EXISTS', 'FORGOTTEN') or launch_state in ('UNCLEAR', 'EXPIRED') or (state = 'CANCELLED' and unclear) or (launch_state = 'NONE' and launch_error is not null) or (state = 'CREATED' and error is not null))");

	private final String words;

	private final String condition;

	CampaignFilter(String words, String condition) {
		this.words = words;
		this.condition = condition;
	}

	/**
	 * Return the filter in words.
	 * @return one or two words
	 */
	public String words() {
		return this.words;
	}

	String condition() {
		return this.condition;
	}

}
