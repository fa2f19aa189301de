package io.github.insiderwebpush.console.campaign;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.console.trail.Trail;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Campaigns in the database. Changes that belong together share the caller's transaction.
 */
@Repository
public class CampaignStore {

	private static final String SELECT = """
			select id, title, language, to_all, state, attempts, unclear, campaign_id, error, launch_state, launch_error,
			launched_at, launched_by, launches, last_message, builder_id, launch_at, not_after, scheduled_by,
			schedule_token, updated_at from campaign""";

	private static final String SEARCH = """
			(lower(title) like :pattern escape '\\' or lower(last_message) like :pattern escape '\\')""";

	/**
	 * A campaign that was never created, so that nothing outside the console knows it.
	 */
	private static final String NOT_CREATED = "state in ('FAILED', 'FORGOTTEN', 'CANCELLED')";

	/**
	 * A campaign that a person cancels is not launched.
	 */
	private static final String UNSCHEDULE = "launch_state = 'NONE', launch_error = null, schedule_token = null, scheduled_by = null";

	private static final int TITLES_AT_ONCE = 500;

	private final JdbcClient jdbc;

	private final JdbcTemplate batches;

	private final Trail trail;

	CampaignStore(JdbcClient jdbc, JdbcTemplate batches, Trail trail) {
		this.jdbc = jdbc;
		this.batches = batches;
		this.trail = trail;
	}

	/**
	 * Return a campaign.
	 * @param id the console's number
	 * @return the campaign, if there is one
	 */
	public Optional<Campaign> find(long id) {
		return this.jdbc.sql(SELECT + " where id = ?").param(id).query(CampaignStore::row).optional();
	}

	List<Campaign> list(ListView view) {
		return this.jdbc
			.sql(SELECT + " where " + view.filter().condition() + " and " + search(view) + " order by "
					+ view.sort().order() + " limit :limit offset :offset")
			.param("pattern", view.pattern())
			.param("limit", ListView.ROWS)
			.param("offset", (view.page() - 1) * ListView.ROWS)
			.query(CampaignStore::row)
			.list();
	}

	/**
	 * Count the campaigns that a search finds, for each filter, in one pass.
	 */
	Map<CampaignFilter, Integer> counts(ListView view) {
		String columns = Arrays.stream(CampaignFilter.values())
			.map((filter) -> "sum(case when " + filter.condition() + " then total end) as \"" + filter.name() + "\"")
			.collect(Collectors.joining(", "));
		return this.jdbc.sql("select " + columns + """
				 from (select state, launch_state, unclear, min(launch_error) as launch_error, min(error) as error,
				count(*) as total
				from campaign where\s""" + search(view)
				+ " group by state, launch_state, unclear, launch_error is not null, error is not null) as statuses")
			.param("pattern", view.pattern())
			.query((row, number) -> {
				Map<CampaignFilter, Integer> counts = new EnumMap<>(CampaignFilter.class);
				for (CampaignFilter filter : CampaignFilter.values()) {
					counts.put(filter, row.getInt(filter.name()));
				}
				return counts;
			})
			.single();
	}

	private static String search(ListView view) {
		return view.q().isEmpty() ? "true" : SEARCH;
	}

	/**
	 * Return which titles are taken.
	 * @param titles titles to look for
	 * @return those that a campaign of this console has
	 */
	public Set<String> taken(Collection<String> titles) {
		Set<String> taken = new HashSet<>();
		List<String> all = List.copyOf(titles);
		for (int from = 0; from < all.size(); from += TITLES_AT_ONCE) {
			taken.addAll(this.jdbc.sql("select title from campaign where title in (:titles)")
				.param("titles", all.subList(from, Math.min(from + TITLES_AT_ONCE, all.size())))
				.query(String.class)
				.list());
		}
		return taken;
	}

	long nextBatch() {
		return this.jdbc.sql("select nextval('campaign_batch')").query(Long.class).single();
	}

