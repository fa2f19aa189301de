package io.github.insiderwebpush.client;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import io.github.insiderwebpush.WebPushError;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Stops and resumes launches at run time, for all accounts or for one. While launches are
 * stopped, each ends as {@link WebPushError#LAUNCH_DISABLED} without being sent, those
 * that wait included; requests on the wire are left alone. Every change is logged at
 * WARN. Launches that the configuration disables cannot be enabled here. Several
 * templates can share a switch, which covers those that are built later, too.
 *
 * @since 0.1.0
 */
public final class WebPushLaunchSwitch {

	private static final Log logger = LogFactory.getLog(WebPushLaunchSwitch.class);

	private volatile State state = new State(false, Set.of());

	/**
	 * Return whether launches of an account are stopped.
	 * @param account the account's name
	 * @return whether they are stopped at run time
	 */
	public boolean isStopped(String account) {
		return this.state.isStopped(account);
	}

	/**
	 * Stop the launches of all accounts. Safe to repeat.
	 */
	public void stopAll() {
		change((now) -> new State(true, Set.of()), "Launches of all accounts were stopped at run time");
	}

	/**
	 * Resume the launches of all accounts. Safe to repeat.
	 */
	public void resumeAll() {
		change((now) -> new State(false, Set.of()), "Launches of all accounts were resumed at run time");
	}

	/**
	 * Stop the launches of one account. Safe to repeat.
	 * @param account the account's name
	 */
	public void stop(String account) {
		change((now) -> now.with(account, true), "Launches of account '" + account + "' were stopped at run time");
	}

	/**
	 * Resume the launches of one account. Safe to repeat.
	 * @param account the account's name
	 */
	public void resume(String account) {
		change((now) -> now.with(account, false), "Launches of account '" + account + "' were resumed at run time");
	}

	private synchronized void change(UnaryOperator<State> change, String message) {
		State before = this.state;
		this.state = change.apply(before);
		if (!before.equals(this.state)) {
			logger.warn(message);
		}
	}

	/**
	 * Which launches are stopped.
	 *
	 * @param all whether those of all accounts are
	 * @param exceptions the accounts for which the opposite applies
	 */
	private record State(boolean all, Set<String> exceptions) {

		boolean isStopped(String account) {
			return this.all != this.exceptions.contains(account);
		}

		State with(String account, boolean stopped) {
			Set<String> changed = new TreeSet<>(this.exceptions);
			if (stopped == this.all) {
				changed.remove(account);
			}
			else {
				changed.add(account);
			}
			return new State(this.all, changed);
		}

	}

}
