package io.github.insiderwebpush.campaign;

import java.util.Locale;
import java.util.regex.Pattern;

import io.github.insiderwebpush.campaign.InvalidCampaignException.Problems;

/**
 * A language in Insider One's notation: {@code all_ALL}, or a locale whose parts are
 * joined by underscores.
 */
final class Language {

	static final String ALL = "all_ALL";

	/** An ISO 639-3 code, but as a locale it is taken for every language. */
	private static final String ALL_LANGUAGES = "all";

	private static final Pattern LOCALE = Pattern.compile("[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|[0-9]{3}))?");

	private static final int SHOWN_LENGTH = 50;

	private Language() {
	}

	/**
	 * Check a language.
	 * @return the language in Insider One's notation
	 */
	static String check(Problems problems, String language) {
		String normalized = normalize(language);
		if (!isValid(normalized)) {
			problems.add("language", "must be a locale such as en_GB, or " + ALL + " for every language, but is '"
					+ Text.cut(language, SHOWN_LENGTH) + "'");
		}
		return normalized;
	}

	/**
	 * Write a language tag such as {@code en-GB} with underscores.
	 */
	static String normalize(String language) {
		return language.replace('-', '_');
	}

	/**
	 * Built from the parts, because {@link Locale#toString()} writes {@code zh_CN_#Hans}.
	 */
	static String of(Locale locale) {
		StringBuilder language = new StringBuilder(locale.getLanguage());
		for (String part : new String[] { locale.getScript(), locale.getCountry() }) {
			if (!part.isEmpty()) {
				language.append('_').append(part);
			}
		}
		return language.toString();
	}

	static boolean isValid(String language) {
		return language.equals(ALL) || (LOCALE.matcher(language).matches() && !language.equals(ALL_LANGUAGES));
	}

}
