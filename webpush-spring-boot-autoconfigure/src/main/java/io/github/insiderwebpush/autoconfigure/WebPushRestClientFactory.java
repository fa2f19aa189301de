package io.github.insiderwebpush.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import io.github.insiderwebpush.WebPushCredentials;
import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.client.WebPushRequestFactory;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.ratelimit.WebPushTimer;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkHttpClientBuilder;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.DefaultUriBuilderFactory;

/**
 * Builds the HTTP side of one account's client, from a builder of its own: the
 * application's is left alone. One attempt must be one request on the wire, so the HTTP
 * client is the JDK's with HTTP/1.1, which does not repeat a POST, and without redirects,
 * which would carry the token to another host.
 */
class WebPushRestClientFactory {

	private static final String REPEAT_ALL = "jdk.httpclient.enableAllMethodRetry";

	private static final String ANY_HOST = "jdk.internal.httpclient.disableHostnameVerification";

	private static final String LOG = "jdk.httpclient.HttpClient.log";

	private static final int NO_PORT = -1;

	private static final int LAST_PORT = 65_535;

	private final WebPushProperties properties;

	private final List<RestClientCustomizer> customizers;

	private final List<WebPushRestClientCustomizer> ownCustomizers;

	WebPushRestClientFactory(WebPushProperties properties, List<RestClientCustomizer> customizers,
			List<WebPushRestClientCustomizer> ownCustomizers) {
		this.properties = properties;
		this.customizers = customizers;
		this.ownCustomizers = ownCustomizers;
	}

	/**
	 * Start the client of an account.
	 * @param details where it is and whom to trust
	 * @param credentials the credentials of these details
	 * @param timer the clock
	 * @return a builder with the HTTP side, and nothing else, set
	 */
	WebPushTemplate.Builder create(WebPushConnectionDetails details, WebPushCredentials credentials,
			WebPushTimer timer) {
		checkNothingRepeatsRequests();
		checkNothingLogsHeaders();
		URI baseUrl = checked(details.baseUrl());
		checkHostNamesAreVerified(baseUrl);
		RestClient.Builder builder = RestClient.builder();
		CustomizedBuilder customized = new CustomizedBuilder(builder);
		this.customizers.forEach((customizer) -> customizer.customize(customized.proxy()));
		builder.uriBuilderFactory(new DefaultUriBuilderFactory(baseUrl.toString()));
		this.ownCustomizers.forEach((customizer) -> customizer.customize(customized.proxy()));
		ClientHttpRequestFactory mock = customized.mock();
		WebPushRequestFactory requestFactory = (mock != null) ? WebPushRequestFactory.ofMock(baseUrl, mock)
				: WebPushRequestFactory.create(baseUrl, httpClients(details), this.properties.readTimeout(), timer);
		return WebPushTemplate.builder(builder, requestFactory, credentials);
	}

	/**
	 * HTTP/1.1 only: over HTTP/2 the JDK's client repeats requests that the peer calls
	 * unprocessed, and reads on after a call has ended.
	 */
	private Supplier<HttpClient> httpClients(WebPushConnectionDetails details) {
		JdkHttpClientBuilder builder = new JdkHttpClientBuilder()
			.withCustomizer((client) -> client.version(HttpClient.Version.HTTP_1_1));
		HttpClientSettings settings = HttpClientSettings.defaults()
			.withRedirects(HttpRedirects.DONT_FOLLOW)
			.withConnectTimeout(this.properties.connectTimeout())
			.withSslBundle(details.sslBundle());
		return () -> builder.build(settings);
	}

	private static void checkNothingLogsHeaders() {
		String value = System.getProperty(LOG, "");
		if (value.contains("headers") || value.contains("all")) {
			throw new InvalidWebPushConfigurationException(
					"The system property '" + LOG + "' is '" + value
							+ "': the JDK's HTTP client would write the token to the log.",
					"Remove 'headers' and 'all' from -D" + LOG + " on the command line.");
		}
	}

	private static void checkNothingRepeatsRequests() {
		if (isSet(REPEAT_ALL)) {
			throw new InvalidWebPushConfigurationException("The system property '" + REPEAT_ALL
					+ "' is set: the JDK's HTTP client would repeat requests by itself, and could launch a campaign twice.",
					"Remove -D" + REPEAT_ALL + " from the command line.");
		}
	}

	private static void checkHostNamesAreVerified(URI baseUrl) {
		if (isSet(ANY_HOST) && "https".equalsIgnoreCase(baseUrl.getScheme())) {
			throw new InvalidWebPushConfigurationException("The system property '" + ANY_HOST
					+ "' is set: the JDK's HTTP client would send the token to any server with a trusted certificate, whatever its name.",
					"Remove -D" + ANY_HOST
							+ " from the command line. To trust a certificate, put it into an SSL bundle and name that in 'webpush.ssl.bundle'.");
		}
	}

	/**
	 * As the JDK's HTTP client reads its own switches.
	 */
	private static boolean isSet(String systemProperty) {
		String value = System.getProperty(systemProperty);
		return value != null && (value.isEmpty() || Boolean.parseBoolean(value));
	}

	/**
	 * Return a base URL without a slash at its end. Of one that is refused only scheme,
	 * host and port are shown.
	 */
	static URI checked(URI url) {
		String scheme = (url.getScheme() != null) ? url.getScheme().toLowerCase(Locale.ROOT) : "";
		String host = url.getHost();
		boolean secure = scheme.equals("https") || (scheme.equals("http") && host != null && isLoopback(host));
		boolean portExists = url.getPort() == NO_PORT || (url.getPort() > 0 && url.getPort() <= LAST_PORT);
		if (host != null && secure && portExists && url.getRawUserInfo() == null && url.getRawQuery() == null
				&& url.getRawFragment() == null) {
			return URI.create(StringUtils.trimTrailingCharacter(url.toString(), '/'));
		}
		throw new InvalidWebPushConfigurationException(List.of(new ConfigurationProblem("webpush.base-url",
				(host != null) ? scheme + "://" + host + ((url.getPort() == NO_PORT) ? "" : ":" + url.getPort()) + "…"
						: null,
				"must be https://HOST[:PORT][/PATH], without user, query or fragment. Plain http is for loopback hosts "
						+ "only, because every request carries the token",
				"Set 'webpush.base-url' (or baseUrl() of your WebPushConnectionDetails) to an https URL, or remove it: the default is "
						+ WebPushConnectionDetails.DEFAULT_BASE_URL + ".")));
	}

	private static boolean isLoopback(String host) {
		return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
	}

}
