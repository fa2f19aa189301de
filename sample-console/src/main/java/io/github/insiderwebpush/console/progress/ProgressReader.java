package io.github.insiderwebpush.console.progress;

import java.time.Duration;

import io.github.insiderwebpush.BudgetUsage;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.console.campaign.QueueState;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the state of the queue, for all instances, from the database.
 */
@Component
public class ProgressReader {

	private final JdbcClient jdbc;

	private final QueueState queue;

	private final WebPushTemplate template;

	ProgressReader(JdbcClient jdbc, QueueState queue, WebPushTemplate template) {
		this.jdbc = jdbc;
		this.queue = queue;
		this.template = template;
	}

	/**
	 * Return the state now.
	 * @return the progress
	 */
	public Progress read() {
		BudgetUsage usage = this.template.usage(Budget.CREATE);
		@Nullable String pausedBy = this.queue.pausedBy();
		String version = this.jdbc
			.sql("select count(*) || ' ' || coalesce(max(updated_at), current_date) from campaign")
			.query(String.class)
			.single();
		return this.jdbc.sql("""
				select count(*) as total, count(case when state in ('QUEUED', 'SENDING') then 1 end) as pending
				from campaign where batch_id in
				(select batch_id from campaign where state in ('QUEUED', 'SENDING'))""").query((row, number) -> {
			int pending = row.getInt("pending");
			Duration left = usage.period().multipliedBy(pending).dividedBy(usage.limit());
			return new Progress(row.getInt("total"), pending, usage.limit(), usage.available(), left, pausedBy,
					version + ((pausedBy != null) ? " paused" : ""));
		}).single();
	}

}
