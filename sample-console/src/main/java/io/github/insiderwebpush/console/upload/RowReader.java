package io.github.insiderwebpush.console.upload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.InvalidCampaignException;
import io.github.insiderwebpush.console.campaign.CampaignQueue;
import io.github.insiderwebpush.console.campaign.DraftForm;
import io.github.insiderwebpush.console.campaign.LaunchTimes;
import io.github.insiderwebpush.console.campaign.Message;
import io.github.insiderwebpush.console.campaign.TeamTime;
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

	private static final Map<String, String> MESSAGE_LABELS = Map.of("title", "Message title", "description",
			"Message text", "link", "Link", "image", "Image", "banner", "Banner", "ttlHours", "Time to live",
			"attribute", "Segment attribute", "values", "Segment values", "launchAt", "Launch time", "notAfter",
			"Not after");

	private static final List<String> MESSAGE_COLUMNS = List.of("message_title", "message_text", "link", "image",
			"banner", "ttl_hours", "segment_attribute", "segment_values");

	private static final Pattern ENDS = Pattern.compile("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$");

	private final CampaignQueue queue;

	private final TeamTime times;

	RowReader(CampaignQueue queue, TeamTime times) {
		this.queue = queue;
		this.times = times;
	}

	/**
	 * Read a row.
	 */
	Row read(CsvRecord row, Columns columns) {
		String title = cell(row, columns, "title");
		String language = cell(row, columns, "language");
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
		Message message = message(row, columns, Boolean.TRUE.equals(toAll), problems);
		LaunchTimes launchTimes = times(row, columns, message != null, problems);
		String audience = (toAll == null) ? cut(flag, 40) : toAll ? "All subscribers" : "Segment";
		return new Row(row.getStartingLineNumber(), cut(title, 120), cut(language, 40), audience, problems,
				problems.isEmpty() ? draft : null, message, problems.isEmpty() ? launchTimes : null,
				columns.optional().stream().map((column) -> cell(row, columns, column)).toList());
	}

	private @Nullable Message message(CsvRecord row, Columns columns, boolean toAll, List<String> problems) {
		if (MESSAGE_COLUMNS.stream().allMatch((column) -> cell(row, columns, column).isEmpty())) {
			return null;
		}
		String hours = cell(row, columns, "ttl_hours");
		String attribute = cell(row, columns, "segment_attribute");
		String values = cell(row, columns, "segment_values");
		Message message = new Message(cell(row, columns, "message_title"), cell(row, columns, "message_text"),
				cell(row, columns, "link"), cell(row, columns, "image"), cell(row, columns, "banner"),
				hours.isEmpty() ? Message.EMPTY.ttlHours() : hours, null, attribute, values, null);
		add(message.problems(toAll), problems);
		if (toAll && !(attribute.isEmpty() && values.isEmpty())) {
			problems.add("Segment: the row is for all subscribers, so leave it empty");
		}
		return message;
	}

	private @Nullable LaunchTimes times(CsvRecord row, Columns columns, boolean hasMessage, List<String> problems) {
		String launchAt = cell(row, columns, "launch_at");
		String notAfter = cell(row, columns, "not_after");
		if (launchAt.isEmpty() && notAfter.isEmpty()) {
			return null;
		}
		if (!hasMessage) {
			problems.add("Launch time: the row has no message to launch");
		}
		Map<String, List<String>> wrong = new LinkedHashMap<>();
		LaunchTimes read = this.times.read(launchAt, notAfter, wrong);
		add(wrong, problems);
		return read;
	}

	private static void add(Map<String, List<String>> wrong, List<String> problems) {
		wrong.forEach((field, texts) -> texts
			.forEach((text) -> problems.add(MESSAGE_LABELS.getOrDefault(field, field) + ": " + lower(text))));
	}

	private static String cell(CsvRecord row, Columns columns, String column) {
		return ENDS.matcher(columns.cell(row, column)).replaceAll("");
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
