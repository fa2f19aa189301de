package io.github.insiderwebpush.campaign;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import io.github.insiderwebpush.campaign.InvalidCampaignException.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Content and target of a launch, by Insider One's rules for {@code POST
 * /v2/single/{id}}. Immutable, and valid once built.
 *
 * <pre class="code">
 * PushMessage.titled("Summer sale")
 *     .description("Up to 50% off until Sunday")
 *     .link("https://shop.example/sale")
 *     .ttl(Duration.ofHours(4))
 *     .toSegment("d_wp_browser", "Edg")
 *     .build()
 * </pre>
 *
 * @since 0.1.0
 */
public final class PushMessage {

	/**
	 * Maximum length of a title in characters (Unicode code points).
	 */
	public static final int MAX_TITLE_LENGTH = 100;

	/**
	 * Maximum length of a description without a banner, in characters (Unicode code
	 * points).
	 */
	public static final int MAX_DESCRIPTION_LENGTH = 255;

	/**
	 * Maximum length of a description beside a banner, in characters (Unicode code
	 * points).
	 */
	public static final int MAX_DESCRIPTION_LENGTH_WITH_BANNER = 30;

	/**
	 * Maximum time for which delivery is tried: 240 hours.
	 */
	public static final Duration MAX_TTL = Duration.ofDays(10);

	private final Content content;

	private PushMessage(Content content) {
		this.content = content;
	}

	/**
	 * Start a message with the title that subscribers see. It is not the campaign's name
	 * in the InOne panel, and need not be unique.
	 * @param title the title: at most 100 characters, no white space at either end, no
	 * control, bidirectional or invisible characters
	 * @return a builder
	 */
	public static Builder titled(String title) {
		return new Builder(title);
	}

	/**
	 * Return whether a text can be the {@linkplain Builder#link(String) link} of a
	 * message.
	 * @param link a text
	 * @return whether it is a valid http or https URL
	 */
	public static boolean isValidLink(@Nullable String link) {
		return Url.isValid(link, Url.HTTP_OR_HTTPS);
	}

	/**
	 * Return whether a text can be the {@linkplain Builder#image(String) image} or the
	 * {@linkplain Builder#banner(String) banner} of a message.
	 * @param image a text
	 * @return whether it is a valid https URL
	 */
	public static boolean isValidImage(@Nullable String image) {
		return Url.isValid(image, Url.HTTPS);
	}

	/**
	 * Return the title that subscribers see.
	 * @return the title
	 */
	public String title() {
		return this.content.title();
	}

	/**
	 * Return the text below the title.
	 * @return the description
	 */
	public String description() {
		return this.content.description();
	}

	/**
	 * Return the page that a click opens.
	 * @return an absolute http or https URL, exactly as it was given
	 */
	public URI link() {
		return this.content.link();
	}

	/**
	 * Return the icon beside the text.
	 * @return an https URL, or {@code null} for the account's default icon
	 */
	public @Nullable URI image() {
		return this.content.image();
	}

	/**
	 * Return the large picture of a rich push.
	 * @return an https URL, or {@code null} for a push without a banner
	 */
	public @Nullable URI banner() {
		return this.content.banner();
	}

	/**
	 * Return for how long delivery to an offline subscriber is tried.
	 * @return whole seconds, at least one, at most 240 hours
	 */
	public Duration ttl() {
		return this.content.ttl();
	}

	/**
	 * Return whether subscribers who did not react to pushes in the last six months get
	 * it as well.
	 * @return {@code false} unless asked for
	 */
	public boolean includeUnengaged() {
		return this.content.includeUnengaged();
	}

	/**
	 * Return the language in Insider One's notation.
	 * @return the language, or {@code null} if the message names none
	 */
	public @Nullable String language() {
		return this.content.language();
	}

	/**
	 * Return the segment that the message goes to.
	 * @return the segment, or {@code null} if it goes to all subscribers
	 */
	public @Nullable Segment segment() {
		return this.content.segment();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PushMessage that && this.content.equals(that.content);
	}

