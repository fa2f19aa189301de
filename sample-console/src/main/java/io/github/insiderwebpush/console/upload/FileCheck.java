package io.github.insiderwebpush.console.upload;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.console.campaign.CampaignStore;

/**
 * Check of a file before anything is queued: it finds the rows that break a rule, and
 * those whose title is taken by another row or by a campaign of the console. Of the file
 * it keeps the titles, to compare them.
 */
final class FileCheck {

	private static final int ROWS_AT_ONCE = 500;

	private final CampaignStore store;

	private final int mostRows;

	private final Map<String, Long> lines = new HashMap<>();

	private final Map<String, Position> unasked = new LinkedHashMap<>();

	private final List<Row> problems = new ArrayList<>();

	private final List<Row> first = new ArrayList<>();

	private final BitSet bad = new BitSet();

	private final PlannedLaunches launches = new PlannedLaunches();

	private final int skipped;

	private int good;

	private int count;

	/**
	 * Create a check.
	 * @param skipped how many good rows come before those that are previewed
	 */
	FileCheck(CampaignStore store, int mostRows, int skipped) {
		this.store = store;
		this.mostRows = mostRows;
		this.skipped = skipped;
	}

	/**
	 * Check a row.
	 * @return whether more rows may follow
	 */
	boolean add(Row row) {
		int index = this.count++;
		if (this.count > this.mostRows) {
			bad(index, row.with("A file may have " + this.mostRows + " rows: upload the rest as another file"));
			return false;
		}
		CreateCampaign draft = row.draft();
		if (draft == null) {
			bad(index, row);
			return true;
		}
		Long earlier = this.lines.putIfAbsent(draft.title(), row.line());
		if (earlier != null) {
			bad(index, row.with("Name: row " + earlier + " has it already, and names are unique"));
		}
		else {
			this.unasked.put(draft.title(), new Position(index, row));
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
				bad(position.index(), position.row().with("Name: a campaign of this console has it"));
			}
		}
		for (Position position : this.unasked.values()) {
			if (isGood(position.index())) {
				good(position.row());
			}
		}
		this.unasked.clear();
	}

	private void good(Row row) {
		if (this.good++ >= this.skipped && this.first.size() < UploadReport.ROWS_PREVIEWED) {
			this.first.add(row);
		}
		this.launches.add(row);
	}

	private void bad(int index, Row row) {
		this.bad.set(index);
		if (this.problems.size() < UploadReport.PROBLEMS_NAMED) {
			this.problems.add(row);
		}
	}

	/**
	 * Return whether a row may be queued.
	 */
	boolean isGood(int index) {
		return !this.bad.get(index);
	}

	UploadReport report(CampaignFile file) {
		List<Row> byLine = this.problems.stream().sorted(Comparator.comparingLong(Row::line)).toList();
		return new UploadReport(this.count, this.bad.cardinality(), byLine, this.first, this.skipped,
				this.launches.summary(), file.words(), file.columns().optional(), file.columns().ignored());
	}

	private record Position(int index, Row row) {
	}

}
