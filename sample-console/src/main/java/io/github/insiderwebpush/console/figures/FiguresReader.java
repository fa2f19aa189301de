package io.github.insiderwebpush.console.figures;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.insiderwebpush.BudgetUsage;
import io.github.insiderwebpush.WebPushAsyncOperations;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.console.campaign.BackgroundCall;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.figures.FiguresStore.Due;
import io.github.insiderwebpush.console.startup.StartupException;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetrics;
import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.statistics.OverallMetricsPage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Reads the figures of launched campaigns, one request at a time, until Insider One says
 * that they are final. Insider One knows them by another ID, which is found in its report
 * by the title.
 */
@Component
class FiguresReader {

	private static final Log logger = LogFactory.getLog(FiguresReader.class);

	private static final int ROWS_OF_A_PAGE = 20;

	/** Ends a report whose pages never do. */
	private static final int MOST_PAGES = 500;

	private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(5);

	private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

	private static final Duration PAUSE_AFTER_A_FAILURE = Duration.ofMinutes(1);

	private final WebPushTemplate template;

	private final WebPushAsyncOperations background;

	private final FiguresStore store;

	private final double share;

	private final Clock clock;

	@Autowired
	FiguresReader(WebPushTemplate template, FiguresStore store,
			@Value("${console.figures.budget-share}") double share) {
		this(template, store, share, Clock.systemUTC());
	}

	FiguresReader(WebPushTemplate template, FiguresStore store, double share, Clock clock) {
		if (!(share > 0 && share <= 1)) {
			throw new StartupException("'console.figures.budget-share' must be greater than 0 and at most 1.",
					"Set it to 0.5 for half of the statistics budget.");
		}
		this.template = template;
		this.background = template.background();
		this.store = store;
		this.share = share;
		this.clock = clock;
	}

	/**
	 * Read what is due next, by one request at most.
	 */
	void readNext() {
		Instant now = this.clock.instant();
		FiguresStore.Progress progress = this.store.progress();
		if (progress.notBefore().isAfter(now) || !withinShare()) {
			return;
		}
		this.store.due(now, oldest(now)).ifPresent((due) -> read(due, progress.nextPage(), now));
	}

	/**
	 * A person who waits for statistics goes first.
	 */
	private boolean withinShare() {
		BudgetUsage usage = this.template.usage(Budget.STATISTICS);
		return usage.limit() - usage.available() < usage.limit() * this.share && usage.waiting() == 0
				&& usage.pauseLeft().isZero();
	}

	private void read(Due due, int page, Instant now) {
		try {
			if (due.builderId() != null) {
				readCampaign(due, BuilderId.of(due.builderId()), now);
			}
			else {
				readPage(page, now);
			}
		}
		catch (WebPushException ex) {
			logger.info("The figures of campaign " + due.campaign() + " are read later: " + ex.getMessage());
			this.store.postpone(due, now, next(due.launchedAt(), now));
			if (isOutage(ex)) {
				Duration asked = Objects.requireNonNullElse(ex.retryAfter(), Duration.ZERO);
				this.store.progress(page,
						now.plus((asked.compareTo(PAUSE_AFTER_A_FAILURE) > 0) ? asked : PAUSE_AFTER_A_FAILURE));
			}
		}
	}

	/**
	 * A failure that other campaigns would meet, too.
	 */
	private static boolean isOutage(WebPushException ex) {
		return switch (ex.error()) {
			case BAD_REQUEST, VALIDATION_FAILED, REFUSED, FAILED_DEPENDENCY, CAMPAIGN_NOT_FOUND, STATISTICS_EXPIRED ->
				false;
			default -> true;
		};
	}

	private void readCampaign(Due due, BuilderId id, Instant now) {
		CampaignMetrics metrics = BackgroundCall
			.await(this.background.campaignMetricsAsync(id, since(due.firstLaunchedAt(), now)));
		this.store.read(due, metrics.overview(), metrics.isFinal(), now, next(due.launchedAt(), now));
	}

	/**
	 * A row has the figures as well, so that its campaign needs no request of its own
	 * yet. Campaigns that no page of the report names are looked for later.
	 */
	private void readPage(int page, Instant now) {
		Instant oldest = oldest(now);
		DateRange days = since(this.store.firstLaunchWithoutId(now, oldest), now);
		OverallMetricsPage report = BackgroundCall
			.await(this.background.overallMetricsAsync(days, page, ROWS_OF_A_PAGE));
		for (CampaignMetricsRow row : report.rows()) {
			BuilderId id = row.builderId();
			if (row.name() != null && id != null) {
				this.store.dueWithoutId(now, oldest, row.name()).ifPresent((due) -> {
					this.store.builderIdFound(due.campaign(), id.value());
					this.store.read(due, row.figures(), false, now, next(due.launchedAt(), now));
				});
			}
		}
		if (isLast(report, page)) {
			this.store.dueWithoutId(now, oldest)
				.forEach((due) -> this.store.postpone(due, now, next(due.launchedAt(), now)));
			this.store.progress(1, now);
		}
		else {
			this.store.progress(page + 1, now);
		}
	}

	private static boolean isLast(OverallMetricsPage report, int page) {
		return report.rows().isEmpty() || page >= MOST_PAGES || ((report.total() != null)
				? (long) page * ROWS_OF_A_PAGE >= report.total() : report.rows().size() < ROWS_OF_A_PAGE);
	}

	/**
	 * Return when to read again: the older a launch, the less its figures change.
	 */
	static Instant next(Instant launchedAt, Instant now) {
		Duration pause = Duration.between(launchedAt, now).dividedBy(4);
		if (pause.compareTo(SHORTEST_PAUSE) < 0) {
			return now.plus(SHORTEST_PAUSE);
		}
		return now.plus((pause.compareTo(LONGEST_PAUSE) < 0) ? pause : LONGEST_PAUSE);
	}

	/**
	 * Return whether the report of the days since the launch has a row of the campaign. A
	 * person waits for it.
	 * @param campaign a campaign whose launch is unclear
	 * @return {@code true} proves that it was sent; {@code false} proves nothing, because
	 * figures come late
	 */
	boolean isReported(Campaign campaign) {
		if (campaign.builderId() != null) {
			return true;
		}
		Instant now = this.clock.instant();
		DateRange days = since(Objects.requireNonNullElse(campaign.launchedAt(), now), now);
		try (Stream<CampaignMetricsRow> rows = this.template.streamOverallMetrics(days)) {
			return rows.anyMatch((row) -> campaign.title().equals(row.name()));
		}
	}

	/**
	 * A day more on both sides, because the account's time zone is not known; but not
	 * more than the year that Insider One keeps.
	 */
	private static DateRange since(Instant launchedAt, Instant now) {
		LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
		LocalDate first = LocalDate.ofInstant(launchedAt, ZoneOffset.UTC).minusDays(1);
		LocalDate oldest = today.minusYears(1).plusDays(1);
		return DateRange.of(first.isBefore(oldest) ? oldest : first, today.plusDays(1));
	}

	/**
	 * Return the launch time before which Insider One has no complete figures any more.
	 */
	private static Instant oldest(Instant now) {
		return LocalDate.ofInstant(now, ZoneOffset.UTC)
			.minusYears(1)
			.plusDays(2)
			.atStartOfDay(ZoneOffset.UTC)
			.toInstant();
	}

}
