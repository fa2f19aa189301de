package io.github.insiderwebpush.campaign;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Objects;

import io.github.insiderwebpush.campaign.InvalidCampaignException.Problems;
import org.jspecify.annotations.Nullable;

/**
 * A draft to create, by Insider One's rules for {@code POST /v1/single}. Immutable, and
 * valid once built.
 *
 * <pre class="code">
 * CreateCampaign.titled("Summer sale").language("en_GB").build()
 * </pre>
 *
 * @since 0.1.0
 */
public final class CreateCampaign {

	/**
	 * Maximum length of a title in characters (Unicode code points).
	 */
	public static final int MAX_TITLE_LENGTH = 100;

	private final String title;

	private final @Nullable String language;

	private final boolean toAllSubscribers;

	private final boolean titleUnique;

	private CreateCampaign(String title, @Nullable String language, boolean toAllSubscribers, boolean titleUnique) {
		this.title = title;
		this.language = language;
		this.toAllSubscribers = toAllSubscribers;
		this.titleUnique = titleUnique;
	}

	/**
	 * Start a campaign with its name in the InOne panel. Titles are unique there and are
	 * compared exactly; subscribers do not see them.
	 * @param title the title: at most 100 characters, no white space at either end, no
	 * control, bidirectional or invisible characters
	 * @return a builder
	 */
	public static Builder titled(String title) {
		return new Builder(title);
	}

	/**
	 * Return the campaign's name in the InOne panel.
	 * @return the title, with its suffix if one was asked for
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Return the language in Insider One's notation.
	 * @return the language, or {@code null} if {@code webpush.default-language} decides
	 */
	public @Nullable String language() {
		return this.language;
	}

	/**
	 * Return whether the campaign is for all subscribers ({@code is_all}): such a
	 * campaign is sent once. Otherwise a launch names a segment and can be repeated.
	 * @return whether it is for all subscribers
	 */
	public boolean toAllSubscribers() {
		return this.toAllSubscribers;
	}

	/**
	 * Return whether the title carries a random suffix, so that only this very request
	 * can have created it.
	 * @return whether the title is unique
	 */
	public boolean titleUnique() {
		return this.titleUnique;
	}

	/**
	 * Return this campaign with a language, for when it names none itself.
	 * @param defaultLanguage the language to use, or {@code null} if there is none
	 * @return a campaign that has a language
	 * @throws InvalidCampaignException if neither names one
	 */
	public CreateCampaign orLanguage(@Nullable String defaultLanguage) {
		if (this.language != null) {
			return this;
		}
		Problems problems = new Problems();
		String checked = checkLanguage(problems, defaultLanguage);
		problems.throwIfAny("Campaign", this.title);
		return new CreateCampaign(this.title, checked, this.toAllSubscribers, this.titleUnique);
	}

	private static @Nullable String checkLanguage(Problems problems, @Nullable String language) {
		if (language == null || language.isBlank()) {
			problems.add("language", "is required: name one, or set 'webpush.default-language'");
			return null;
		}
		return Language.check(problems, language);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CreateCampaign that && this.title.equals(that.title)
				&& Objects.equals(this.language, that.language) && this.toAllSubscribers == that.toAllSubscribers
				&& this.titleUnique == that.titleUnique;
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.title, this.language, this.toAllSubscribers, this.titleUnique);
	}

	@Override
	public String toString() {
		return "CreateCampaign[title=" + this.title + ", language=" + this.language + ", toAllSubscribers="
				+ this.toAllSubscribers + "]";
	}

	/**
	 * Builds a {@link CreateCampaign}. Not safe for use by several threads.
	 */
	public static final class Builder {

		private static final SecureRandom RANDOM = new SecureRandom();

		/** No vowels, so that no words occur by chance. */
		private static final String SUFFIX_ALPHABET = "bcdfghjkmnpqrstvwxz23456789";

		private static final int SUFFIX_LENGTH = 8;

		/** A space and the suffix follow. */
		private static final int MAX_LENGTH_BEFORE_SUFFIX = MAX_TITLE_LENGTH - 1 - SUFFIX_LENGTH;

		private final String title;

		private @Nullable String language;

		private boolean toAllSubscribers;

		private boolean uniqueTitle;

		private Builder(String title) {
			this.title = title;
		}

		/**
		 * Set the language.
		 * @param language a locale such as {@code en_GB}; the tag {@code en-GB} is
		 * accepted
		 * @return this builder
		 */
		public Builder language(String language) {
			this.language = language;
			return this;
		}

		/**
		 * Set the language from a locale's language, script and country.
		 * @param locale the locale
		 * @return this builder
		 */
		public Builder language(Locale locale) {
			return language(Language.of(locale));
		}

		/**
		 * Address every language ({@code all_ALL}).
		 * @return this builder
		 */
		public Builder allLanguages() {
			return language(Language.ALL);
		}

		/**
		 * Make it a campaign for all subscribers, which Insider One sends once.
		 * @return this builder
		 */
		public Builder toAllSubscribers() {
			return toAllSubscribers(true);
		}

		/**
		 * Set whether it is a campaign for all subscribers.
		 * @param toAllSubscribers {@code false} by default
		 * @return this builder
		 */
		public Builder toAllSubscribers(boolean toAllSubscribers) {
			this.toAllSubscribers = toAllSubscribers;
			return this;
		}

		/**
		 * Append a space and a random suffix of 8 characters to the title, which must
		 * have at most 91 characters then. The API has no idempotency key: when no other
		 * request can have used a title, "title exists" after an unclear attempt proves
		 * that this one created the campaign.
		 * @return this builder
		 */
		public Builder uniqueTitle() {
			this.uniqueTitle = true;
			return this;
		}

		/**
		 * Build the campaign.
		 * @return a valid campaign
		 * @throws InvalidCampaignException with all problems at once
		 */
		public CreateCampaign build() {
			Problems problems = new Problems();
			checkTitle(problems, this.title, this.uniqueTitle);
			String checkedLanguage = (this.language != null) ? checkLanguage(problems, this.language) : null;
			problems.throwIfAny("Campaign", this.title);
			return new CreateCampaign(this.uniqueTitle ? withSuffix(this.title) : this.title, checkedLanguage,
					this.toAllSubscribers, this.uniqueTitle);
		}

		private static void checkTitle(Problems problems, @Nullable String title, boolean withSuffix) {
			Text.check(problems, "title", title, withSuffix ? Integer.MAX_VALUE : MAX_TITLE_LENGTH);
			int length = (title != null) ? Text.length(title) : 0;
			if (withSuffix && length > MAX_LENGTH_BEFORE_SUFFIX) {
				problems.add("title",
						"must have at most " + MAX_LENGTH_BEFORE_SUFFIX + " characters with uniqueTitle() ("
								+ MAX_TITLE_LENGTH + " without it), but has " + length
								+ ": shorten it, or do without uniqueTitle()");
			}
		}

		private static String withSuffix(String title) {
			StringBuilder unique = new StringBuilder(title).append(' ');
			RANDOM.ints(SUFFIX_LENGTH, 0, SUFFIX_ALPHABET.length())
				.forEach((index) -> unique.append(SUFFIX_ALPHABET.charAt(index)));
			return unique.toString();
		}

	}

}
