package io.github.insiderwebpush.console.upload;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;
import io.github.insiderwebpush.console.upload.RowReader.BadRowException;

/**
 * Finds every bad row of a file before anything is queued: those that break a rule, and
 * those whose title is taken, by another row or by a campaign of the console. Of the file
 * it keeps the titles, to compare them.
 */
final class FileCheck {

	private static final int ROWS_AT_ONCE = 500;

	private final RowReader rows;

	private final CampaignStore store;

	private final int mostRows;

	private final Map<String, Long> lines = new HashMap<>();

	private final Map<String, Position> unasked = new LinkedHashMap<>();

	private final List<RowProblem> problems = new ArrayList<>();

	private final BitSet bad = new BitSet();

	private int count;

	FileCheck(RowReader rows, CampaignStore store, int mostRows) {
		this.rows = rows;
		this.store = store;
		this.mostRows = mostRows;
	}

	/**
	 * Check a row.
	 * @return whether more rows may follow
	 */
	boolean add(CsvRecord row) {
		int index = this.count++;
		long line = row.getStartingLineNumber();
		if (this.count > this.mostRows) {
			bad(index, line, "is row " + this.count + ", but a file may have " + this.mostRows
					+ ": upload the rest as another file");
			return false;
		}
		try {
			CreateCampaign draft = this.rows.read(row);
			Long earlier = this.lines.putIfAbsent(draft.title(), line);
			if (earlier != null) {
				bad(index, line, "title '" + draft.title() + "' is in line " + earlier + " already: titles are unique");
			}
			else {
				this.unasked.put(draft.title(), new Position(index, line));
			}
		}
		catch (BadRowException ex) {
			bad(index, line, ex.getMessage());
		}
		if (this.unasked.size() >= ROWS_AT_ONCE) {
			askForTakenTitles();
		}
		return true;
	}

	void askForTakenTitles() {
		for (String title : this.store.taken(this.unasked.keySet())) {
			Position position = this.unasked.get(title);
			if (position != null) {
				bad(position.index(), position.line(),
						"title '" + title + "' is taken by a campaign of this console: choose another one");
			}
		}
		this.unasked.clear();
	}

	private void bad(int index, long line, String reason) {
		this.bad.set(index);
		if (this.problems.size() < UploadReport.PROBLEMS_NAMED) {
			this.problems.add(new RowProblem(line, reason));
		}
	}

	/**
	 * Return whether a row may be queued.
	 */
	boolean isGood(int index) {
		return !this.bad.get(index);
	}

	UploadReport report(int queued) {
		List<RowProblem> byLine = this.problems.stream()
			.sorted((one, other) -> Long.compare(one.line(), other.line()))
			.toList();
		return new UploadReport(this.count, queued, this.bad.cardinality(), byLine);
	}

	private record Position(int index, long line) {
	}

}
