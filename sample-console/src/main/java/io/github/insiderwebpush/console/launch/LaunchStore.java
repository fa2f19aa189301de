package io.github.insiderwebpush.console.launch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.LaunchState;
import io.github.insiderwebpush.console.trail.MessageText;
import io.github.insiderwebpush.console.trail.Trail;
import io.github.insiderwebpush.console.trail.TrailAction;
import io.github.insiderwebpush.console.campaign.Message;
import io.github.insiderwebpush.console.campaign.Messages;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Launches in the database.
 */
@Repository
public class LaunchStore {

	private static final String SELECT = """
			select token, campaign, launched_at, launched_by, state, message_title, message_text, link, audience
			from launch""";

	private final JdbcClient jdbc;

	private final CampaignStore campaigns;

	private final Messages messages;

	private final Trail trail;

	LaunchStore(JdbcClient jdbc, CampaignStore campaigns, Messages messages, Trail trail) {
		this.jdbc = jdbc;
		this.campaigns = campaigns;
		this.messages = messages;
		this.trail = trail;
	}

	/**
	 * Record a launch, its message and its line of the trail, before it is sent. Of
	 * several forms that saw the same number of launches one succeeds, on whichever
	 * instance they were submitted.
	 * @param campaign the campaign
	 * @param launch the launch
	 * @param message its message
	 * @param launchesSeen the number of launches that the form has seen
	 * @return whether it may be sent now
	 */
	@Transactional
	public boolean begin(Campaign campaign, LaunchRecord launch, Message message, int launchesSeen) {
		Timestamp time = Timestamp.from(launch.launchedAt());
		boolean begun = this.jdbc.sql("""
				update campaign set launch_state = 'LAUNCHING', launch_error = null, launched_at = ?, launched_by = ?,
				launches = launches + 1, updated_at = ?
				where id = ? and launches = ? and state = 'CREATED'
				and (launch_state in ('NONE', 'EXPIRED') or (launch_state = 'LAUNCHED' and not to_all))""")
			.params(time, launch.launchedBy(), time, launch.campaign(), launchesSeen)
			.update() == 1;
		if (begun) {
			insert(launch);
			this.messages.store(launch.campaign(), message);
			this.trail.record(TrailAction.LAUNCH, campaign.id(), campaign.title(),
					MessageText.of(message.toPushMessage(campaign.toAll())));
		}
		return begun;
	}

	/**
	 * Record a scheduled launch, before it is sent, unless it could arrive too late, its
	 * schedule was changed or cancelled, or the queue is paused.
	 * @param campaign the campaign
	 * @param launch the launch
	 * @param message the message as it is sent
	 * @param schedule the token of the schedule
	 * @param way how long the request may take
	 * @return whether it may be sent now
	 */
	@Transactional
	public boolean beginScheduled(Campaign campaign, LaunchRecord launch, PushMessage message, String schedule,
			Duration way) {
		Timestamp time = Timestamp.from(launch.launchedAt());
		boolean begun = this.jdbc.sql("""
				update campaign set launch_state = 'LAUNCHING', launch_error = null, launched_at = ?, launched_by = ?,
				launches = launches + 1, schedule_token = null, updated_at = ?
				where id = ? and schedule_token = ? and launch_state = 'SCHEDULED' and state = 'CREATED'
				and launch_at <= ? and not_after > ? and not exists (select 1 from queue_state where paused)""")
			.params(time, launch.launchedBy(), time, launch.campaign(), schedule, time,
					Timestamp.from(launch.launchedAt().plus(way)))
			.update() == 1;
		if (begun) {
			insert(launch);
			this.trail.record(TrailAction.LAUNCH, campaign.id(), campaign.title(), MessageText.of(message));
		}
		return begun;
	}

	private void insert(LaunchRecord launch) {
		this.jdbc.sql("""
				insert into launch (token, campaign, launched_at, launched_by, state, message_title, message_text,
				link, audience) values (?, ?, ?, ?, 'LAUNCHING', ?, ?, ?, ?)""")
			.params(launch.token(), launch.campaign(), Timestamp.from(launch.launchedAt()), launch.launchedBy(),
					launch.title(), launch.text(), launch.link(), launch.audience())
			.update();
	}

	/**
	 * Record that a scheduled launch was not sent, so that it can be sent until its time
	 * is over.
	 * @param launch the launch
	 * @param schedule the token of its schedule
	 * @param error why it was not sent, in words
	 */
	@Transactional
	public void notSent(LaunchRecord launch, String schedule, String error) {
		boolean begun = this.jdbc
			.sql("""
					update campaign set launch_state = 'SCHEDULED', schedule_token = ?, launch_error = ?, launched_at = null,
					launched_by = null, launches = launches - 1, updated_at = ?
					where id = ? and launch_state = 'LAUNCHING' and launched_at = ?""")
			.params(schedule, error, Timestamp.from(Instant.now()), launch.campaign(),
					Timestamp.from(launch.launchedAt()))
			.update() == 1;
		if (begun) {
			this.jdbc.sql("delete from launch where token = ?").param(launch.token()).update();
			this.trail.ended(launch.campaign(), WebPushOperation.LAUNCH, "Not sent. " + error);
		}
	}

	/**
	 * Record how a launch ended. Of a campaign that was launched before, a refused launch
	 * leaves it launched.
	 * @param launch the launch
	 * @param state the outcome; {@link LaunchState#NONE} if it was not sent
	 * @param error what went wrong, in words, {@code null} if nothing
	 */
	@Transactional
	public void ended(LaunchRecord launch, LaunchState state, @Nullable String error) {
		this.jdbc.sql("update launch set state = ? where token = ?").params(state.name(), launch.token()).update();
		boolean last = this.jdbc
			.sql("update campaign set launch_state = :state, launch_error = :error, "
					+ "launches = launches - :unsent, updated_at = :now where id = :id and launched_at = :at")
			.param("unsent", (state == LaunchState.NONE) ? 1 : 0)
			.param("state", state.name())
			.param("error", error)
			.param("now", Timestamp.from(Instant.now()))
			.param("id", launch.campaign())
			.param("at", Timestamp.from(launch.launchedAt()))
			.update() == 1;
		if (last && state == LaunchState.NONE) {
			this.campaigns.returnToLastLaunch(launch.campaign());
		}
		this.trail.ended(launch.campaign(), WebPushOperation.LAUNCH, (error != null) ? error : "Launched");
	}

	Optional<LaunchRecord> find(String token) {
		return this.jdbc.sql(SELECT + " where token = ?").param(token).query(LaunchStore::row).optional();
	}

	/**
	 * Return the launches of a campaign that may have been sent.
	 * @param campaign the console's number
	 * @return the launches, the last one first
	 */
	public List<LaunchRecord> sent(long campaign) {
		return this.jdbc.sql(SELECT + " where campaign = ? and state <> 'NONE' order by launched_at desc")
			.param(campaign)
			.query(LaunchStore::row)
			.list();
	}

	private static LaunchRecord row(ResultSet row, int number) throws SQLException {
		return new LaunchRecord(row.getString("token"), row.getLong("campaign"),
				row.getTimestamp("launched_at").toInstant(), row.getString("launched_by"),
				LaunchState.valueOf(row.getString("state")), row.getString("message_title"),
				row.getString("message_text"), row.getString("link"), row.getString("audience"));
	}

}
