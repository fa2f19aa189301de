package io.github.insiderwebpush.autoconfigure;

import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Adapts what the user wrote in {@code webpush.*}.
 */
class PropertiesWebPushConnectionDetails implements WebPushConnectionDetails {

	private final URI baseUrl;

	private final String token;

	private final String partnerId;

	private final @Nullable SslBundle sslBundle;

	/**
	 * Create details.
	 * @param prefix the prefix of the account's properties, {@code webpush} or
	 * {@code webpush.accounts.NAME}
	 * @param token the account's own token
	 * @param partnerId the account's own partner ID
	 * @param properties what all accounts share
	 * @param sslBundles the bundles, {@code null} if the application has none
	 */
	PropertiesWebPushConnectionDetails(String prefix, @Nullable String token, @Nullable String partnerId,
			WebPushProperties properties, @Nullable SslBundles sslBundles) {
		this.token = textOrEmpty(token).strip();
		this.partnerId = textOrEmpty(partnerId).strip();
		checkPresent(prefix);
		checkCharacters(prefix);
		this.baseUrl = properties.getBaseUrl();
		String bundle = properties.getSsl().getBundle();
		this.sslBundle = (StringUtils.hasText(bundle) && sslBundles != null) ? sslBundles.getBundle(bundle) : null;
	}

	private static String textOrEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	private void checkPresent(String prefix) {
		boolean noToken = this.token.isEmpty();
		boolean noPartnerId = this.partnerId.isEmpty();
		if (noToken || noPartnerId) {
			String missing = (noToken && noPartnerId) ? "'" + prefix + ".token' and '" + prefix + ".partner-id' are"
					: "'" + prefix + (noToken ? ".token' is" : ".partner-id' is");
			throw new InvalidWebPushConfigurationException(
					"The web push client is used, but " + missing
							+ " not set or empty, and there is no WebPushConnectionDetails bean.",
					"Add these lines to application.yaml:\n\n" + lines(prefix)
							+ """

									and set the environment variables. In the vendor's panel (InOne) an administrator creates the
									token, an API key for web push, under InOne Settings > Integration Settings; the partner ID is
									under InOne Settings > Account Settings. To take both from elsewhere, such as a vault, declare a
									bean of type WebPushConnectionDetails; tests get one from @AutoConfigureWebPushSandbox.""");
		}
	}

	/**
	 * Return the two properties as YAML, to paste.
	 */
	private static String lines(String prefix) {
		StringBuilder yaml = new StringBuilder();
		String indent = "";
		for (String part : StringUtils.delimitedListToStringArray(prefix, ".")) {
			yaml.append(indent).append(part).append(":\n");
			indent += "  ";
		}
		String variable = prefix.replace('.', '_').toUpperCase(Locale.ROOT);
		yaml.append(indent).append("token: ${").append(variable).append("_TOKEN}\n");
		yaml.append(indent).append("partner-id: ${").append(variable).append("_PARTNER_ID}\n");
		return yaml.toString();
	}

	private void checkCharacters(String prefix) {
		if (!this.token.chars().allMatch((c) -> c > ' ' && c <= '~')) {
			throw new InvalidWebPushConfigurationException(
					"The property '" + prefix
							+ ".token' has a character that cannot be in an HTTP header: only visible "
							+ "ASCII characters can, so no spaces and no line breaks. Its value is not shown.",
					"Copy the API key again, without quotes or anything around it.");
		}
	}

	@Override
	public URI baseUrl() {
		return this.baseUrl;
	}

	@Override
	public String token() {
		return this.token;
	}

	@Override
	public String partnerId() {
		return this.partnerId;
	}

	@Override
	public @Nullable SslBundle sslBundle() {
		return this.sslBundle;
	}

}
