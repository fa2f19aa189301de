package io.github.insiderwebpush.statistics;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * Reads the vendor's reports. The client uses it; an application needs it only to read
 * answers that it has kept.
 * <p>
 * The vendor writes the same kind of value in several ways, so every value is read by
 * what it should be and not by how it is written:
 * <ul>
 * <li>counts are numbers or texts whose thousands are grouped by commas;</li>
 * <li>a rate is a percentage as a text and a fraction as a number;</li>
 * <li>money is an amount, a currency, or both;</li>
 * <li>a missing field, {@code null}, a blank text, {@code "-"} and {@code "N/A"} are
 * absent, and an empty array stands for an empty object;</li>
 * <li>fields that are not known are ignored.</li>
 * </ul>
 * A value that is there but cannot be read is absent too, never a guess, and is listed in
 * the report as {@link UnreadableValue}: one odd value does not cost a whole report, and
 * is not lost in silence either. Only an answer that is not the report at all is refused.
 * <p>
 * Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class StatisticsReader {

	private final boolean strict;

	/**
	 * Create a reader.
	 */
	public StatisticsReader() {
		this(false);
	}

	private StatisticsReader(boolean strict) {
		this.strict = strict;
	}

	/**
	 * Return a reader that refuses fields which it does not know, for our own tests.
	 */
	static StatisticsReader strict() {
		return new StatisticsReader(true);
	}

	/**
	 * Read the totals of an account.
	 * @param answer the body of the vendor's answer
	 * @return the totals
	 * @throws UnreadableStatisticsException if the answer is not an object with an
	 * {@code overview}
	 */
	public TopMetrics topMetrics(JsonNode answer) {
		Findings findings = new Findings();
		Fields root = open(answer, "overview", findings);
		return finish(findings,
				new TopMetrics(overview(root.object("overview")),
						root.objects("performance", StatisticsReader::typePerformance), lossReasons(root, "dropped"),
						lossReasons(root, "undelivered"), root.unreadable()));
	}

	/**
	 * Read a page of the rows of all campaigns.
	 * @param answer the body of the vendor's answer
	 * @param page the page that was asked for, for when the answer does not say
	 * @param perPage the most rows that were asked for, for when the answer does not say
	 * @return the page
	 * @throws UnreadableStatisticsException if the answer is not an object with an array
	 * as its {@code data}
	 */
	public OverallMetricsPage overallMetrics(JsonNode answer, int page, int perPage) {
		Findings findings = new Findings();
		Fields root = open(answer, "data", findings);
		JsonNode data = answer.get("data");
		if (!data.isArray() && !(data.isObject() && data.isEmpty())) {
			throw unreadable("data", "must be an array", data);
		}
		Integer saidPage = root.get("page", Cell.SMALL_NUMBER);
		Integer saidPerPage = root.get("per_page", Cell.SMALL_NUMBER);
		return finish(findings,
				new OverallMetricsPage((saidPage != null) ? saidPage : page,
						(saidPerPage != null) ? saidPerPage : perPage, root.get("total", Cell.COUNT),
						root.objects("data", StatisticsReader::row), root.unreadable()));
	}

	/**
	 * Read the figures of one campaign.
	 * @param answer the body of the vendor's answer
	 * @return the figures
	 * @throws UnreadableStatisticsException if the answer is not an object with an
	 * {@code overview}
	 */
	public CampaignMetrics campaignMetrics(JsonNode answer) {
		Findings findings = new Findings();
		Fields root = open(answer, "overview", findings);
		root.ignore("comparisonData");
		Fields unsuccessful = root.object("unsuccessfulMessages");
		return finish(findings, new CampaignMetrics(root.get("name", Cell.TEXT), root.get("alias", Cell.TEXT),
				root.get("primaryGoal", Cell.TEXT), root.textsByName("goalMenu"), root.get("startDate", Cell.INSTANT),
				root.get("endDate", Cell.INSTANT), root.get("isRecurring", Cell.FLAG),
				root.get("personalizationStatus", Cell.TEXT), root.get("isTTLEnded", Cell.FLAG),
				root.get("preferredCurrency", Cell.TEXT), overview(root.object("overview")),
				root.objects("deviceMetrics", StatisticsReader::deviceMetrics),
				root.objects("clickMetrics", StatisticsReader::clickMetrics), lossReasons(unsuccessful, "dropped"),
				lossReasons(unsuccessful, "undelivered"), root.unreadable()));
	}

	private static Fields open(JsonNode answer, String essential, Findings findings) {
		Assert.notNull(answer, "'answer' must not be null");
		if (!answer.isObject()) {
			throw unreadable("$", "must be an object", answer);
		}
		if (answer.get(essential) == null) {
			throw new UnreadableStatisticsException(new UnreadableValue(essential, "is required", "absent"));
		}
		Fields root = new Fields(answer, "", findings);
		root.ignore("success");
		return root;
	}

	private static UnreadableStatisticsException unreadable(String path, String rule, JsonNode node) {
		return new UnreadableStatisticsException(new UnreadableValue(path, rule, Cell.describe(node)));
	}

	private <T> T finish(Findings findings, T report) {
		List<String> unknown = this.strict ? findings.unknownFields() : List.of();
		if (!unknown.isEmpty()) {
			throw new UnreadableStatisticsException(
					new UnreadableValue(unknown.get(0), "is not a known field", String.join(", ", unknown)));
		}
		return report;
	}

	/**
	 * The vendor spreads these figures over objects that are named after rates.
	 */
	private static Figures overview(Fields overview) {
		Fields total = overview.object("total");
		Fields targeted = overview.object("targeted");
		Fields delivery = overview.object("deliveryRate");
		return new Figures(total.get("targeted", Cell.COUNT), targeted.get("sent", Cell.COUNT),
				targeted.get("dropped", Cell.COUNT), delivery.get("delivered", Cell.COUNT),
				delivery.get("undelivered", Cell.COUNT), total.get("deliveryRate", Cell.RATE),
				overview.object("ctr").get("clicks", Cell.COUNT), total.get("ctr", Cell.RATE),
				overview.object("conversionRate").get("conversions", Cell.COUNT),
				total.get("conversionRate", Cell.RATE), overview.get("revenue", Cell.MONEY));
	}

	private static Figures figures(Fields fields) {
		return new Figures(fields.get("targeted", Cell.COUNT), fields.get("sent", Cell.COUNT),
				fields.get("dropped", Cell.COUNT), fields.get("delivered", Cell.COUNT),
				fields.get("undelivered", Cell.COUNT), fields.get("deliveryRate", Cell.RATE),
				fields.get("clicks", Cell.COUNT), fields.get("ctr", Cell.RATE), fields.get("conversions", Cell.COUNT),
				fields.get("conversionRate", Cell.RATE), fields.get("revenue", Cell.MONEY));
	}

	private static CampaignMetricsRow row(Fields row) {
		return new CampaignMetricsRow(row.get("id", Cell.COUNT), row.get("builderId", Cell.BUILDER_ID),
				row.get("campName", Cell.TEXT), row.texts("tags"), row.get("type", Cell.TEXT),
				either(row.get("status", Cell.TEXT), row.get("statusName", Cell.TEXT)),
				row.get("sendDate", Cell.LOCAL_DATE_TIME), row.get("startDate", Cell.LOCAL_DATE_TIME),
				row.get("endDate", Cell.LOCAL_DATE_TIME), row.get("daysActive", Cell.COUNT),
				row.get("messageLink", Cell.TEXT), row.get("firstButtonLink", Cell.TEXT),
				row.get("secondButtonLink", Cell.TEXT), figures(row), row.unreadable());
	}

	private static @Nullable String either(@Nullable String first, @Nullable String second) {
		return (first != null) ? first : second;
	}

	private static List<LossReason> lossReasons(Fields fields, String name) {
		return fields.objects(name, (reason) -> new LossReason(reason.get("label", Cell.TEXT),
				reason.get("count", Cell.COUNT), reason.get("percentage", Cell.RATE)));
	}

	private static TopMetrics.TypePerformance typePerformance(Fields type) {
		return new TopMetrics.TypePerformance(type.get("label", Cell.TEXT), type.get("campaignCount", Cell.COUNT),
				type.get("deliveryRate", Cell.RATE), type.get("ctr", Cell.RATE), type.get("conversionRate", Cell.RATE),
				type.get("revenue", Cell.MONEY));
	}

	private static CampaignMetrics.DeviceMetrics deviceMetrics(Fields device) {
		return new CampaignMetrics.DeviceMetrics(device.get("device", Cell.TEXT), figures(device));
	}

	private static CampaignMetrics.ClickMetrics clickMetrics(Fields click) {
		return new CampaignMetrics.ClickMetrics(click.get("name", Cell.TEXT), click.get("header", Cell.TEXT),
				click.get("clicks", Cell.COUNT), click.get("clickRatio", Cell.RATE));
	}

}
