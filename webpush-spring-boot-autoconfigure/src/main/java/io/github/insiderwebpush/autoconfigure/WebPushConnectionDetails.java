package io.github.insiderwebpush.autoconfigure;

import java.net.URI;

import io.github.insiderwebpush.WebPushCredentials;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.Assert;

/**
 * How to reach an account: the only way in which the rest of the code learns it. By
 * default adapted from the properties {@code webpush.*}; a bean of this type replaces
 * them, and is asked for {@link #token()} and {@link #partnerId()} before every request,
 * so it can take them from a vault and rotate them.
 * <p>
 * A further account takes token and partner ID from a bean of this type that is qualified
 * with its name and no default candidate:
 * {@code @Bean(defaultCandidate = false) @Qualifier("turkey")}. Base URL and SSL bundle
 * are the same for all accounts.
 *
 * @since 0.1.0
 */
public interface WebPushConnectionDetails extends ConnectionDetails, WebPushCredentials {

	/**
	 * The address of Insider One's API.
	 */
	URI DEFAULT_BASE_URL = URI.create("https://web-push.api.useinsider.com");

	/**
	 * Return what is configured as {@code webpush.*}: for a bean of this type that
	 * chooses, when the application starts, between the properties and something else. A
	 * missing token or partner ID fails the start of whatever injects the client, as
	 * without such a bean.
	 * @param properties the properties
	 * @param sslBundles the application's bundles, {@code null} if there are none
	 * @return their details
	 */
	static WebPushConnectionDetails of(WebPushProperties properties, @Nullable SslBundles sslBundles) {
		Assert.notNull(properties, "'properties' must not be null");
		return PropertiesWebPushConnectionDetails.of(properties, sslBundles);
	}

	/**
	 * Return where the API is. Read once, when the client is built.
	 * @return an {@code https} URL, or an {@code http} one of a loopback host
	 */
	default URI baseUrl() {
		return DEFAULT_BASE_URL;
	}

	/**
	 * Return the bundle with the certificates to trust or to show. Read once, when the
	 * client is built.
	 * @return the bundle, or {@code null} for the JDK's defaults
	 */
	default @Nullable SslBundle sslBundle() {
		return null;
	}

}
