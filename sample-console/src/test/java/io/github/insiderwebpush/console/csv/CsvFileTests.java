package io.github.insiderwebpush.console.csv;

import java.io.IOException;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files that a spreadsheet opens.
 */
class CsvFileTests {

	@ParameterizedTest
	@ValueSource(strings = { "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1" })
	void cellThatASpreadsheetTakesForAFormulaGetsAnApostrophe(String cell) throws IOException {
		assertThat(file(cell).replace("\"", "")).isEqualTo("\uFEFF'" + cell + "\r\n");
	}

	@Test
	void otherCellsStayAsTheyAre() throws IOException {
		assertThat(file("Summer, 50% off", null, 12L, "a=b", "'x'"))
			.isEqualTo("\uFEFF\"Summer, 50% off\",,12,a=b,'x'\r\n");
	}

	private static String file(Object... cells) throws IOException {
		StringWriter text = new StringWriter();
		try (CsvFile file = new CsvFile(text, ',')) {
			file.row(cells);
		}
		return text.toString();
	}

}
