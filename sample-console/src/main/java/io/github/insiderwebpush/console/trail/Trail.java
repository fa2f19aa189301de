package io.github.insiderwebpush.console.trail;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

import io.github.insiderwebpush.WebPushOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Records actions, with the user and the address of the current request. Work without a
 * request is recorded as {@value #SCHEDULE}. A line is written in the transaction of the
 * change that it describes, so neither exists without the other.
 */
@Component
public class Trail {

	/** Name beside work that no request has asked for. */
	public static final String SCHEDULE = "schedule";

	private static final int LONGEST_ADDRESS = 64;

	private final JdbcClient jdbc;

	private final JdbcTemplate batches;

	Trail(JdbcClient jdbc, JdbcTemplate batches) {
		this.jdbc = jdbc;
		this.batches = batches;
	}

	/**
	 * Record an action on a campaign. Its result is added by
	 * {@link #ended(long, WebPushOperation, String)} if the action sends a request;
	 * otherwise it is done with this line.
	 * @param action the action
	 * @param campaign the console's number
	 * @param title the name of the campaign
	 * @param what what was done, with the whole message where there is one
	 * @throws org.springframework.transaction.IllegalTransactionStateException outside of
	 * a transaction
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void record(TrailAction action, long campaign, String title, String what) {
		insert(action, List.of(new Subject(campaign, title, what)));
	}

	/**
	 * Record an action that is not about a single campaign.
	 * @param action the action
	 * @param what what was done
	 * @throws org.springframework.transaction.IllegalTransactionStateException outside of
	 * a transaction
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void record(TrailAction action, String what) {
		insert(action, List.of(new Subject(null, null, what)));
	}

	/**
	 * Record an action on many campaigns, one line for each.
	 * @param action the action
	 * @param subjects the campaigns
	 * @throws org.springframework.transaction.IllegalTransactionStateException outside of
	 * a transaction
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void recordAll(TrailAction action, List<Subject> subjects) {
		insert(action, subjects);
	}

	private void insert(TrailAction action, List<Subject> subjects) {
		OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
		ServletRequestAttributes request = (ServletRequestAttributes) RequestContextHolder.getRequestAttributes();
		String who = (request != null) ? user() : SCHEDULE;
		String address = (request != null) ? cut(request.getRequest().getRemoteAddr()) : null;
		this.batches.batchUpdate("""
				insert into trail (recorded_at, who, address, action, campaign, title, what, result, ended_at)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?)""", subjects, Math.max(1, subjects.size()), (line, subject) -> {
			line.setObject(1, now);
			line.setString(2, who);
			line.setString(3, address);
			line.setString(4, action.name());
			line.setObject(5, subject.campaign());
			line.setString(6, subject.title());
			line.setString(7, subject.what());
			line.setString(8, action.isRequest() ? null : "Done");
			line.setObject(9, action.isRequest() ? null : now);
		});
	}

	/**
	 * A proxy may name anything as the address.
	 */
	private static String cut(String address) {
		return address.substring(0, Math.min(LONGEST_ADDRESS, address.length()));
	}

	private static String user() {
		Authentication user = SecurityContextHolder.getContext().getAuthentication();
		return Objects.requireNonNull(user, "no request is without a user").getName();
	}

	/**
	 * Add the result of a request to the lines of a campaign that await it.
	 * @param campaign the console's number
	 * @param operation the operation that has ended
	 * @param result the result in words
	 */
	@Transactional
	public void ended(long campaign, WebPushOperation operation, String result) {
		this.jdbc.sql("""
				update trail set result = :result, ended_at = :now
				where campaign = :campaign and action in (:actions) and result is null""")
			.param("result", result)
			.param("now", OffsetDateTime.now(ZoneOffset.UTC))
			.param("campaign", campaign)
			.param("actions", TrailAction.awaiting(operation))
			.update();
	}

	/**
	 * Add to the lines of campaigns that were cancelled that no request follows.
	 */
	@Transactional
	public void cancelled() {
		this.jdbc.sql("""
				update trail set result = 'Cancelled', ended_at = :now where action in (:actions) and result is null
				and campaign in (select id from campaign where state = 'CANCELLED')""")
			.param("now", OffsetDateTime.now(ZoneOffset.UTC))
			.param("actions", TrailAction.awaiting(WebPushOperation.CREATE))
			.update();
	}

	/**
	 * Add to the lines of unclear launches that their response is not known.
	 */
	@Transactional
	public void launchesAbandoned() {
		this.jdbc.sql("""
				update trail set result = :result, ended_at = :now where action in (:actions) and result is null
				and campaign in (select id from campaign where launch_state = 'UNCLEAR')""")
			.param("result", "It is unclear whether it was sent: the console ended before the response.")
			.param("now", OffsetDateTime.now(ZoneOffset.UTC))
			.param("actions", TrailAction.awaiting(WebPushOperation.LAUNCH))
			.update();
	}

	/**
	 * Campaign of a line.
	 *
	 * @param campaign the console's number, {@code null} if it is about no single
	 * campaign
	 * @param title the name of the campaign, {@code null} without a campaign
	 * @param what what was done
	 */
	public record Subject(@Nullable Long campaign, @Nullable String title, String what) {
	}

}
