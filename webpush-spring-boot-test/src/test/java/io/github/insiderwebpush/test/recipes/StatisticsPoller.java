package io.github.insiderwebpush.test.recipes;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.DateRange;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class StatisticsPoller {

	private static final Log logger = LogFactory.getLog(StatisticsPoller.class);

	private static final ZoneId ACCOUNT_ZONE = ZoneId.of("Europe/Istanbul");

	private final WebPushOperations webPush;

	private volatile List<CampaignMetricsRow> rows = List.of();

	StatisticsPoller(WebPushOperations webPush) {
		this.webPush = webPush;
	}

	@Scheduled(fixedDelay = 15, timeUnit = TimeUnit.MINUTES)
	void poll() {
		LocalDate today = LocalDate.now(Clock.system(ACCOUNT_ZONE));
		try {
			this.rows = this.webPush.streamOverallMetrics(DateRange.of(today.minusDays(6), today)).toList();
		}
		catch (WebPushException ex) {
			logger.warn("Statistics of the last run are kept. " + ex.getMessage());
		}
	}

	List<CampaignMetricsRow> rows() {
		return this.rows;
	}

}
