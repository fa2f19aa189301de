package io.github.insiderwebpush.console.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.insiderwebpush.campaign.InvalidCampaignException;
import io.github.insiderwebpush.campaign.PushMessage;
import org.jspecify.annotations.Nullable;

/**
 * Message of a campaign as a person wrote it, in a form or a file. Anything may be
 * missing or wrong; a stored message had no problems when it was stored.
 *
 * @param title what subscribers read first
 * @param description the text below it
 * @param link where a click leads
 * @param image the icon, may be empty
 * @param banner the large picture, may be empty
 * @param ttlHours for how many hours delivery is tried
 * @param includeUnengaged whether it also goes to subscribers without recent activity
 * @param attribute the segment's attribute, unless the campaign is for all; that of
 * {@code otherAttribute} if it is empty
 * @param values the segment's values, separated by commas
 * @param otherAttribute an attribute that the form does not offer, {@code null} outside
 * of a form
 */
public record Message(@Nullable String title, @Nullable String description, @Nullable String link,
		@Nullable String image, @Nullable String banner, @Nullable String ttlHours, @Nullable Boolean includeUnengaged,
		@Nullable String attribute, @Nullable String values, @Nullable String otherAttribute) {

	private static final String BROWSER = "d_wp_browser";

	/** What an empty form shows. */
	public static final Message EMPTY = new Message(null, null, null, null, null, "24", null, BROWSER, null, null);

	private static final int LONGEST_ADDRESS = 2_000;

	private static final int LONGEST_ATTRIBUTE = 200;

	public Message {
		attribute = text(attribute).isBlank() ? otherAttribute : attribute;
		otherAttribute = null;
	}

	/**
	 * Return the message as the client sends it.
	 * @param toAll whether the campaign is for all subscribers
	 * @return a valid message
	 * @throws InvalidCampaignException with all problems
	 */
	public PushMessage toPushMessage(boolean toAll) {
		PushMessage.Builder message = PushMessage.titled(text(this.title).strip())
			.description(text(this.description).strip())
			.link(text(this.link).strip())
			.image(blankToNull(this.image))
			.banner(blankToNull(this.banner))
			.ttl(ttl());
		if (Boolean.TRUE.equals(this.includeUnengaged)) {
			message.includeUnengaged();
		}
		if (toAll) {
			message.toAllSubscribers();
		}
		else {
			message.toSegment(text(this.attribute).strip(), valueList());
		}
		return message.build();
	}

	private String[] valueList() {
		return Arrays.stream(text(this.values).split(",", -1)).map(String::strip).toArray(String[]::new);
	}

	/**
	 * Return the problems by field.
	 * @param toAll whether the campaign is for all subscribers
	 * @return sentences, none if the message can be launched
	 */
	public Map<String, List<String>> problems(boolean toAll) {
		Map<String, List<String>> problems = new LinkedHashMap<>();
		try {
			toPushMessage(toAll);
		}
		catch (InvalidCampaignException ex) {
			problems.putAll(Words.problems(ex));
		}
		Map.of("link", text(this.link), "image", text(this.image), "banner", text(this.banner), "values",
				toAll ? "" : text(this.values))
			.forEach((field, text) -> addIfLonger(problems, field, text, LONGEST_ADDRESS));
		addIfLonger(problems, "attribute", toAll ? "" : text(this.attribute), LONGEST_ATTRIBUTE);
		return problems;
	}

	private static void addIfLonger(Map<String, List<String>> problems, String field, String text, int longest) {
		if (text.strip().length() > longest) {
			problems.computeIfAbsent(field, (name) -> new ArrayList<>())
				.add("Must have at most " + longest + " characters");
		}
	}

	/**
	 * Return the problems of the fields that have a text, for a form that is being filled
	 * in.
	 * @param toAll whether the campaign is for all subscribers
	 * @return sentences by field
	 */
	public Map<String, List<String>> problemsSoFar(boolean toAll) {
		Map<String, List<String>> problems = problems(toAll);
		Map<String, String> texts = Map.of("title", text(this.title), "description", text(this.description), "link",
				text(this.link), "image", text(this.image), "banner", text(this.banner), "ttlHours",
				text(this.ttlHours), "attribute", text(this.attribute), "values", text(this.values));
		problems.keySet().removeIf((field) -> texts.getOrDefault(field, "").isBlank());
		return problems;
	}

	/**
	 * Say who the message is for.
	 * @param campaign the campaign that it belongs to
	 * @return a sentence
	 */
	public String audience(Campaign campaign) {
		return audience(campaign.toAll(), campaign.language());
	}

	/**
	 * Say who the message is for.
	 * @param toAll whether the campaign is for all subscribers
	 * @param language the campaign's language
	 * @return a sentence
	 */
	public String audience(boolean toAll, String language) {
		String who = toAll ? "All subscribers"
				: "Subscribers whose " + attributeWords() + " is " + String.join(" or ", filled());
		String words = "all_ALL".equals(language) ? "in every language"
				: "in " + Locale.forLanguageTag(language.replace('_', '-')).getDisplayName(Locale.UK);
		return who + ", " + words + ", for up to " + hours() + "." + (Boolean.TRUE.equals(this.includeUnengaged)
				? " Subscribers without recent activity are included." : "");
	}

	/**
	 * Return whether the segment is one of browsers.
	 * @return whether that is its attribute
	 */
	public boolean byBrowser() {
		return BROWSER.equals(text(this.attribute).strip());
	}

	private List<String> filled() {
		List<String> filled = Arrays.stream(valueList()).filter((value) -> !value.isEmpty()).toList();
		return filled.isEmpty() ? List.of("…") : filled;
	}

	private String attributeWords() {
		String attribute = text(this.attribute).strip();
		return BROWSER.equals(attribute) ? "browser" : attribute.isEmpty() ? "…" : attribute;
	}

	private String hours() {
		String hours = text(this.ttlHours).strip();
		return hours + ("1".equals(hours) ? " hour" : " hours");
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

	static String text(@Nullable String value) {
		return Objects.requireNonNullElse(value, "");
	}

	static @Nullable String blankToNull(@Nullable String value) {
		return (value == null || value.isBlank()) ? null : value.strip();
	}

}
