package io.github.insiderwebpush.console.trail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.function.Consumer;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads the trail, the latest line first.
 */
@Component
public class TrailReader {

	private static final String COLUMNS = "id, recorded_at, who, address, action, campaign, title, what, result, ended_at";

	private static final int LINES_OF_A_CAMPAIGN = 50;

	private static final int LINES_AT_ONCE = 500;

	private final JdbcClient jdbc;

	TrailReader(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Return the last lines of a campaign.
	 * @param campaign the console's number
	 * @return at most 50 lines
	 */
	public List<TrailLine> of(long campaign) {
		return this.jdbc.sql("select " + COLUMNS + " from trail where campaign = ? order by id desc limit ?")
			.params(campaign, LINES_OF_A_CAMPAIGN)
			.query(TrailReader::row)
			.list();
	}

	List<TrailLine> list(TrailView view) {
		return select(COLUMNS, view, " order by id desc limit :limit offset :offset").param("limit", TrailView.ROWS)
			.param("offset", (view.page() - 1) * TrailView.ROWS)
			.query(TrailReader::row)
			.list();
	}

	int count(TrailView view) {
		return select("count(*)", view, "").query(Integer.class).single();
	}

	/**
	 * Pass all lines of a view on, without keeping them in memory.
	 */
	@Transactional(readOnly = true)
	void each(TrailView view, Consumer<TrailLine> line) {
		select(COLUMNS, view, " order by id desc").withFetchSize(LINES_AT_ONCE).query((row) -> {
			line.accept(row(row, 0));
		});
	}

	List<String> people() {
		return this.jdbc.sql("select distinct who from trail order by who").query(String.class).list();
	}

	private StatementSpec select(String columns, TrailView view, String rest) {
		StringBuilder sql = new StringBuilder("select " + columns + " from trail where true");
		sql.append((view.campaign() != null) ? " and campaign = :campaign" : "");
		sql.append(view.who().isEmpty() ? "" : " and who = :who");
		sql.append((view.action() != null) ? " and action = :action" : "");
		sql.append(view.q().isEmpty() ? "" : " and lower(title) like :pattern escape '\\'");
		return this.jdbc.sql(sql + rest)
			.param("campaign", view.campaign())
			.param("who", view.who())
			.param("action", (view.action() != null) ? view.action().name() : null)
			.param("pattern", view.pattern());
	}

	private static TrailLine row(ResultSet row, int number) throws SQLException {
		Timestamp endedAt = row.getTimestamp("ended_at");
		return new TrailLine(row.getLong("id"), row.getTimestamp("recorded_at").toInstant(), row.getString("who"),
				row.getString("address"), TrailAction.valueOf(row.getString("action")),
				row.getObject("campaign", Long.class), row.getString("title"), row.getString("what"),
				row.getString("result"), (endedAt != null) ? endedAt.toInstant() : null);
	}

}
