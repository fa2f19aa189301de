package io.github.insiderwebpush.statistics;

import java.io.Serializable;

import org.springframework.util.Assert;

/**
 * A value in a report of the vendor's that cannot be read as what it should be. The
 * report has it as absent, so that one odd value does not cost the whole report and no
 * number in it is a guess.
 *
 * @param path where in the answer, such as {@code data[3].sent}; {@code $} is the answer
 * as a whole
 * @param rule what the value must be
 * @param value what the vendor wrote, cut to 100 characters, without control characters
 * @since 0.1.0
 */
public record UnreadableValue(String path, String rule, String value) implements Serializable {

	private static final int MAX_LENGTH = 100;

	public UnreadableValue {
		Assert.notNull(path, "'path' must not be null");
		Assert.notNull(rule, "'rule' must not be null");
		Assert.notNull(value, "'value' must not be null");
		path = shown(path);
		value = shown(value);
	}

	private static String shown(String text) {
		int length = Math.min(MAX_LENGTH, text.codePointCount(0, text.length()));
		return text.substring(0, text.offsetByCodePoints(0, length)).replaceAll("[\\p{Cc}\u2028\u2029]", "?");
	}

	/**
	 * Return the value's place, the rule that it breaks, and the value.
	 */
	@Override
	public String toString() {
		return this.path + " " + this.rule + ", but is '" + this.value + "'";
	}

}
