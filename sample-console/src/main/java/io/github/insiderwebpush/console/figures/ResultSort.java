package io.github.insiderwebpush.console.figures;

/**
 * Order of the results.
 */
public enum ResultSort {

	/** Those that were launched last come first. */
	LAUNCHED("Launched", "c.launched_at", true),

	/** By name. */
	NAME("Campaign", "c.title", false),

	/** By messages sent. */
	SENT("Sent", "f.sent", true),

	/** By messages delivered. */
	DELIVERED("Delivered", "f.delivered", true),

	/** By delivered messages of those sent. */
	DELIVERY_RATE("Delivery rate", "f.delivery_rate", true),

	/** By clicks. */
	CLICKS("Clicks", "f.clicks", true),

	/** By clicks of delivered messages. */
	CLICK_RATE("Click rate", "f.click_rate", true),

	/** By revenue. */
	REVENUE("Revenue", "f.revenue", true);

	private final String words;

	private final String column;

	private final boolean largestFirst;

	ResultSort(String words, String column, boolean largestFirst) {
		this.words = words;
		this.column = column;
		this.largestFirst = largestFirst;
	}

	/**
	 * Return the order in words.
	 * @return one or two words
	 */
	public String words() {
		return this.words;
	}

	/**
	 * Return whether the largest value comes first.
	 * @param reversed whether the usual order is reversed
	 * @return whether the order is descending
	 */
	public boolean descending(boolean reversed) {
		return this.largestFirst != reversed;
	}

	/**
	 * Campaigns without that figure come last in either direction.
	 */
	String order(boolean reversed) {
		return " order by case when " + this.column + " is null then 1 else 0 end, " + this.column
				+ (descending(reversed) ? " desc" : "") + ", c.id desc";
	}

}
