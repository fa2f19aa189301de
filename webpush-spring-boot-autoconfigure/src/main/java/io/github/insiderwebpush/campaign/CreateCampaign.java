package io.github.insiderwebpush.campaign;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Objects;

import io.github.insiderwebpush.campaign.InvalidCampaignException.Problems;
import org.jspecify.annotations.Nullable;

/**
 * A draft to be created, by the vendor's rules for {@code POST /v1/single}. Immutable,
 * and valid once built.
 *
 * <pre class="code">
 * CreateCampaign.titled("Summer sale").language("en_GB").build()
 * </pre>
 *
 * @since 0.1.0
 */
public final class CreateCampaign {

	/**
	 * The vendor's limit for a title, in characters (Unicode code points).
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
	 * Start a campaign with its name in the vendor's panel. Titles are unique there and
	 * are compared exactly; subscribers do not see them.
	 * @param title the title, not blank, at most 100 characters
	 * @return a builder
	 */
	public static Builder titled(String title) {
		return new Builder(title);
	}

	/**
	 * Return the campaign's name in the vendor's panel.
	 * @return the title, with its suffix if one was asked for
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Return the language as the vendor writes it.
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
		checkLanguage(problems, defaultLanguage);
		problems.throwIfAny(subject(this.title));
		return new CreateCampaign(this.title, Language.normalize(Objects.requireNonNull(defaultLanguage)),
				this.toAllSubscribers, this.titleUnique);
	}

	private static void checkLanguage(Problems problems, @Nullable String language) {
		if (language == null || language.isBlank()) {
			problems.add("language", "is required: name one, or set 'webpush.default-language'");
		}
		else if (!Language.isValid(Language.normalize(language))) {
			problems.add("language", Language.rule(language));
		}
	}

	private static String subject(@Nullable String title) {
		return "Campaign" + ((title != null) ? " '" + Text.cut(title, MAX_TITLE_LENGTH) + "'" : "");
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

		/** No vowels, so that no word arises by chance. */
		private static final String SUFFIX_ALPHABET = "bcdfghjkmnpqrstvwxz23456789";

		private static final int SUFFIX_LENGTH = 8;

		private final String title;

		private @Nullable String language;

		private boolean toAllSubscribers;

		private boolean uniqueTitle;

		private Builder(String title) {
			this.title = title;
		}

		/**
		 * Set the language.
		 * @param language a locale such as {@code en_GB}; the tag {@code en-GB} is taken
		 * too
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
		 * Make it a campaign for all subscribers, which the vendor sends once.
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
		 * Append a short random suffix to the title, which is cut if it would grow past
		 * 100 characters. The vendor has no idempotency key: with a title that nobody
		 * else can have used, a "title exists" after an unclear attempt proves that the
		 * campaign was created.
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
			Text.check(problems, "title", this.title, MAX_TITLE_LENGTH);
			if (this.language != null) {
				checkLanguage(problems, this.language);
			}
			problems.throwIfAny(subject(this.title));
			String builtTitle = this.uniqueTitle ? withSuffix(this.title) : this.title;
			String builtLanguage = (this.language != null) ? Language.normalize(this.language) : null;
			return new CreateCampaign(builtTitle, builtLanguage, this.toAllSubscribers, this.uniqueTitle);
		}

		private static String withSuffix(String title) {
			StringBuilder suffix = new StringBuilder(" ");
			RANDOM.ints(SUFFIX_LENGTH, 0, SUFFIX_ALPHABET.length())
				.forEach((index) -> suffix.append(SUFFIX_ALPHABET.charAt(index)));
			return Text.cut(title, MAX_TITLE_LENGTH - suffix.length()) + suffix;
		}

	}

}
