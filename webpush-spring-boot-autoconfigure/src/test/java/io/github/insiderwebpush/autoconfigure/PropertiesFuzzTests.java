package io.github.insiderwebpush.autoconfigure;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import io.github.insiderwebpush.FailedAttempt;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperation.Budget;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.client.Failures;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is configured, the values that are used keep to their ranges, or the start
 * fails naming a property and showing no token. {@code .ci/fuzz properties} makes up
 * files of properties; here are its seeds and what it has found.
 */
class PropertiesFuzzTests {

	/** No value but a token has it, so that nothing else can make up the secret. */
	private static final String MARK = "~";

	/** Put before every token of an input. */
	private static final String SECRET = "fuzz" + MARK + "S3cret";

	private static final List<String> NAMES = names();

	private static final WebPushTimer TIMER = WebPushTimer.system();

	private static final WebPushException FAILURE = Failures.create(WebPushError.SERVER_ERROR, Outcome.UNKNOWN);

	/**
	 * Called by the fuzzer.
	 */
	public static void fuzzerTestOneInput(byte[] input) throws IOException {
		Properties file = new Properties();
		try {
			file.load(new StringReader(new String(input, StandardCharsets.UTF_8)));
		}
		catch (IllegalArgumentException ex) {
			return;
		}
		Map<String, String> values = new LinkedHashMap<>(
				Map.of("webpush.token", SECRET, "webpush.partner-id", "10012345"));
		for (String key : file.stringPropertyNames()) {
			String name = NAMES.contains(key) ? key : NAMES.get(Math.floorMod(key.hashCode(), NAMES.size()));
			String value = file.getProperty(key);
			// The fuzzer watches comparisons and learns the secret. What is no token may
			// be shown.
			values.put(name, name.endsWith("token") ? SECRET + value : value.replace(MARK, ""));
		}
		check(values);
	}

	private static void check(Map<String, String> values) {
		try {
			checkUsed(new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("webpush",
					WebPushProperties.class), values);
		}
		catch (BindException ex) {
			assertThat(ex.getName().toString()).startsWith("webpush.");
			checkShown(ex);
		}
		catch (InvalidWebPushConfigurationException ex) {
			assertThat(ex.getMessage()).contains("'webpush.");
			assertThat(ex.action()).doesNotContain(SECRET);
			checkShown(ex);
		}
	}

