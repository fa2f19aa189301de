package io.github.insiderwebpush.console.progress;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

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

	/** Two look-ups in indexes, where one query of both would read all rows. */
	private static final String VERSION = """
			select (select count(*) from campaign) || ' '
			|| coalesce((select max(updated_at) from campaign), current_date)""";

	private static final String BATCHES = """
			select file.batch_id, file.name, sum(total) as total, sum(pending) as pending, sum(waiting) as waiting from
			(select batch_id, count(*) as total, count(case when state in ('QUEUED', 'SENDING') then 1 end) as pending,
			count(case when state = 'QUEUED' then 1 end) as waiting from campaign group by batch_id) as batch
			left join queued_file file on file.batch_id = batch.batch_id
			where pending > 0 group by file.batch_id, file.name order by file.batch_id""";

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
		String version = this.jdbc.sql(VERSION).query(String.class).single();
		List<Batch> batches = this.jdbc.sql(BATCHES)
			.query((row, number) -> new Batch(row.getObject("batch_id", Long.class), row.getString("name"),
					row.getInt("total"), row.getInt("pending"), row.getInt("waiting")))
			.list();
		int pending = batches.stream().mapToInt(Batch::pending).sum();
		Duration left = usage.period().multipliedBy(pending).dividedBy(usage.limit());
		return new Progress(batches.stream().mapToInt(Batch::total).sum(), pending, usage.limit(), usage.available(),
				left, pausedBy, batches.stream().flatMap(Batch::waitingFile).toList(),
				version + ((pausedBy != null) ? " paused" : ""));
	}

	/**
	 * Campaigns of a file, or all that were queued one by one.
	 */
	private record Batch(@Nullable Long file, @Nullable String name, int total, int pending, int waiting) {

		Stream<WaitingFile> waitingFile() {
			return (this.file != null && this.name != null && this.waiting > 0)
					? Stream.of(new WaitingFile(this.file, this.name, this.waiting)) : Stream.empty();
		}

	}

}
