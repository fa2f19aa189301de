package io.github.insiderwebpush.console.upload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.InvalidCampaignException;
import io.github.insiderwebpush.console.campaign.CampaignQueue;
import io.github.insiderwebpush.console.campaign.DraftForm;
import io.github.insiderwebpush.console.campaign.Words;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Reads a campaign from a row, by the starter's own rules.
 */
@Component
class RowReader {

	private static final Set<String> YES = Set.of("true", "yes", "y", "1", "x", "all", "all_subscribers", "evet",
			"dogru", "wahr", "ja", "vrai", "oui", "si", "verdadero");

	private static final Set<String> NO = Set.of("false", "no", "n", "0", "", "segment", "hayir", "yanlis", "falsch",
			"nein", "faux", "non", "falso");

	private static final Map<String, String> LABELS = Map.of("title", "Name", "language", "Language");

	private static final Pattern ENDS = Pattern.compile("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$");

	private final CampaignQueue queue;

	RowReader(CampaignQueue queue) {
		this.queue = queue;
	}

	/**
	 * Read a row.
	 */
	Row read(CsvRecord row, Columns columns) {
		String title = ENDS.matcher(columns.cell(row, "title")).replaceAll("");
		String language = ENDS.matcher(columns.cell(row, "language")).replaceAll("");
		String flag = columns.cell(row, "to_all").strip();
		List<String> problems = new ArrayList<>();
		if (columns.hasMoreCells(row)) {
			problems.add("The row has " + row.getFieldCount() + " cells, the first line names " + columns.count()
					+ ": put a name that has a separator in double quotes");
		}
		Boolean toAll = toAll(flag);
		if (toAll == null) {
			problems.add("Audience: write yes or no, evet or hayır");
		}
		CreateCampaign draft = draft(title, language, Boolean.TRUE.equals(toAll), problems);
		String audience = (toAll == null) ? cut(flag, 40) : toAll ? "All subscribers" : "Segment";
		return new Row(row.getStartingLineNumber(), cut(title, 120), cut(language, 40), audience, problems,
				problems.isEmpty() ? draft : null);
	}

	private @Nullable CreateCampaign draft(String title, String language, boolean toAll, List<String> problems) {
		CreateCampaign.Builder draft = CreateCampaign.titled(title).toAllSubscribers(toAll);
		try {
			CreateCampaign built = (language.isEmpty() ? draft : draft.language(DraftForm.canonical(language))).build();
			return this.queue.complete(built);
		}
		catch (InvalidCampaignException ex) {
			Words.problems(ex)
				.forEach((field, texts) -> texts
					.forEach((text) -> problems.add(LABELS.getOrDefault(field, field) + ": " + lower(text))));
			if (title.isEmpty()) {
				problems.replaceAll((problem) -> problem.startsWith("Name: ") ? "Name is missing" : problem);
			}
			return null;
		}
	}

	private static @Nullable Boolean toAll(String text) {
		String folded = Columns.fold(text);
		return YES.contains(folded) ? Boolean.TRUE : NO.contains(folded) ? Boolean.FALSE : null;
	}

	private static String lower(String text) {
		return Character.toLowerCase(text.charAt(0)) + text.substring(1);
	}

	private static String cut(String text, int length) {
		return (text.length() > length) ? text.substring(0, length) + "…" : text;
	}

}
