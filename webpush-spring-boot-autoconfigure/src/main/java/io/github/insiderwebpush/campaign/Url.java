package io.github.insiderwebpush.campaign;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.insiderwebpush.campaign.InvalidCampaignException.Problems;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the addresses in a message: absolute, with a host, and with a scheme that
 * a browser loads.
 */
final class Url {

	/** A link may lead to a plain http page. */
	static final Set<String> HTTP_OR_HTTPS = Set.of("http", "https");

	/**
	 * Images are shown by the browser itself, which the vendor allows from https only.
	 */
	static final Set<String> HTTPS = Set.of("https");

	private static final int SHOWN_LENGTH = 100;

	/**
	 * {@link URI#getHost()} knows neither names with an underscore nor names that are not
	 * ASCII, both of which browsers open.
	 */
	private static final Pattern AUTHORITY_WITH_HOST = Pattern.compile("(.*@)?[^@:]+(:[0-9]*)?");

	private Url() {
	}

	static @Nullable URI check(Problems problems, String field, @Nullable String text, Set<String> schemes) {
		if (text == null) {
			return null;
		}
		try {
			URI uri = new URI(text);
			if (StandardCharsets.UTF_8.newEncoder().canEncode(text) && hasScheme(uri, schemes) && hasHost(uri)) {
				return uri;
			}
			problems.add(field, rule(text, schemes));
		}
		catch (URISyntaxException ex) {
			problems.add(field, rule(text, schemes) + " (" + ex.getReason()
					+ ((ex.getIndex() >= 0) ? " at index " + ex.getIndex() : "") + ")");
		}
		return null;
	}

	private static boolean hasScheme(URI uri, Set<String> schemes) {
		return uri.getScheme() != null && schemes.contains(uri.getScheme().toLowerCase(Locale.ROOT));
	}

	private static boolean hasHost(URI uri) {
		if (uri.getHost() != null) {
			return true;
		}
		String authority = uri.getRawAuthority();
		return authority != null && AUTHORITY_WITH_HOST.matcher(authority).matches();
	}

	private static String rule(String text, Set<String> schemes) {
		return "must be an absolute " + (schemes.equals(HTTPS) ? "https" : "http or https") + " URL, but is '"
				+ Text.cut(text, SHOWN_LENGTH) + "'";
	}

}
