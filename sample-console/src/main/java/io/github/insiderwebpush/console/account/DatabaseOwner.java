package io.github.insiderwebpush.console.account;

import java.util.List;

import io.github.insiderwebpush.console.startup.StartupException;
import io.github.insiderwebpush.console.trail.Trail;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Binds a database to one account: a campaign that was queued for the sandbox must not be
 * created at the real API after a token was set, nor at another account.
 */
@Component
@DependsOnDatabaseInitialization
public class DatabaseOwner {

	DatabaseOwner(JdbcClient jdbc, Account account, Trail trail, @Value("${spring.datasource.url}") String url) {
		claim(jdbc, account.mark());
		if (isOneProcess(url)) {
			abandonLaunches(jdbc);
			trail.launchesAbandoned();
		}
		if (!account.live()) {
			forgetWhatTheSandboxForgot(jdbc);
		}
	}

	private static void claim(JdbcClient jdbc, String mark) {
		if (owners(jdbc).isEmpty()) {
			try {
				jdbc.sql("insert into console_account (account) values (?)").param(mark).update();
			}
			catch (DuplicateKeyException ex) {
				// Another instance claimed it first; the check below compares accounts.
			}
		}
		if (!owners(jdbc).equals(List.of(mark))) {
			throw new StartupException(
					"The database belongs to another account than 'webpush.partner-id' names, or to the sandbox. "
							+ "Its campaigns must not be created at this account.",
					"Set 'spring.datasource.url' to a database of its own, or set the account that it belongs to.");
		}
	}

	/**
	 * A file of H2 is locked by one process, so whatever was being launched has ended.
	 * With PostgreSQL another instance may be launching.
	 */
	private static boolean isOneProcess(String url) {
		return url.startsWith("jdbc:h2:file:") || url.startsWith("jdbc:h2:mem:");
	}

	private static void abandonLaunches(JdbcClient jdbc) {
		jdbc.sql("update launch set state = 'UNCLEAR' where state = 'LAUNCHING'").update();
		jdbc.sql("""
				update campaign set launch_state = 'UNCLEAR', updated_at = current_timestamp
				where launch_state = 'LAUNCHING'""").update();
	}

	private static List<String> owners(JdbcClient jdbc) {
		return jdbc.sql("select account from console_account").query(String.class).list();
	}

	/**
	 * The sandbox forgets its campaigns with its process. Its IDs start again, so an old
	 * one could launch another campaign.
	 */
	private static void forgetWhatTheSandboxForgot(JdbcClient jdbc) {
		jdbc.sql(
				"""
						update campaign set state = 'FORGOTTEN', campaign_id = null, launch_state = 'NONE', launch_error = null,
						launched_at = null, launches = 0, builder_id = null, schedule_token = null, updated_at = current_timestamp,
						error = 'The sandbox was restarted and does not know it any more.'
						where state in ('CREATED', 'EXISTS', 'DELETING')""")
			.update();
		jdbc.sql("delete from launch").update();
		jdbc.sql("delete from figures").update();
		jdbc.sql("delete from figures_reading").update();
		jdbc.sql("""
				update trail set result = 'The sandbox was restarted.', ended_at = current_timestamp
				where action in ('DELETE', 'LAUNCH') and result is null""").update();
	}

}