	void insert(long batch, List<NewCampaign> campaigns, String defaultLanguage) {
		OffsetDateTime now = now();
		this.batches.batchUpdate("""
				insert into campaign (batch_id, title, language, to_all, state, last_message, launch_at, not_after,
				launch_state, scheduled_by, schedule_token, updated_at)
				values (?, ?, ?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?, ?)""", campaigns, campaigns.size(),
				(statement, campaign) -> {
					CreateCampaign draft = campaign.draft();
					Schedule schedule = campaign.schedule();
					LaunchTimes times = (schedule != null) ? schedule.times() : null;
					boolean scheduled = schedule != null && schedule.token() != null;
					statement.setLong(1, batch);
					statement.setString(2, draft.title());
					statement.setString(3, (draft.language() != null) ? draft.language() : defaultLanguage);
					statement.setBoolean(4, draft.toAllSubscribers());
					statement.setString(5, (campaign.message() != null) ? campaign.message().title() : null);
					statement.setObject(6, (times != null) ? at(times.launchAt()) : null);
					statement.setObject(7, (times != null) ? at(times.notAfter()) : null);
					statement.setString(8, (scheduled ? LaunchState.SCHEDULED : LaunchState.NONE).name());
					statement.setString(9, (schedule != null) ? schedule.by() : null);
					statement.setString(10, (schedule != null) ? schedule.token() : null);
					statement.setObject(11, now);
				});
	}

	void insertFile(long batch, String token, String name) {
		this.jdbc.sql("insert into queued_file (batch_id, token, name, queued, queued_at) values (?, ?, ?, 0, ?)")
			.params(batch, token, name, now())
			.update();
	}

	void fileQueued(long batch, int count) {
		this.jdbc.sql("update queued_file set queued = ? where batch_id = ?").params(count, batch).update();
	}

	/**
	 * Return how many campaigns of a file were queued.
	 * @param token the one-time token of the file
	 * @return the number, empty if it was not queued
	 */
	public Optional<Integer> queuedOf(String token) {
		return this.jdbc.sql("select queued from queued_file where token = ?")
			.param(token)
			.query(Integer.class)
			.optional();
	}

	List<Long> idsAfter(long batch, long lastId, int limit) {
		return this.jdbc.sql("select id from campaign where batch_id = ? and id > ? order by id limit ?")
			.params(batch, lastId, limit)
			.query(Long.class)
			.list();
	}

	/**
	 * Return the campaigns that wait or are being deleted, but have no task. A task is
	 * removed after its campaign was written, so a campaign that is queued again in
	 * between loses the new task with the old one.
	 */
	List<Campaign> withoutTask() {
		return this.jdbc
			.sql(SELECT + " "
					+ """
							where state in ('QUEUED', 'SENDING', 'DELETING') and not exists
							(select 1 from scheduled_tasks where task_name = case when state = 'DELETING' then :delete else :create end
							and task_instance = cast(campaign.id as varchar(100)))""")
			.param("create", CampaignQueue.CREATE.getTaskName())
			.param("delete", CampaignQueue.DELETE.getTaskName())
			.query(CampaignStore::row)
			.list();
	}

	/**
	 * Record an attempt, before it is sent. No attempt begins while the queue is paused.
	 * @return whether there is one to make
	 */
	boolean begin(long id) {
		return this.jdbc.sql("""
				update campaign set state = 'SENDING', unclear = true, attempts = attempts + 1, updated_at = ?
				where id = ? and state in ('QUEUED', 'SENDING')
				and not exists (select 1 from queue_state where paused)""").params(now(), id).update() == 1;
	}

	/**
	 * Record that it exists. That is the truth, whatever another process wrote meanwhile.
	 */
	@Transactional
	void created(long id, long campaignId) {
		this.jdbc.sql("""
				update campaign set state = 'CREATED', unclear = false, campaign_id = ?, error = null, updated_at = ?
				where id = ?""").params(campaignId, now(), id).update();
		bringForward(id);
		this.trail.ended(id, WebPushOperation.CREATE, "Created with ID " + campaignId);
	}

	/**
	 * A due launch has waited for its draft.
	 */
	private void bringForward(long id) {
		this.jdbc.sql("""
				update scheduled_tasks set execution_time = :now
				where task_name = :launch and not picked and execution_time > :now and task_instance =
				(select schedule_token from campaign where id = :id and launch_at <= :now)""")
			.param("now", now())
			.param("launch", LaunchSchedule.LAUNCH.getTaskName())
			.param("id", id)
			.update();
	}

