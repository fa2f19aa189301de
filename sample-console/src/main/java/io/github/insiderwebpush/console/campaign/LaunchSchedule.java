package io.github.insiderwebpush.console.campaign;

import java.util.List;
import java.util.Map;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import io.github.insiderwebpush.console.trail.MessageText;
import io.github.insiderwebpush.console.trail.Trail;
import io.github.insiderwebpush.console.trail.TrailAction;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Launches that a person has scheduled. A schedule and its task are written in one
 * transaction. The task is named by the one-time token of the schedule, so the task of a
 * schedule that was changed or cancelled finds nothing to do.
 */
@Service
public class LaunchSchedule {

	/** The task that launches a campaign at its time. */
	public static final TaskDescriptor<Void> LAUNCH = TaskDescriptor.of("launch-campaign");

	private static final int PRIORITY = 100;

	private static final String EXPIRED = "It could not be sent in time, so it is not sent any more. Launch it now or schedule it again.";

	private final CampaignStore campaigns;

	private final Messages messages;

	private final ObjectProvider<SchedulerClient> scheduler;

	private final TeamTime times;

	private final Trail trail;

	LaunchSchedule(CampaignStore campaigns, Messages messages, ObjectProvider<SchedulerClient> scheduler,
			TeamTime times, Trail trail) {
		this.campaigns = campaigns;
		this.messages = messages;
		this.scheduler = scheduler;
		this.times = times;
		this.trail = trail;
	}

	/**
	 * Schedule the first launch of a campaign, or schedule it for another time.
	 * @param campaign the campaign as a person has seen it
	 * @param message its message without problems
	 * @param schedule its times, who confirmed them, and a new token
	 * @return whether it was scheduled; {@code false} if it has changed meanwhile
	 */
	@Transactional
	public boolean schedule(Campaign campaign, Message message, Schedule schedule) {
		if (!this.campaigns.schedule(campaign, schedule)) {
			return false;
		}
		this.campaigns.removeLaunchTask(campaign.scheduleToken());
		this.messages.store(campaign.id(), message);
		this.trail.record(TrailAction.SCHEDULE, campaign.id(), campaign.title(),
				text(schedule) + "\n" + MessageText.of(message.toPushMessage(campaign.toAll())));
		this.scheduler.getObject().scheduleIfNotExists(instance(String.valueOf(schedule.token()), schedule.times()));
		return true;
	}

	/**
	 * Schedule the first launch of campaigns.
	 * @param campaigns messages without problems by the campaign as a person has seen it
	 * @param times the times of all
	 * @param token the one-time token of the selection
	 * @param who who confirmed them
	 * @return how many were scheduled; those are left out that have changed meanwhile
	 */
	@Transactional
	public int scheduleAll(Map<Campaign, Message> campaigns, LaunchTimes times, String token, String who) {
		int scheduled = 0;
		for (Map.Entry<Campaign, Message> campaign : campaigns.entrySet()) {
			Schedule schedule = new Schedule(times, who, token(token, campaign.getKey().id()));
			if (schedule(campaign.getKey(), campaign.getValue(), schedule)) {
				scheduled++;
			}
		}
		return scheduled;
	}

	/**
	 * Return the token of one of several schedules that were confirmed together.
	 * @param token the one-time token of the confirmation
	 * @param number the number of the schedule
	 * @return its token
	 */
	public static String token(String token, long number) {
		return token + "." + number;
	}

	/**
	 * Cancel the schedule of a campaign.
	 * @param id the console's number
	 * @param token the token of the schedule that a person has seen
	 * @return whether it was cancelled; {@code false} if it was launched, changed or
	 * cancelled meanwhile
	 */
	@Transactional
	public boolean cancel(long id, String token) {
		Campaign campaign = this.campaigns.find(id).orElse(null);
		boolean cancelled = this.campaigns.unschedule(id, token);
		if (campaign != null && cancelled) {
			this.trail.record(TrailAction.UNSCHEDULE, id, campaign.title(), text(campaign.schedule()));
		}
		return cancelled;
	}

	/**
	 * End the schedules whose time is over. They are not sent any more.
	 * @return how many they were
	 */
	@Transactional
	public int expire() {
		List<Campaign> expired = this.campaigns.expire(EXPIRED);
		expired.forEach((campaign) -> this.trail.record(TrailAction.EXPIRE, campaign.id(), campaign.title(),
				text(campaign.schedule())));
		return expired.size();
	}

	private String text(@Nullable Schedule schedule) {
		return (schedule != null) ? this.times.text(schedule.times()) : "";
	}

	static SchedulableInstance<Void> instance(String token, LaunchTimes times) {
		return LAUNCH.instance(token).priority(PRIORITY).scheduledTo(times.launchAt());
	}

}
