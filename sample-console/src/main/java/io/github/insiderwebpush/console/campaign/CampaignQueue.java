package io.github.insiderwebpush.console.campaign;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.console.trail.MessageText;
import io.github.insiderwebpush.console.trail.Trail;
import io.github.insiderwebpush.console.trail.Trail.Subject;
import io.github.insiderwebpush.console.trail.TrailAction;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Queue of the campaigns that are to be created or deleted at Insider One. A campaign and
 * its task are written in one transaction.
 */
@Service
public class CampaignQueue {

	static final TaskDescriptor<Void> CREATE = TaskDescriptor.of("create-campaign");

	static final TaskDescriptor<Void> DELETE = TaskDescriptor.of("delete-campaign");

	/** A person waits for a single campaign; a file may take hours. */
	private static final int PRIORITY_OF_ONE = 90;

	private static final int PRIORITY_OF_MANY = 50;

	private static final int ROWS_AT_ONCE = 500;

	private final CampaignStore store;

	private final MessageStore messages;

	private final ObjectProvider<SchedulerClient> scheduler;

	private final Trail trail;

	private final TeamTime times;

	private final String defaultLanguage;

	CampaignQueue(CampaignStore store, MessageStore messages, ObjectProvider<SchedulerClient> scheduler, Trail trail,
			TeamTime times, @Value("${webpush.default-language:}") String defaultLanguage) {
		this.store = store;
		this.messages = messages;
		this.scheduler = scheduler;
		this.trail = trail;
		this.times = times;
		this.defaultLanguage = defaultLanguage;
	}

	/**
	 * Return a draft that has a language.
	 * @param draft the draft
	 * @return the draft, with {@code webpush.default-language} if it names none
	 * @throws io.github.insiderwebpush.campaign.InvalidCampaignException if neither names
	 * one
	 */
	public CreateCampaign complete(CreateCampaign draft) {
		return draft.orLanguage(this.defaultLanguage);
	}

	/**
	 * Queue one campaign, ahead of those that came in files.
	 * @param campaign the campaign
	 * @return the console's number for it
	 * @throws org.springframework.dao.DuplicateKeyException if a campaign of the console
	 * has that title
	 */
	@Transactional
	public long add(NewCampaign campaign) {
		return insert(this.store.nextBatch(), 0, List.of(campaign), PRIORITY_OF_ONE, "");
	}

	/**
	 * Queue the campaigns of a file, all or none. They are read one by one.
	 * @param token the one-time token of the file
	 * @param name the name of the file
	 * @param campaigns the campaigns
	 * @return how many they were
	 * @throws org.springframework.dao.DuplicateKeyException if the file was queued
	 * before, or if a title is taken or occurs twice
	 */
	@Transactional
	public int addAll(String token, String name, Iterator<NewCampaign> campaigns) {
		long batch = this.store.nextBatch();
		this.store.insertFile(batch, token, name);
		int count = 0;
		long lastId = 0;
		while (campaigns.hasNext()) {
			List<NewCampaign> rows = new ArrayList<>(ROWS_AT_ONCE);
			while (campaigns.hasNext() && rows.size() < ROWS_AT_ONCE) {
				rows.add(campaigns.next());
			}
			lastId = insert(batch, lastId, rows, PRIORITY_OF_MANY, ", from " + name);
			count += rows.size();
		}
		this.store.fileQueued(batch, count);
		this.trail.record(TrailAction.UPLOAD, name + ", " + count + ((count == 1) ? " campaign" : " campaigns"));
		return count;
	}

	/**
	 * Write campaigns with their messages, their tasks and their lines of the trail.
	 * @param source where they came from, for the trail
	 * @return the number of the last one
	 */
	private long insert(long batch, long lastId, List<NewCampaign> campaigns, int priority, String source) {
		List<NewCampaign> complete = campaigns.stream()
			.map((campaign) -> campaign.with(complete(campaign.draft())))
			.toList();
		this.store.insert(batch, complete, this.defaultLanguage);
		List<Long> ids = this.store.idsAfter(batch, lastId, campaigns.size());
		Map<Long, Message> messages = new LinkedHashMap<>();
		List<SchedulableInstance<?>> launches = new ArrayList<>();
		List<Subject> created = new ArrayList<>();
		List<Subject> scheduled = new ArrayList<>();
		for (int i = 0; i < campaigns.size(); i++) {
			CreateCampaign draft = complete.get(i).draft();
			Message message = campaigns.get(i).message();
			created.add(new Subject(ids.get(i), draft.title(), words(draft) + source + text(message, draft)));
			if (message != null) {
				messages.put(ids.get(i), message);
			}
			Schedule schedule = campaigns.get(i).schedule();
			if (schedule != null && schedule.token() != null) {
				launches.add(LaunchSchedule.instance(schedule.token(), schedule.times()));
				scheduled.add(new Subject(ids.get(i), draft.title(),
						this.times.text(schedule.times()) + text(message, draft)));
			}
		}
		this.trail.recordAll(TrailAction.CREATE, created);
		this.trail.recordAll(TrailAction.SCHEDULE, scheduled);
		if (!messages.isEmpty()) {
			this.messages.insert(messages);
		}
		schedule(ids, priority);
		if (!launches.isEmpty()) {
			this.scheduler.getObject().scheduleBatch(launches);
		}
		return ids.get(ids.size() - 1);
	}

	/**
	 * Queue a campaign again that was refused, cancelled or lost with its sandbox.
	 * @param id the console's number
	 * @return whether there was such a campaign
	 */
	@Transactional
	public boolean retry(long id) {
		boolean again = this.store.queueAgain(id);
		if (again) {
			Campaign campaign = get(id);
			this.trail.record(TrailAction.RETRY, id, campaign.title(), words(campaign));
			schedule(CREATE, id);
		}
		return again;
	}

