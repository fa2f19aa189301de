package io.github.insiderwebpush.console.figures;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetrics;
import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.statistics.Figures;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Reads the statistics of launched campaigns. Insider One knows them by another ID, which
 * is looked up by the title once.
 */
@Component
class FiguresReader {

	/** Of one report, so that the results page leaves statistics budget to others. */
	private static final int MOST_ROWS = 200;

	private static final Duration FRESH = Duration.ofMinutes(1);

	private final WebPushOperations webPush;

	private final CampaignStore store;

	private @Nullable Report report;

	FiguresReader(WebPushOperations webPush, CampaignStore store) {
		this.webPush = webPush;
		this.store = store;
	}

	/**
	 * Return the figures of a campaign.
	 * @param campaign a launched campaign
	 * @return the figures, empty if the report does not name it yet
	 */
	Optional<CampaignMetrics> read(Campaign campaign) {
		DateRange days = sinceLaunch(campaign);
		return builderId(campaign, days).map((id) -> this.webPush.campaignMetrics(id, days));
	}

	/**
	 * Return whether the report of the days since the launch has a row of the campaign.
	 * @param campaign a campaign whose launch is unclear
	 * @return {@code true} proves that it was sent; {@code false} proves nothing, because
	 * figures come late
	 */
	boolean isReported(Campaign campaign) {
		return builderId(campaign, sinceLaunch(campaign)).isPresent();
	}

	/**
	 * Return the figures of several campaigns, from a report that is at most a minute
	 * old.
	 * @param campaigns launched campaigns, the last one first
	 * @return the figures by title; a campaign that is not reported is absent
	 */
	synchronized Report compare(List<Campaign> campaigns) {
		Set<String> titles = campaigns.stream().map(Campaign::title).collect(Collectors.toSet());
		Report last = this.report;
		if (last == null || last.readAt().isBefore(Instant.now().minus(FRESH)) || !last.asked().containsAll(titles)) {
			last = ask(campaigns, titles);
			this.report = last;
		}
		return last;
	}

	private Report ask(List<Campaign> campaigns, Set<String> titles) {
		Map<String, Figures> found = new HashMap<>();
		if (!campaigns.isEmpty()) {
			Set<String> missing = new HashSet<>(titles);
			try (Stream<CampaignMetricsRow> rows = this.webPush
				.streamOverallMetrics(sinceLaunch(campaigns.get(campaigns.size() - 1)))) {
				Iterator<CampaignMetricsRow> each = rows.limit(MOST_ROWS).iterator();
				while (!missing.isEmpty() && each.hasNext()) {
					CampaignMetricsRow row = each.next();
					String name = row.name();
					if (name != null && missing.remove(name)) {
						found.put(name, row.figures());
					}
				}
			}
		}
		return new Report(Instant.now(), titles, found);
	}

	private Optional<BuilderId> builderId(Campaign campaign, DateRange days) {
		if (campaign.builderId() != null) {
			return Optional.of(BuilderId.of(campaign.builderId()));
		}
		try (Stream<CampaignMetricsRow> rows = this.webPush.streamOverallMetrics(days)) {
			Optional<BuilderId> found = rows.filter((row) -> campaign.title().equals(row.name()))
				.map(CampaignMetricsRow::builderId)
				.filter(Objects::nonNull)
				.findFirst();
			found.ifPresent((id) -> this.store.builderIdFound(campaign.id(), id.value()));
			return found;
		}
	}

	/**
	 * A day more on both sides, because the account's time zone is not known; but not
	 * more than the year that Insider One keeps.
	 */
	private static DateRange sinceLaunch(Campaign campaign) {
		LocalDate today = LocalDate.now(ZoneOffset.UTC);
		LocalDate launched = LocalDate.ofInstant(Objects.requireNonNullElseGet(campaign.launchedAt(), Instant::now),
				ZoneOffset.UTC);
		LocalDate first = launched.minusDays(1);
		LocalDate oldest = today.minusYears(1).plusDays(1);
		return DateRange.of(first.isBefore(oldest) ? oldest : first, today.plusDays(1));
	}

	/**
	 * Figures of several campaigns.
	 *
	 * @param readAt when they were read
	 * @param asked the titles that were asked for
	 * @param figures the figures by title
	 */
	record Report(Instant readAt, Set<String> asked, Map<String, Figures> figures) {
	}

}
