package io.github.insiderwebpush;

import java.util.concurrent.CompletableFuture;

import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetrics;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.statistics.OverallMetricsPage;
import io.github.insiderwebpush.statistics.TopMetrics;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link WebPushOperations} without blocking. A call that waits, for the
 * budget or for a retry, holds no thread; only its HTTP exchange runs on one, of the
 * application's task executor.
 * <p>
 * A failed call completes its future exceptionally with the exception that the blocking
 * call would throw. An invalid argument is thrown at once. {@code cancel(true)} gives the
 * place in the queue back; the future then ends with a {@link WebPushException} of the
 * error {@link WebPushError#CANCELLED}, whose outcome is {@link Outcome#UNKNOWN} if a
 * request was on the wire. {@code cancel(false)} does the same unless a request is on the
 * wire: its response is then the result, and no further attempt follows.
 * {@code webpush.call-timeout} does not apply: use {@link CompletableFuture#orTimeout}.
 * <p>
 * Callbacks run on the application's task executor. One that blocks, by a blocking call
 * or by {@code join()}, holds one of its threads, which requests need, too.
 *
 * @since 0.1.0
 */
public interface WebPushAsyncOperations {

	/**
	 * Create a draft.
	 * @param campaign the draft
	 * @return the ID that launches and deletes the campaign, to come
	 * @see WebPushOperations#createCampaign(CreateCampaign)
	 */
	CompletableFuture<CreatedCampaign> createCampaignAsync(CreateCampaign campaign);

	/**
	 * Launch a campaign.
	 * @param id the campaign
	 * @param message what subscribers see, and who gets it
	 * @return the launched campaign, to come
	 * @see WebPushOperations#launchCampaign(CampaignId, PushMessage)
	 */
	CompletableFuture<LaunchedCampaign> launchCampaignAsync(CampaignId id, PushMessage message);

	/**
	 * Delete a campaign.
	 * @param id the campaign
	 * @return completes with {@code null} when the campaign is gone
	 * @see WebPushOperations#deleteCampaign(CampaignId)
	 */
	CompletableFuture<@Nullable Void> deleteCampaignAsync(CampaignId id);

	/**
	 * Read the totals of the account.
	 * @param range the days
	 * @return the totals, to come
	 * @see WebPushOperations#topMetrics(DateRange)
	 */
	CompletableFuture<TopMetrics> topMetricsAsync(DateRange range);

	/**
	 * Read one page of the report that has one row per campaign.
	 * @param range the days
	 * @param page the page, from 1
	 * @param perPage rows per page, 10 to 20
	 * @return the page, to come
	 * @see WebPushOperations#overallMetrics(DateRange, int, int)
	 */
	CompletableFuture<OverallMetricsPage> overallMetricsAsync(DateRange range, int page, int perPage);

	/**
	 * Read the figures of one campaign.
	 * @param id the ID from the campaign's row
	 * @param range the days
	 * @return the figures, to come
	 * @see WebPushOperations#campaignMetrics(BuilderId, DateRange)
	 */
	CompletableFuture<CampaignMetrics> campaignMetricsAsync(BuilderId id, DateRange range);

}
