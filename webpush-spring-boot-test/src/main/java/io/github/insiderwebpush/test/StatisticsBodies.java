package io.github.insiderwebpush.test;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.test.StatisticsEndpoints.CampaignResult;

import static io.github.insiderwebpush.test.StatisticsFormats.amount;
import static io.github.insiderwebpush.test.StatisticsFormats.amountOrBare;
import static io.github.insiderwebpush.test.StatisticsFormats.count;
import static io.github.insiderwebpush.test.StatisticsFormats.date;
import static io.github.insiderwebpush.test.StatisticsFormats.fraction;
import static io.github.insiderwebpush.test.StatisticsFormats.microDate;
import static io.github.insiderwebpush.test.Json.object;
import static io.github.insiderwebpush.test.StatisticsFormats.percent;
import static io.github.insiderwebpush.test.StatisticsFormats.percentage;
import static io.github.insiderwebpush.test.StatisticsFormats.rawAmount;

/**
 * Bodies of the statistics responses, in the shapes of the API's samples with their
 * irregularities. An object without content is an empty array; of the rows, every third
 * has {@code statusName} for {@code status}, every fourth has a dash as end date, and
 * every tenth lacks its name.
 */
final class StatisticsBodies {

	private static final String ACCOUNT_CURRENCY = "TRY";

	private static final String CAMPAIGN_CURRENCY = "USD";

	/** Rows have an ID of their own: whether it is create's is unknown. */
	private static final long ROW_ID_OFFSET = 1_234;

	private static final int DESKTOP_PERCENT = 9;

	private StatisticsBodies() {
	}

	static Map<String, Object> topMetrics(int campaigns, Figures figures) {
		if (campaigns == 0) {
			return object("success", true, "overview", List.of(), "performance", List.of(), "dropped", List.of(),
					"undelivered", List.of());
		}
		Map<String, Object> bulk = object("label", "Bulk", "campaignCount", campaigns, "deliveryRate",
				percentage(figures.deliveryRate()), "ctr", percentage(figures.ctr()), "conversionRate",
				percentage(figures.conversionRate()), "revenue", rawAmount(figures.revenueCents()));
		return object("success", true, "overview", overview(figures, ACCOUNT_CURRENCY), "performance", List.of(bulk),
				"dropped", dropped(figures), "undelivered", undelivered(figures));
	}

	static Map<String, Object> row(CampaignResult result) {
		SandboxCampaign campaign = result.campaign();
		Figures figures = result.figures();
		long number = campaign.id().value();
		String sentAt = date(result.sentAt());
		Map<String, Object> row = object("id", campaign.builderId() + ROW_ID_OFFSET, "tags", List.of("Discount"),
				"type", "Bulk");
		if (number % 10 != 0) {
			row.put("campName", campaign.title());
		}
		row.put((number % 3 == 0) ? "statusName" : "status", result.ended() ? "Completed" : "Active");
		row.putAll(object("builderId", campaign.builderId(), "sendDate", sentAt, "startDate", sentAt, "endDate",
				(number % 4 == 0) ? "-" : sentAt, "daysActive", 1, "messageLink", result.lastLaunch().link(),
				"firstButtonLink", "N/A", "secondButtonLink", "N/A"));
		row.putAll(object("targeted", figures.targeted(), "sent", figures.sent(), "dropped", figures.dropped(),
				"deliveryRate", fraction(figures.deliveryRate()), "delivered", figures.delivered(), "undelivered",
				figures.undelivered(), "ctr", fraction(figures.ctr()), "clicks", figures.clicks(), "conversionRate",
				fraction(figures.conversionRate()), "conversions", figures.conversions(), "revenue",
				fraction(figures.revenueCents() / 100.0)));
		return row;
	}

	static Map<String, Object> campaignMetrics(CampaignResult result, LocalDateTime start, LocalDateTime end) {
		Figures figures = result.figures();
		Figures desktop = figures.percent(DESKTOP_PERCENT);
		Object goals = (figures.clicks() > 0) ? object("camp-join", "Clicks") : List.of();
		Map<String, Object> metrics = object("name", result.campaign().title(), "primaryGoal", "salesFromClick",
				"startDate", microDate(start), "endDate", microDate(end), "isRecurring",
				result.campaign().launches() > 1, "alias", "bulk", "preferredCurrency", CAMPAIGN_CURRENCY,
				"personalizationStatus", "Active", "isTTLEnded", result.ended(), "goalMenu", goals);
		metrics.putAll(object("overview", overview(figures, CAMPAIGN_CURRENCY), "deviceMetrics",
				List.of(device("Desktop", desktop), device("Mobile", figures.minus(desktop))), "clickMetrics",
				List.of(object("name", "mainAction", "header", "Main Element", "clicks", count(figures.clicks()),
						"clickRatio", percent((figures.clicks() > 0) ? 1 : 0))),
				"unsuccessfulMessages", object("dropped", dropped(figures), "undelivered", undelivered(figures)),
				"comparisonData", List.of()));
		return metrics;
	}

	private static Map<String, Object> overview(Figures figures, String currency) {
		Map<String, Object> total = object("targeted", count(figures.targeted()), "deliveryRate",
				percent(figures.deliveryRate()), "ctr", (figures.delivered() > 0) ? percent(figures.ctr()) : "-",
				"conversionRate", (figures.clicks() > 0) ? percent(figures.conversionRate()) : "N/A");
		return object("total", total, "targeted",
				object("sent", count(figures.sent()), "dropped", count(figures.dropped())), "deliveryRate",
				object("delivered", count(figures.delivered()), "undelivered", count(figures.undelivered())), "ctr",
				object("clicks", count(figures.clicks())), "conversionRate",
				object("conversions", count(figures.conversions())), "revenue",
				amount(figures.revenueCents(), currency));
	}

	private static Map<String, Object> device(String name, Figures figures) {
		return object("device", name, "sent", count(figures.sent()), "delivered", count(figures.delivered()),
				"deliveryRate", percent(figures.deliveryRate()), "clicks", count(figures.clicks()), "ctr",
				percent(figures.ctr()), "conversions", count(figures.conversions()), "conversionRate",
				percent(figures.conversionRate()), "revenue", amountOrBare(figures.revenueCents(), CAMPAIGN_CURRENCY));
	}

	private static List<Map<String, Object>> dropped(Figures figures) {
		long unsubscribed = figures.dropped() * 99 / 100;
		return List.of(reason("unsubscriptions", unsubscribed, figures.dropped()),
				reason("invalidTokens", figures.dropped() - unsubscribed, figures.dropped()));
	}

	private static List<Map<String, Object>> undelivered(Figures figures) {
		long offline = figures.undelivered() * 99 / 100;
		return List.of(reason("offlineRecipients", offline, figures.undelivered()),
				reason("others", figures.undelivered() - offline, figures.undelivered()));
	}

	private static Map<String, Object> reason(String label, long part, long whole) {
		return object("label", label, "count", count(part), "percentage",
				percentage((whole == 0) ? 0 : (double) part / whole));
	}

}
