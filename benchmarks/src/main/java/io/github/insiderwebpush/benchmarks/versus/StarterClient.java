package io.github.insiderwebpush.benchmarks.versus;

import java.time.Duration;

import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;

/**
 * The starter with its defaults.
 */
class StarterClient implements Team.Client {

	private final WebPushOperations webPush;

	public StarterClient(WebPushOperations webPush) {
		this.webPush = webPush;
	}

	@Override
	public long create(String title) {
		return this.webPush.createCampaign(CreateCampaign.titled(title).language("en_GB").build()).id().value();
	}

	@Override
	public void launch(long id) {
		this.webPush.launchCampaign(CampaignId.of(id),
				PushMessage.titled("Sale")
					.description("Until Sunday")
					.link("https://shop.example/sale")
					.ttl(Duration.ofHours(1))
					.toSegment("d_wp_browser", "Edg")
					.build());
	}

	/**
	 * Content of the team's {@code application.properties}.
	 */
	public static String[] properties(Team.Vendor vendor) {
		return new String[] { "webpush.token=" + vendor.token(), "webpush.partner-id=" + vendor.partnerId(),
				// The rest only scales the clock: a team leaves it out.
				"webpush.base-url=" + vendor.baseUrl(), "webpush.rate-limit.create.limit-for-period=" + vendor.limit(),
				"webpush.rate-limit.create.limit-refresh-period=" + vendor.period(),
				"webpush.rate-limit.launch.limit-refresh-period=" + vendor.period(),
				"webpush.retry.delay=" + vendor.scaled(1) };
	}

}
