package io.github.insiderwebpush;

import java.util.stream.Stream;

import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetrics;
import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.statistics.OverallMetricsPage;
import io.github.insiderwebpush.statistics.TopMetrics;

/**
 * The calls of Insider One's web push campaign API, blocking. A call may wait for the
 * budget and repeat attempts where that is safe; it ends within
 * {@code webpush.call-timeout}. An interrupt ends it too, and stays set.
 * <p>
 * A call that fails throws a {@link WebPushException}, whose
 * {@linkplain WebPushException#outcome() outcome} says whether it took effect all the
 * same. An invalid argument is an {@link IllegalArgumentException}, thrown before
 * anything is sent and before a permit is taken.
 *
 * @since 0.1.0
 */
public interface WebPushOperations {

	/**
	 * Create a draft ({@code POST /v1/single}). It sends nothing to subscribers.
	 * <p>
	 * Safe to repeat as far as titles are unique: a second create is refused with
	 * {@link DuplicateTitleException}. The ID of the first is then lost, because the API
	 * cannot list campaigns.
	 * @param campaign the draft
	 * @return the ID that launches and deletes the campaign
	 * @throws io.github.insiderwebpush.campaign.InvalidCampaignException if neither the
	 * campaign nor {@code webpush.default-language} names a language
	 * @throws DuplicateTitleException if the title exists
	 * @throws WebPushRateLimitException if the budget does not allow it in time
	 * @throws WebPushException if it failed otherwise; {@link WebPushException#outcome()}
	 * says whether the draft exists now
	 */
	CreatedCampaign createCampaign(CreateCampaign campaign);

	/**
	 * Launch a campaign ({@code POST /v2/single/{id}}): it goes out to its subscribers,
	 * and cannot be taken back.
	 * <p>
	 * Not safe to repeat. The client never resends a launch that may have succeeded; a
	 * caller must not launch again after {@link Outcome#UNKNOWN} before it is settled. A
	 * campaign for all subscribers is settled when the InOne panel shows it as a draft; a
	 * campaign for a segment may not be visible there, and its row in
	 * {@link #overallMetrics} proves that it was sent.
	 * @param id the campaign, as {@link #createCampaign} returned it
	 * @param message what subscribers see, and who gets it
	 * @return the launched campaign: accepted, which is not yet delivered
	 * @throws CampaignNotFoundException if there is no such campaign
	 * @throws WebPushRateLimitException if the budget does not allow it in time
	 * @throws WebPushException if it failed otherwise, among others with
	 * {@link WebPushError#LAUNCH_DISABLED} where {@code webpush.launch.enabled} is
	 * {@code false}
	 */
	LaunchedCampaign launchCampaign(CampaignId id, PushMessage message);

	/**
	 * Delete a campaign for good ({@code DELETE /v1/single/{id}}). Safe to repeat.
	 * Whether the title becomes free again is not documented.
	 * @param id the campaign, as {@link #createCampaign} returned it
	 * @throws CampaignNotFoundException if there is no such campaign; after an unclear
	 * attempt of the same call it counts as deleted instead
	 * @throws WebPushRateLimitException if the budget does not allow it in time
	 * @throws WebPushException if it failed otherwise
	 */
	void deleteCampaign(CampaignId id);

	/**
	 * Read the totals of the account ({@code POST /v1/statistics/top-metrics}). Safe to
	 * repeat.
	 * @param range the days, at most one year back
	 * @return the totals
	 * @throws WebPushException if it failed, among others with
	 * {@link WebPushError#STATISTICS_EXPIRED} for days too long ago
	 */
	TopMetrics topMetrics(DateRange range);

	/**
	 * Read one page of the report that has one row per campaign
	 * ({@code POST /v1/statistics/overall-metrics}). Safe to repeat.
	 * @param range the days, at most one year back
	 * @param page the page, from 1
	 * @param perPage rows per page, 10 to 20
	 * @return the page
	 * @throws WebPushException if it failed
	 */
	OverallMetricsPage overallMetrics(DateRange range, int page, int perPage);

	/**
	 * Read the whole report that has one row per campaign, page by page and 20 rows at a
	 * time. A page is asked for when its first row is, and waits for the budget that all
	 * statistics share. A row that an earlier page had, because campaigns were added
	 * while pages were read, is left out; a page without a new row ends the stream.
	 * @param range the days, at most one year back
	 * @return the rows, lazily and in the order of the API; a failure is thrown by the
	 * stream's terminal operation as {@link WebPushException}
	 */
	Stream<CampaignMetricsRow> streamOverallMetrics(DateRange range);

	/**
	 * Read the figures of one campaign ({@code POST /v1/statistics/campaign-metrics}).
	 * Safe to repeat.
	 * @param id the ID from the campaign's row in {@link #overallMetrics}; it is not the
	 * ID of the create call
	 * @param range the days, at most one year back
	 * @return the figures
	 * @throws WebPushException if it failed
	 */
	CampaignMetrics campaignMetrics(BuilderId id, DateRange range);

}
