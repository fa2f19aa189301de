package io.github.insiderwebpush.console.campaign;

/**
 * Order of the list. None of them changes while campaigns are created.
 */
public enum CampaignSort {

	/** Those that were added last come first. */
	NEWEST("Newest first", "id desc"),

	/** Those that were added first come first. */
	OLDEST("Oldest first", "id"),

	/** By name. */
	NAME("By name", "title, id"),

	/** Those that are due first come first. */
	DUE("Due first", "case when launch_state = 'SCHEDULED' then 0 else 1 end, launch_at, id"),

	/** Those that were launched last come first. */
	LAUNCHED("Last launched first", "case when launched_at is null then 1 else 0 end, launched_at desc, id desc");

	private final String words;

	private final String order;

	CampaignSort(String words, String order) {
		this.words = words;
		this.order = order;
	}

	/**
	 * Return the order in words.
	 * @return two or three words
	 */
	public String words() {
		return this.words;
	}

	String order() {
		return this.order;
	}

}
