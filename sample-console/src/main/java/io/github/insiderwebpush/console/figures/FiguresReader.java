package io.github.insiderwebpush.console.figures;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetrics;
import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.DateRange;

import org.springframework.stereotype.Component;

/**
 * Reads the figures of a launched campaign. The vendor knows them by another id, which is
 * looked up by the title once.
 */
@Component
class FiguresReader {

	private final WebPushOperations webPush;

	private final CampaignStore store;

	FiguresReader(WebPushOperations webPush, CampaignStore store) {
		this.webPush = webPush;
		this.store = store;
	}

	/**
	 * Return the figures.
	 * @param campaign a launched campaign
	 * @return the figures, empty if the vendor's report does not name it yet
	 */
	Optional<Chart> read(Campaign campaign) {
		DateRange days = sinceLaunch(campaign);
		return builderId(campaign, days).map((id) -> {
			CampaignMetrics metrics = this.webPush.campaignMetrics(id, days);
			return Chart.of(metrics.overview(), metrics.isFinal());
		});
	}

	private Optional<BuilderId> builderId(Campaign campaign, DateRange days) {
		if (campaign.builderId() != null) {
			return Optional.of(BuilderId.of(campaign.builderId()));
		}
		Optional<BuilderId> found = this.webPush.streamOverallMetrics(days)
			.filter((row) -> campaign.title().equals(row.name()))
			.map(CampaignMetricsRow::builderId)
			.filter(Objects::nonNull)
			.findFirst();
		found.ifPresent((id) -> this.store.figuresFound(campaign.id(), id.value()));
		return found;
	}

	/**
	 * A day more on both sides, for the account's time zone is not known; but not more
	 * than the year that the vendor keeps.
	 */
	private static DateRange sinceLaunch(Campaign campaign) {
		LocalDate today = LocalDate.now(ZoneOffset.UTC);
		LocalDate launched = LocalDate.ofInstant(Objects.requireNonNullElseGet(campaign.launchedAt(), Instant::now),
				ZoneOffset.UTC);
		LocalDate first = launched.minusDays(1);
		LocalDate oldest = today.minusYears(1).plusDays(1);
		return DateRange.of(first.isBefore(oldest) ? oldest : first, today.plusDays(1));
	}

}
