package io.github.insiderwebpush.autoconfigure;

import java.net.URI;

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

	PropertiesWebPushConnectionDetails(WebPushProperties properties, @Nullable SslBundles sslBundles) {
		this.token = textOrEmpty(properties.getToken()).strip();
		this.partnerId = textOrEmpty(properties.getPartnerId()).strip();
		checkPresent();
		checkCharacters();
		this.baseUrl = properties.getBaseUrl();
		String bundle = properties.getSsl().getBundle();
		this.sslBundle = (StringUtils.hasText(bundle) && sslBundles != null) ? sslBundles.getBundle(bundle) : null;
	}

	private static String textOrEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	private void checkPresent() {
		boolean noToken = this.token.isEmpty();
		boolean noPartnerId = this.partnerId.isEmpty();
		if (noToken || noPartnerId) {
			String missing = (noToken && noPartnerId) ? "'webpush.token' and 'webpush.partner-id' are"
					: noToken ? "'webpush.token' is" : "'webpush.partner-id' is";
			throw new InvalidWebPushConfigurationException(
					"The web push client is used, but " + missing
							+ " not set or empty, and there is no WebPushConnectionDetails bean.",
					"""
							Add these lines to application.yaml:

							webpush:
							  token: ${WEBPUSH_TOKEN}
							  partner-id: ${WEBPUSH_PARTNER_ID}

							and set the two environment variables. In the vendor's panel (InOne) an administrator creates
							the token, an API key for web push, under InOne Settings > Integration Settings; the partner
							ID is under InOne Settings > Account Settings. To take both from elsewhere, such as a vault,
							declare a bean of type WebPushConnectionDetails; tests get one from
							@AutoConfigureWebPushSandbox.""");
		}
	}

	private void checkCharacters() {
		if (!this.token.chars().allMatch((c) -> c > ' ' && c <= '~')) {
			throw new InvalidWebPushConfigurationException(
					"The property 'webpush.token' has a character that cannot be in an HTTP header: only visible "
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
