package io.github.insiderwebpush.statistics;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * Reader of Insider One's reports. The client uses it; an application needs it only to
 * read responses that it has stored.
 * <p>
 * Insider One writes the same kind of value in several ways. The reader accepts all of
 * them:
 * <ul>
 * <li>counts are numbers or texts whose thousands are grouped by commas;</li>
 * <li>a rate is a percentage as a text and a fraction as a number;</li>
 * <li>money is an amount, a currency, or both;</li>
 * <li>a missing field, {@code null}, a blank text, {@code "-"} and {@code "N/A"} are
 * absent, and an empty array stands for an empty object;</li>
 * <li>unknown fields are ignored.</li>
 * </ul>
 * A value that cannot be read is absent as well, never a guess, and is listed in the
 * report as {@link UnreadableValue}. Only a response that is not the report at all is
 * refused.
 * <p>
 * The size of a report is bounded whatever the response holds: a page has at most the
 * rows that were requested, other lists have at most 1,000 elements, texts at most 10,000
 * characters, and at most 20 unreadable values are listed, each cut to 100 characters.
 * Everything beyond a bound counts as unreadable.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class StatisticsReader {

	/**
	 * Read the totals of an account.
	 * @param response the body of the response
	 * @return the totals
	 * @throws UnreadableStatisticsException if the response is not an object with an
	 * {@code overview}
	 */
	public TopMetrics topMetrics(JsonNode response) {
		Fields root = open(response, "overview");
		return new TopMetrics(overview(root.object("overview")),
				root.objects("performance", StatisticsReader::typePerformance), lossReasons(root, "dropped"),
				lossReasons(root, "undelivered"), root.unreadable());
	}

	/**
	 * Read a page of the rows of all campaigns.
	 * @param response the body of the response
	 * @param page the page that was requested, used when the response does not say
	 * @param perPage the most rows that were requested. Further rows are left out
	 * @return the page
	 * @throws UnreadableStatisticsException if the response is not an object with an
	 * array as its {@code data}
	 */
	public OverallMetricsPage overallMetrics(JsonNode response, int page, int perPage) {
		Fields root = open(response, OverallMetricsPage.ROWS);
		JsonNode data = response.get(OverallMetricsPage.ROWS);
		if (!data.isArray() && !(data.isObject() && data.isEmpty())) {
			throw unreadable(OverallMetricsPage.ROWS, "must be an array", data);
		}
		Integer actualPage = root.get("page", ValueReader.SMALL_NUMBER);
		Integer actualPerPage = root.get("per_page", ValueReader.SMALL_NUMBER);
		return new OverallMetricsPage((actualPage != null) ? actualPage : page,
				(actualPerPage != null) ? actualPerPage : perPage, root.get("total", ValueReader.COUNT),
				root.rows(OverallMetricsPage.ROWS, perPage, StatisticsReader::row), root.unreadable());
	}

	/**
	 * Read the metrics of one campaign.
	 * @param response the body of the response
	 * @return the metrics
	 * @throws UnreadableStatisticsException if the response is not an object with an
	 * {@code overview}
	 */
	public CampaignMetrics campaignMetrics(JsonNode response) {
		Fields root = open(response, "overview");
		Fields unsuccessful = root.object("unsuccessfulMessages");
		return new CampaignMetrics(root.get("name", ValueReader.TEXT), root.get("alias", ValueReader.TEXT),
				root.get("primaryGoal", ValueReader.TEXT), root.textsByName("goalMenu"),
				root.get("startDate", ValueReader.INSTANT), root.get("endDate", ValueReader.INSTANT),
				root.get("isRecurring", ValueReader.FLAG), root.get("personalizationStatus", ValueReader.TEXT),
				root.get("isTTLEnded", ValueReader.FLAG), root.get("preferredCurrency", ValueReader.TEXT),
				overview(root.object("overview")), root.objects("deviceMetrics", StatisticsReader::deviceMetrics),
				root.objects("clickMetrics", StatisticsReader::clickMetrics), lossReasons(unsuccessful, "dropped"),
				lossReasons(unsuccessful, "undelivered"), root.unreadable());
	}

	private static Fields open(JsonNode response, String essential) {
		Assert.notNull(response, "'response' must not be null");
		if (!response.isObject()) {
			throw unreadable("$", "must be an object", response);
		}
		if (response.get(essential) == null) {
			throw new UnreadableStatisticsException(new UnreadableValue(essential, "is required", "absent"));
		}
		return new Fields(response, "", new ReadProblems("$", null));
	}

	private static UnreadableStatisticsException unreadable(String path, String rule, JsonNode node) {
		return new UnreadableStatisticsException(new UnreadableValue(path, rule, ValueReader.describe(node)));
	}

	/**
	 * The response spreads these figures over objects that are named after rates.
	 */
	private static Figures overview(Fields overview) {
		Fields total = overview.object("total");
		Fields targeted = overview.object("targeted");
		Fields delivery = overview.object("deliveryRate");
		return new Figures(total.get("targeted", ValueReader.COUNT), targeted.get("sent", ValueReader.COUNT),
				targeted.get("dropped", ValueReader.COUNT), delivery.get("delivered", ValueReader.COUNT),
				delivery.get("undelivered", ValueReader.COUNT), total.get("deliveryRate", ValueReader.RATE),
				overview.object("ctr").get("clicks", ValueReader.COUNT), total.get("ctr", ValueReader.RATE),
				overview.object("conversionRate").get("conversions", ValueReader.COUNT),
				total.get("conversionRate", ValueReader.RATE), overview.get("revenue", ValueReader.MONEY));
	}

	private static Figures figures(Fields fields) {
		return new Figures(fields.get("targeted", ValueReader.COUNT), fields.get("sent", ValueReader.COUNT),
				fields.get("dropped", ValueReader.COUNT), fields.get("delivered", ValueReader.COUNT),
				fields.get("undelivered", ValueReader.COUNT), fields.get("deliveryRate", ValueReader.RATE),
				fields.get("clicks", ValueReader.COUNT), fields.get("ctr", ValueReader.RATE),
				fields.get("conversions", ValueReader.COUNT), fields.get("conversionRate", ValueReader.RATE),
				fields.get("revenue", ValueReader.MONEY));
	}

	private static CampaignMetricsRow row(Fields row) {
		return new CampaignMetricsRow(row.get("id", ValueReader.COUNT), row.get("builderId", ValueReader.BUILDER_ID),
				row.get("campName", ValueReader.TEXT), row.texts("tags"), row.get("type", ValueReader.TEXT),
				either(row.get("status", ValueReader.TEXT), row.get("statusName", ValueReader.TEXT)),
				row.get("sendDate", ValueReader.LOCAL_DATE_TIME), row.get("startDate", ValueReader.LOCAL_DATE_TIME),
				row.get("endDate", ValueReader.LOCAL_DATE_TIME), row.get("daysActive", ValueReader.COUNT),
				row.get("messageLink", ValueReader.TEXT), row.get("firstButtonLink", ValueReader.TEXT),
				row.get("secondButtonLink", ValueReader.TEXT), figures(row), row.unreadable());
	}

	private static @Nullable String either(@Nullable String first, @Nullable String second) {
		return (first != null) ? first : second;
	}

	private static List<LossReason> lossReasons(Fields fields, String name) {
		return fields.objects(name, (reason) -> new LossReason(reason.get("label", ValueReader.TEXT),
				reason.get("count", ValueReader.COUNT), reason.get("percentage", ValueReader.RATE)));
	}

	private static TopMetrics.TypePerformance typePerformance(Fields type) {
		return new TopMetrics.TypePerformance(type.get("label", ValueReader.TEXT),
				type.get("campaignCount", ValueReader.COUNT), type.get("deliveryRate", ValueReader.RATE),
				type.get("ctr", ValueReader.RATE), type.get("conversionRate", ValueReader.RATE),
				type.get("revenue", ValueReader.MONEY));
	}

	private static CampaignMetrics.DeviceMetrics deviceMetrics(Fields device) {
		return new CampaignMetrics.DeviceMetrics(device.get("device", ValueReader.TEXT), figures(device));
	}

	private static CampaignMetrics.ClickMetrics clickMetrics(Fields click) {
		return new CampaignMetrics.ClickMetrics(click.get("name", ValueReader.TEXT),
				click.get("header", ValueReader.TEXT), click.get("clicks", ValueReader.COUNT),
				click.get("clickRatio", ValueReader.RATE));
	}

}
