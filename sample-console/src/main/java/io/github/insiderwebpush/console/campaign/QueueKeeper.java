package io.github.insiderwebpush.console.campaign;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Makes this instance follow the state of the queue, and stops it while the database
 * cannot be written to. The health of the queue is the outcome of the last check.
 */
@Component("queueHealthIndicator")
class QueueKeeper extends AbstractHealthIndicator {

	private static final Log logger = LogFactory.getLog(QueueKeeper.class);

	/** Longer than any launch may take: the process that began it has died. */
	private static final Duration LONGEST_LAUNCH = Duration.ofSeconds(90);

	private static final Duration LONGEST_WAIT_FOR_WORKER = Duration.ofSeconds(1);

	private static final int CHECKS_BETWEEN_REPAIRS = 10;

	private static final String SCHEDULER_LOGGER = "com.github.kagkarlsson.scheduler";

	private final QueueState state;

	private final CampaignStore store;

	private final CampaignQueue queue;

	private final LaunchSchedule launches;

	private final Creation creation;

	private final Scheduler scheduler;

	private final LoggingSystem logging;

	private volatile @Nullable String failure;

	private volatile boolean closing;

	private int checks;

	QueueKeeper(QueueState state, CampaignStore store, CampaignQueue queue, LaunchSchedule launches, Creation creation,
			Scheduler scheduler, LoggingSystem logging) {
		super("Queue health check failed");
		this.state = state;
		this.store = store;
		this.queue = queue;
		this.launches = launches;
		this.creation = creation;
		this.scheduler = scheduler;
		this.logging = logging;
	}

	@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
	void check() {
		try {
			boolean paused = this.state.check();
			recovered();
			follow(paused);
			this.launches.expire();
			this.store.abandonLaunches(LONGEST_LAUNCH);
			if (!paused && this.store.launchWaitsForWorker(LONGEST_WAIT_FOR_WORKER)) {
				this.creation.freeOneWorker();
			}
			if (++this.checks % CHECKS_BETWEEN_REPAIRS == 0) {
				this.queue.repair();
			}
		}
		catch (DataAccessException | TransactionException ex) {
			failed(ex);
		}
	}

	private void follow(boolean paused) {
		boolean stopped = this.scheduler.getSchedulerState().isPaused();
		if (paused && !stopped) {
			this.scheduler.pause();
			this.creation.stopWaiting();
		}
		else if (!paused && stopped && !this.closing) {
			this.scheduler.resume();
		}
	}

	/**
	 * The scheduler would log each of its polls with a stack trace, so it neither polls
	 * nor logs until the database is back.
	 */
	private void failed(RuntimeException ex) {
		if (this.failure == null && !this.closing) {
			this.logging.setLogLevel(SCHEDULER_LOGGER, LogLevel.OFF);
			this.scheduler.pause();
			logger.error("The database cannot be used, so nothing is created until it is back: "
					+ NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
		}
		this.failure = NestedExceptionUtils.getMostSpecificCause(ex).getClass().getSimpleName();
	}

	private void recovered() {
		if (this.failure != null) {
			this.failure = null;
			this.logging.setLogLevel(SCHEDULER_LOGGER, null);
			logger.info("The database is back, and the queue goes on");
		}
	}

	/**
	 * Calls that wait end as cancelled when the application stops, and each campaign that
	 * is taken up then would be one of them.
	 */
	@EventListener(ContextClosedEvent.class)
	void stopTakingUp() {
		this.closing = true;
		this.scheduler.pause();
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		String failed = this.failure;
		if (failed != null) {
			builder.down().withDetail("problem", "The database cannot be written to (" + failed + ")");
		}
		else {
			builder.up().withDetail("paused", this.scheduler.getSchedulerState().isPaused());
		}
	}

}
