package io.github.insiderwebpush.console.upload;

import java.time.Instant;

import io.github.insiderwebpush.console.campaign.LaunchTimes;
import io.github.insiderwebpush.console.campaign.Words;
import org.jspecify.annotations.Nullable;

/**
 * Launches that the rows of a file plan, counted row by row.
 */
final class PlannedLaunches {

	private @Nullable Summary summary;

	void add(Row row) {
		LaunchTimes times = row.times();
		if (times != null) {
			boolean toAll = row.draft() != null && row.draft().toAllSubscribers();
			Summary before = this.summary;
			Instant at = times.launchAt();
			this.summary = (before == null) ? new Summary(1, toAll ? 1 : 0, at, at)
					: new Summary(before.count() + 1, before.toAll() + (toAll ? 1 : 0),
							at.isBefore(before.first()) ? at : before.first(),
							at.isAfter(before.last()) ? at : before.last());
		}
	}

	@Nullable Summary summary() {
		return this.summary;
	}

	/**
	 * Planned launches in figures.
	 *
	 * @param count how many
	 * @param toAll how many of them go to all subscribers
	 * @param first when the first one is due
	 * @param last when the last one is due
	 */
	public record Summary(int count, int toAll, Instant first, Instant last) {

		/**
		 * Say how many go out, and to whom.
		 * @return a part of a sentence
		 */
		public String words() {
			return Words.audiences(this.toAll, this.count - this.toAll);
		}

	}

}
