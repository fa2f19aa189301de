package io.github.insiderwebpush.client;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.insiderwebpush.LaunchSettings;
import io.github.insiderwebpush.LaunchSettings.UnengagedField;
import io.github.insiderwebpush.WebPushOperation;
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

import org.springframework.util.Assert;

/**
 * Builds the request of each operation, field by field. Every body also has the
 * {@code partner_id}, which is added when it is sent.
 */
final class ApiRequestFactory {

	/**
	 * The smallest page of overall-metrics, as callers report: outside the range the
	 * response is a 422.
	 */
	static final int MIN_PER_PAGE = 10;

	/** The largest page. */
	static final int MAX_PER_PAGE = 20;

	private static final StatisticsReader STATISTICS = new StatisticsReader();

	private ApiRequestFactory() {
	}

	static ApiRequest<CreatedCampaign> create(CreateCampaign campaign) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("title", campaign.title());
		fields.put("language", Objects.requireNonNull(campaign.language()));
		fields.put("is_all", campaign.toAllSubscribers());
		return new ApiRequest<>(WebPushOperation.CREATE, campaign.title(), null, campaign.toAllSubscribers(), fields,
				(json) -> {
					CampaignId id = ResponseReader.campaignId(json);
					return (id != null) ? new CreatedCampaign(id, campaign.title(), ResponseReader.builderId(json))
							: null;
				}, campaign.titleUnique(), null);
	}

	static ApiRequest<LaunchedCampaign> launch(CampaignId id, PushMessage message, LaunchSettings settings) {
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
		long unit = settings.ttlUnit().toSeconds();
		fields.put("ttl", Long.toString((message.ttl().toSeconds() + unit - 1) / unit));
		Segment segment = message.segment();
		if (segment != null) {
			fields.put("target", Map.of("attribute", segment.attribute(), "values", segment.values()));
		}
		if (message.language() != null) {
			fields.put("language", message.language());
		}
		return new ApiRequest<>(WebPushOperation.LAUNCH, id.toString(), id, segment == null, fields,
				(json) -> ResponseReader.isAccepted(json) ? new LaunchedCampaign(id) : null, false, null);
	}

	static ApiRequest<Boolean> delete(CampaignId id) {
		return new ApiRequest<>(WebPushOperation.DELETE, id.toString(), id, false, Map.of(),
				(json) -> ResponseReader.isAccepted(json) ? Boolean.TRUE : null, false, Boolean.TRUE);
	}

	static ApiRequest<TopMetrics> topMetrics(DateRange range) {
		return new ApiRequest<>(WebPushOperation.TOP_METRICS, null, dates(range), STATISTICS::topMetrics);
	}

	static ApiRequest<OverallMetricsPage> overallMetrics(DateRange range, int page, int perPage) {
		Assert.isTrue(page >= 1, () -> "'page' must be 1 or more, but is " + page);
		Assert.isTrue(perPage >= MIN_PER_PAGE && perPage <= MAX_PER_PAGE, () -> "'perPage' must be " + MIN_PER_PAGE
				+ " to " + MAX_PER_PAGE + ", as Insider One accepts it, but is " + perPage);
		Map<String, Object> fields = dates(range);
		fields.put("page", page);
		fields.put("per_page", perPage);
		return new ApiRequest<>(WebPushOperation.OVERALL_METRICS, null, fields,
				(json) -> STATISTICS.overallMetrics(json, page, perPage));
	}

	static ApiRequest<CampaignMetrics> campaignMetrics(BuilderId id, DateRange range) {
		Map<String, Object> fields = dates(range);
		fields.put("campaign_id", id.toString());
		return new ApiRequest<>(WebPushOperation.CAMPAIGN_METRICS, id.toString(), fields, STATISTICS::campaignMetrics);
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

}
