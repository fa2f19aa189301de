package io.github.insiderwebpush.test.recipes;

import java.time.Duration;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.WebPushSandbox;
import io.github.insiderwebpush.test.autoconfigure.AutoConfigureWebPushSandbox;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@AutoConfigureWebPushSandbox
class StatisticsPollerTests {

	@Autowired
	private StatisticsPoller poller;

	@Autowired
	private WebPushOperations webPush;

	@Autowired
	private WebPushSandbox sandbox;

	@Test
	void failedPollKeepsTheRowsOfTheLastOne() {
		CampaignId id = this.webPush
			.createCampaign(CreateCampaign.titled("Summer sale").allLanguages().toAllSubscribers().build())
			.id();
		this.webPush.launchCampaign(id,
				PushMessage.titled("Only today")
					.description("Everything must go")
					.link("https://shop.example/sale")
					.ttl(Duration.ofHours(4))
					.toAllSubscribers()
					.build());
		this.poller.poll();
		assertThat(this.poller.rows()).hasSize(1);
		this.sandbox.onEvery(WebPushOperation.OVERALL_METRICS).failWith(Faults.unauthorized());
		this.poller.poll();
		assertThat(this.poller.rows()).hasSize(1);
	}

}