	/**
	 * Record how an attempt ended, unless another one has been begun since.
	 */
	@Transactional
	void ended(long id, int attempt, CampaignState state, boolean unclear, @Nullable String error) {
		boolean ended = this.jdbc.sql("""
				update campaign set state = :state, unclear = :unclear, error = :error, updated_at = :now
				where id = :id and attempts = :attempt and state = 'SENDING'""")
			.param("state", state.name())
			.param("unclear", unclear)
			.param("error", cut(error))
			.param("now", now())
			.param("id", id)
			.param("attempt", attempt)
			.update() == 1;
		if (ended && !state.isPending()) {
			this.trail.ended(id, WebPushOperation.CREATE, (error != null) ? error : state.words());
		}
	}

	/**
	 * A schedule outlives a name that was refused.
	 */
	boolean queueAgain(long id) {
		return this.jdbc.sql("""
				update campaign set state = 'QUEUED', error = null,
				launch_state = case when launch_state = 'SCHEDULED' then launch_state else 'NONE' end,
				launch_error = null, launched_at = null, launched_by = null, launches = 0, builder_id = null,
				updated_at = ? where id = ? and\s""" + NOT_CREATED).params(now(), id).update() == 1;
	}

	boolean edit(long id, CreateCampaign draft, String defaultLanguage) {
		return this.jdbc
			.sql("""
					update campaign set title = :title, language = :language, to_all = :all, updated_at = :now
					where id = :id and not unclear and launch_state <> 'SCHEDULED' and (state = 'QUEUED' or\s"""
					+ NOT_CREATED + ")")
			.param("title", draft.title())
			.param("language", (draft.language() != null) ? draft.language() : defaultLanguage)
			.param("all", draft.toAllSubscribers())
			.param("now", now())
			.param("id", id)
			.update() == 1;
	}

	boolean remove(long id) {
		return this.jdbc.sql("delete from campaign where id = ? and (state = 'DELETED' or " + NOT_CREATED + ")")
			.param(id)
			.update() == 1;
	}

	boolean cancel(long id) {
		return this.jdbc
			.sql("update campaign set state = 'CANCELLED', " + UNSCHEDULE
					+ ", updated_at = ? where id = ? and state = 'QUEUED'")
			.params(now(), id)
			.update() == 1;
	}

	List<Campaign> waitingWithSchedule(@Nullable Long batch) {
		return this.jdbc
			.sql(SELECT + " where state = 'QUEUED' and launch_state = 'SCHEDULED'"
					+ ((batch != null) ? " and batch_id = :batch" : "") + " order by id for update")
			.param("batch", batch)
			.query(CampaignStore::row)
			.list();
	}

	List<Campaign> cancelAll(@Nullable Long batch) {
		OffsetDateTime now = now().truncatedTo(ChronoUnit.MICROS);
		this.jdbc
			.sql("update campaign set state = 'CANCELLED', " + UNSCHEDULE + ", updated_at = :now where state = 'QUEUED'"
					+ ((batch != null) ? " and batch_id = :batch" : ""))
			.param("now", now)
			.param("batch", batch)
			.update();
		return this.jdbc.sql(SELECT + " where state = 'CANCELLED' and updated_at = ? order by id")
			.param(now)
			.query(CampaignStore::row)
			.list();
	}

	boolean beginDelete(long id) {
		return this.jdbc
			.sql("""
					update campaign set state = 'DELETING', error = null, launch_state = 'NONE', launch_error = null, updated_at = ?
					where id = ? and state = 'CREATED' and launch_state in ('NONE', 'EXPIRED')""")
			.params(now(), id)
			.update() == 1;
	}

	@Transactional
	void deleteEnded(long id, CampaignState state, @Nullable String error) {
		boolean ended = this.jdbc.sql(
				"update campaign set state = :state, error = :error, updated_at = :now where id = :id and state = 'DELETING'")
			.param("state", state.name())
			.param("error", cut(error))
			.param("now", now())
			.param("id", id)
			.update() == 1;
		if (ended) {
			this.trail.ended(id, WebPushOperation.DELETE, (error != null) ? error : state.words());
		}
	}

	/**
	 * Record an ID that a person entered.
	 */
	boolean settleId(long id, long campaignId) {
		return this.jdbc.sql("""
				update campaign set state = 'CREATED', unclear = false, campaign_id = :campaign, error = null,
				updated_at = :now where id = :id and state = 'EXISTS'
				and not exists (select 1 from campaign other where other.campaign_id = :campaign)""")
			.param("campaign", campaignId)
			.param("now", now())
			.param("id", id)
			.update() == 1;
	}

