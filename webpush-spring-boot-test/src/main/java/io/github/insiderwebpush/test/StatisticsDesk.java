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
 * Answers the three statistics calls from what was launched, at the moment they are
 * asked.
 */
final class StatisticsDesk {

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT)
		.withResolverStyle(ResolverStyle.STRICT);

	private static final int MIN_PER_PAGE = 10;

	private static final int MAX_PER_PAGE = 20;

	private final CampaignBook book;

	private final SandboxCalendar calendar;

	StatisticsDesk(CampaignBook book, SandboxCalendar calendar) {
		this.book = book;
		this.calendar = calendar;
	}

	SandboxAnswer topMetrics(Fields fields, Duration now) {
		List<CampaignResult> results = results(window(fields, now), now);
		Figures figures = Figures.sum(results.stream().map(CampaignResult::figures).toList());
		return SandboxAnswer.json(200, StatisticsSamples.topMetrics(results.size(), figures));
	}

	SandboxAnswer overallMetrics(Fields fields, Duration now) {
		int page = fields.requiredInteger("page", 1, Integer.MAX_VALUE);
		int perPage = fields.requiredInteger("per_page", MIN_PER_PAGE, MAX_PER_PAGE);
		List<CampaignResult> results = results(window(fields, now), now);
		List<Map<String, Object>> rows = results.stream()
			.skip((page - 1L) * perPage)
			.limit(perPage)
			.map(StatisticsSamples::row)
			.toList();
		return SandboxAnswer.json(200,
				OddFormats.object("page", page, "per_page", perPage, "total", results.size(), "data", rows));
	}

	SandboxAnswer campaignMetrics(Fields fields, Duration now) {
		String builderId = fields.requiredText("campaign_id");
		Window window = window(fields, now);
		for (CampaignResult result : results(window, now)) {
			if (Long.toString(result.campaign().builderId()).equals(builderId)) {
				LocalDateTime start = window.start().atStartOfDay();
				LocalDateTime end = window.end().plusDays(1).atStartOfDay().minusNanos(1000);
				return SandboxAnswer.json(200, StatisticsSamples.campaignMetrics(result, start, end));
			}
		}
		throw new Refusal(Envelopes.campaignNotFound(WebPushOperation.CAMPAIGN_METRICS),
				"No campaign with the builder id " + builderId + " was launched in these days.");
	}

	private Window window(Fields fields, Duration now) {
		LocalDate start = date(fields, "start_date");
		LocalDate end = date(fields, "end_date");
		if (start != null && end != null && end.isBefore(start)) {
			fields.problem("end_date", "The end date must be a date after or equal to start date.");
		}
		fields.refuseIfInvalid();
		Window window = new Window(Objects.requireNonNull(start), Objects.requireNonNull(end));
		if (window.start().isBefore(this.calendar.dateOf(now).toLocalDate().minusYears(1))) {
			throw new Refusal(Envelopes.statisticsExpired(), "The start date is more than one year ago.");
		}
		return window;
	}

	private static @Nullable LocalDate date(Fields fields, String field) {
		String text = fields.requiredText(field);
		if (text == null) {
			return null;
		}
		try {
			return LocalDate.parse(text, DATE);
		}
		catch (DateTimeParseException ex) {
			fields.problem(field, "The " + Fields.words(field) + " does not match the format Y-m-d.");
			return null;
		}
	}

	private List<CampaignResult> results(Window window, Duration now) {
		Map<CampaignId, List<SandboxLaunch>> launches = this.book.launches()
			.stream()
			.filter((launch) -> window.contains(this.calendar.dateOf(launch.launchedAt()).toLocalDate()))
			.collect(Collectors.groupingBy(SandboxLaunch::campaignId));
		return this.book.all()
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
	 * What a campaign's launches in a window have come to so far.
	 */
	record CampaignResult(SandboxCampaign campaign, SandboxLaunch lastLaunch, LocalDateTime sentAt, Figures figures,
			boolean ended) {
	}

}
