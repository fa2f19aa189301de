package io.github.insiderwebpush.autoconfigure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Adapts {@code webpush.*} or {@code webpush.accounts.<name>.*} to connection details.
 */
class PropertiesWebPushConnectionDetails implements WebPushConnectionDetails {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}?");

	private static final String QUOTES = "\"'\u201c\u201d\u2018\u2019`";

	private final String prefix;

	private final String token;

	private final String partnerId;

	private final Supplier<URI> baseUrl;

	private final Supplier<@Nullable SslBundle> sslBundle;

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	private PropertiesWebPushConnectionDetails(String prefix, @Nullable String token, @Nullable String partnerId,
			Supplier<URI> baseUrl, Supplier<@Nullable SslBundle> sslBundle) {
		this.prefix = prefix;
		this.token = textOrEmpty(token);
		this.partnerId = textOrEmpty(partnerId);
		this.baseUrl = baseUrl;
		this.sslBundle = sslBundle;
		checkText("token", this.token);
		checkText("partner-id", this.partnerId);
	}

	/**
	 * Return the details of the top-level properties.
	 */
	static PropertiesWebPushConnectionDetails of(WebPushProperties properties, @Nullable SslBundles sslBundles) {
		PropertiesWebPushConnectionDetails details = new PropertiesWebPushConnectionDetails("webpush",
				properties.token(), properties.partnerId(), properties::baseUrl,
				() -> find(properties.ssl().bundle(), sslBundles));
		details.check(() -> WebPushRestClientFactory.checked(details.baseUrl()));
		details.check(details::sslBundle);
		return details;
	}

	/**
	 * Return the details of a further account. It has the base URL and the SSL bundle of
	 * the default account, so that a test redirects all accounts at once.
	 */
	static PropertiesWebPushConnectionDetails of(String name, WebPushProperties.Account account,
			WebPushConnectionDetails defaultAccount) {
		return new PropertiesWebPushConnectionDetails(WebPushAccounts.prefix(name), account.token(),
				account.partnerId(), defaultAccount::baseUrl, defaultAccount::sslBundle);
	}

	private static @Nullable SslBundle find(@Nullable String name, @Nullable SslBundles sslBundles) {
		if (!StringUtils.hasText(name)) {
			return null;
		}
		if (sslBundles == null) {
			throw unknownBundle(name, "the application has no SSL bundles");
		}
		try {
			return sslBundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw unknownBundle(name, "there is no SSL bundle of that name; there are " + sslBundles.getBundleNames());
		}
	}

	/**
	 * A bundle that is named and cannot be had is an error: the JVM's trust store may
	 * trust more than it does.
	 */
	private static InvalidWebPushConfigurationException unknownBundle(String name, String known) {
		return new InvalidWebPushConfigurationException(
				List.of(new ConfigurationProblem("webpush.ssl.bundle", "'" + name + "'", known,
						"Define the bundle under 'spring.ssl.bundle', correct 'webpush.ssl.bundle', or remove it.")));
	}

	private void check(Runnable check) {
		try {
			check.run();
		}
		catch (InvalidWebPushConfigurationException ex) {
			this.problems.addAll(ex.problems());
		}
	}

	/**
	 * Return what is wrong.
	 * @param required whether token and partner ID must be set. They need not be for an
	 * account that is not used
	 */
	List<ConfigurationProblem> problems(boolean required) {
		List<ConfigurationProblem> all = new ArrayList<>(this.problems);
		if (required) {
			addMissing("token", this.token, all);
			addMissing("partner-id", this.partnerId, all);
		}
		return all;
	}

	/**
	 * Return whether token or partner ID is set.
	 */
	boolean isConfigured() {
		return !this.token.isEmpty() || !this.partnerId.isEmpty();
	}

	PropertiesWebPushConnectionDetails checked() {
		InvalidWebPushConfigurationException.throwIfAny(problems(true));
		return this;
	}

	private static String textOrEmpty(@Nullable String text) {
		return (text != null) ? text.strip() : "";
	}

	private void addMissing(String property, String value, List<ConfigurationProblem> all) {
		if (value.isEmpty()) {
			all.add(new ConfigurationProblem(this.prefix + "." + property, null,
					"is not set or empty, and there is no WebPushConnectionDetails bean for the account",
					"Add these lines to application.yaml:\n\n" + lines(this.prefix)
							+ """

									and set the environment variables. In Insider One's panel (InOne) an administrator creates the
									token, an API key for web push, under InOne Settings > Integration Settings; the partner ID is
									under InOne Settings > Account Settings. To take both from elsewhere, such as a vault, declare a
									bean of type WebPushConnectionDetails; tests get one from @AutoConfigureWebPushSandbox."""));
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

	/**
	 * Check what would be sent as it stands: a placeholder that nothing resolves, quotes
	 * that are part of the value, and characters that cannot be seen.
	 */
	private void checkText(String property, String value) {
		Matcher placeholder = PLACEHOLDER.matcher(value);
		if (placeholder.find()) {
			String name = placeholder.group(1).split(":", 2)[0];
			add(property, "contains the placeholder ${" + name + "}, which nothing resolves",
					"Set the environment variable or property " + name
							+ ". Tests need neither: @AutoConfigureWebPushSandbox brings both values.");
			return;
		}
		if (!value.isEmpty()
				&& (QUOTES.indexOf(value.charAt(0)) >= 0 || QUOTES.indexOf(value.charAt(value.length() - 1)) >= 0)) {
			add(property, "begins or ends with a quotation mark, which would be sent. Its value is not shown",
					"Remove the quotes: environment variables and .properties files need none, YAML needs one pair.");
			return;
		}
		value.codePoints()
			.filter((c) -> c <= ' ' || c > '~')
			.findFirst()
			.ifPresent((c) -> add(property,
					"contains " + describe(c) + "; only visible ASCII characters can be sent. Its value is not shown",
					"Copy the value again, without anything around it."));
	}

	/**
	 * Describe a character that cannot be seen by its name. Any other is part of the
	 * secret.
	 */
	private static String describe(int codePoint) {
		boolean visible = Character.isLetterOrDigit(codePoint);
		return visible ? "a character that is not ASCII"
				: "the character U+%04X (%s)".formatted(codePoint, Character.getName(codePoint));
	}

	private void add(String property, String reason, String action) {
		this.problems.add(new ConfigurationProblem(this.prefix + "." + property, null, reason, action));
	}

	@Override
	public URI baseUrl() {
		return this.baseUrl.get();
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
		return this.sslBundle.get();
	}

}
