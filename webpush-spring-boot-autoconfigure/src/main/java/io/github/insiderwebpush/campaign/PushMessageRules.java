package io.github.insiderwebpush.campaign;

import java.net.URI;
import java.time.Duration;

import io.github.insiderwebpush.campaign.InvalidCampaignException.Problems;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's rules for the single fields of a {@link PushMessage}. Each returns what is
 * to be sent, or {@code null} for what is absent or has become a problem.
 */
final class PushMessageRules {

	private static final int SHOWN_LANGUAGE_LENGTH = 100;

	private PushMessageRules() {
	}

	static void checkDescription(Problems problems, @Nullable String description, boolean besideBanner) {
		Text.check(problems, "description", description,
				besideBanner ? Integer.MAX_VALUE : PushMessage.MAX_DESCRIPTION_LENGTH);
		int length = (description != null) ? Text.length(description) : 0;
		if (besideBanner && length > PushMessage.MAX_DESCRIPTION_LENGTH_WITH_BANNER) {
			problems.add("description",
					"must have at most " + PushMessage.MAX_DESCRIPTION_LENGTH_WITH_BANNER
							+ " characters when a banner is set (" + PushMessage.MAX_DESCRIPTION_LENGTH
							+ " without one), but has " + length);
		}
	}

	static @Nullable URI checkLink(Problems problems, @Nullable String link) {
		if (link == null || link.isBlank()) {
			problems.add("link", "is required: name the absolute http or https URL that a click opens");
			return null;
		}
		return Url.check(problems, "link", link, Url.HTTP_OR_HTTPS);
	}

	static @Nullable Duration checkTtl(Problems problems, @Nullable Duration ttl) {
		String bounds = "at least 1 second and at most " + PushMessage.MAX_TTL.toHours() + " hours";
		if (ttl == null) {
			problems.add("ttl", "is required: name a duration of " + bounds);
			return null;
		}
		Duration wholeSeconds = Duration.ofSeconds(ttl.toSeconds());
		if (wholeSeconds.isNegative() || wholeSeconds.isZero() || wholeSeconds.compareTo(PushMessage.MAX_TTL) > 0) {
			problems.add("ttl", "must be " + bounds + ", but is " + ttl);
		}
		return wholeSeconds;
	}

	static @Nullable String checkLanguage(Problems problems, @Nullable String language) {
		if (language == null) {
			return null;
		}
		String normalized = Language.normalize(language);
		if (!Language.isValid(normalized)) {
			problems.add("language", Language.rule(Text.cut(language, SHOWN_LANGUAGE_LENGTH)));
		}
		return normalized;
	}

	static String subject(@Nullable String title) {
		return "Push message" + ((title != null) ? " '" + Text.cut(title, PushMessage.MAX_TITLE_LENGTH) + "'" : "");
	}

}
