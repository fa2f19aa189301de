package io.github.insiderwebpush.console.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Encoding of a file. A byte order mark decides; without one it is UTF-8, unless a person
 * has chosen another encoding.
 *
 * @param charset the encoding
 * @param markLength the number of bytes before the text
 */
record FileFormat(Charset charset, int markLength) {

	private static final int START = 4096;

	private static final byte[] ZIP = { 'P', 'K', 3, 4 };

	private static final byte[] OLD_OFFICE = { (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0 };

	private static final String SAVE_AS_CSV = "In the spreadsheet choose \"Save as\" and then \"CSV UTF-8\", and upload that file.";

	/**
	 * Return the format of a file.
	 * @param file the file
	 * @param chosen the encoding that a person chose, {@code null} to detect it
	 * @throws UnreadableFileException if it is not a text file
	 */
	static FileFormat of(Path file, @Nullable Encoding chosen) throws IOException {
		byte[] start;
		try (InputStream in = Files.newInputStream(file)) {
			start = in.readNBytes(START);
		}
		if (startsWith(start, ZIP)) {
			throw new UnreadableFileException("This is an Excel workbook (.xlsx), not a CSV file. " + SAVE_AS_CSV);
		}
		if (startsWith(start, OLD_OFFICE)) {
			throw new UnreadableFileException("This is an old Excel workbook (.xls), not a CSV file. " + SAVE_AS_CSV);
		}
		if (startsWith(start, new byte[] { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF })) {
			return new FileFormat(StandardCharsets.UTF_8, 3);
		}
		if (startsWith(start, new byte[] { (byte) 0xFF, (byte) 0xFE })) {
			return new FileFormat(StandardCharsets.UTF_16LE, 2);
		}
		if (startsWith(start, new byte[] { (byte) 0xFE, (byte) 0xFF })) {
			return new FileFormat(StandardCharsets.UTF_16BE, 2);
		}
		if (chosen != null) {
			return new FileFormat(chosen.charset(), 0);
		}
		return new FileFormat(StandardCharsets.UTF_8, 0);
	}

	private static boolean startsWith(byte[] start, byte[] mark) {
		return start.length >= mark.length && Arrays.equals(start, 0, mark.length, mark, 0, mark.length);
	}

}
