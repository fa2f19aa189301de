package io.github.insiderwebpush.autoconfigure;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Adapts what the user wrote in {@code webpush.*}.
 */
class PropertiesWebPushConnectionDetails implements WebPushConnectionDetails {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\w.-]+)}");

	private final String prefix;

	private final String token;

	private final String partnerId;

	private final URI baseUrl;

	private final @Nullable SslBundle sslBundle;

	private PropertiesWebPushConnectionDetails(String prefix, @Nullable String token, @Nullable String partnerId,
			URI baseUrl, @Nullable SslBundle sslBundle) {
		this.prefix = prefix;
		this.token = textOrEmpty(token).strip();
		this.partnerId = textOrEmpty(partnerId).strip();
		this.baseUrl = baseUrl;
		this.sslBundle = sslBundle;
	}

	/**
	 * Return the details of the top-level properties.
	 */
	static PropertiesWebPushConnectionDetails of(WebPushProperties properties, @Nullable SslBundles sslBundles) {
		return new PropertiesWebPushConnectionDetails("webpush", properties.getToken(), properties.getPartnerId(),
				properties.getBaseUrl(), bundle(properties.getSsl().getBundle(), sslBundles));
	}

	/**
	 * A bundle that is named and cannot be had is an error: the JVM's trust store may
	 * trust more than it does.
	 */
	private static @Nullable SslBundle bundle(@Nullable String name, @Nullable SslBundles sslBundles) {
		if (!StringUtils.hasText(name)) {
			return null;
		}
		if (sslBundles == null) {
			throw new InvalidWebPushConfigurationException(
					"The property 'webpush.ssl.bundle' is '" + name + "', but the application has no SSL bundles.",
					"Remove 'webpush.ssl.bundle', or let Spring Boot's SslAutoConfiguration take part.");
		}
		return sslBundles.getBundle(name);
	}

	/**
	 * Return the details of a further account, which is where the default one is: a test
	 * that points that to a sandbox points all there.
	 */
	static PropertiesWebPushConnectionDetails of(String name, WebPushProperties.Account account,
			WebPushConnectionDetails defaultAccount) {
		return new PropertiesWebPushConnectionDetails("webpush.accounts." + name, account.getToken(),
				account.getPartnerId(), defaultAccount.baseUrl(), defaultAccount.sslBundle());
	}

	/**
	 * Check that token and partner ID are there. That is not done when the details are
	 * made, because an application may have further accounts only.
	 */
	PropertiesWebPushConnectionDetails checked() {
		checkResolved("token", this.token);
		checkResolved("partner-id", this.partnerId);
		checkPresent();
		checkCharacters();
		return this;
	}

	private static String textOrEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	/**
	 * A placeholder that nothing resolves is bound as it stands, and would be sent.
	 */
	private void checkResolved(String property, String value) {
		Matcher placeholder = PLACEHOLDER.matcher(value);
		if (placeholder.matches()) {
			throw new InvalidWebPushConfigurationException(
					"The property '" + this.prefix + "." + property + "' is the placeholder " + value
							+ ", and nothing says what that stands for.",
					"Set the environment variable or property " + placeholder.group(1)
							+ ". Tests need neither: @AutoConfigureWebPushSandbox brings both values.");
		}
	}

	private void checkPresent() {
		boolean noToken = this.token.isEmpty();
		boolean noPartnerId = this.partnerId.isEmpty();
		if (noToken || noPartnerId) {
			String missing = (noToken && noPartnerId)
					? "'" + this.prefix + ".token' and '" + this.prefix + ".partner-id' are"
					: "'" + this.prefix + (noToken ? ".token' is" : ".partner-id' is");
			throw new InvalidWebPushConfigurationException(
					"The web push client is used, but " + missing
							+ " not set or empty, and there is no WebPushConnectionDetails bean.",
					"Add these lines to application.yaml:\n\n" + lines(this.prefix)
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

	private void checkCharacters() {
		if (!this.token.chars().allMatch((c) -> c > ' ' && c <= '~')) {
			throw new InvalidWebPushConfigurationException(
					"The property '" + this.prefix
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
