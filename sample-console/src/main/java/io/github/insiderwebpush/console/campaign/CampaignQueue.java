package io.github.insiderwebpush.console.campaign;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import io.github.insiderwebpush.campaign.CreateCampaign;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where campaigns wait to be created. Each is stored and queued in one transaction: there
 * is never one without the other.
 */
@Service
public class CampaignQueue {

	static final TaskDescriptor<Void> TASK = TaskDescriptor.of("create-campaign");

	/** Somebody waits for a single campaign; a file may take hours. */
	private static final int PRIORITY_OF_ONE = 90;

	private static final int PRIORITY_OF_MANY = 50;

	private static final int ROWS_AT_ONCE = 500;

	private final CampaignStore store;

	private final ObjectProvider<SchedulerClient> scheduler;

	private final String defaultLanguage;

	CampaignQueue(CampaignStore store, ObjectProvider<SchedulerClient> scheduler,
			@Value("${webpush.default-language:}") String defaultLanguage) {
		this.store = store;
		this.scheduler = scheduler;
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
	 * @param draft the campaign
	 * @return the console's number for it
	 * @throws org.springframework.dao.DuplicateKeyException if a campaign of the console
	 * has that title
	 */
	@Transactional
	public long add(CreateCampaign draft) {
		long batch = this.store.nextBatch();
		this.store.insert(batch, List.of(complete(draft)), this.defaultLanguage);
		long id = this.store.idsAfter(batch, 0, 1).get(0);
		schedule(List.of(id), PRIORITY_OF_ONE);
		return id;
	}

	/**
	 * Queue many campaigns, all or none. They are read one by one.
	 * @param drafts the campaigns
	 * @return how many they were
	 * @throws org.springframework.dao.DuplicateKeyException if a title is taken or occurs
	 * twice
	 */
	@Transactional
	public int addAll(Iterator<CreateCampaign> drafts) {
		long batch = this.store.nextBatch();
		int count = 0;
		long lastId = 0;
		while (drafts.hasNext()) {
			List<CreateCampaign> rows = new ArrayList<>(ROWS_AT_ONCE);
			while (drafts.hasNext() && rows.size() < ROWS_AT_ONCE) {
				rows.add(complete(drafts.next()));
			}
			this.store.insert(batch, rows, this.defaultLanguage);
			List<Long> ids = this.store.idsAfter(batch, lastId, rows.size());
			schedule(ids, PRIORITY_OF_MANY);
			lastId = ids.get(ids.size() - 1);
			count += rows.size();
		}
		return count;
	}

	/**
	 * Queue a campaign again that is known not to exist.
	 * @param id the console's number
	 * @return whether there was such a campaign
	 */
	@Transactional
	public boolean retry(long id) {
		boolean again = this.store.queueAgain(id);
		if (again) {
			this.scheduler.getObject().scheduleIfNotExists(instance(id, PRIORITY_OF_ONE, Instant.now()));
		}
		return again;
	}

	/**
	 * Remove a campaign that is known not to exist, so that its title is free again.
	 * @param id the console's number
	 * @return whether there was such a campaign
	 */
	@Transactional
	public boolean remove(long id) {
		return this.store.remove(id);
	}

	/**
	 * Times a microsecond apart keep the order of the file.
	 */
	private void schedule(List<Long> ids, int priority) {
		Instant now = Instant.now();
		List<SchedulableInstance<?>> instances = new ArrayList<>(ids.size());
		for (int i = 0; i < ids.size(); i++) {
			instances.add(instance(ids.get(i), priority, now.plusNanos(i * 1_000L)));
		}
		this.scheduler.getObject().scheduleBatch(instances);
	}

	private static SchedulableInstance<Void> instance(long id, int priority, Instant time) {
		return TASK.instance(Long.toString(id)).priority(priority).scheduledTo(time);
	}

}
