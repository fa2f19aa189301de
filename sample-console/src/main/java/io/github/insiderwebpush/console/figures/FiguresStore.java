package io.github.insiderwebpush.console.figures;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import io.github.insiderwebpush.statistics.Figures;
import io.github.insiderwebpush.statistics.Rate;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Figures in the database, and which of them are to be read.
 */
@Repository
class FiguresStore {

	/**
	 * A campaign that was launched, whatever has become of a later launch.
	 */
	static final String LAUNCHED = """
			(c.launch_state = 'LAUNCHED'
			or exists (select 1 from launch sent where sent.campaign = c.id and sent.state = 'LAUNCHED'))""";

	/**
	 * A launched campaign that was not asked for since its last launch, or whose figures
	 * are not final and due.
	 */
	private static final String DUE = """
			 from campaign c left join figures f on f.campaign = c.id
			where""" + " " + LAUNCHED + """
			 and c.launched_at > :oldest and (f.campaign is null
			or f.asked_at < c.launched_at or (not f.is_final and f.next_read_at <= :now))""";

	private static final String FIRST_LAUNCH = """
			coalesce((select min(launched_at) from launch where campaign = c.id and state = 'LAUNCHED'), c.launched_at)""";

	private static final String COLUMNS = "select c.id, c.builder_id, c.launched_at, " + FIRST_LAUNCH
			+ " as first_launched_at";

	private static final String ORDER = " order by coalesce(f.next_read_at, c.launched_at), c.id";

	private final JdbcClient jdbc;

	FiguresStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Return the campaign that has waited longest.
	 * @param now the time
	 * @param oldest the time before which launches have no figures any more
	 */
	Optional<Due> due(Instant now, Instant oldest) {
		return due(COLUMNS + DUE + ORDER + " limit 1", now, oldest).query(FiguresStore::row).optional();
	}

	List<Due> dueWithoutId(Instant now, Instant oldest) {
		return due(COLUMNS + DUE + " and c.builder_id is null" + ORDER, now, oldest).query(FiguresStore::row).list();
	}

	Optional<Due> dueWithoutId(Instant now, Instant oldest, String title) {
		return due(COLUMNS + DUE + " and c.builder_id is null and c.title = :title", now, oldest).param("title", title)
			.query(FiguresStore::row)
			.optional();
	}

	Instant firstLaunchWithoutId(Instant now, Instant oldest) {
		return due("select min(" + FIRST_LAUNCH + ")" + DUE + " and c.builder_id is null", now, oldest)
			.query((row, number) -> row.getTimestamp(1))
			.optional()
			.map(Timestamp::toInstant)
			.orElse(now);
	}

	private StatementSpec due(String sql, Instant now, Instant oldest) {
		return this.jdbc.sql(sql).param("now", time(now)).param("oldest", time(oldest));
	}

	void builderIdFound(long campaign, long builderId) {
		this.jdbc.sql("update campaign set builder_id = ? where id = ?").params(builderId, campaign).update();
	}

	/**
	 * Store the figures of a campaign, and its clicks at that time.
	 */
	@Transactional
	void read(Due due, Figures figures, boolean isFinal, Instant now, Instant next) {
		postpone(due, now, next);
		this.jdbc.sql("""
				update figures set targeted = :targeted, sent = :sent, delivered = :delivered,
				delivery_rate = :deliveryRate, clicks = :clicks, click_rate = :clickRate, conversions = :conversions,
				conversion_rate = :conversionRate, revenue = :revenue, currency = :currency, is_final = :final,
				read_at = :now where campaign = :campaign""")
			.param("targeted", figures.targeted())
			.param("sent", figures.sent())
			.param("delivered", figures.delivered())
			.param("deliveryRate", rate(figures.delivered(), figures.sent(), figures.deliveryRate()))
			.param("clicks", figures.clicks())
			.param("clickRate", rate(figures.clicks(), figures.delivered(), figures.ctr()))
			.param("conversions", figures.conversions())
			.param("conversionRate", rate(figures.conversions(), figures.clicks(), figures.conversionRate()))
			.param("revenue", (figures.revenue() != null) ? figures.revenue().amount() : null)
			.param("currency", (figures.revenue() != null) ? figures.revenue().currency() : null)
			.param("final", isFinal)
			.param("now", time(now))
			.param("campaign", due.campaign())
			.update();
		if (figures.clicks() != null) {
			this.jdbc.sql("insert into figures_reading (campaign, read_at, clicks) values (?, ?, ?)")
				.params(due.campaign(), time(now), figures.clicks())
				.update();
		}
	}

	/**
	 * Counts are exact; the rates of a response are rounded.
	 */
	private static @Nullable Double rate(@Nullable Long part, @Nullable Long whole, @Nullable Rate reported) {
		if (part != null && whole != null && whole > 0) {
			return part.doubleValue() / whole;
		}
		return (reported != null) ? reported.fraction().doubleValue() : null;
	}

	/**
	 * Record that a campaign was asked for, and when it is due again. Figures that were
	 * read before stay.
	 */
	@Transactional
	void postpone(Due due, Instant now, Instant next) {
		boolean known = this.jdbc.sql("update figures set asked_at = ?, next_read_at = ? where campaign = ?")
			.params(time(now), time(next), due.campaign())
			.update() == 1;
		if (!known) {
			this.jdbc.sql("insert into figures (campaign, asked_at, next_read_at) values (?, ?, ?)")
				.params(due.campaign(), time(now), time(next))
				.update();
		}
	}

	Progress progress() {
		return this.jdbc.sql("select next_page, not_before from figures_progress")
			.query((row, number) -> new Progress(row.getInt(1), row.getTimestamp(2).toInstant()))
			.single();
	}

	void progress(int nextPage, Instant notBefore) {
		this.jdbc.sql("update figures_progress set next_page = ?, not_before = ?")
			.params(nextPage, time(notBefore))
			.update();
	}

	private static OffsetDateTime time(Instant time) {
		return time.atOffset(ZoneOffset.UTC);
	}

	private static Due row(ResultSet row, int number) throws SQLException {
		return new Due(row.getLong("id"), row.getObject("builder_id", Long.class),
				row.getTimestamp("launched_at").toInstant(), row.getTimestamp("first_launched_at").toInstant());
	}

	/**
	 * Campaign whose figures are due.
	 *
	 * @param campaign the console's number
	 * @param builderId the ID of its statistics, {@code null} while not known
	 * @param launchedAt when it was launched last
	 * @param firstLaunchedAt when it was launched first
	 */
	record Due(long campaign, @Nullable Long builderId, Instant launchedAt, Instant firstLaunchedAt) {
	}

	/**
	 * State of the reader, for all instances.
	 *
	 * @param nextPage the page of the report to read next
	 * @param notBefore until when nothing is read
	 */
	record Progress(int nextPage, Instant notBefore) {
	}

}