	/**
	 * Record that a person knows that it does not exist.
	 */
	boolean settleMissing(long id) {
		return this.jdbc.sql("update campaign set state = 'CANCELLED', " + UNSCHEDULE + """
				, unclear = false, error = null, updated_at = ?
				where id = ? and state = 'EXISTS'""").params(now(), id).update() == 1;
	}

	boolean settleLaunch(long id, LaunchState state) {
		boolean settled = this.jdbc.sql("""
				update campaign set launch_state = ?, launch_error = null, updated_at = ?
				where id = ? and launch_state = 'UNCLEAR'""").params(state.name(), now(), id).update() == 1;
		if (settled) {
			this.jdbc.sql("update launch set state = ? where campaign = ? and state = 'UNCLEAR'")
				.params(state.name(), id)
				.update();
			if (state == LaunchState.NONE) {
				returnToLastLaunch(id);
			}
		}
		return settled;
	}

	/**
	 * Take a campaign whose last launch was not sent for what it was before: launched, if
	 * an earlier launch was sent.
	 * @param id the console's number
	 */
	public void returnToLastLaunch(long id) {
		this.jdbc.sql("""
				update campaign set launch_state = 'LAUNCHED', (launched_at, launched_by, last_message) =
				(select sent.launched_at, sent.launched_by, sent.message_title from launch sent
				where sent.campaign = campaign.id and sent.state = 'LAUNCHED' order by sent.launched_at desc limit 1)
				where id = ? and exists (select 1 from launch sent where sent.campaign = campaign.id
				and sent.state = 'LAUNCHED')""").param(id).update();
	}

	/**
	 * Mark launches as unclear that were begun before that moment and never ended.
	 * @return how many
	 */
	@Transactional
	int abandonLaunches(Duration age) {
		OffsetDateTime before = now().minus(age);
		int abandoned = this.jdbc.sql("""
				update campaign set launch_state = 'UNCLEAR', updated_at = ?
				where launch_state = 'LAUNCHING' and launched_at <= ?""").params(now(), before).update();
		if (abandoned > 0) {
			this.jdbc.sql("update launch set state = 'UNCLEAR' where state = 'LAUNCHING' and launched_at <= ?")
				.param(before)
				.update();
			this.trail.launchesAbandoned();
		}
		return abandoned;
	}

	/**
	 * Return whether the message of a campaign may be changed, and keep it so until the
	 * end of the transaction.
	 */
	boolean isMessageEditable(long id) {
		return this.jdbc.sql("""
				update campaign set updated_at = ?
				where id = ? and launch_state in ('NONE', 'EXPIRED') and state not in ('DELETING', 'DELETED')""")
			.params(now(), id)
			.update() == 1;
	}

	void messageChanged(long id, String title) {
		this.jdbc.sql("update campaign set last_message = ?, updated_at = ? where id = ?")
			.params(title, now(), id)
			.update();
	}

	/**
	 * Schedule the first launch of a campaign, or schedule it for another time. A form is
	 * used once, also after its schedule was cancelled or has expired.
	 * @param seen the campaign as a person has seen it
	 * @return whether nothing has changed since
	 */
	boolean schedule(Campaign seen, Schedule schedule) {
		boolean scheduled = this.jdbc
			.sql("""
					update campaign set launch_state = 'SCHEDULED', launch_error = null, launch_at = :from, not_after = :until,
					scheduled_by = :by, schedule_token = :token, updated_at = :now
					where id = :id and launches = :launches and language = :language and to_all = :all and state in ('QUEUED', 'SENDING', 'CREATED')
					and launch_state in ('NONE', 'EXPIRED', 'SCHEDULED') and coalesce(schedule_token, '') = :seen
					and not exists (select 1 from used_form where token = :token)""")
			.param("from", at(schedule.times().launchAt()))
			.param("until", at(schedule.times().notAfter()))
			.param("by", schedule.by())
			.param("token", schedule.token())
			.param("now", now())
			.param("id", seen.id())
			.param("launches", seen.launches())
			.param("language", seen.language())
			.param("all", seen.toAll())
			.param("seen", seen.scheduleToken())
			.update() == 1;
		if (scheduled) {
			this.jdbc.sql("insert into used_form (token) values (?)").param(schedule.token()).update();
		}
		return scheduled;
	}

