package io.github.insiderwebpush.client;

import java.time.Duration;
import java.time.LocalDate;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.DateRange;

/**
 * A call of an operation, whatever it is about.
 */
@FunctionalInterface
public interface AnyCall {

	DateRange RANGE = DateRange.on(LocalDate.of(2026, 11, 1));

	void on(WebPushOperations webPush);

	static AnyCall of(WebPushOperation operation) {
		return switch (operation) {
			case CREATE ->
				(webPush) -> webPush.createCampaign(CreateCampaign.titled("Any campaign").language("en_GB").build());
			case LAUNCH -> (webPush) -> webPush.launchCampaign(CampaignId.of(7),
					PushMessage.titled("a")
						.description("b")
						.link("https://example.com")
						.ttl(Duration.ofHours(1))
						.toAllSubscribers()
						.build());
			case DELETE -> (webPush) -> webPush.deleteCampaign(CampaignId.of(7));
			case TOP_METRICS -> (webPush) -> webPush.topMetrics(RANGE);
			case OVERALL_METRICS -> (webPush) -> webPush.overallMetrics(RANGE, 1, 20);
			case CAMPAIGN_METRICS -> (webPush) -> webPush.campaignMetrics(BuilderId.of(7), RANGE);
		};
	}

}
