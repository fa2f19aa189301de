package io.github.insiderwebpush.console.launch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.console.campaign.LaunchState;
import io.github.insiderwebpush.console.trail.MessageText;
import io.github.insiderwebpush.console.trail.Trail;
import io.github.insiderwebpush.console.trail.TrailAction;
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

	private final Trail trail;

	LaunchStore(JdbcClient jdbc, Trail trail) {
		this.jdbc = jdbc;
		this.trail = trail;
	}

	/**
	 * Record a launch and its line of the trail, before it is sent. Of several forms that
	 * saw the same number of launches one succeeds, on whichever instance they were
	 * submitted.
	 * @param launch the launch
	 * @param launchesSeen the number of launches that the form has seen
	 * @param name the name of the campaign
	 * @param message the message
	 * @return whether it may be sent now
	 */
	@Transactional
	public boolean begin(LaunchRecord launch, int launchesSeen, String name, PushMessage message) {
		Timestamp time = Timestamp.from(launch.launchedAt());
		boolean begun = this.jdbc.sql("""
				update campaign set launch_state = 'LAUNCHING', launch_error = null, launched_at = ?, launched_by = ?,
				launches = launches + 1, last_message = ?, updated_at = ?
				where id = ? and launches = ? and state = 'CREATED'
				and (launch_state = 'NONE' or (launch_state = 'LAUNCHED' and not to_all))""")
			.params(time, launch.launchedBy(), launch.title(), time, launch.campaign(), launchesSeen)
			.update() == 1;
		if (begun) {
			this.jdbc.sql("""
					insert into launch (token, campaign, launched_at, launched_by, state, message_title, message_text,
					link, audience) values (?, ?, ?, ?, 'LAUNCHING', ?, ?, ?, ?)""")
				.params(launch.token(), launch.campaign(), time, launch.launchedBy(), launch.title(), launch.text(),
						launch.link(), launch.audience())
				.update();
			this.trail.record(TrailAction.LAUNCH, launch.campaign(), name, MessageText.of(message));
		}
		return begun;
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
		boolean launchedBefore = state == LaunchState.NONE
				&& this.jdbc.sql("select count(*) from launch where campaign = ? and state = 'LAUNCHED'")
					.param(launch.campaign())
					.query(Integer.class)
					.single() > 0;
		this.jdbc
			.sql("update campaign set launch_state = :state, launch_error = :error, updated_at = :now where id = :id")
			.param("state", launchedBefore ? LaunchState.LAUNCHED.name() : state.name())
			.param("error", error)
			.param("now", Timestamp.from(Instant.now()))
			.param("id", launch.campaign())
			.update();
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
