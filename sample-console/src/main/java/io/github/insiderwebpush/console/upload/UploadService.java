package io.github.insiderwebpush.console.upload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.console.campaign.CampaignQueue;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.campaign.LaunchSchedule;
import io.github.insiderwebpush.console.campaign.LaunchTimes;
import io.github.insiderwebpush.console.campaign.NewCampaign;
import io.github.insiderwebpush.console.campaign.Schedule;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

/**
 * Checks and queues the campaigns of a file. It is read twice, once to check it and once
 * to queue it, so that neither needs it in memory.
 */
@Service
class UploadService {

	static final int MOST_ROWS = 10_000;

	private final RowReader rows;

	private final CampaignStore store;

	private final CampaignQueue queue;

	private final UploadStore uploads;

	UploadService(RowReader rows, CampaignStore store, CampaignQueue queue, UploadStore uploads) {
		this.rows = rows;
		this.store = store;
		this.queue = queue;
		this.uploads = uploads;
	}

	/**
	 * Check a file. Nothing is queued.
	 * @param file the file
	 * @param encoding the encoding that a person chose, {@code null} to detect it
	 * @throws UnreadableFileException if it cannot be read as campaigns
	 */
	UploadReport check(Path file, @Nullable Encoding encoding) throws IOException {
		return check(file, encoding, 1);
	}

	/**
	 * Check a file, and preview a page of its rows.
	 */
	UploadReport check(Path file, @Nullable Encoding encoding, int page) throws IOException {
		try (CampaignFile opened = CampaignFile.open(file, encoding)) {
			return check(opened, (page - 1) * UploadReport.ROWS_PREVIEWED).report(opened);
		}
	}

	/**
	 * Queue the rows of a file that are right, in one transaction, unless their number is
	 * not the one that a person has seen.
	 * @param token the one-time token of the file: it is queued once
	 * @param name the name of the file
	 * @param file the file
	 * @param encoding the encoding that a person chose, {@code null} to detect it
	 * @param expected how many rows the preview promised to queue
	 * @param launches how many launches the preview promised to schedule, 0 to schedule
	 * none
	 * @param who who confirmed it
	 * @return how many were queued, 0 if a number has changed
	 * @throws org.springframework.dao.DuplicateKeyException if the file was queued
	 * before, or a title was taken in this very moment
	 */
	@Transactional
	public int queue(String token, String name, Path file, @Nullable Encoding encoding, int expected, int launches,
			String who) throws IOException {
		FileCheck check;
		try (CampaignFile opened = CampaignFile.open(file, encoding)) {
			check = check(opened, 0);
			UploadReport report = check.report(opened);
			int planned = (report.launches() != null) ? report.launches().count() : 0;
			if (report.goodRows() != expected || expected == 0 || (launches > 0 && launches != planned)) {
				return 0;
			}
		}
		try (CampaignFile again = CampaignFile.open(file, encoding)) {
			int queued = this.queue.addAll(token, name, new GoodRows(again, check, (launches > 0) ? token : null, who));
			if (queued != expected) {
				// The time of a launch has passed since the check.
				TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
				return 0;
			}
			this.uploads.remove(token);
			return queued;
		}
	}

	private FileCheck check(CampaignFile file, int skipped) {
		FileCheck check = new FileCheck(this.store, MOST_ROWS, skipped);
		boolean more = true;
		for (CsvRecord row = file.next(); more && row != null; row = more ? file.next() : null) {
			more = check.add(this.rows.read(row, file.columns()));
		}
		check.askForTakenTitles();
		return check;
	}

	/**
	 * The rows that the check found nothing wrong with.
	 */
	private final class GoodRows implements Iterator<NewCampaign> {

		private final CampaignFile file;

		private final FileCheck check;

		private final @Nullable String scheduleToken;

		private final String who;

		private int index;

		private @Nullable NewCampaign next;

		GoodRows(CampaignFile file, FileCheck check, @Nullable String scheduleToken, String who) {
			this.file = file;
			this.check = check;
			this.scheduleToken = scheduleToken;
			this.who = who;
			advance();
		}

		@Override
		public boolean hasNext() {
			return this.next != null;
		}

		@Override
		public NewCampaign next() {
			NewCampaign current = this.next;
			if (current == null) {
				throw new NoSuchElementException();
			}
			advance();
			return current;
		}

		private void advance() {
			this.next = null;
			while (this.next == null && this.index < MOST_ROWS) {
				CsvRecord row = this.file.next();
				if (row == null) {
					return;
				}
				if (this.check.isGood(this.index++)) {
					this.next = campaign(UploadService.this.rows.read(row, this.file.columns()));
				}
			}
		}

		private @Nullable NewCampaign campaign(Row row) {
			CreateCampaign draft = row.draft();
			LaunchTimes times = row.times();
			String token = (this.scheduleToken != null) ? LaunchSchedule.token(this.scheduleToken, row.line()) : null;
			Schedule schedule = (times != null) ? new Schedule(times, (token != null) ? this.who : null, token) : null;
			return (draft != null) ? new NewCampaign(draft, row.message(), schedule) : null;
		}

	}

}