	boolean unschedule(long id, String token) {
		boolean cancelled = this.jdbc.sql("update campaign set " + UNSCHEDULE + """
				, updated_at = ? where id = ? and schedule_token = ? and launch_state = 'SCHEDULED'""")
			.params(now(), id, token)
			.update() == 1;
		if (cancelled) {
			removeLaunchTask(token);
		}
		return cancelled;
	}

	/**
	 * A task that a worker has taken up finds that its schedule is gone.
	 */
	void removeLaunchTask(String token) {
		this.jdbc.sql("delete from scheduled_tasks where task_name = ? and task_instance = ? and not picked")
			.params(LaunchSchedule.LAUNCH.getTaskName(), token)
			.update();
	}

	/**
	 * Return the campaign of a schedule.
	 * @param token the one-time token of the schedule
	 * @return the campaign, empty if it is not scheduled like that any more
	 */
	public Optional<Campaign> scheduled(String token) {
		return this.jdbc.sql(SELECT + " where schedule_token = ? and launch_state = 'SCHEDULED'")
			.param(token)
			.query(CampaignStore::row)
			.optional();
	}

	/**
	 * Mark the scheduled launches that were not sent in time.
	 * @return their campaigns
	 */
	List<Campaign> expire(String error) {
		OffsetDateTime now = now();
		List<Campaign> late = this.jdbc
			.sql(SELECT + " where launch_state = 'SCHEDULED' and not_after <= ? order by not_after, id")
			.param(now)
			.query(CampaignStore::row)
			.list();
		return late.stream()
			.filter((campaign) -> this.jdbc.sql("""
					update campaign set launch_state = 'EXPIRED', schedule_token = null, updated_at = :now,
					launch_error = :error || coalesce(' ' || launch_error, '')
					where id = :id and launch_state = 'SCHEDULED' and not_after <= :now""")
				.param("now", now)
				.param("error", error)
				.param("id", campaign.id())
				.update() == 1)
			.toList();
	}

	/**
	 * Return whether a launch of an existing draft is due that no worker has taken up.
	 */
	boolean launchWaitsForWorker(Duration age) {
		return this.jdbc.sql("""
				select count(*) from scheduled_tasks
				where task_name = ? and not picked and execution_time <= ? and exists
				(select 1 from campaign where schedule_token = task_instance and state = 'CREATED')""")
			.params(LaunchSchedule.LAUNCH.getTaskName(), now().minus(age))
			.query(Integer.class)
			.single() > 0;
	}

	static OffsetDateTime now() {
		return OffsetDateTime.now(ZoneOffset.UTC);
	}

	static OffsetDateTime at(Instant time) {
		return time.atOffset(ZoneOffset.UTC);
	}

	static @Nullable String cut(@Nullable String text) {
		return (text != null && text.length() > 1000) ? text.substring(0, 1000) : text;
	}

	private static Campaign row(ResultSet row, int number) throws SQLException {
		Timestamp launchedAt = row.getTimestamp("launched_at");
		return new Campaign(row.getLong("id"), row.getString("title"), row.getString("language"),
				row.getBoolean("to_all"), CampaignState.valueOf(row.getString("state")), row.getInt("attempts"),
				row.getBoolean("unclear"), row.getObject("campaign_id", Long.class), row.getString("error"),
				LaunchState.valueOf(row.getString("launch_state")), row.getString("launch_error"),
				(launchedAt != null) ? launchedAt.toInstant() : null, row.getString("launched_by"),
				row.getInt("launches"), row.getString("last_message"), row.getObject("builder_id", Long.class),
				schedule(row), row.getTimestamp("updated_at").toInstant());
	}

	private static @Nullable Schedule schedule(ResultSet row) throws SQLException {
		Timestamp launchAt = row.getTimestamp("launch_at");
		return (launchAt != null)
				? new Schedule(new LaunchTimes(launchAt.toInstant(), row.getTimestamp("not_after").toInstant()),
						row.getString("scheduled_by"), row.getString("schedule_token"))
				: null;
	}

}