	@Override
	public int hashCode() {
		return this.content.hashCode();
	}

	@Override
	public String toString() {
		return "PushMessage[title=" + title() + ", description=" + description() + ", link=" + link() + ", image="
				+ image() + ", banner=" + banner() + ", ttl=" + ttl() + ", includeUnengaged=" + includeUnengaged()
				+ ", language=" + language() + ", target=" + ((segment() != null) ? segment() : "all subscribers")
				+ "]";
	}

	/**
	 * Segment of the subscribers who have one of some values in an attribute. That of a
	 * built message is valid; the constructor does not check it.
	 *
	 * @param attribute Insider One's name of the attribute, such as {@code d_wp_browser},
	 * not blank
	 * @param values the values, at least one, none blank; unmodifiable
	 */
	public record Segment(String attribute, List<String> values) {

		public Segment {
			// Takes null, unlike List.copyOf: the builder reports it with the other
			// problems.
			values = Collections.unmodifiableList(new ArrayList<>(values));
		}

	}

	private record Content(String title, String description, URI link, @Nullable URI image, @Nullable URI banner,
			Duration ttl, boolean includeUnengaged, @Nullable String language, @Nullable Segment segment) {
	}

	/**
	 * Builds a {@link PushMessage}. Not safe for use by several threads.
	 */
	public static final class Builder {

		private final String title;

		private @Nullable String description;

		private @Nullable String link;

		private @Nullable String image;

		private @Nullable String banner;

		private @Nullable Duration ttl;

		private boolean includeUnengaged;

		private @Nullable String language;

		private boolean allSubscribers;

		/** A set, because setting the same segment twice is no contradiction. */
		private final Set<Segment> segments = new LinkedHashSet<>();

		private Builder(String title) {
			this.title = title;
		}

		/**
		 * Set the text below the title. Required.
		 * @param description the text: at most 255 characters, or 30 beside a
		 * {@linkplain #banner(String) banner}, no white space at either end, no control,
		 * bidirectional or invisible characters
		 * @return this builder
		 */
		public Builder description(String description) {
			this.description = description;
			return this;
		}

		/**
		 * Set the page that a click opens. Required.
		 * @param link an absolute http or https URL without user information or encoded
		 * control characters. Characters that a URL cannot hold, such as a space, must be
		 * percent-encoded; internationalized hosts are sent as they are
		 * @return this builder
		 */
		public Builder link(String link) {
			this.link = link;
			return this;
		}

		/**
		 * Set the icon beside the text.
		 * @param image an https URL, or {@code null} for the account's default icon
		 * @return this builder
		 */
		public Builder image(@Nullable String image) {
			this.image = image;
			return this;
		}

		/**
		 * Set the large picture, which makes it a rich push and limits the description to
		 * 30 characters.
		 * @param banner an https URL, or {@code null} for none
		 * @return this builder
		 */
		public Builder banner(@Nullable String banner) {
			this.banner = banner;
			return this;
		}

		/**
		 * Set for how long delivery to an offline subscriber is tried. Required.
		 * @param ttl at least one second, at most 240 hours. Insider One counts whole
		 * seconds: a fraction of a second is dropped
		 * @return this builder
		 */
		public Builder ttl(Duration ttl) {
			this.ttl = ttl;
			return this;
		}

