package io.github.insiderwebpush;

import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;

/**
 * What the vendor's API can do, as calls that block until they have an answer or have
 * failed. A call may wait for the budget and repeat attempts where that is safe; it ends
 * within {@code webpush.call-timeout}.
 */
public interface WebPushOperations {

	/**
	 * Create a draft ({@code POST /v1/single}). It sends nothing to anybody.
	 * <p>
	 * Repeating a call that failed is safe in so far as titles are unique: a second
	 * create is refused with {@link DuplicateTitleException}. The id of the first is then
	 * lost, for the API cannot list campaigns.
	 * @param campaign the draft
	 * @return the id that launches and deletes the campaign
	 * @throws io.github.insiderwebpush.campaign.InvalidCampaignException if neither the
	 * campaign nor {@code webpush.default-language} names a language
	 * @throws DuplicateTitleException if the title exists
	 * @throws WebPushRateLimitException if the budget does not allow it in time
	 * @throws WebPushException if it failed otherwise; {@link WebPushException#outcome()}
	 * says whether the draft exists now
	 */
	CreatedCampaign createCampaign(CreateCampaign campaign);

}
