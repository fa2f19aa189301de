package io.github.insiderwebpush;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The wire: what each operation sends, field by field, and what it reads.
 */
final class Requests {

	private static final Object[] NONE = {};

	private Requests() {
	}

	static Request<CreatedCampaign> create(CreateCampaign campaign) {
		return new Request<>(WebPushOperation.CREATE, campaign.title(), NONE, (partnerId) -> new CreateBody(partnerId,
				campaign.title(), String.valueOf(campaign.language()), campaign.toAllSubscribers()), (json) -> {
					CampaignId id = campaignId(json);
					return (id != null) ? new CreatedCampaign(id, campaign.title()) : null;
				}, campaign.titleUnique());
	}

	/**
	 * The vendor sends a number; a text that is one is taken too.
	 */
	private static @Nullable CampaignId campaignId(JsonNode json) {
		String text = json.path("campaign_id").asString("");
		return text.matches("0*[1-9]\\d{0,17}") ? CampaignId.of(Long.parseLong(text)) : null;
	}

	record CreateBody(@JsonProperty("partner_id") String partnerId, @JsonProperty("title") String title,
			@JsonProperty("language") String language, @JsonProperty("is_all") boolean all) {
	}

}
