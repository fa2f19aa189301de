package io.github.insiderwebpush.test.recipes;

import java.util.List;
import java.util.stream.Stream;

import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetrics;
import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.DateRange;
import io.github.insiderwebpush.statistics.OverallMetricsPage;
import io.github.insiderwebpush.statistics.TopMetrics;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class LaunchLedger implements WebPushOperations {

	private final WebPushOperations webPush;

	private final JdbcClient jdbc;

	private final TransactionTemplate ownTransaction;

	LaunchLedger(WebPushOperations webPush, JdbcClient jdbc, PlatformTransactionManager transactionManager) {
		this.webPush = webPush;
		this.jdbc = jdbc;
		this.ownTransaction = new TransactionTemplate(transactionManager);
		this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	@Override
	public LaunchedCampaign launchCampaign(CampaignId id, PushMessage message) {
		this.ownTransaction.executeWithoutResult((status) -> writeIntent(id));
		try {
			LaunchedCampaign launched = this.webPush.launchCampaign(id, message);
			writeOutcome(id, "APPLIED");
			return launched;
		}
		catch (WebPushException ex) {
			writeOutcome(id, ex.outcome().name());
			throw ex;
		}
	}

	private void writeIntent(CampaignId id) {
		try {
			this.jdbc.sql("delete from launch where campaign_id = ? and outcome = 'NOT_APPLIED'")
				.param(id.value())
				.update();
			this.jdbc.sql("insert into launch (campaign_id) values (?)").param(id.value()).update();
		}
		catch (DuplicateKeyException ex) {
			throw new IllegalStateException("Campaign " + id + " is launched, or may be: see table 'launch'", ex);
		}
	}

	private void writeOutcome(CampaignId id, String outcome) {
		this.ownTransaction
			.executeWithoutResult((status) -> this.jdbc.sql("update launch set outcome = ? where campaign_id = ?")
				.params(outcome, id.value())
				.update());
	}

	/**
	 * Return the launches that a crash interrupted, or that are in flight.
	 */
	List<Long> openLaunches() {
		return this.jdbc.sql("select campaign_id from launch where outcome is null").query(Long.class).list();
	}

	@Override
	public CreatedCampaign createCampaign(CreateCampaign campaign) {
		return this.webPush.createCampaign(campaign);
	}

	@Override
	public void deleteCampaign(CampaignId id) {
		this.webPush.deleteCampaign(id);
	}

	@Override
	public TopMetrics topMetrics(DateRange range) {
		return this.webPush.topMetrics(range);
	}

	@Override
	public OverallMetricsPage overallMetrics(DateRange range, int page, int perPage) {
		return this.webPush.overallMetrics(range, page, perPage);
	}

	@Override
	public Stream<CampaignMetricsRow> streamOverallMetrics(DateRange range) {
		return this.webPush.streamOverallMetrics(range);
	}

	@Override
	public CampaignMetrics campaignMetrics(BuilderId id, DateRange range) {
		return this.webPush.campaignMetrics(id, range);
	}

}
