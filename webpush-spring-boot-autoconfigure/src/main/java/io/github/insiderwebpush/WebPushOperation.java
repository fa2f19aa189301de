package io.github.insiderwebpush;

/**
 * The calls of the API: method, path and budget of each.
 *
 * @since 0.1.0
 */
public enum WebPushOperation {

	/** Create a draft. */
	CREATE("POST", "/v1/single", Budget.CREATE),

	/**
	 * Launch a campaign. There is also {@code /v1/single/{id}}, which differs only in its
	 * lower limit.
	 */
	LAUNCH("POST", "/v2/single/{campaignId}", Budget.LAUNCH),

	/** Delete a campaign. */
	DELETE("DELETE", "/v1/single/{campaignId}", Budget.DELETE),

	/** Read the totals of an account. */
	TOP_METRICS("POST", "/v1/statistics/top-metrics", Budget.STATISTICS),

	/** Read one row per campaign. */
	OVERALL_METRICS("POST", "/v1/statistics/overall-metrics", Budget.STATISTICS),

	/** Read the figures of one campaign. */
	CAMPAIGN_METRICS("POST", "/v1/statistics/campaign-metrics", Budget.STATISTICS);

	private final String method;

	private final String path;

	private final Budget budget;

	WebPushOperation(String method, String path, Budget budget) {
		this.method = method;
		this.path = path;
		this.budget = budget;
	}

	/**
	 * Return the HTTP method.
	 * @return the method's name
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Return the path below the base URL, as a URI template.
	 * @return the path, which starts with a slash
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Return the budget that pays for the call.
	 * @return the budget
	 */
	public Budget budget() {
		return this.budget;
	}

	/**
	 * Return whether the call only reads: it changes nothing, and may be repeated at
	 * will.
	 * @return whether it is one of the statistics calls
	 */
	public boolean isRead() {
		return this.budget == Budget.STATISTICS;
	}

	/**
	 * The budgets: how many requests per minute one API key may send, in the words of the
	 * documents.
	 */
	public enum Budget {

		/**
		 * Create: "30 requests per minute" (Insider One raises it on request).
		 */
		CREATE(30),

		/**
		 * Launch by the v2 path: "6000 requests per minute".
		 */
		LAUNCH(6000),

		/**
		 * Delete: "30 requests per minute".
		 */
		DELETE(30),

		/**
		 * The three statistics calls together: "30 Requests/minute is allowed."
		 */
		STATISTICS(30);

		private final int requestsPerMinute;

		Budget(int requestsPerMinute) {
			this.requestsPerMinute = requestsPerMinute;
		}

		/**
		 * Return the published limit.
		 * @return requests per minute
		 */
		public int requestsPerMinute() {
			return this.requestsPerMinute;
		}

	}

}
