package io.github.insiderwebpush.console.upload;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

/**
 * A file of campaigns, read row by row: {@code title,language,to_all} in UTF-8. The first
 * line names the columns. Spreadsheets that separate by semicolons are understood.
 */
final class CampaignFile implements Closeable, Iterable<CsvRecord> {

	static final List<String> COLUMNS = List.of("title", "language", "to_all");

	private static final int LONGEST_HEADER = 1_000;

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private final CsvReader<CsvRecord> reader;

	private CampaignFile(CsvReader<CsvRecord> reader) {
		this.reader = reader;
	}

	static CampaignFile open(Path file) throws IOException {
		BufferedReader text = new BufferedReader(new InputStreamReader(Files.newInputStream(file),
				StandardCharsets.UTF_8.newDecoder()
					.onMalformedInput(CodingErrorAction.REPORT)
					.onUnmappableCharacter(CodingErrorAction.REPORT)));
		try {
			skipByteOrderMark(text);
			return new CampaignFile(
					CsvReader.builder().skipEmptyLines(true).fieldSeparator(separator(text)).ofCsvRecord(text));
		}
		catch (IOException ex) {
			text.close();
			throw ex;
		}
	}

	private static void skipByteOrderMark(Reader text) throws IOException {
		text.mark(1);
		if (text.read() != BYTE_ORDER_MARK) {
			text.reset();
		}
	}

	private static char separator(Reader text) throws IOException {
		text.mark(LONGEST_HEADER);
		char[] start = new char[LONGEST_HEADER];
		int length = Math.max(0, text.read(start));
		text.reset();
		String header = new String(start, 0, length).lines().findFirst().orElse("");
		return (header.indexOf(';') >= 0 && header.indexOf(',') < 0) ? ';' : ',';
	}

	/**
	 * Return whether a record names the columns, as the first one must.
	 */
	static boolean isHeader(CsvRecord first) {
		return first.getFields().stream().map((name) -> name.strip().toLowerCase(Locale.ROOT)).toList().equals(COLUMNS);
	}

	@Override
	public Iterator<CsvRecord> iterator() {
		return this.reader.iterator();
	}

	@Override
	public void close() throws IOException {
		this.reader.close();
	}

}
