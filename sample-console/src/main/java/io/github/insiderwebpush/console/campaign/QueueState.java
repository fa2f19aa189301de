package io.github.insiderwebpush.console.campaign;

import io.github.insiderwebpush.console.trail.Trail;
import io.github.insiderwebpush.console.trail.TrailAction;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whether the queue is paused, for all instances.
 */
@Repository
public class QueueState {

	private final JdbcClient jdbc;

	private final Trail trail;

	QueueState(JdbcClient jdbc, Trail trail) {
		this.jdbc = jdbc;
		this.trail = trail;
	}

	/**
	 * Pause or resume the queue. Requests that are on the wire end as usual.
	 * @param paused whether it is paused from now on
	 * @param who who asked for it
	 */
	@Transactional
	public void set(boolean paused, String who) {
		boolean changed = this.jdbc
			.sql("update queue_state set paused = ?, changed_by = ?, changed_at = ? where paused <> ?")
			.params(paused, who, CampaignStore.now(), paused)
			.update() == 1;
		if (changed) {
			this.trail.record(paused ? TrailAction.PAUSE : TrailAction.RESUME, "The queue, for all instances");
		}
	}

	/**
	 * Return who paused the queue.
	 * @return a name, {@code null} while it is not paused
	 */
	public @Nullable String pausedBy() {
		return this.jdbc.sql("select changed_by from queue_state where paused")
			.query(String.class)
			.optional()
			.orElse(null);
	}

	/**
	 * Read the state, and write to prove that the database can be written to.
	 */
	boolean check() {
		this.jdbc.sql("update queue_state set checked_at = ?").param(CampaignStore.now()).update();
		return this.jdbc.sql("select paused from queue_state").query(Boolean.class).single();
	}

}
