package io.github.insiderwebpush.console.campaign;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.github.insiderwebpush.campaign.CreateCampaign;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The campaigns in the database. What must happen together is the caller's transaction.
 */
@Repository
public class CampaignStore {

	private static final String COLUMNS = """
			select id, title, language, to_all, state, attempts, unclear, campaign_id, error,
			launch_state, launch_error, launched_at, builder_id from campaign""";

	private static final int TITLES_AT_ONCE = 500;

	private final JdbcClient jdbc;

	private final JdbcTemplate batches;

	CampaignStore(JdbcClient jdbc, JdbcTemplate batches) {
		this.jdbc = jdbc;
		this.batches = batches;
	}

	/**
	 * Return a campaign.
	 * @param id the console's number
	 * @return the campaign, if there is one
	 */
	public Optional<Campaign> find(long id) {
		return this.jdbc.sql(COLUMNS + " where id = ?").param(id).query(CampaignStore::row).optional();
	}

	/**
	 * Return some campaigns, those first with which something happened last.
	 * @param filter which ones
	 * @param offset how many to leave out
	 * @param limit how many at most
	 * @return the campaigns
	 */
	public List<Campaign> list(CampaignFilter filter, int offset, int limit) {
		return this.jdbc.sql(COLUMNS + filter.where() + " order by updated_at desc, id desc limit ? offset ?")
			.params(limit, offset)
			.query(CampaignStore::row)
			.list();
	}

	/**
	 * Count campaigns.
	 * @param filter which ones
	 * @return how many there are
	 */
	public int count(CampaignFilter filter) {
		return this.jdbc.sql("select count(*) from campaign" + filter.where()).query(Integer.class).single();
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

	void insert(long batch, List<CreateCampaign> drafts, String defaultLanguage) {
		Timestamp now = Timestamp.from(Instant.now());
		this.batches.batchUpdate("""
				insert into campaign (batch_id, title, language, to_all, state, updated_at)
				values (?, ?, ?, ?, 'QUEUED', ?)""", drafts, drafts.size(), (statement, draft) -> {
			statement.setLong(1, batch);
			statement.setString(2, draft.title());
			statement.setString(3, (draft.language() != null) ? draft.language() : defaultLanguage);
			statement.setBoolean(4, draft.toAllSubscribers());
			statement.setTimestamp(5, now);
		});
	}

	List<Long> idsAfter(long batch, long lastId, int limit) {
		return this.jdbc.sql("select id from campaign where batch_id = ? and id > ? order by id limit ?")
			.params(batch, lastId, limit)
			.query(Long.class)
			.list();
	}

	/**
	 * Record an attempt, before it is sent.
	 * @return whether there is one to make
	 */
	boolean begin(long id) {
		return this.jdbc.sql("""
				update campaign set state = 'SENDING', unclear = true, attempts = attempts + 1, updated_at = ?
				where id = ? and state in ('QUEUED', 'SENDING')""").params(now(), id).update() == 1;
	}

	/**
	 * Record that it exists. That is the truth, whatever another process wrote meanwhile.
	 */
	void created(long id, long campaignId) {
		this.jdbc.sql("""
				update campaign set state = 'CREATED', unclear = false, campaign_id = ?, error = null, updated_at = ?
				where id = ?""").params(campaignId, now(), id).update();
	}

	/**
	 * Record how an attempt ended, unless another one has been begun since.
	 */
	void ended(long id, int attempt, CampaignState state, boolean unclear, @Nullable String error) {
		this.jdbc.sql("""
				update campaign set state = :state, unclear = :unclear, error = :error, updated_at = :now
				where id = :id and attempts = :attempt and state = 'SENDING'""")
			.param("state", state.name())
			.param("unclear", unclear)
			.param("error", cut(error))
			.param("now", now())
			.param("id", id)
			.param("attempt", attempt)
			.update();
	}

	boolean queueAgain(long id) {
		return this.jdbc.sql("""
				update campaign set state = 'QUEUED', error = null, launch_state = 'NONE', launch_error = null,
				launched_at = null, builder_id = null, updated_at = ?
				where id = ? and state in ('FAILED', 'FORGOTTEN')""").params(now(), id).update() == 1;
	}

	boolean remove(long id) {
		return this.jdbc.sql("delete from campaign where id = ? and state in ('FAILED', 'FORGOTTEN')")
			.param(id)
			.update() == 1;
	}

	/**
	 * Record a launch, before it is sent. Only one of several who try at once succeeds.
	 * @param id the campaign
	 * @return whether it may be sent now
	 */
	public boolean beginLaunch(long id) {
		return this.jdbc.sql("""
				update campaign set launch_state = 'LAUNCHING', launch_error = null, launched_at = ?, updated_at = ?
				where id = ? and state = 'CREATED'
				and (launch_state = 'NONE' or (launch_state = 'LAUNCHED' and not to_all))""")
			.params(now(), now(), id)
			.update() == 1;
	}

	/**
	 * Record how a launch ended.
	 * @param id the campaign
	 * @param state what is known of it now
	 * @param error what went wrong, in words, {@code null} if nothing
	 */
	public void launchEnded(long id, LaunchState state, @Nullable String error) {
		this.jdbc
			.sql("update campaign set launch_state = :state, launch_error = :error, updated_at = :now where id = :id")
			.param("state", state.name())
			.param("error", cut(error))
			.param("now", now())
			.param("id", id)
			.update();
	}

	/**
	 * Keep the id of a campaign's figures.
	 * @param id the campaign
	 * @param builderId the vendor's id
	 */
	public void figuresFound(long id, long builderId) {
		this.jdbc.sql("update campaign set builder_id = ? where id = ?").params(builderId, id).update();
	}

	private static OffsetDateTime now() {
		return OffsetDateTime.now(ZoneOffset.UTC);
	}

	private static @Nullable String cut(@Nullable String text) {
		return (text != null && text.length() > 1000) ? text.substring(0, 1000) : text;
	}

	private static Campaign row(ResultSet row, int number) throws SQLException {
		Timestamp launchedAt = row.getTimestamp("launched_at");
		return new Campaign(row.getLong("id"), row.getString("title"), row.getString("language"),
				row.getBoolean("to_all"), CampaignState.valueOf(row.getString("state")), row.getInt("attempts"),
				row.getBoolean("unclear"), row.getObject("campaign_id", Long.class), row.getString("error"),
				LaunchState.valueOf(row.getString("launch_state")), row.getString("launch_error"),
				(launchedAt != null) ? launchedAt.toInstant() : null, row.getObject("builder_id", Long.class));
	}

}
