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
 * characters, and the first 20 unreadable values are listed, each cut to 100 characters.
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
	 * @throws IllegalArgumentException if the response is not an object with an
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
	 * @param page the page that was requested
	 * @param perPage the most rows that were requested. Further rows are left out
	 * @return the page
	 * @throws IllegalArgumentException if the response is not an object with an array as
	 * its {@code data}
	 */
	public OverallMetricsPage overallMetrics(JsonNode response, int page, int perPage) {
		Fields root = open(response, OverallMetricsPage.ROWS);
		JsonNode data = response.get(OverallMetricsPage.ROWS);
		if (!data.isArray() && !(data.isObject() && data.isEmpty())) {
			throw unreadable(OverallMetricsPage.ROWS, "must be an array", ValueReader.describe(data));
		}
		return new OverallMetricsPage(page, perPage, root.count("total"),
				root.rows(OverallMetricsPage.ROWS, perPage, StatisticsReader::row), root.unreadable());
	}

	/**
	 * Read the metrics of one campaign.
	 * @param response the body of the response
	 * @return the metrics
	 * @throws IllegalArgumentException if the response is not an object with an
	 * {@code overview}
	 */
	public CampaignMetrics campaignMetrics(JsonNode response) {
		Fields root = open(response, "overview");
		Fields unsuccessful = root.object("unsuccessfulMessages");
		return new CampaignMetrics(root.text("name"), root.text("alias"), root.text("primaryGoal"),
				root.textsByName("goalMenu"), root.get("startDate", ValueReader.INSTANT),
				root.get("endDate", ValueReader.INSTANT), root.get("isRecurring", ValueReader.FLAG),
				root.text("personalizationStatus"), root.get("isTTLEnded", ValueReader.FLAG),
				root.text("preferredCurrency"), overview(root.object("overview")),
				root.objects("deviceMetrics", StatisticsReader::deviceMetrics),
				root.objects("clickMetrics", StatisticsReader::clickMetrics), lossReasons(unsuccessful, "dropped"),
				lossReasons(unsuccessful, "undelivered"), root.unreadable());
	}

	private static Fields open(JsonNode response, String essential) {
		Assert.notNull(response, "'response' must not be null");
		if (!response.isObject()) {
			throw unreadable("$", "must be an object", ValueReader.describe(response));
		}
		if (response.get(essential) == null) {
			throw unreadable(essential, "is required", "absent");
		}
		return new Fields(response, "", new ReadProblems(null));
	}

	private static IllegalArgumentException unreadable(String path, String rule, String value) {
		return new IllegalArgumentException("The statistics cannot be read: " + new UnreadableValue(path, rule, value));
	}

	/**
	 * The response spreads these figures over objects that are named after rates.
	 */
	private static Figures overview(Fields overview) {
		Fields total = overview.object("total");
		Fields targeted = overview.object("targeted");
		Fields delivery = overview.object("deliveryRate");
		return new Figures(total.count("targeted"), targeted.count("sent"), targeted.count("dropped"),
				delivery.count("delivered"), delivery.count("undelivered"), total.rate("deliveryRate"),
				overview.object("ctr").count("clicks"), total.rate("ctr"),
				overview.object("conversionRate").count("conversions"), total.rate("conversionRate"),
				overview.money("revenue"));
	}

	private static Figures figures(Fields fields) {
		return new Figures(fields.count("targeted"), fields.count("sent"), fields.count("dropped"),
				fields.count("delivered"), fields.count("undelivered"), fields.rate("deliveryRate"),
				fields.count("clicks"), fields.rate("ctr"), fields.count("conversions"), fields.rate("conversionRate"),
				fields.money("revenue"));
	}

	private static CampaignMetricsRow row(Fields row) {
		return new CampaignMetricsRow(row.count("id"), row.get("builderId", ValueReader.BUILDER_ID),
				row.text("campName"), row.texts("tags"), row.text("type"),
				either(row.text("status"), row.text("statusName")), row.get("sendDate", ValueReader.LOCAL_DATE_TIME),
				row.get("startDate", ValueReader.LOCAL_DATE_TIME), row.get("endDate", ValueReader.LOCAL_DATE_TIME),
				row.count("daysActive"), row.text("messageLink"), row.text("firstButtonLink"),
				row.text("secondButtonLink"), figures(row), row.unreadable());
	}

	private static @Nullable String either(@Nullable String first, @Nullable String second) {
		return (first != null) ? first : second;
	}

	private static List<LossReason> lossReasons(Fields fields, String name) {
		return fields.objects(name,
				(reason) -> new LossReason(reason.text("label"), reason.count("count"), reason.rate("percentage")));
	}

	private static TopMetrics.TypePerformance typePerformance(Fields type) {
		return new TopMetrics.TypePerformance(type.text("label"), type.count("campaignCount"),
				type.rate("deliveryRate"), type.rate("ctr"), type.rate("conversionRate"), type.money("revenue"));
	}

	private static CampaignMetrics.DeviceMetrics deviceMetrics(Fields device) {
		return new CampaignMetrics.DeviceMetrics(device.text("device"), figures(device));
	}

	private static CampaignMetrics.ClickMetrics clickMetrics(Fields click) {
		return new CampaignMetrics.ClickMetrics(click.text("name"), click.text("header"), click.count("clicks"),
				click.rate("clickRatio"));
	}

}
