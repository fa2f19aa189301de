package io.github.insiderwebpush.campaign;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.insiderwebpush.campaign.InvalidCampaignException.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Rules for the URLs in a message: absolute, with a host and a scheme that a browser
 * loads, and with nothing that hides where they lead.
 */
final class Url {

	/** A link may open a plain http page. */
	static final Set<String> HTTP_OR_HTTPS = Set.of("http", "https");

	/** Images are loaded by the browser itself, and only over https. */
	static final Set<String> HTTPS = Set.of("https");

	private static final int SHOWN_LENGTH = 100;

	private static final int MAX_PORT = 65535;

	/**
	 * Not {@link URI#getHost()}, which knows neither names with an underscore nor
	 * internationalized ones. Browsers open both.
	 */
	private static final Pattern HOST = Pattern.compile("\\[.+]|[\\w\\-\\P{ASCII}]+(\\.[\\w\\-\\P{ASCII}]+)*\\.?");

	private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

	/** The control characters of ASCII, and those from U+0080 to U+009F in UTF-8. */
	private static final Pattern ENCODED_CONTROL = Pattern.compile("%(?:[01][0-9a-fA-F]|7[fF]|[cC]2%[89][0-9a-fA-F])");

	private Url() {
	}

	static boolean isValid(@Nullable String text, Set<String> schemes) {
		Problems problems = new Problems();
		return check(problems, "", text, schemes) != null && problems.isEmpty();
	}

	static @Nullable URI check(Problems problems, String field, @Nullable String text, Set<String> schemes) {
		if (text == null || !Text.checkCharacters(problems, field, text)) {
			return null;
		}
		try {
			URI uri = new URI(text);
			String problem = problem(uri, schemes);
			if (problem == null) {
				return uri;
			}
			problems.add(field, problem);
		}
		catch (URISyntaxException ex) {
			problems.add(field, rule(text, schemes) + " (" + ex.getReason()
					+ ((ex.getIndex() >= 0) ? " at index " + ex.getIndex() : "") + ")");
		}
		return null;
	}

	private static @Nullable String problem(URI uri, Set<String> schemes) {
		String text = uri.toString();
		String scheme = uri.getScheme();
		String authority = uri.getRawAuthority();
		if (scheme == null || !schemes.contains(scheme.toLowerCase(Locale.ROOT)) || authority == null) {
			return rule(text, schemes);
		}
		if (authority.contains("@")) {
			return "must not have user information before its host";
		}
		int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
		if (!HOST.matcher((colon >= 0) ? authority.substring(0, colon) : authority).matches()) {
			return rule(text, schemes);
		}
		if (colon >= 0 && !isPort(authority.substring(colon + 1))) {
			return "must have a port from 1 to " + MAX_PORT + " or none, but is '" + shown(text) + "'";
		}
		Matcher control = ENCODED_CONTROL.matcher(text);
		return control.find()
				? "must not encode control characters, but has " + control.group() + " at index " + control.start()
				: null;
	}

	private static boolean isPort(String port) {
		return PORT.matcher(port).matches() && Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= MAX_PORT;
	}

	private static String rule(String text, Set<String> schemes) {
		return "must be an absolute " + (schemes.equals(HTTPS) ? "https" : "http or https") + " URL, but is '"
				+ shown(text) + "'";
	}

	/**
	 * User information may be a password.
	 */
	private static String shown(String text) {
		return Text.cut(text.replaceFirst("//[^/?#]*@", "//…@"), SHOWN_LENGTH);
	}

}