	private static void checkShown(Throwable failure) {
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			assertThat(String.valueOf(cause.getMessage())).doesNotContain(SECRET);
		}
	}

	/**
	 * Do what is done with the properties when the template is created.
	 */
	private static void checkUsed(WebPushProperties properties, Map<String, String> values) {
		MockEnvironment environment = new MockEnvironment();
		values.forEach(environment::setProperty);
		PropertiesWebPushConnectionDetails details = PropertiesWebPushConnectionDetails.of(properties, null);
		new PropertiesValidator(properties, environment).validate(details);
		details.checked();
		assertThat(details.token()).isEqualTo(values.get("webpush.token").strip()).matches("[\\x21-\\x7e]+");
		assertThat(details.partnerId()).isNotBlank();
		checkBaseUrl(WebPushRestClientFactory.checked(details.baseUrl()));
		checkPolicy(properties.retry(), new WebPushAutoConfiguration().webPushRetryPolicy(properties));
		for (Duration timeout : List.of(properties.connectTimeout(), properties.readTimeout(),
				properties.callTimeout())) {
			assertThat(timeout.toNanos()).isPositive();
		}
		checkLimiters(properties, details);
		for (WebPushProperties.Account account : properties.accounts().values()) {
			assertThat(PropertiesWebPushConnectionDetails.of("shop", account, details).checked().token())
				.matches("[\\x21-\\x7e]+");
		}
	}

	private static void checkBaseUrl(URI url) {
		assertThat(url.getHost()).isNotEmpty();
		if (!"https".equalsIgnoreCase(url.getScheme())) {
			assertThat(url.getScheme()).isEqualToIgnoringCase("http");
			assertThat(url.getHost().toLowerCase(Locale.ROOT)).matches("localhost|\\[::1]|127(\\.[0-9]+){3}");
		}
		assertThat(url.toString()).doesNotContain("@", "?", "#").doesNotEndWith("/");
		assertThat(url.getPort()).isBetween(-1, 65_535).isNotZero();
	}

	private static void checkPolicy(WebPushProperties.Retry retry, WebPushRetryPolicy policy) {
		Duration longest = retry.maxDelay().compareTo(retry.delay()) > 0 ? retry.maxDelay() : retry.delay();
		for (int attempt = 1; attempt <= 5; attempt++) {
			Duration delay = policy
				.delayBefore(new FailedAttempt(WebPushOperation.CREATE, attempt, FAILURE, Duration.ZERO));
			if (attempt > retry.maxRetries()) {
				assertThat(delay).isNull();
			}
			else {
				assertThat(delay).isBetween(Duration.ZERO, longest);
			}
		}
	}

	private static void checkLimiters(WebPushProperties properties, WebPushConnectionDetails details) {
		WebPushRateLimiterFactory limiters = new WebPushRateLimiterFactory(properties, details, TIMER,
				new DefaultListableBeanFactory().getBeanProvider(SharedBudgetFactory.class));
		for (Budget budget : Budget.values()) {
			WebPushProperties.Budget settings = properties.rateLimit().limits().get(budget);
			var limiter = limiters.create(budget);
			assertThat(limiter.getRateLimiterConfig().getLimitForPeriod()).isEqualTo(settings.limit(budget))
				.isPositive();
			assertThat(limiter.getRateLimiterConfig().getLimitRefreshPeriod().toNanos()).isPositive();
			assertThat(limiter.getRateLimiterConfig().getTimeoutDuration().toNanos()).isNotNegative();
			assertThat(limiter.acquirePermission()).as("first permit of %s", budget).isTrue();
			assertThat(limiter.getMetrics().getAvailablePermissions()).isBetween(0, settings.limit(budget) - 1);
		}
	}

	private static List<String> names() {
		try {
			JsonNode metadata = JsonMapper.shared()
				.readTree(new ClassPathResource("META-INF/spring-configuration-metadata.json").getInputStream());
			return Stream
				.concat(Stream.of("webpush.accounts.shop.token", "webpush.accounts.shop.partner-id"),
						metadata.path("properties").valueStream().map((property) -> property.path("name").asString()))
				.filter((name) -> name.startsWith("webpush.") && !name.equals("webpush.accounts"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<byte[]> seeds() {
		return Stream.of("", "webpush.base-url=https://web-push.api.useinsider.com",
				"webpush.base-url=http://[::1]:8080/v", "webpush.token=\\n\\r",
				"webpush.accounts.shop.token=\\u0001\nwebpush.accounts.shop.partner-id=1",
				"webpush.retry.delay=0\nwebpush.retry.jitter=1s\nwebpush.retry.multiplier=1.5",
				"webpush.rate-limit.create.limit-for-period=2147483647\nwebpush.rate-limit.burst=2147483647",
				"webpush.call-timeout=PT2562047788015215H",
				"webpush.connect-timeout=180d\nwebpush.read-timeout=180d\nwebpush.rate-limit.create.limit-refresh-period=180d",
				"webpush.launch.ttl-unit=minutes", "webpush.default-language=en_GB", "webpush.rate-limit.store=redis",
				"webpush.test-connection=true")
			.map((lines) -> lines.getBytes(StandardCharsets.UTF_8))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void everySeedKeepsTheRules(byte[] seed) throws IOException {
		fuzzerTestOneInput(seed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "d2VicHVzaC5yZXRyK2VyPXRpcGxpZXU9ZnV6en5TM2NyZXRyeS5qaXQrZXI9dGlwbGlldT0xLjV1MDA=",
			"d2VicHX////yB7hiVnNoLmNhbGwtdGltJG91dD1QVDI1ODE0SA==",
			"wMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMB3/////3MqUFQyNTYy"
					+ "MGhvZD0xODFkwMDAwMDAwMDAwMDAwMDAwMDAwMDAZnV6en5mdXp6flMzY3JldFMzY3JldD00",
			"RT1mdRwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcenp+UzNjcmV0MA==" })
	void inputThatWasFoundKeepsTheRules(String base64) throws IOException {
		fuzzerTestOneInput(Base64.getDecoder().decode(base64));
	}

}
