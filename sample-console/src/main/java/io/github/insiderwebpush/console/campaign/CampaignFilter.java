package io.github.insiderwebpush.console.campaign;

/**
 * Which campaigns a table shows.
 */
public enum CampaignFilter {

	/** All of them. */
	ALL("All", ""),

	/** Those that the queue has not done with. */
	WAITING("Waiting", " where state in ('QUEUED', 'SENDING')"),

	/** Those whose id is known. */
	CREATED("Created", " where state = 'CREATED'"),

	/** Those that somebody should look at. */
	TROUBLE("To look at", " where state in ('FAILED', 'EXISTS', 'FORGOTTEN')");

	private final String words;

	private final String where;

	CampaignFilter(String words, String where) {
		this.words = words;
		this.where = where;
	}

	/**
	 * Return the filter in words.
	 * @return one or two words
	 */
	public String words() {
		return this.words;
	}

	String where() {
		return this.where;
	}

}
