package io.github.insiderwebpush.statistics;

import org.springframework.util.Assert;

/**
 * A value in one of Insider One's reports that is not of the expected kind. The report
 * has it as absent: one odd value does not make the whole report fail, and no number in
 * it is a guess.
 *
 * @param path its place in the response, such as {@code data[3].sent}; {@code $} is the
 * response as a whole
 * @param rule what the value must be
 * @param value the value as it came, cut to 100 characters, without control, line
 * breaking and formatting characters
 * @since 0.1.0
 */
public record UnreadableValue(String path, String rule, String value) {

	private static final int MAX_LENGTH = 100;

	private static final String NOT_PRINTABLE = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]";

	public UnreadableValue {
		Assert.notNull(path, "'path' must not be null");
		Assert.notNull(rule, "'rule' must not be null");
		Assert.notNull(value, "'value' must not be null");
		path = shown(path);
		value = shown(value);
	}

	private static String shown(String text) {
		int length = Math.min(MAX_LENGTH, text.codePointCount(0, text.length()));
		return text.substring(0, text.offsetByCodePoints(0, length)).replaceAll(NOT_PRINTABLE, "?");
	}

	/**
	 * Return the value's place, the rule that it breaks, and the value.
	 */
	@Override
	public String toString() {
		return this.path + " " + this.rule + ", but is '" + this.value + "'";
	}

}
