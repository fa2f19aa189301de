package io.github.insiderwebpush.benchmarks.versus;

/**
 * What every team's client can do, in the words of its service.
 */
public interface CampaignClient {

	/**
	 * Create a draft.
	 * @param title the campaign's title
	 * @return its id
	 */
	long create(String title);

	/**
	 * Launch a campaign for those with one browser.
	 * @param id the campaign's id
	 */
	void launch(long id);

}
