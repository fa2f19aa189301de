package io.github.insiderwebpush.console.launch;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.github.insiderwebpush.campaign.InvalidCampaignException;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.console.campaign.Campaign;
import io.github.insiderwebpush.console.campaign.Words;
import org.jspecify.annotations.Nullable;

/**
 * Form of a launch as a person filled it in. Anything may be missing or wrong.
 *
 * @param token the one-time token of the form
 * @param seen the number of launches of the campaign that the form has seen
 * @param title what subscribers read first
 * @param description the text below it
 * @param link where a click leads
 * @param image the icon, may be empty
 * @param banner the large picture, may be empty
 * @param ttlHours for how many hours delivery is tried
 * @param includeUnengaged whether it also goes to subscribers without recent activity
 * @param attribute the segment's attribute, unless the campaign is for all; empty for
 * another one than the page offers
 * @param otherAttribute the segment's attribute, if it is another one
 * @param values the segment's values, separated by commas
 * @param confirmTitle the campaign's name once more, as the confirmation
 * @param confirmAll the confirmation that every subscriber gets it
 */
public record LaunchForm(@Nullable String token, @Nullable Integer seen, @Nullable String title,
		@Nullable String description, @Nullable String link, @Nullable String image, @Nullable String banner,
		@Nullable String ttlHours, @Nullable Boolean includeUnengaged, @Nullable String attribute,
		@Nullable String otherAttribute, @Nullable String values, @Nullable String confirmTitle,
		@Nullable Boolean confirmAll) {

	private static final String BROWSER = "d_wp_browser";

	static final LaunchForm EMPTY = with(null, null, null);

	/**
	 * Return a form that begins with the message of an earlier launch.
	 */
	static LaunchForm like(LaunchRecord launch) {
		return with(launch.title(), launch.text(), launch.link());
	}

	private static LaunchForm with(@Nullable String title, @Nullable String description, @Nullable String link) {
		return new LaunchForm(null, null, title, description, link, null, null, "24", null, BROWSER, null, null, null,
				null);
	}

	/**
	 * Return the form with a token of its own, as it is shown now.
	 */
	LaunchForm renewed(Campaign campaign) {
		return new LaunchForm(UUID.randomUUID().toString(), campaign.launches(), this.title, this.description,
				this.link, this.image, this.banner, this.ttlHours, this.includeUnengaged, this.attribute,
				this.otherAttribute, this.values, null, null);
	}

	@Override
	public String token() {
		return text(this.token);
	}

	@Override
	public Integer seen() {
		return Objects.requireNonNullElse(this.seen, -1);
	}

	/**
	 * Return the message.
	 * @param campaign the campaign that it belongs to
	 * @throws InvalidCampaignException with all problems
	 */
	PushMessage message(Campaign campaign) {
		PushMessage.Builder message = PushMessage.titled(text(this.title).strip())
			.description(text(this.description).strip())
			.link(text(this.link).strip())
			.image(blankToNull(this.image))
			.banner(blankToNull(this.banner))
			.ttl(ttl());
		if (Boolean.TRUE.equals(this.includeUnengaged)) {
			message.includeUnengaged();
		}
		if (campaign.toAll()) {
			message.toAllSubscribers();
		}
		else {
			message.toSegment(segmentAttribute(), valueList());
		}
		return message.build();
	}

	private String segmentAttribute() {
		String offered = text(this.attribute).strip();
		return offered.isEmpty() ? text(this.otherAttribute).strip() : offered;
	}

	private String[] valueList() {
		return Arrays.stream(text(this.values).split(",", -1)).map(String::strip).toArray(String[]::new);
	}

	/**
	 * Return the problems of the message, by field.
	 */
	Map<String, List<String>> messageProblems(Campaign campaign) {
		try {
			message(campaign);
			return new LinkedHashMap<>();
		}
		catch (InvalidCampaignException ex) {
			return Words.problems(ex);
		}
	}

	/**
	 * Return the problems of the fields that have a text, for a form that is being filled
	 * in.
	 */
	Map<String, List<String>> problemsSoFar(Campaign campaign) {
		Map<String, List<String>> problems = messageProblems(campaign);
		Map<String, String> texts = Map.of("title", text(this.title), "description", text(this.description), "link",
				text(this.link), "image", text(this.image), "banner", text(this.banner), "ttlHours",
				text(this.ttlHours), "attribute", segmentAttribute(), "values", text(this.values));
		problems.keySet().removeIf((field) -> texts.getOrDefault(field, "").isBlank());
		return problems;
	}

	/**
	 * Return the problems of the message and the confirmation, by field; empty if it may
	 * be sent. The typed name is compared as a person sees it.
	 */
	Map<String, List<String>> problems(Campaign campaign) {
		Map<String, List<String>> problems = messageProblems(campaign);
		if (!Words.visible(campaign.title()).equals(Words.visible(this.confirmTitle))) {
			problems.put("confirmTitle", List.of("Type the campaign's name: " + Words.visible(campaign.title())));
		}
		if (campaign.toAll() && !Boolean.TRUE.equals(this.confirmAll)) {
			problems.put("confirmAll", List.of("Tick this: every subscriber gets the message"));
		}
		return problems;
	}

	/**
	 * Say who the message is for.
	 * @param campaign the campaign that it belongs to
	 * @return a sentence
	 */
	public String audience(Campaign campaign) {
		String who = campaign.toAll() ? "All subscribers"
				: "Subscribers whose " + attributeWords() + " is " + String.join(" or ", filled());
		String language = "all_ALL".equals(campaign.language()) ? "in every language" : "in "
				+ new Locale.Builder().setLanguageTag(tag(campaign.language())).build().getDisplayName(Locale.UK);
		return who + ", " + language + ", for up to " + hours() + "." + (Boolean.TRUE.equals(this.includeUnengaged)
				? " Subscribers without recent activity are included." : "");
	}

	/**
	 * Return whether the segment is one of browsers.
	 * @return whether that is its attribute
	 */
	public boolean byBrowser() {
		return BROWSER.equals(segmentAttribute());
	}

	private List<String> filled() {
		List<String> filled = Arrays.stream(valueList()).filter((value) -> !value.isEmpty()).toList();
		return filled.isEmpty() ? List.of("…") : filled;
	}

	private String attributeWords() {
		String attribute = segmentAttribute();
		return BROWSER.equals(attribute) ? "browser" : attribute.isEmpty() ? "…" : attribute;
	}

	private String hours() {
		String hours = text(this.ttlHours).strip();
		return hours + ("1".equals(hours) ? " hour" : " hours");
	}

	private static String tag(String language) {
		return language.replace('_', '-');
	}

	/**
	 * Return the site of the link, as a notification shows it.
	 * @return a host name
	 */
	public String site() {
		String host = text(this.link).strip().replaceFirst("^https?://", "").replaceFirst("[/?#].*$", "");
		return host.isEmpty() ? "your-site.example" : host;
	}

	/**
	 * Return the letter in the place of the icon.
	 * @return one character
	 */
	public String letter() {
		return site().substring(0, 1).toUpperCase(Locale.ROOT);
	}

	/**
	 * Return how long the description may be.
	 * @return characters
	 */
	public int descriptionLimit() {
		return (blankToNull(this.banner) != null) ? PushMessage.MAX_DESCRIPTION_LENGTH_WITH_BANNER
				: PushMessage.MAX_DESCRIPTION_LENGTH;
	}

	/**
	 * Return the length of the title as Insider One counts it.
	 * @return characters, not UTF-16 units
	 */
	public int titleLength() {
		return length(this.title);
	}

	/**
	 * Return the length of the description as Insider One counts it.
	 * @return characters, not UTF-16 units
	 */
	public int descriptionLength() {
		return length(this.description);
	}

	private static int length(@Nullable String text) {
		String stripped = text(text).strip();
		return stripped.codePointCount(0, stripped.length());
	}

	private Duration ttl() {
		try {
			return Duration.ofHours(Long.parseLong(text(this.ttlHours).strip()));
		}
		catch (ArithmeticException | NumberFormatException ex) {
			return Duration.ZERO;
		}
	}

	private static String text(@Nullable String value) {
		return Objects.requireNonNullElse(value, "");
	}

	private static @Nullable String blankToNull(@Nullable String value) {
		return (value == null || value.isBlank()) ? null : value.strip();
	}

}
