package io.github.insiderwebpush.client;

/**
 * Texts of callers and servers in messages and log lines: always one line, in which
 * nothing is invisible or changes the direction of what follows.
 */
final class Printable {

	private Printable() {
	}

	/**
	 * Return a text whose control, format and separator characters are escaped. Joiners
	 * stay, because emoji are made with them.
	 */
	static String line(String text) {
		StringBuilder line = new StringBuilder(text.length());
		text.codePoints().forEach((c) -> {
			if (isPrintable(c)) {
				line.appendCodePoint(c);
			}
			else {
				line.append((c == '\n' || c == '\r' || c == '\t') ? " " : String.format("\\u%04x", c));
			}
		});
		return line.toString();
	}

	private static boolean isPrintable(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				false;
			case Character.FORMAT -> c == 0x200c || c == 0x200d;
			default -> true;
		};
	}

}
