package io.github.insiderwebpush.console.upload;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import org.jspecify.annotations.Nullable;

/**
 * A file of campaigns, read row by row. The first line names the columns; commas,
 * semicolons or tabs separate them.
 */
final class CampaignFile implements Closeable {

	private static final int LONGEST_HEADER = 2_000;

	private final CsvReader<CsvRecord> reader;

	private final Iterator<CsvRecord> records;

	private final Columns columns;

	private final String words;

	private CampaignFile(CsvReader<CsvRecord> reader, String words) {
		this.reader = reader;
		this.records = reader.iterator();
		this.words = words;
		CsvRecord header = next();
		if (header == null) {
			throw new UnreadableFileException("The file is empty.");
		}
		this.columns = Columns.of(header);
	}

	/**
	 * Open a file.
	 * @param file the file
	 * @param encoding the encoding that a person chose, {@code null} to detect it
	 * @throws UnreadableFileException if it cannot be read as campaigns
	 */
	static CampaignFile open(Path file, @Nullable Encoding encoding) throws IOException {
		FileFormat format = FileFormat.of(file, encoding);
		InputStream bytes = Files.newInputStream(file);
		try {
			bytes.skipNBytes(format.markLength());
			BufferedReader text = new BufferedReader(new InputStreamReader(bytes,
					format.charset()
						.newDecoder()
						.onMalformedInput(CodingErrorAction.REPORT)
						.onUnmappableCharacter(CodingErrorAction.REPORT)));
			char separator = separator(text);
			return new CampaignFile(
					CsvReader.builder().skipEmptyLines(true).fieldSeparator(separator).ofCsvRecord(text),
					words(format, encoding, separator));
		}
		catch (CharacterCodingException ex) {
			bytes.close();
			throw UnreadableFileException.encodingUnknown();
		}
		catch (IOException | RuntimeException ex) {
			bytes.close();
			throw ex;
		}
	}

	/**
	 * The character that the first line has most of.
	 */
	private static char separator(Reader text) throws IOException {
		text.mark(LONGEST_HEADER);
		char[] start = new char[LONGEST_HEADER];
		int length = Math.max(0, text.read(start));
		text.reset();
		String header = new String(start, 0, length).lines().findFirst().orElse("");
		char separator = ',';
		for (char candidate : new char[] { ';', '\t' }) {
			if (count(header, candidate) > count(header, separator)) {
				separator = candidate;
			}
		}
		return separator;
	}

	private static long count(String text, char character) {
		return text.chars().filter((c) -> c == character).count();
	}

	private static String words(FileFormat format, @Nullable Encoding encoding, char separator) {
		String charset = format.charset().equals(StandardCharsets.UTF_8) ? "Unicode (UTF-8)"
				: (format.markLength() == 0 && encoding != null) ? encoding.words() : "Unicode (UTF-16)";
		return charset + ", " + switch (separator) {
			case ';' -> "semicolons";
			case '\t' -> "tabs";
			default -> "commas";
		};
	}

	/**
	 * Return the next row that has text.
	 * @return the row, {@code null} at the end
	 * @throws UnreadableFileException if it cannot be read
	 */
	@Nullable CsvRecord next() {
		try {
			while (this.records.hasNext()) {
				CsvRecord row = this.records.next();
				if (!row.getFields().stream().allMatch(String::isBlank)) {
					return row;
				}
			}
			return null;
		}
		catch (CsvParseException ex) {
			throw unreadable(ex);
		}
		catch (UncheckedIOException ex) {
			if (ex.getCause() instanceof CharacterCodingException) {
				throw UnreadableFileException.encodingUnknown();
			}
			throw ex;
		}
	}

	private static UnreadableFileException unreadable(CsvParseException ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof CharacterCodingException) {
				return UnreadableFileException.encodingUnknown();
			}
		}
		return new UnreadableFileException("The file is not a CSV file: a quotation mark may be missing.");
	}

	Columns columns() {
		return this.columns;
	}

	/**
	 * Return the encoding and the separator in words.
	 */
	String words() {
		return this.words;
	}

	@Override
	public void close() throws IOException {
		this.reader.close();
	}

}
