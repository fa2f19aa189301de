package io.github.insiderwebpush.console.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/**
 * CSV file for spreadsheets: UTF-8 with a byte order mark. A cell that a spreadsheet
 * would take for a formula is written with an apostrophe before it.
 */
public final class CsvFile implements Closeable {

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private static final String STARTS_OF_FORMULAS = "=+-@\t\r\n";

	private final CsvWriter writer;

	/**
	 * Begin a file.
	 * @param text the target
	 * @param separator the character between two cells
	 */
	public CsvFile(Writer text, char separator) {
		try {
			text.write(BYTE_ORDER_MARK);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.writer = CsvWriter.builder().fieldSeparator(separator).build(text);
	}

	/**
	 * Begin a file that a browser stores.
	 * @param response the response that it is written to, row by row
	 * @param name the name of the file
	 * @return the file
	 */
	public static CsvFile download(HttpServletResponse response, String name) throws IOException {
		response.setContentType("text/csv;charset=UTF-8");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment().filename(name).build().toString());
		return new CsvFile(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), ',');
	}

	/**
	 * Write a row.
	 * @param cells its cells, {@code null} for an empty one
	 */
	public void row(@Nullable Object... cells) {
		this.writer.writeRecord(Arrays.stream(cells).map((cell) -> plain(Objects.toString(cell, ""))).toList());
	}

	private static String plain(String text) {
		return (!text.isEmpty() && STARTS_OF_FORMULAS.indexOf(text.charAt(0)) >= 0) ? "'" + text : text;
	}

	@Override
	public void close() throws IOException {
		this.writer.close();
	}

}
