package io.github.insiderwebpush.test.autoconfigure;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.insiderwebpush.WebPushAsyncOperations;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.bulk.WebPushBulk;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.client.WebPushTemplate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Mocks in applications that inject the client in several forms, without a token.
 */
class MockedClientTests {

	@Nested
	@SpringBootTest(classes = Application.class)
	class WithAMockOfEachInjectedType {

		@MockitoBean
		private WebPushOperations webPush;

		@MockitoBean
		private WebPushAsyncOperations webPushAsync;

		@MockitoBean
		private WebPushBulk bulk;

		@Autowired
		private Campaigns campaigns;

		@Test
		void applicationUsesTheMocks() {
			CreatedCampaign created = created();
			given(this.webPush.createCampaign(any())).willReturn(created);
			given(this.webPushAsync.createCampaignAsync(any())).willReturn(CompletableFuture.completedFuture(created));
			assertThat(this.campaigns.create("Summer sale")).isEqualTo(created);
			assertThat(this.campaigns.createAsync("Summer sale")).isCompletedWithValue(created);
			this.campaigns.createAll(List.of("a", "b"));
			then(this.bulk).should().createAll(any(), any(), any());
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	class WithAMockOfTheTemplate {

		@MockitoBean
		private WebPushTemplate webPush;

		@MockitoBean
		private WebPushBulk bulk;

		@Autowired
		private Campaigns campaigns;

		@Test
		void blockingAndAsynchronousCallsUseIt() {
			CreatedCampaign created = created();
			given(this.webPush.createCampaign(any())).willReturn(created);
			given(this.webPush.createCampaignAsync(any())).willReturn(CompletableFuture.completedFuture(created));
			assertThat(this.campaigns.create("Summer sale")).isEqualTo(created);
			assertThat(this.campaigns.createAsync("Summer sale")).isCompletedWithValue(created);
		}

	}

	private static CreatedCampaign created() {
		return new CreatedCampaign(CampaignId.of(25_696), "Summer sale", null);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Campaigns.class)
	static class Application {

	}

	@Service
	static class Campaigns {

		private final WebPushOperations webPush;

		private final WebPushAsyncOperations webPushAsync;

		private final WebPushBulk bulk;

		Campaigns(WebPushOperations webPush, WebPushAsyncOperations webPushAsync, WebPushBulk bulk) {
			this.webPush = webPush;
			this.webPushAsync = webPushAsync;
			this.bulk = bulk;
		}

		CreatedCampaign create(String title) {
			return this.webPush.createCampaign(draft(title));
		}

		CompletableFuture<CreatedCampaign> createAsync(String title) {
			return this.webPushAsync.createCampaignAsync(draft(title));
		}

		void createAll(List<String> titles) {
			this.bulk.createAll(titles, Campaigns::draft, (progress) -> {
			});
		}

		private static CreateCampaign draft(String title) {
			return CreateCampaign.titled(title).allLanguages().build();
		}

	}

}
