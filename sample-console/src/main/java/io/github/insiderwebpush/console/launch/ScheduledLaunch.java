package io.github.insiderwebpush.console.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushAsyncOperations;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignState;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.FailureWords;
import io.github.insiderwebpush.console.campaign.LaunchState;
import io.github.insiderwebpush.console.campaign.LaunchTimes;
import io.github.insiderwebpush.console.campaign.Message;
import io.github.insiderwebpush.console.campaign.MessageStore;
import io.github.insiderwebpush.console.campaign.Schedule;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * One attempt to send a scheduled launch. It is recorded before it is sent. An attempt
 * that was not sent is repeated until the time is over; one that may have been sent is
 * not.
 */
@Service
class ScheduledLaunch {

	private static final Log logger = LogFactory.getLog(ScheduledLaunch.class);

	/** Less than the time after which a launch counts as abandoned. */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(45);

	private static final String WAITED = "It waited for the budget or for Insider One until then.";

	private static final Duration PAUSE = Duration.ofSeconds(1);

	/** The draft that is created brings its launch forward. */
	private static final Duration PAUSE_FOR_DRAFT = Duration.ofSeconds(30);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

	private final CampaignStore campaigns;

	private final MessageStore messages;

	private final LaunchStore launches;

	private final LaunchDeadlines deadlines;

	private final WebPushAsyncOperations webPush;

	ScheduledLaunch(CampaignStore campaigns, MessageStore messages, LaunchStore launches, LaunchDeadlines deadlines,
			WebPushTemplate template) {
		this.campaigns = campaigns;
		this.messages = messages;
		this.launches = launches;
		this.deadlines = deadlines;
		this.webPush = template;
	}

	/**
	 * Make an attempt.
	 * @param token the one-time token of the schedule
	 * @return when to try again, {@code null} if the schedule is done
	 */
	@Nullable Instant attempt(String token) {
		Campaign campaign = this.campaigns.scheduled(token).orElse(null);
		if (campaign == null) {
			return null;
		}
		Schedule schedule = Objects.requireNonNull(campaign.schedule());
		Long campaignId = campaign.campaignId();
		if (campaign.state() != CampaignState.CREATED || campaignId == null) {
			return Instant.now().plus(PAUSE_FOR_DRAFT);
		}
		Message message = this.messages.find(campaign.id()).orElseThrow();
		PushMessage push = message.toPushMessage(campaign.toAll());
		LaunchRecord launch = LaunchRecord.of(UUID.randomUUID().toString(), campaign, message, push, Instant.now(),
				Objects.requireNonNull(schedule.by()));
		if (!this.launches.beginScheduled(campaign, launch, push, token, this.deadlines.way())) {
			return Instant.now().plus(PAUSE);
		}
		try {
			send(CampaignId.of(campaignId), push, schedule.times());
			this.launches.ended(launch, LaunchState.LAUNCHED, null);
			return null;
		}
		catch (WebPushException ex) {
			logger.info("The scheduled launch of campaign " + campaign.id() + " failed: " + ex.getMessage());
			return failed(launch, schedule, campaign, ex);
		}
	}

	private void send(CampaignId id, PushMessage message, LaunchTimes times) {
		Instant lastMoment = times.notAfter().minus(this.deadlines.way());
		this.deadlines.set(id, lastMoment);
		try {
			await(this.webPush.launchCampaignAsync(id, message), lastMoment);
		}
		finally {
			this.deadlines.remove(id);
		}
	}

	/**
	 * A launch that waits for the budget is given up when its time is over. A request
	 * that is on the wire is not: its response is worth knowing. An interrupt goes no
	 * further, because H2 closes its file when an interrupted thread writes to it.
	 */
	private static void await(CompletableFuture<LaunchedCampaign> call, Instant lastMoment) {
		Duration left = Duration.between(Instant.now(), lastMoment);
		try {
			call.handle((launched, failure) -> Boolean.TRUE)
				.get(Math.max(0, Math.min(left.toMillis(), LONGEST_WAIT.toMillis())), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | InterruptedException ex) {
			call.cancel(false);
		}
		catch (ExecutionException ex) {
			throw new CompletionException(ex.getCause());
		}
		try {
			call.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof WebPushException failure) {
				throw failure;
			}
			throw ex;
		}
	}

	private @Nullable Instant failed(LaunchRecord launch, Schedule schedule, Campaign campaign, WebPushException ex) {
		String words = FailureWords.launch(ex, campaign.toAll());
		if (ex.outcome() != Outcome.NOT_APPLIED) {
			this.launches.ended(launch, LaunchState.UNCLEAR, words);
			return null;
		}
		return switch (ex.error()) {
			case UNREACHABLE, RATE_LIMITED, BUDGET_EXHAUSTED, PAUSED_BY_SERVER, CANCELLED, EXECUTOR_REJECTED,
					SERVER_ERROR -> {
				boolean over = !Instant.now().plus(this.deadlines.way()).isBefore(schedule.times().notAfter());
				this.launches.notSent(launch, campaign.scheduleToken(), over ? WAITED : words);
				Duration asked = Objects.requireNonNullElse(ex.retryAfter(), Duration.ZERO);
				yield Instant.now().plus((asked.compareTo(PAUSE_AFTER_FAILURE) > 0) ? asked : PAUSE_AFTER_FAILURE);
			}
			default -> {
				this.launches.ended(launch, LaunchState.NONE, words);
				yield null;
			}
		};
	}

}