	/**
	 * Change a campaign that is not created yet, and queue it.
	 * @param id the console's number
	 * @param draft its new name, language and audience
	 * @return whether it was changed; {@code false} if an attempt was begun meanwhile
	 * @throws org.springframework.dao.DuplicateKeyException if another campaign of the
	 * console has that title
	 */
	@Transactional
	public boolean edit(long id, CreateCampaign draft) {
		Campaign before = this.store.find(id).orElse(null);
		boolean edited = this.store.edit(id, complete(draft), this.defaultLanguage);
		if (before != null && edited) {
			Campaign now = get(id);
			this.trail.record(TrailAction.EDIT, id, now.title(),
					words(now) + "; before: " + before.title() + ", " + words(before));
			retry(id);
		}
		return edited;
	}

	/**
	 * Remove a campaign from the list, so that its title is free again in the console.
	 * @param id the console's number
	 * @return whether there was such a campaign
	 */
	@Transactional
	public boolean remove(long id) {
		Campaign campaign = this.store.find(id).orElse(null);
		boolean removed = this.store.remove(id);
		if (campaign != null && removed) {
			this.trail.record(TrailAction.REMOVE, id, campaign.title(), words(campaign));
		}
		return removed;
	}

	/**
	 * Cancel a campaign that waits. Its task finds nothing to do.
	 * @param id the console's number
	 * @return whether it waited
	 */
	@Transactional
	public boolean cancel(long id) {
		Campaign before = this.store.find(id).orElse(null);
		boolean cancelled = this.store.cancel(id);
		if (before != null && cancelled) {
			recordUnscheduled(List.of(before));
			Campaign campaign = get(id);
			this.trail.record(TrailAction.CANCEL, id, campaign.title(), words(campaign));
			this.trail.ended(id, WebPushOperation.CREATE, "Cancelled");
		}
		return cancelled;
	}

	/**
	 * Cancel all campaigns that wait.
	 * @param batch the file that they came in, or {@code null} for all
	 * @return how many were cancelled
	 */
	@Transactional
	public int cancelAll(@Nullable Long batch) {
		recordUnscheduled(this.store.waitingWithSchedule(batch));
		List<Campaign> cancelled = this.store.cancelAll(batch);
		this.trail.recordAll(TrailAction.CANCEL,
				cancelled.stream()
					.map((campaign) -> new Subject(campaign.id(), campaign.title(), words(campaign)))
					.toList());
		this.trail.cancelled();
		return cancelled.size();
	}

	/**
	 * Delete a draft at Insider One. The deletion is recorded before it is sent, and is
	 * repeated until its outcome is known, which is safe.
	 * @param id the console's number
	 * @return whether it is a draft
	 */
	@Transactional
	public boolean delete(long id) {
		boolean begun = this.store.beginDelete(id);
		if (begun) {
			Campaign campaign = get(id);
			this.trail.record(TrailAction.DELETE, id, campaign.title(), "ID " + campaign.campaignId());
			schedule(DELETE, id);
		}
		return begun;
	}

	/**
	 * Queue the campaigns that have lost their task.
	 */
	void repair() {
		for (Campaign campaign : this.store.withoutTask()) {
			schedule((campaign.state() == CampaignState.DELETING) ? DELETE : CREATE, campaign.id());
		}
	}

	private void recordUnscheduled(List<Campaign> campaigns) {
		this.trail.recordAll(TrailAction.UNSCHEDULE,
				campaigns.stream()
					.filter(Campaign::scheduled)
					.map((campaign) -> new Subject(campaign.id(), campaign.title(),
							this.times.text(Objects.requireNonNull(campaign.schedule()).times())))
					.toList());
	}

	private Campaign get(long id) {
		return this.store.find(id).orElseThrow();
	}

	/**
	 * A message that was copied for another audience lacks its segment.
	 */
	private static String text(@Nullable Message message, CreateCampaign draft) {
		if (message == null) {
			return "";
		}
		boolean toAll = draft.toAllSubscribers();
		return "\n" + (message.problems(toAll).isEmpty() ? MessageText.of(message.toPushMessage(toAll))
				: "Title: " + message.title() + "\nText: " + message.description() + "\nLink: " + message.link());
	}

	private static String words(Campaign campaign) {
		return words(campaign.language(), campaign.toAll());
	}

	private String words(CreateCampaign draft) {
		return words((draft.language() != null) ? draft.language() : this.defaultLanguage, draft.toAllSubscribers());
	}

	private static String words(String language, boolean toAll) {
		return language + ", " + (toAll ? "all subscribers" : "segment");
	}

	private void schedule(TaskDescriptor<Void> task, long id) {
		this.scheduler.getObject().scheduleIfNotExists(instance(task, id, PRIORITY_OF_ONE, Instant.now()));
	}

	/**
	 * Times a microsecond apart keep the order of the file.
	 */
	private void schedule(List<Long> ids, int priority) {
		Instant now = Instant.now();
		List<SchedulableInstance<?>> instances = new ArrayList<>(ids.size());
		for (int i = 0; i < ids.size(); i++) {
			instances.add(instance(CREATE, ids.get(i), priority, now.plusNanos(i * 1_000L)));
		}
		this.scheduler.getObject().scheduleBatch(instances);
	}

	private static SchedulableInstance<Void> instance(TaskDescriptor<Void> task, long id, int priority, Instant time) {
		return task.instance(Long.toString(id)).priority(priority).scheduledTo(time);
	}

}
