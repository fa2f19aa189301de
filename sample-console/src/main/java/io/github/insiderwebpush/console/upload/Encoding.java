package io.github.insiderwebpush.console.upload;

import java.nio.charset.Charset;

/**
 * Encodings that a person can choose for a file that is not in Unicode.
 */
public enum Encoding {

	/** Turkish. */
	WINDOWS_1254("Turkish (Windows-1254)"),

	/** Western European. */
	WINDOWS_1252("Western European (Windows-1252)"),

	/** Central European. */
	WINDOWS_1250("Central European (Windows-1250)"),

	/** Cyrillic. */
	WINDOWS_1251("Cyrillic (Windows-1251)"),

	/** Greek. */
	WINDOWS_1253("Greek (Windows-1253)"),

	/** Arabic. */
	WINDOWS_1256("Arabic (Windows-1256)");

	private final String words;

	Encoding(String words) {
		this.words = words;
	}

	/**
	 * Return the encoding in words.
	 * @return a few words
	 */
	public String words() {
		return this.words;
	}

	Charset charset() {
		return Charset.forName(name().replace('_', '-'));
	}

}
