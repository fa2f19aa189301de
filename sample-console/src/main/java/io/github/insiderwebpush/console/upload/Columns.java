package io.github.insiderwebpush.console.upload;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import de.siegmar.fastcsv.reader.CsvRecord;

/**
 * Columns of a file, by the names in its first line: in any order and case, with others
 * beside them.
 */
final class Columns {

	/** The columns in the order of the template. */
	static final List<String> ALL = List.of("title", "language", "to_all", "message_title", "message_text", "link",
			"image", "banner", "ttl_hours", "segment_attribute", "segment_values", "launch_at", "not_after");

	private static final Map<String, Set<String>> NAMES = Map
		.ofEntries(
				Map.entry("title",
						Set.of("title", "name", "campaign", "campaign_name", "campaign_title", "baslik", "ad",
								"kampanya", "kampanya_adi")),
				Map.entry("language", Set.of("language", "lang", "locale", "dil")),
				Map.entry("to_all",
						Set.of("to_all", "toall", "all", "all_subscribers", "for_all", "herkese", "tum_aboneler")),
				Map.entry("message_title", Set.of("message_title", "push_title", "mesaj_basligi")),
				Map.entry("message_text", Set.of("message_text", "message", "text", "mesaj", "mesaj_metni")),
				Map.entry("link", Set.of("link", "url", "baglanti")),
				Map.entry("image", Set.of("image", "icon", "simge")), Map.entry("banner", Set.of("banner", "afis")),
				Map.entry("ttl_hours", Set.of("ttl_hours", "ttl", "time_to_live", "sure_saat")),
				Map.entry("segment_attribute", Set.of("segment_attribute", "segment_ozelligi")),
				Map.entry("segment_values", Set.of("segment_values", "segment", "segment_degerleri")),
				Map.entry("launch_at", Set.of("launch_at", "send_at", "gonderim_zamani")),
				Map.entry("not_after", Set.of("not_after", "en_gec")));

	private static final Pattern MARKS = Pattern.compile("\\p{M}");

	private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");

	private final Map<String, Integer> places = new HashMap<>();

	private final List<String> ignored = new ArrayList<>();

	private final int count;

	private Columns(int count) {
		this.count = count;
	}

	/**
	 * Read the first line.
	 * @throws UnreadableFileException if it does not name the title
	 */
	static Columns of(CsvRecord header) {
		Columns columns = new Columns(header.getFieldCount());
		for (int i = 0; i < header.getFieldCount(); i++) {
			columns.add(header.getField(i).strip(), i);
		}
		if (!columns.places.containsKey("title")) {
			throw new UnreadableFileException(
					"The first line must name the columns: title, language, to_all. This file has no column \"title\".");
		}
		return columns;
	}

	private void add(String name, int place) {
		String folded = fold(name);
		for (Map.Entry<String, Set<String>> column : NAMES.entrySet()) {
			if (column.getValue().contains(folded)) {
				if (this.places.putIfAbsent(column.getKey(), place) != null) {
					throw new UnreadableFileException(
							"The first line names two columns for \"" + column.getKey() + "\": remove one of them.");
				}
				return;
			}
		}
		if (!name.isEmpty()) {
			this.ignored.add((name.length() > 40) ? name.substring(0, 40) + "…" : name);
		}
	}

	/**
	 * Return a text without case, accents and punctuation, to compare it.
	 */
	static String fold(String text) {
		String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
		return OTHERS.matcher(plain.replace('ı', 'i').toLowerCase(Locale.ROOT)).replaceAll("_");
	}

	/**
	 * Return a cell of a row, empty if the row ends before it or the column is missing.
	 */
	String cell(CsvRecord row, String column) {
		Integer place = this.places.get(column);
		return (place != null && place < row.getFieldCount()) ? row.getField(place) : "";
	}

	/**
	 * Return whether a row has text beside the columns that the first line names.
	 */
	boolean hasMoreCells(CsvRecord row) {
		for (int i = this.count; i < row.getFieldCount(); i++) {
			if (!row.getField(i).isBlank()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the columns beside name, language and audience that the first line names.
	 */
	List<String> optional() {
		return ALL.stream().skip(3).filter(this.places::containsKey).toList();
	}

	int count() {
		return this.count;
	}

	List<String> ignored() {
		return this.ignored;
	}

}
