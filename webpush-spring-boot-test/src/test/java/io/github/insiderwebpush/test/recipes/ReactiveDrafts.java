package io.github.insiderwebpush.test.recipes;

import io.github.insiderwebpush.WebPushAsyncOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

@Service
class ReactiveDrafts {

	private final WebPushAsyncOperations webPush;

	ReactiveDrafts(WebPushAsyncOperations webPush) {
		this.webPush = webPush;
	}

	Mono<CampaignId> create(String title) {
		CreateCampaign draft = CreateCampaign.titled(title).allLanguages().build();
		return Mono.fromFuture(() -> this.webPush.createCampaignAsync(draft)).map(CreatedCampaign::id);
	}

}
