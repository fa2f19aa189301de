package io.github.insiderwebpush.test;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.CampaignId;
import org.jspecify.annotations.Nullable;

/**
 * The three statistics endpoints. Figures are computed from the launches at the moment of
 * the request.
 */
final class StatisticsEndpoints {

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT)
		.withResolverStyle(ResolverStyle.STRICT);

	private static final int MIN_PER_PAGE = 10;

	private static final int MAX_PER_PAGE = 20;

	private final CampaignStore store;

	private final SandboxCalendar calendar;

	private final Duration lag;

	StatisticsEndpoints(CampaignStore store, SandboxCalendar calendar, Duration lag) {
		this.store = store;
		this.calendar = calendar;
		this.lag = lag;
	}

	SandboxResponse topMetrics(String account, RequestFields fields, Duration now) {
		List<CampaignResult> results = results(account, window(fields, now), now);
		Figures figures = Figures.sum(results.stream().map(CampaignResult::figures).toList());
		return SandboxResponse.json(200, StatisticsBodies.topMetrics(results.size(), figures));
	}

	SandboxResponse overallMetrics(String account, RequestFields fields, Duration now) {
		int page = fields.requiredInteger("page", 1, Integer.MAX_VALUE);
		int perPage = fields.requiredInteger("per_page", MIN_PER_PAGE, MAX_PER_PAGE);
		List<CampaignResult> results = results(account, window(fields, now), now);
		List<Map<String, Object>> rows = results.stream()
			.skip((page - 1L) * perPage)
			.limit(perPage)
			.map(StatisticsBodies::row)
			.toList();
		return SandboxResponse.json(200,
				Json.object("page", page, "per_page", perPage, "total", results.size(), "data", rows));
	}

	SandboxResponse campaignMetrics(String account, RequestFields fields, Duration now) {
		String builderId = fields.requiredText("campaign_id");
		Window window = window(fields, now);
		for (CampaignResult result : results(account, window, now)) {
			if (Long.toString(result.campaign().builderId()).equals(builderId)) {
				LocalDateTime start = window.start().atStartOfDay();
				LocalDateTime end = window.end().plusDays(1).atStartOfDay().minusNanos(1000);
				return SandboxResponse.json(200, StatisticsBodies.campaignMetrics(result, start, end));
			}
		}
		throw new RejectedRequestException(ErrorResponses.campaignNotFound(WebPushOperation.CAMPAIGN_METRICS),
				"No campaign with the builder ID " + builderId + " was launched in these days.");
	}

	private Window window(RequestFields fields, Duration now) {
		LocalDate start = date(fields, "start_date");
		LocalDate end = date(fields, "end_date");
		if (start != null && end != null && end.isBefore(start)) {
			fields.problem("end_date", "The end date must be a date after or equal to start date.");
		}
		fields.rejectIfInvalid();
		Window window = new Window(Objects.requireNonNull(start), Objects.requireNonNull(end));
		if (window.start().isBefore(this.calendar.dateOf(now).toLocalDate().minusYears(1))) {
			throw new RejectedRequestException(ErrorResponses.statisticsExpired(),
					"The start date is more than one year ago.");
		}
		return window;
	}

	private static @Nullable LocalDate date(RequestFields fields, String field) {
		String text = fields.requiredText(field);
		if (text == null) {
			return null;
		}
		try {
			return LocalDate.parse(text, DATE);
		}
		catch (DateTimeParseException ex) {
			fields.problem(field, "The " + RequestFields.words(field) + " does not match the format Y-m-d.");
			return null;
		}
	}

	private List<CampaignResult> results(String account, Window window, Duration now) {
		Map<CampaignId, List<SandboxLaunch>> launches = this.store.launches()
			.stream()
			.filter((launch) -> launch.account().equals(account))
			.filter((launch) -> launch.launchedAt().plus(this.lag).compareTo(now) <= 0)
			.filter((launch) -> window.contains(this.calendar.dateOf(launch.launchedAt()).toLocalDate()))
			.collect(Collectors.groupingBy(SandboxLaunch::campaignId));
		return this.store.all(account)
			.stream()
			.filter((campaign) -> launches.containsKey(campaign.id()))
			.map((campaign) -> result(campaign, launches.getOrDefault(campaign.id(), List.of()), now))
			.toList();
	}

	private CampaignResult result(SandboxCampaign campaign, List<SandboxLaunch> launches, Duration now) {
		List<Figures> figures = launches.stream()
			.map((launch) -> Figures.of(launch, now.minus(launch.launchedAt())))
			.toList();
		boolean ended = launches.stream()
			.allMatch((launch) -> now.minus(launch.launchedAt()).compareTo(launch.ttl()) >= 0);
		SandboxLaunch last = launches.get(launches.size() - 1);
		return new CampaignResult(campaign, last, this.calendar.dateOf(last.launchedAt()), Figures.sum(figures), ended);
	}

	private record Window(LocalDate start, LocalDate end) {

		boolean contains(LocalDate date) {
			return !date.isBefore(this.start) && !date.isAfter(this.end);
		}

	}

	/**
	 * The figures of a campaign's launches within a window.
	 */
	record CampaignResult(SandboxCampaign campaign, SandboxLaunch lastLaunch, LocalDateTime sentAt, Figures figures,
			boolean ended) {
	}

}
