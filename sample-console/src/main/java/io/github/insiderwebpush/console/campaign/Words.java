package io.github.insiderwebpush.console.campaign;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import io.github.insiderwebpush.campaign.InvalidCampaignException;
import org.jspecify.annotations.Nullable;

/**
 * Words of the pages: what a person sees, and problems of a form by the name of its
 * field.
 */
public final class Words {

	private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

	private static final Pattern INDEX = Pattern.compile("\\[\\d+]$");

	private Words() {
	}

	/**
	 * Return a text as a person sees it on a page: a run of white space is one space.
	 * @param text the text
	 * @return what two texts that look the same have in common
	 */
	public static String visible(@Nullable String text) {
		String composed = Normalizer.normalize(Objects.requireNonNullElse(text, ""), Normalizer.Form.NFC);
		return SPACES.matcher(composed).replaceAll(" ").strip();
	}

	/**
	 * Say how many campaigns go to whom.
	 * @param toAll how many go to all subscribers
	 * @param toSegments how many go to segments
	 * @return a part of a sentence
	 */
	public static String audiences(int toAll, int toSegments) {
		String all = (toAll == 1) ? "1 campaign to all subscribers" : toAll + " campaigns to all subscribers";
		String segments = (toSegments == 1) ? "1 campaign to a segment" : toSegments + " campaigns to segments";
		return (toAll == 0) ? segments : (toSegments == 0) ? all : segments + " and " + all;
	}

	/**
	 * Return a number as the pages show it.
	 * @param number the number
	 * @return such as {@code 9,812}
	 */
	public static String number(long number) {
		return String.format(Locale.UK, "%,d", number);
	}

	/**
	 * Return a number of campaigns in words.
	 * @param count how many
	 * @return such as {@code 9,812 campaigns}
	 */
	public static String campaigns(long count) {
		return number(count) + ((count == 1) ? " campaign" : " campaigns");
	}

	/**
	 * Return a number of launches in words.
	 * @param count how many
	 * @return such as {@code 3 launches}
	 */
	public static String launches(long count) {
		return number(count) + ((count == 1) ? " launch" : " launches");
	}

	/**
	 * Return the problems of a campaign or a message by the name of the form's field.
	 * @param ex the problems
	 * @return sentences by field
	 */
	public static Map<String, List<String>> problems(InvalidCampaignException ex) {
		Map<String, List<String>> byField = new LinkedHashMap<>();
		ex.problems().forEach((key, texts) -> {
			String field = field(key);
			for (String text : texts) {
				List<String> sentences = byField.computeIfAbsent(field, (name) -> new ArrayList<>());
				String sentence = sentence(field, text);
				if (!sentences.contains(sentence)) {
					sentences.add(sentence);
				}
			}
		});
		return byField;
	}

	private static String field(String key) {
		return switch (INDEX.matcher(key).replaceFirst("")) {
			case "target.values" -> "values";
			case "target.attribute" -> "attribute";
			case "target" -> "values";
			case "ttl" -> "ttlHours";
			default -> key;
		};
	}

	private static String sentence(String field, String text) {
		boolean missing = text.startsWith("is required");
		return switch (field) {
			case "language" -> missing ? "Choose a language" : "Write it like en_GB, or all_ALL for every language";
			case "link" -> missing ? "Enter the address that a click opens"
					: "Enter a full address such as https://shop.example/sale";
			case "image", "banner" -> "Enter an address that begins with https://";
			case "ttlHours" -> "Enter 1 to 240 hours";
			case "values" -> missing ? "Enter at least one value; separate several by commas" : capital(text);
			case "attribute" -> missing ? "Enter the attribute of the segment" : capital(text);
			default -> missing ? "Enter a text" : capital(text);
		};
	}

	private static String capital(String text) {
		return Character.toUpperCase(text.charAt(0)) + text.substring(1);
	}

}
