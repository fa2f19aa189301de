package io.github.insiderwebpush.console.figures;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Results of launched campaigns in the database.
 */
@Repository
class ResultStore {

	private static final String LAUNCHED = " from campaign c left join figures f on f.campaign = c.id" + " where "
			+ FiguresStore.LAUNCHED;

	private static final String SELECT = """
			select c.id, c.title, c.language, c.to_all, c.campaign_id, c.last_message, c.launched_at, c.launched_by,
			c.launches, f.targeted, f.sent, f.delivered, f.delivery_rate, f.clicks, f.click_rate, f.conversions,
			f.conversion_rate, f.revenue, f.currency, f.is_final, f.read_at""" + LAUNCHED;

	private static final int ROWS_AT_ONCE = 500;

	private final JdbcClient jdbc;

	ResultStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	List<Result> list(ResultsView view) {
		return this.jdbc.sql(SELECT + view.sort().order(view.reverse()) + " limit ? offset ?")
			.params(ResultsView.ROWS, (view.page() - 1) * ResultsView.ROWS)
			.query(ResultStore::row)
			.list();
	}

	/**
	 * Pass all results on in the order of a view, without keeping them in memory.
	 */
	@Transactional(readOnly = true)
	void each(ResultsView view, Consumer<Result> result) {
		this.jdbc.sql(SELECT + view.sort().order(view.reverse())).withFetchSize(ROWS_AT_ONCE).query((row) -> {
			result.accept(row(row, 0));
		});
	}

	Optional<Result> find(long id) {
		return this.jdbc.sql(SELECT + " and c.id = ?").param(id).query(ResultStore::row).optional();
	}

	/**
	 * Return the campaigns that are compared: those that were chosen, or the best ones.
	 */
	List<Result> compared(ResultsView view) {
		String column = view.figure().column();
		String order = " order by case when " + column + " is null then 1 else 0 end, " + column
				+ " desc, c.id limit :limit";
		if (view.id().isEmpty()) {
			return this.jdbc.sql(SELECT + " and " + column + " is not null" + order)
				.param("limit", 8)
				.query(ResultStore::row)
				.list();
		}
		return this.jdbc.sql(SELECT + " and c.id in (:ids)" + order)
			.param("ids", view.id())
			.param("limit", ResultsView.MOST_COMPARED)
			.query(ResultStore::row)
			.list();
	}

	/**
	 * Return the sums, by currency.
	 */
	List<Sum> sums() {
		return this.jdbc
			.sql("""
					select f.currency, count(*) as campaigns, count(f.read_at) as reported, sum(f.sent) as sent,
					sum(f.delivered) as delivered, sum(f.clicks) as clicks, sum(f.conversions) as conversions,
					sum(f.revenue) as revenue, max(f.read_at) as read_at""" + LAUNCHED
					+ " group by f.currency order by f.currency")
			.query((row, number) -> new Sum(row.getString("currency"), row.getInt("campaigns"), row.getInt("reported"),
					row.getLong("sent"), row.getLong("delivered"), row.getLong("clicks"), row.getLong("conversions"),
					row.getBigDecimal("revenue"), instant(row, "read_at")))
			.list();
	}

	/**
	 * Return the clicks as they came in, for each campaign.
	 */
	Map<Long, Sparkline> sparklines(Collection<Result> results) {
		Map<Long, List<Sparkline.Reading>> readings = new HashMap<>();
		if (!results.isEmpty()) {
			this.jdbc.sql("""
					select campaign, read_at, clicks from figures_reading where campaign in (:ids)
					order by campaign, read_at""")
				.param("ids", results.stream().map(Result::id).toList())
				.query((row) -> {
					readings.computeIfAbsent(row.getLong(1), (campaign) -> new ArrayList<>())
						.add(new Sparkline.Reading(row.getTimestamp(2).toInstant(), row.getLong(3)));
				});
		}
		Map<Long, Sparkline> sparklines = new HashMap<>();
		readings.forEach((campaign, all) -> sparklines.put(campaign, Sparkline.of(all)));
		return sparklines;
	}

	private static Result row(ResultSet row, int number) throws SQLException {
		return new Result(row.getLong("id"), row.getString("title"), row.getString("language"),
				row.getBoolean("to_all"), row.getObject("campaign_id", Long.class), row.getString("last_message"),
				row.getTimestamp("launched_at").toInstant(), row.getString("launched_by"), row.getInt("launches"),
				row.getObject("targeted", Long.class), row.getObject("sent", Long.class),
				row.getObject("delivered", Long.class), row.getObject("delivery_rate", Double.class),
				row.getObject("clicks", Long.class), row.getObject("click_rate", Double.class),
				row.getObject("conversions", Long.class), row.getObject("conversion_rate", Double.class),
				row.getBigDecimal("revenue"), row.getString("currency"), row.getBoolean("is_final"),
				instant(row, "read_at"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		Timestamp time = row.getTimestamp(column);
		return (time != null) ? time.toInstant() : null;
	}

	/**
	 * Sums of the campaigns of one currency.
	 *
	 * @param currency the currency, {@code null} without one
	 * @param campaigns how many campaigns
	 * @param reported how many of them have figures
	 * @param sent messages sent
	 * @param delivered messages delivered
	 * @param clicks clicks
	 * @param conversions conversions
	 * @param revenue the revenue, {@code null} if none is reported
	 * @param readAt when figures were read last, {@code null} if never
	 */
	record Sum(@Nullable String currency, int campaigns, int reported, long sent, long delivered, long clicks,
			long conversions, @Nullable BigDecimal revenue, @Nullable Instant readAt) {
	}

}
