package io.github.insiderwebpush.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.insiderwebpush.campaign.InvalidCampaignException.Problems;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Rules that all texts share: they are visible, and no character in them is hidden,
 * breaks the line or changes the direction of what follows. Lengths count code points: an
 * emoji is one.
 */
final class Text {

	/** More are counted, not named. */
	private static final int MAX_NAMED = 3;

	/** Variation selectors: Mongolian, general and ideographic. */
	private static final String SELECTORS = "\\u180b-\\u180d\\u180f\\ufe00-\\ufe0f\\x{e0100}-\\x{e01ef}";

	/**
	 * Characters without a shape (Unicode's "default ignorable") that are letters, marks
	 * or unassigned to Java, such as the Hangul fillers.
	 */
	private static final String SHAPELESS = "\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u2065\\u3164\\uffa0\\ufff0-\\ufff8"
			+ "\\x{e0000}-\\x{e0fff}" + SELECTORS;

	/** Format characters that have a shape, such as the Arabic end of ayah. */
	private static final String VISIBLE_FORMATS = "\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\x{110bd}\\x{110cd}";

	private static final String HIDDEN = "[[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}" + SHAPELESS + "]&&[^" + VISIBLE_FORMATS
			+ "]]";

	/**
	 * Neither joiners nor variation selectors have an effect on these scripts or on white
	 * space.
	 */
	private static final String PLAIN = "\\p{IsLatin}\\p{IsGreek}\\p{IsCyrillic}\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}";

	/** An emoji, or a letter or mark of a script that joins its letters. */
	private static final String JOINABLE = "[^" + PLAIN + SELECTORS + "\\p{ASCII}]";

	private static final String FLAG_OF_A_REGION = "\\x{1f3f4}[\\x{e0030}-\\x{e0039}\\x{e0061}-\\x{e007a}]{3,6}\\x{e007f}";

	private static final String JOINED = JOINABLE + "[" + SELECTORS + "]?[\\u200c\\u200d](?=" + JOINABLE + ")";

	private static final String SELECTED = "[^" + PLAIN + SELECTORS + "][" + SELECTORS + "]";

	/**
	 * Group 1 is a refused character. The other alternatives skip hidden characters where
	 * they shape visible ones.
	 */
	private static final Pattern REFUSED = Pattern.compile(FLAG_OF_A_REGION + "|" + JOINED + "|" + SELECTED + "|("
			+ HIDDEN + "|[\\p{Cs}\\p{IsNoncharacter_Code_Point}])");

	private static final String BLANK = "\\p{Zs}\\u2800";

	private static final Pattern VISIBLE = Pattern.compile("(?!" + HIDDEN + ")[^" + BLANK + "]");

	private static final Pattern BLANK_END = Pattern.compile("^[" + BLANK + "]|[" + BLANK + "]\\z");

	private Text() {
	}

	static void check(Problems problems, String field, @Nullable String text, int maxLength) {
		if (!StringUtils.hasText(text)) {
			problems.add(field, "is required and must not be blank");
			return;
		}
		if (!VISIBLE.matcher(text).find()) {
			problems.add(field,
					"must not be blank, but has only white space or invisible characters such as " + name(text, 0));
			return;
		}
		int length = length(text);
		if (length > maxLength) {
			problems.add(field, "must have at most " + maxLength + " characters, but has " + length);
		}
		checkCharacters(problems, field, text);
		Matcher end = BLANK_END.matcher(text);
		if (end.find()) {
			String verb = (end.start() == 0) ? "begin" : "end";
			problems.add(field,
					"must not " + verb + " with white space, but " + verb + "s with " + name(text, end.start()));
		}
	}

	/**
	 * Check that no character of a text is hidden.
	 * @return whether the check passed
	 */
	static boolean checkCharacters(Problems problems, String field, String text) {
		List<String> named = new ArrayList<>();
		int count = 0;
		Matcher matcher = REFUSED.matcher(text);
		while (matcher.find()) {
			if (matcher.group(1) != null && ++count <= MAX_NAMED) {
				named.add(
						name(text, matcher.start()) + " as character " + (text.codePointCount(0, matcher.start()) + 1));
			}
		}
		if (count > 0) {
			problems.add(field, "must not have control, bidirectional or invisible characters, but has "
					+ String.join(", ", named) + ((count > MAX_NAMED) ? " and " + (count - MAX_NAMED) + " more" : ""));
		}
		return count == 0;
	}

	/**
	 * Return a character's code point and name.
	 */
	private static String name(String text, int index) {
		int c = text.codePointAt(index);
		String code = String.format("U+%04X", c);
		if (Character.getType(c) == Character.SURROGATE) {
			return code + " (half of a surrogate pair: was an emoji cut in two?)";
		}
		String name = Character.getName(c);
		return (name != null) ? code + " " + name : code;
	}

	/**
	 * Return a text in which every character that is refused is escaped.
	 */
	static String printable(String text) {
		return REFUSED.matcher(text)
			.replaceAll((found) -> Matcher.quoteReplacement((found.group(1) != null)
					? String.format("\\u%04x", found.group(1).codePointAt(0)) : found.group()));
	}

	static int length(String text) {
		return text.codePointCount(0, text.length());
	}

	static String cut(String text, int maxLength) {
		return text.substring(0, text.offsetByCodePoints(0, Math.min(maxLength, length(text))));
	}

}