		/**
		 * Include subscribers who did not react to pushes in the last six months. Insider
		 * One leaves them out by default.
		 * @return this builder
		 */
		public Builder includeUnengaged() {
			this.includeUnengaged = true;
			return this;
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
		 * Send it to all subscribers. Either this or {@link #toSegment} is required, and
		 * not both.
		 * @return this builder
		 */
		public Builder toAllSubscribers() {
			this.allSubscribers = true;
			return this;
		}

		/**
		 * Send it to the subscribers who have one of some values in an attribute. Insider
		 * One accepts exactly one segment. Either this or {@link #toAllSubscribers()} is
		 * required, and not both.
		 * @param attribute Insider One's name of the attribute, such as
		 * {@code d_wp_browser}
		 * @param values the values, at least one, none blank
		 * @return this builder
		 */
		public Builder toSegment(String attribute, String... values) {
			this.segments.add(new Segment(attribute, (values != null) ? Arrays.asList(values) : List.of()));
			return this;
		}

		/**
		 * Build the message.
		 * @return a valid message
		 * @throws InvalidCampaignException with all problems at once
		 */
		public PushMessage build() {
			Problems problems = new Problems();
			Text.check(problems, "title", this.title, MAX_TITLE_LENGTH);
			checkDescription(problems, this.description, this.banner != null);
			URI image = Url.check(problems, "image", this.image, Url.HTTPS);
			URI banner = Url.check(problems, "banner", this.banner, Url.HTTPS);
			URI link = checkLink(problems, this.link);
			Duration ttl = checkTtl(problems, this.ttl);
			checkTarget(problems, this.allSubscribers, this.segments);
			String language = (this.language != null) ? Language.check(problems, this.language) : null;
			problems.throwIfAny("Push message", this.title);
			Segment segment = this.allSubscribers ? null : this.segments.iterator().next();
			return new PushMessage(
					new Content(this.title, Objects.requireNonNull(this.description), Objects.requireNonNull(link),
							image, banner, Objects.requireNonNull(ttl), this.includeUnengaged, language, segment));
		}

		private static void checkDescription(Problems problems, @Nullable String description, boolean besideBanner) {
			Text.check(problems, "description", description, besideBanner ? Integer.MAX_VALUE : MAX_DESCRIPTION_LENGTH);
			int length = (description != null) ? Text.length(description) : 0;
			if (besideBanner && length > MAX_DESCRIPTION_LENGTH_WITH_BANNER) {
				problems.add("description",
						"must have at most " + MAX_DESCRIPTION_LENGTH_WITH_BANNER + " characters when a banner is set ("
								+ MAX_DESCRIPTION_LENGTH + " without one), but has " + length);
			}
		}

		private static @Nullable URI checkLink(Problems problems, @Nullable String link) {
			if (link == null || link.isBlank()) {
				problems.add("link", "is required: name the absolute http or https URL that a click opens");
				return null;
			}
			return Url.check(problems, "link", link, Url.HTTP_OR_HTTPS);
		}

		private static @Nullable Duration checkTtl(Problems problems, @Nullable Duration ttl) {
			String bounds = "at least 1 second and at most " + MAX_TTL.toHours() + " hours";
			if (ttl == null) {
				problems.add("ttl", "is required: name a duration of " + bounds);
				return null;
			}
			Duration wholeSeconds = Duration.ofSeconds(ttl.toSeconds());
			if (wholeSeconds.isNegative() || wholeSeconds.isZero() || wholeSeconds.compareTo(MAX_TTL) > 0) {
				problems.add("ttl", "must be " + bounds + ", but is " + ttl);
			}
			return wholeSeconds;
		}

		/**
		 * A launch cannot be taken back, so exactly one target must be set, and there is
		 * no default.
		 */
		private static void checkTarget(Problems problems, boolean allSubscribers, Set<Segment> segments) {
			if (!allSubscribers && segments.isEmpty()) {
				problems.add("target", "is required: call toAllSubscribers() or toSegment(…)");
			}
			else if (allSubscribers && !segments.isEmpty()) {
				problems.add("target",
						"must be one, but both toAllSubscribers() and toSegment(…) were called: drop one");
			}
			else if (segments.size() > 1) {
				problems.add("target", "must be one, but " + segments.size() + " segments were set: drop the others");
			}
			segments.forEach((segment) -> checkSegment(problems, segment));
		}

		private static void checkSegment(Problems problems, Segment segment) {
			Text.check(problems, "target.attribute", segment.attribute(), Integer.MAX_VALUE);
			if (segment.values().isEmpty()) {
				problems.add("target.values", "is required: name at least one value");
			}
			for (int i = 0; i < segment.values().size(); i++) {
				Text.check(problems, "target.values[" + i + "]", segment.values().get(i), Integer.MAX_VALUE);
			}
		}

	}

}
