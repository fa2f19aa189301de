package io.github.insiderwebpush.console.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.console.campaign.CampaignQueue;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/**
 * Queues the campaigns of a file. It is read twice, once to check it and once to queue
 * it, so that neither needs it in memory.
 */
@Service
class UploadService {

	static final int MOST_ROWS = 10_000;

	private final RowReader rows;

	private final CampaignStore store;

	private final CampaignQueue queue;

	UploadService(RowReader rows, CampaignStore store, CampaignQueue queue) {
		this.rows = rows;
		this.store = store;
		this.queue = queue;
	}

	/**
	 * Queue a file, in one transaction. With a bad row nothing of it is queued, unless
	 * the good ones are asked for.
	 * @param file the file
	 * @param goodRowsOnly whether bad rows are left out
	 */
	UploadReport upload(Path file, boolean goodRowsOnly) throws IOException {
		try {
			FileCheck check = check(file);
			UploadReport report = check.report(0);
			if (report.goodRows() == 0 || (!report.clean() && !goodRowsOnly)) {
				return report;
			}
			try (CampaignFile again = CampaignFile.open(file)) {
				return check.report(this.queue.addAll(new GoodRows(again.iterator(), check)));
			}
		}
		catch (CharacterCodingException ex) {
			return notReadable("is not in UTF-8: save it as \"CSV UTF-8\"");
		}
		catch (UncheckedIOException ex) {
			if (ex.getCause() instanceof CharacterCodingException) {
				return notReadable("is not in UTF-8: save it as \"CSV UTF-8\"");
			}
			throw ex;
		}
		catch (CsvParseException ex) {
			return notReadable("is no CSV: " + ex.getMessage());
		}
		catch (DuplicateKeyException ex) {
			return notReadable("has a title that somebody else queued just now: upload it again to see which");
		}
	}

	private FileCheck check(Path file) throws IOException {
		FileCheck check = new FileCheck(this.rows, this.store, MOST_ROWS);
		try (CampaignFile opened = CampaignFile.open(file)) {
			Iterator<CsvRecord> records = opened.iterator();
			if (!records.hasNext() || !CampaignFile.isHeader(records.next())) {
				throw new CsvParseException("the first line must be " + String.join(",", CampaignFile.COLUMNS));
			}
			boolean more = true;
			while (more && records.hasNext()) {
				more = check.add(records.next());
			}
			check.askForTakenTitles();
		}
		return check;
	}

	private static UploadReport notReadable(String reason) {
		return new UploadReport(0, 0, 0, List.of(new RowProblem(1, "the file " + reason)));
	}

	/**
	 * The rows that the check found nothing wrong with.
	 */
	private final class GoodRows implements Iterator<CreateCampaign> {

		private final Iterator<CsvRecord> records;

		private final FileCheck check;

		private int index;

		private @Nullable CreateCampaign next;

		GoodRows(Iterator<CsvRecord> records, FileCheck check) {
			this.records = records;
			this.check = check;
			this.records.next();
			advance();
		}

		@Override
		public boolean hasNext() {
			return this.next != null;
		}

		@Override
		public CreateCampaign next() {
			CreateCampaign current = this.next;
			if (current == null) {
				throw new NoSuchElementException();
			}
			advance();
			return current;
		}

		private void advance() {
			this.next = null;
			while (this.next == null && this.index < MOST_ROWS && this.records.hasNext()) {
				CsvRecord row = this.records.next();
				if (this.check.isGood(this.index++)) {
					this.next = UploadService.this.rows.read(row);
				}
			}
		}

	}

}
