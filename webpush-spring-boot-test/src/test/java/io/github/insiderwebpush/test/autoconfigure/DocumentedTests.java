package io.github.insiderwebpush.test.autoconfigure;

import java.time.Duration;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;

import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The examples of the page on testing.
 */
@SpringBootTest(properties = "webpush.token=real")
@AutoConfigureWebPushSandbox
class DocumentedTests {

	@Autowired
	private NightlyCampaigns job;

	@Autowired
	private WebPushOperations webPush;

	@Autowired
	private WebPushSandbox sandbox;

	@Test
	void createsFiveHundredCampaignsWithinTheBudget() {
		this.job.createAll(500);
		assertThat(this.sandbox).hasCampaigns(500).neverExceededBudget().took(Duration.ofMinutes(16));
	}

	@Test
	void createsFiveHundredCampaignsThoughSomeAreThrottledAndSomeFail() {
		this.sandbox.onNext(WebPushOperation.CREATE).throttle(Duration.ofSeconds(7));
		this.sandbox.onNext(WebPushOperation.CREATE).failWith(Faults.failedDependency());
		this.sandbox.onNext(WebPushOperation.CREATE).respondHtml(520);
		this.job.createAll(500);
		assertThat(this.sandbox).hasCampaigns(500).neverExceededBudget();
	}

	@Test
	void launchWithALostResponseIsSentOnceAndReportedAsUnknown() {
		CampaignId id = this.webPush
			.createCampaign(CreateCampaign.titled("Summer sale").language("en_GB").toAllSubscribers().build())
			.id();
		PushMessage message = PushMessage.titled("Only today")
			.description("Everything must go")
			.link("https://shop.example/sale")
			.ttl(Duration.ofHours(4))
			.toAllSubscribers()
			.build();
		this.sandbox.onNext(WebPushOperation.LAUNCH).dropResponse();

		assertThatExceptionOfType(WebPushException.class).isThrownBy(() -> this.webPush.launchCampaign(id, message))
			.satisfies((ex) -> {
				assertThat(ex.error()).isEqualTo(WebPushError.NO_RESPONSE);
				assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
				assertThat(ex.attempts()).isEqualTo(1);
			});

		assertThat(this.sandbox).launchedOnce(id).received(WebPushOperation.LAUNCH, 1);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(NightlyCampaigns.class)
	static class Application {

	}

	@Service
	static class NightlyCampaigns {

		private final WebPushOperations webPush;

		NightlyCampaigns(WebPushOperations webPush) {
			this.webPush = webPush;
		}

		void createAll(int count) {
			for (int i = 0; i < count; i++) {
				this.webPush.createCampaign(CreateCampaign.titled("Nightly " + i).language("en_GB").build());
			}
		}

	}

}
