package io.github.insiderwebpush.console.campaign;

import java.util.Locale;
import java.util.Objects;

import io.github.insiderwebpush.campaign.CreateCampaign;
import org.jspecify.annotations.Nullable;

/**
 * A campaign to create, as it was sent to the console: anything in it may be missing or
 * wrong.
 *
 * @param title its name, at most 100 characters, unique
 * @param language its language, such as {@code en_GB} or {@code all_ALL}; absent for
 * {@code webpush.default-language}
 * @param toAllSubscribers whether it is for all subscribers
 */
public record DraftForm(@Nullable String title, @Nullable String language, @Nullable Boolean toAllSubscribers) {

	static final DraftForm EMPTY = new DraftForm(null, "all_ALL", null);

	static DraftForm of(Campaign campaign, String title) {
		return new DraftForm(title, campaign.language(), campaign.toAll());
	}

	/**
	 * Return the campaign.
	 * @throws io.github.insiderwebpush.campaign.InvalidCampaignException with all
	 * problems
	 */
	CreateCampaign toDraft() {
		CreateCampaign.Builder draft = CreateCampaign.titled(Objects.requireNonNullElse(this.title, "").strip())
			.toAllSubscribers(Boolean.TRUE.equals(this.toAllSubscribers));
		return ((this.language != null && !this.language.isBlank()) ? draft.language(canonical(this.language)) : draft)
			.build();
	}

	/**
	 * Return a language in the case that Insider One uses: {@code EN-gb} is written
	 * {@code en_GB}.
	 * @param language a language as a person wrote it
	 * @return the language; a text that is none comes back as it is
	 */
	public static String canonical(String language) {
		String text = language.strip().replace('-', '_');
		if (text.equalsIgnoreCase("all_ALL")) {
			return "all_ALL";
		}
		String[] parts = text.split("_", -1);
		StringBuilder canonical = new StringBuilder(parts[0].toLowerCase(Locale.ROOT));
		for (int i = 1; i < parts.length; i++) {
			String part = parts[i].toLowerCase(Locale.ROOT);
			canonical.append('_')
				.append((part.length() == 4) ? part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1)
						: part.toUpperCase(Locale.ROOT));
		}
		return canonical.toString();
	}

	/**
	 * Return the length of the title as Insider One counts it.
	 * @return characters, not UTF-16 units
	 */
	public int titleLength() {
		String text = Objects.requireNonNullElse(this.title, "").strip();
		return text.codePointCount(0, text.length());
	}

}
