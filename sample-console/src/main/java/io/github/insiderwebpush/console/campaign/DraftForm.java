package io.github.insiderwebpush.console.campaign;

import java.util.Objects;

import io.github.insiderwebpush.campaign.CreateCampaign;
import org.jspecify.annotations.Nullable;

/**
 * A campaign to create, as it was sent to us: anything in it may be missing or wrong.
 *
 * @param title its title, at most 100 characters, unique
 * @param language its language, such as {@code en_GB} or {@code all_ALL}; absent for
 * {@code webpush.default-language}
 * @param toAllSubscribers whether it is for all subscribers
 */
public record DraftForm(@Nullable String title, @Nullable String language, @Nullable Boolean toAllSubscribers) {

	static final DraftForm EMPTY = new DraftForm(null, null, null);

	/**
	 * Return the campaign.
	 * @throws io.github.insiderwebpush.campaign.InvalidCampaignException with everything
	 * that is wrong
	 */
	CreateCampaign toDraft() {
		CreateCampaign.Builder draft = CreateCampaign.titled(Objects.requireNonNullElse(this.title, "").strip())
			.toAllSubscribers(Boolean.TRUE.equals(this.toAllSubscribers));
		return ((this.language != null && !this.language.isBlank()) ? draft.language(this.language.strip()) : draft)
			.build();
	}

	/**
	 * Return the length of the title as the vendor counts it.
	 * @return characters, not UTF-16 units
	 */
	public int titleLength() {
		String text = Objects.requireNonNullElse(this.title, "").strip();
		return text.codePointCount(0, text.length());
	}

}
