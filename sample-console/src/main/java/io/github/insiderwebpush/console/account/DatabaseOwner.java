package io.github.insiderwebpush.console.account;

import java.util.List;

import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps a database to one account: a campaign that was queued for the sandbox must not be
 * created at the real API because somebody set a token, nor at another account's.
 */
@Component
@DependsOnDatabaseInitialization
public class DatabaseOwner {

	DatabaseOwner(JdbcClient jdbc, Account account) {
		claim(jdbc, account.mark());
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
				// Another instance of the same account was faster; what counts is asked
				// below.
			}
		}
		if (!owners(jdbc).equals(List.of(mark))) {
			throw new IllegalStateException("The database belongs to another account than 'webpush.partner-id' names "
					+ "(or to the sandbox), and what is queued there must not be sent to this one: "
					+ "set 'spring.datasource.url' to a database of its own, or set the account that it belongs to");
		}
	}

	private static List<String> owners(JdbcClient jdbc) {
		return jdbc.sql("select account from console_account").query(String.class).list();
	}

	/**
	 * The sandbox's books end with its process. Its ids begin anew, so an old one might
	 * launch another campaign.
	 */
	private static void forgetWhatTheSandboxForgot(JdbcClient jdbc) {
		jdbc.sql("""
				update campaign set state = 'FORGOTTEN', campaign_id = null, updated_at = current_timestamp,
				error = 'The sandbox was started anew and does not know it any more.'
				where state in ('CREATED', 'EXISTS')""").update();
	}

}
