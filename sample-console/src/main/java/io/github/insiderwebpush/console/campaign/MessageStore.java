package io.github.insiderwebpush.console.campaign;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Messages of campaigns in the database. Changes share the caller's transaction.
 */
@Repository
public class MessageStore {

	private static final String COLUMNS = """
			title, description, link, image, banner, ttl_hours, include_unengaged, segment_attribute, segment_values""";

	private static final int LATEST = 200;

	private static final int RECENT = 8;

	private final JdbcClient jdbc;

	private final JdbcTemplate batches;

	MessageStore(JdbcClient jdbc, JdbcTemplate batches) {
		this.jdbc = jdbc;
		this.batches = batches;
	}

	/**
	 * Return the message of a campaign.
	 * @param campaign the console's number
	 * @return the message, if one was stored
	 */
	public Optional<Message> find(long campaign) {
		return this.jdbc.sql("select " + COLUMNS + " from campaign_message where campaign = ?")
			.param(campaign)
			.query(MessageStore::row)
			.optional();
	}

	/**
	 * Return the messages of campaigns.
	 * @param campaigns the console's numbers
	 * @return messages by number; a campaign without one is absent
	 */
	public Map<Long, Message> find(Collection<Long> campaigns) {
		Map<Long, Message> found = new HashMap<>();
		if (!campaigns.isEmpty()) {
			this.jdbc.sql("select campaign, " + COLUMNS + " from campaign_message where campaign in (:campaigns)")
				.param("campaigns", campaigns)
				.query((row) -> {
					found.put(row.getLong("campaign"), row(row, 0));
				});
		}
		return found;
	}

	/**
	 * Return messages that a person can use again: those with different texts that were
	 * stored last.
	 * @return their campaigns, titles and texts, the last one first
	 */
	public List<Recent> recent() {
		return this.jdbc
			.sql("""
					select max(campaign) as campaign, title, description from
					(select campaign, title, description, saved_at from campaign_message order by saved_at desc limit ?) latest
					group by title, description order by max(saved_at) desc, max(campaign) desc limit ?""")
			.params(LATEST, RECENT)
			.query((row, number) -> new Recent(row.getLong("campaign"), row.getString("title"),
					row.getString("description")))
			.list();
	}

	/**
	 * Store the message of a campaign in place of the one that it has.
	 * @param message a message without problems
	 */
	void save(long campaign, Message message) {
		this.jdbc.sql("delete from campaign_message where campaign = ?").param(campaign).update();
		insert(Map.of(campaign, message));
	}

	/**
	 * Store the first messages of campaigns.
	 * @param messages messages without problems by the console's number of their campaign
	 */
	void insert(Map<Long, Message> messages) {
		this.batches.batchUpdate(
				"insert into campaign_message (campaign, " + COLUMNS
						+ ", saved_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
				messages.entrySet(), messages.size(), (statement, entry) -> {
					Message message = entry.getValue();
					statement.setLong(1, entry.getKey());
					statement.setString(2, Message.text(message.title()).strip());
					statement.setString(3, Message.text(message.description()).strip());
					statement.setString(4, Message.text(message.link()).strip());
					statement.setString(5, Message.blankToNull(message.image()));
					statement.setString(6, Message.blankToNull(message.banner()));
					statement.setInt(7, Integer.parseInt(Message.text(message.ttlHours()).strip()));
					statement.setBoolean(8, Boolean.TRUE.equals(message.includeUnengaged()));
					statement.setString(9, Message.blankToNull(message.attribute()));
					statement.setString(10, Message.blankToNull(message.values()));
					statement.setObject(11, CampaignStore.now());
				});
	}

	private static Message row(ResultSet row, int number) throws SQLException {
		return new Message(row.getString("title"), row.getString("description"), row.getString("link"),
				row.getString("image"), row.getString("banner"), Integer.toString(row.getInt("ttl_hours")),
				row.getBoolean("include_unengaged"), row.getString("segment_attribute"),
				row.getString("segment_values"), null);
	}

	/**
	 * A message that was used before.
	 *
	 * @param campaign the console's number of its campaign
	 * @param title its title
	 * @param description its text
	 */
	public record Recent(long campaign, String title, String description) {
	}

}
