package io.github.insiderwebpush;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.insiderwebpush.LaunchSettings.UnengagedField;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.campaign.PushMessage.Segment;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetrics;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.statistics.OverallMetricsPage;
import io.github.insiderwebpush.statistics.StatisticsReader;
import io.github.insiderwebpush.statistics.TopMetrics;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * The wire: what each operation sends, field by field, and what it reads. Every body also
 * has the {@code partner_id}, which is added when it is sent.
 */
final class Requests {

	/**
	 * A page of overall-metrics, as real callers report: outside it the vendor answers
	 * 422.
	 */
	static final int MIN_PER_PAGE = 10;

	/** The largest page. */
	static final int MAX_PER_PAGE = 20;

	private static final StatisticsReader STATISTICS = new StatisticsReader();

	private Requests() {
	}

	static Request<CreatedCampaign> create(CreateCampaign campaign) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("title", campaign.title());
		fields.put("language", Objects.requireNonNull(campaign.language()));
		fields.put("is_all", campaign.toAllSubscribers());
		return new Request<>(WebPushOperation.CREATE, campaign.title(), new Object[0], fields, (json) -> {
			CampaignId id = campaignId(json);
			return (id != null) ? new CreatedCampaign(id, campaign.title()) : null;
		}, campaign.titleUnique(), null);
	}

	static Request<LaunchedCampaign> launch(CampaignId id, PushMessage message, LaunchSettings settings) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("title", message.title());
		fields.put("description", message.description());
		putUrl(fields, "image", message.image());
		putUrl(fields, "banner", message.banner());
		putUrl(fields, "link", message.link());
		if (message.includeUnengaged()) {
			if (settings.unengagedField() != UnengagedField.INCLUDE_UNENGAGE) {
				fields.put("include_unengaged", true);
			}
			if (settings.unengagedField() != UnengagedField.INCLUDE_UNENGAGED) {
				fields.put("include_unengage", true);
			}
		}
		long unit = settings.ttlUnit().getDuration().toSeconds();
		fields.put("ttl", Long.toString((message.ttl().toSeconds() + unit - 1) / unit));
		Segment segment = message.segment();
		if (segment != null) {
			fields.put("target", Map.of("attribute", segment.attribute(), "values", segment.values()));
		}
		if (message.language() != null) {
			fields.put("language", message.language());
		}
		return new Request<>(WebPushOperation.LAUNCH, id.toString(), new Object[] { id.value() }, fields,
				(json) -> isAccepted(json) ? new LaunchedCampaign(id) : null, false, null);
	}

	static Request<Boolean> delete(CampaignId id) {
		return new Request<>(WebPushOperation.DELETE, id.toString(), new Object[] { id.value() }, Map.of(),
				(json) -> isAccepted(json) ? Boolean.TRUE : null, false, Boolean.TRUE);
	}

	static Request<TopMetrics> topMetrics(DateRange range) {
		return new Request<>(WebPushOperation.TOP_METRICS, null, dates(range), STATISTICS::topMetrics);
	}

	static Request<OverallMetricsPage> overallMetrics(DateRange range, int page, int perPage) {
		Assert.isTrue(page >= 1, () -> "'page' must be 1 or more, but is " + page);
		Assert.isTrue(perPage >= MIN_PER_PAGE && perPage <= MAX_PER_PAGE, () -> "'perPage' must be " + MIN_PER_PAGE
				+ " to " + MAX_PER_PAGE + ", which is what the vendor takes, but is " + perPage);
		Map<String, Object> fields = dates(range);
		fields.put("page", page);
		fields.put("per_page", perPage);
		return new Request<>(WebPushOperation.OVERALL_METRICS, null, fields,
				(json) -> STATISTICS.overallMetrics(json, page, perPage));
	}

	static Request<CampaignMetrics> campaignMetrics(BuilderId id, DateRange range) {
		Map<String, Object> fields = dates(range);
		fields.put("campaign_id", id.toString());
		return new Request<>(WebPushOperation.CAMPAIGN_METRICS, id.toString(), fields, STATISTICS::campaignMetrics);
	}

	private static Map<String, Object> dates(DateRange range) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("start_date", range.start().toString());
		fields.put("end_date", range.end().toString());
		return fields;
	}

	private static void putUrl(Map<String, Object> fields, String name, @Nullable URI url) {
		if (url != null) {
			fields.put(name, url.toString());
		}
	}

	private static boolean isAccepted(JsonNode json) {
		return json.path("success").asBoolean(false) || campaignId(json) != null;
	}

	/**
	 * The vendor sends a number; a text that is one is taken too.
	 */
	private static @Nullable CampaignId campaignId(JsonNode json) {
		String text = json.path("campaign_id").asString("");
		return text.matches("0*[1-9]\\d{0,17}") ? CampaignId.of(Long.parseLong(text)) : null;
	}

}
