package io.github.insiderwebpush.campaign;

import io.github.insiderwebpush.campaign.InvalidCampaignException.Problems;
import org.jspecify.annotations.Nullable;

/**
 * The rules that every text of the vendor shares. Lengths count code points: an emoji is
 * one.
 */
final class Text {

	private Text() {
	}

	static void check(Problems problems, String field, @Nullable String text, int maxLength) {
		if (text == null || text.isBlank()) {
			problems.add(field, "is required and must not be blank");
			return;
		}
		int length = length(text);
		if (length > maxLength) {
			problems.add(field, "must have at most " + maxLength + " characters, but has " + length);
		}
		if (text.indexOf(0) >= 0) {
			problems.add(field, "must be text, but has a character U+0000, which databases refuse");
		}
		if (text.codePoints().anyMatch((c) -> Character.getType(c) == Character.SURROGATE)) {
			problems.add(field,
					"must be well-formed text, but has half of a surrogate pair (was an emoji cut in two?)");
		}
	}

	static int length(String text) {
		return text.codePointCount(0, text.length());
	}

	static String cut(String text, int maxLength) {
		return text.substring(0, text.offsetByCodePoints(0, Math.min(maxLength, length(text))));
	}

}
