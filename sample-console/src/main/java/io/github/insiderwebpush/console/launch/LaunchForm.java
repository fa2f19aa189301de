package io.github.insiderwebpush.console.launch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.insiderwebpush.campaign.InvalidCampaignException;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.console.campaign.Campaign;
import org.jspecify.annotations.Nullable;

/**
 * What a person wrote into the form of a launch. Anything may be missing or wrong.
 *
 * @param title what subscribers see first
 * @param description the text below it
 * @param link where a click leads
 * @param image the icon, may be empty
 * @param banner the large picture, may be empty
 * @param ttlHours for how many hours delivery is tried
 * @param includeUnengaged whether it also goes to those who have not reacted lately
 * @param attribute the segment's attribute, unless the campaign is for all
 * @param values the segment's values, separated by commas
 * @param confirmTitle the campaign's title once more, as the confirmation
 * @param confirmAll the confirmation that every subscriber gets it
 */
public record LaunchForm(@Nullable String title, @Nullable String description, @Nullable String link,
		@Nullable String image, @Nullable String banner, @Nullable String ttlHours, @Nullable Boolean includeUnengaged,
		@Nullable String attribute, @Nullable String values, @Nullable String confirmTitle,
		@Nullable Boolean confirmAll) {

	static final LaunchForm EMPTY = new LaunchForm(null, null, null, null, null, "24", null, "d_wp_browser", null, null,
			null);

	/**
	 * Return the message.
	 * @param campaign the campaign that it belongs to
	 * @throws InvalidCampaignException with everything that is wrong
	 */
	PushMessage message(Campaign campaign) {
		PushMessage.Builder message = PushMessage.titled(text(this.title))
			.description(text(this.description))
			.link(text(this.link))
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
			message.toSegment(text(this.attribute),
					Arrays.stream(text(this.values).split(",", -1)).map(String::strip).toArray(String[]::new));
		}
		return message.build();
	}

	/**
	 * Return what is wrong with the message and the confirmation, by field; empty if it
	 * may be sent.
	 */
	Map<String, List<String>> problems(Campaign campaign) {
		Map<String, List<String>> problems = new LinkedHashMap<>();
		try {
			message(campaign);
		}
		catch (InvalidCampaignException ex) {
			ex.problems().forEach((field, texts) -> problems.put(field, new ArrayList<>(texts)));
		}
		if (!campaign.title().equals(text(this.confirmTitle).strip())) {
			problems.put("confirmTitle", List.of("must be the campaign's title, '" + campaign.title() + "': type it"));
		}
		if (campaign.toAll() && !Boolean.TRUE.equals(this.confirmAll)) {
			problems.put("confirmAll", List.of("must be ticked: every subscriber gets this message"));
		}
		return problems;
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
