package io.github.insiderwebpush.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.insiderwebpush.FailedAttempt;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.WebPushRetryPolicy;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.Failures;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.mock.env.MockEnvironment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What single settings do to the client.
 */
class WebPushSettingsTests {

	private static final String REPEAT_ALL = "jdk.httpclient.enableAllMethodRetry";

	private static final ResponseDefinitionBuilder CREATED = aResponse().withStatus(201)
		.withBody("{\"success\": true, \"campaign_id\": 25696}");

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@AfterEach
	void clear() {
		System.clearProperty(REPEAT_ALL);
	}

	@Test
	void delaysOfRetriesAreThoseOfTheProperties() {
		this.vendor.application()
			.withPropertyValues("webpush.retry.max-retries=4", "webpush.retry.delay=2s", "webpush.retry.multiplier=3",
					"webpush.retry.max-delay=10s")
			.run((context) -> {
				WebPushRetryPolicy policy = context.getBean(WebPushRetryPolicy.class);
				assertThat(new Duration[] { delay(policy, 1), delay(policy, 2), delay(policy, 3), delay(policy, 4),
						delay(policy, 5) })
					.containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(10),
							Duration.ofSeconds(10), null);
			});
	}

	@Test
	void delaysOfRetriesAreSpreadWhereThatIsAskedFor() {
		this.vendor.application()
			.withPropertyValues("webpush.retry.delay=2s", "webpush.retry.jitter=1s")
			.run((context) -> {
				Set<Duration> delays = new HashSet<>();
				for (int i = 0; i < 100; i++) {
					delays.add(delay(context.getBean(WebPushRetryPolicy.class), 1));
				}
				assertThat(delays).hasSizeGreaterThan(1)
					.allSatisfy((delay) -> assertThat(delay).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3)));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "webpush.retry.multiplier=1", "webpush.retry.max-retries=0", "webpush.retry.delay=0",
			"webpush.retry.jitter=0", "webpush.rate-limit.burst=1", "webpush.rate-limit.create.limit-for-period=1",
			"webpush.rate-limit.create.timeout-duration=0", "webpush.default-language=all_ALL",
			"webpush.default-language=en-GB", "webpush.base-url=http://localhost:1",
			"webpush.base-url=http://LOCALHOST:1", "webpush.base-url=http://[::1]:1",
			"webpush.base-url=http://127.0.0.2:1", "webpush.base-url=HTTPS://example.com:8443/base" })
	void smallestValuesAndLoopbackHostsAreTaken(String property) {
		this.vendor.application()
			.withPropertyValues(property)
			.run((context) -> assertThat(context.getBean(WebPushTemplate.class)).isNotNull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost.example.com", "https:///v1", "https://example.com/#a", "/v1",
			"http://127.0.0.1@example.com" })
	void addressThatIsNotTheVendorsOrOursIsRefusedWithoutShowingIt(String url) {
		this.vendor.application()
			.withPropertyValues("webpush.base-url=" + url)
			.run((context) -> assertThatException().isThrownBy(() -> context.getBean(WebPushTemplate.class))
				.havingRootCause()
				.isInstanceOf(InvalidWebPushConfigurationException.class)
				.withMessageContaining("'webpush.base-url'")
				.withMessageContaining("must be https://HOST"));
	}

	@ParameterizedTest
	@CsvSource({ "/, /v1/single", "/base, /base/v1/single", "/base//, /base/v1/single" })
	void addressMayHaveAPathAndEndWithASlash(String path, String requested) {
		this.vendor.answers(CREATED);
		this.vendor.application().withPropertyValues("webpush.base-url=" + this.vendor.url() + path).run((context) -> {
			create(context.getBean(WebPushOperations.class));
			assertThat(this.vendor.requests()).singleElement()
				.satisfies((request) -> assertThat(request.getUrl()).isEqualTo(requested));
		});
	}

	@ParameterizedTest
	@CsvSource({ "'', true", "true, true", "TRUE, true", "false, false", "no, false" })
	void clientOfTheJdkThatRepeatsRequestsIsRefusedAsTheJdkReadsItsSwitch(String value, boolean refused) {
		System.setProperty(REPEAT_ALL, value);
		this.vendor.application().run((context) -> {
			Throwable failure = catchThrowable(() -> context.getBean(WebPushTemplate.class));
			assertThat(failure != null).isEqualTo(refused);
		});
	}

	@Test
	void sslBundleIsFoundByItsName() {
		SslBundle bundle = SslBundle.of(SslStoreBundle.NONE);
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("ours", bundle);
		assertThat(WebPushConnectionDetails.of(properties(Map.of()), bundles).sslBundle()).isNull();
		WebPushConnectionDetails details = WebPushConnectionDetails.of(properties(Map.of("webpush.ssl.bundle", "ours")),
				bundles);
		assertThat(details.sslBundle()).isSameAs(bundle);
		assertThat(PropertiesWebPushConnectionDetails.of("shop", account(), details).sslBundle())
			.as("a further account is where the default one is")
			.isSameAs(bundle);
		WebPushConnectionDetails other = WebPushConnectionDetails.of(properties(Map.of("webpush.ssl.bundle", "other")),
				bundles);
		assertThatExceptionOfType(InvalidWebPushConfigurationException.class).isThrownBy(other::sslBundle)
			.withMessageContaining("'webpush.ssl.bundle' is 'other'")
			.withMessageContaining("[ours]");
	}

	private static WebPushProperties properties(String token, String partnerId) {
		return properties(Map.of("webpush.token", token, "webpush.partner-id", partnerId));
	}

	private static WebPushProperties properties(Map<String, String> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("webpush", WebPushProperties.class);
	}

	private static WebPushProperties.Account account() {
		return new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("webpush.accounts.shop",
				WebPushProperties.Account.class);
	}

	@Test
	@SuppressWarnings("NullAway")
	void detailsNeedProperties() {
		assertThatIllegalArgumentException().isThrownBy(() -> WebPushConnectionDetails.of(null, null))
			.withMessage("'properties' must not be null");
	}

	@Test
	void detailsThatSayOnlyTokenAndPartnerIdAreThoseOfTheVendor() {
		WebPushConnectionDetails details = new WebPushConnectionDetails() {

			@Override
			public String token() {
				return "a-token";
			}

			@Override
			public String partnerId() {
				return "10012345";
			}

		};
		assertThat(details.baseUrl()).isEqualTo(URI.create("https://web-push.api.useinsider.com"));
		assertThat(details.sslBundle()).isNull();
	}

	@Test
	void spacesAroundTokenAndPartnerIdAreNoPartOfThem() {
		WebPushConnectionDetails details = WebPushConnectionDetails.of(properties(" a-token\n", " 10012345 "), null);
		assertThat(details.token()).isEqualTo("a-token");
		assertThat(details.partnerId()).isEqualTo("10012345");
	}

	@ParameterizedTest
	@ValueSource(strings = { "to ken", "to\u007fken", "t\u00f6ken" })
	void tokenThatAHeaderCannotHoldIsRefusedBeforeItIsUsed(String token) {
		WebPushProperties properties = properties(token, "10012345");
		assertThatExceptionOfType(InvalidWebPushConfigurationException.class)
			.isThrownBy(() -> PropertiesWebPushConnectionDetails.of(properties, null).checked())
			.withMessageContaining("only visible ASCII characters")
			.withMessageNotContaining(token);
	}

	@Test
	void tokenOfAnyVisibleCharactersIsTaken() {
		WebPushProperties properties = properties("!az09AZ~", "10012345");
		assertThat(PropertiesWebPushConnectionDetails.of(properties, null).checked().token()).isEqualTo("!az09AZ~");
	}

	@Test
	void missingBeansOfOthersAndOfAClientThatIsOnAreNotExplained() {
		MockEnvironment environment = new MockEnvironment();
		NoSuchWebPushBeanFailureAnalyzer analyzer = new NoSuchWebPushBeanFailureAnalyzer(environment);
		assertThat(analyzer.analyze(new NoSuchBeanDefinitionException(WebPushOperations.class))).isNull();
		environment.setProperty("webpush.enabled", "false");
		assertThat(analyzer.analyze(new NoSuchBeanDefinitionException(WebPushOperations.class))).isNotNull()
			.satisfies((analysis) -> assertThat(analysis.getAction()).contains("ObjectProvider<WebPushOperations>"));
		assertThat(analyzer.analyze(new NoSuchBeanDefinitionException(Map.class))).isNull();
		assertThat(analyzer.analyze(new NoSuchBeanDefinitionException("webPushTemplate"))).isNull();
	}

	@Test
	void accountSpeaksItsOwnLanguageOrElseThatOfAll() {
		this.vendor.answers(CREATED);
		this.vendor.application()
			.withPropertyValues("webpush.default-language=en_GB", "webpush.accounts.shop.token=a-token",
					"webpush.accounts.shop.partner-id=200", "webpush.accounts.turkey.token=a-token",
					"webpush.accounts.turkey.partner-id=300", "webpush.accounts.turkey.default-language=tr_TR")
			.run((context) -> {
				WebPushAccounts accounts = context.getBean(WebPushAccounts.class);
				for (String account : new String[] { "default", "shop", "turkey" }) {
					accounts.get(account).createCampaign(CreateCampaign.titled(account).build());
				}
				assertThat(this.vendor.requests())
					.extracting(
							(request) -> new JsonMapper().readTree(request.getBody()).path("language").stringValue())
					.containsExactly("en_GB", "en_GB", "tr_TR");
			});
	}

	@Test
	@SuppressWarnings("NullAway")
	void accountNeedsAName() {
		this.vendor.application()
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(WebPushAccounts.class).get(null))
				.withMessage("'name' must not be null"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					webpush.accounts.shop.default-language=english             | 'webpush.accounts.shop.default-language' is 'english'
					webpush.accounts.shop.rate-limit.burst=0                   | 'webpush.accounts.shop.rate-limit.burst' is 0
					webpush.accounts.shop.rate-limit.launch.limit-for-period=0 | 'webpush.accounts.shop.rate-limit.launch.limit-for-period' is 0
					webpush.accounts.shop.token=to ken                         | 'webpush.accounts.shop.token': contains the character U+0020 (SPACE)
					webpush.accounts.shop.partner-id=                          | 'webpush.accounts.shop.partner-id': is not set
					webpush.retry.max-delay=-1s                                | 'webpush.retry.max-delay' is -1s
					webpush.retry.jitter=-1s                                   | 'webpush.retry.jitter' is -1s
					""")
	void valueThatCannotWorkIsRefusedByItsWholeName(String property, String message) {
		this.vendor.application()
			.withPropertyValues("webpush.accounts.shop.token=a-token", "webpush.accounts.shop.partner-id=200", property)
			.run((context) -> assertThatException()
				.isThrownBy(() -> context.getBean("shopWebPushTemplate", WebPushTemplate.class))
				.havingRootCause()
				.isInstanceOf(InvalidWebPushConfigurationException.class)
				.withMessageContaining(message));
	}

	@Test
	void linesToAddForAnAccountAreThoseOfTheAccount() {
		assertThatExceptionOfType(InvalidWebPushConfigurationException.class)
			.isThrownBy(() -> PropertiesWebPushConnectionDetails
				.of("shop", account(), WebPushConnectionDetails.of(properties(Map.of()), null))
				.checked())
			.satisfies((ex) -> assertThat(ex.action()).contains("""
					webpush:
					  accounts:
					    shop:
					      token: ${WEBPUSH_ACCOUNTS_SHOP_TOKEN}
					      partner-id: ${WEBPUSH_ACCOUNTS_SHOP_PARTNER_ID}
					"""));
	}

	@Test
	void metersTellHowLongTheServerStoppedEveryoneAndWhoWaits() {
		this.vendor.answersInTurn(CREATED, aResponse().withStatus(429).withHeader("Retry-After", "300"));
		this.vendor.application()
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("webpush.retry.max-retries=0")
			.run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				create(webPush);
				assertThat(registry.get("resilience4j.ratelimiter.available.permissions")
					.tag("name", "webpush-default-create")
					.gauge()
					.value()).isEqualTo(29);
				catchThrowable(() -> create(webPush));
				catchThrowable(() -> create(webPush));
				assertThat(registry.get("webpush.throttled")
					.tags("webpush.budget", "CREATE", "webpush.kind", "429")
					.functionCounter()
					.count()).isEqualTo(1);
				assertThat(registry.get("webpush.throttled")
					.tags("webpush.budget", "CREATE", "webpush.kind", "403")
					.functionCounter()
					.count()).isZero();
				assertThat(registry.get("webpush.paused").tag("webpush.budget", "CREATE").functionCounter().count())
					.isEqualTo(300);
				assertThat(registry.get("webpush.throttled")
					.tags("webpush.budget", "CREATE", "webpush.kind", "pause")
					.functionCounter()
					.count()).isEqualTo(1);
				assertThat(registry.find("webpush.instances").gauges()).as("nothing is shared").isEmpty();
				webPush.background().createCampaignAsync(CreateCampaign.titled("a").language("en_GB").build());
				assertThat(registry.get("resilience4j.ratelimiter.waiting_threads")
					.tag("name", "webpush-default-create")
					.gauge()
					.value()).isEqualTo(1);
			});
	}

	private static @Nullable Duration delay(WebPushRetryPolicy policy, int attempt) {
		return policy.delayBefore(new FailedAttempt(WebPushOperation.CREATE, attempt,
				Failures.create(WebPushError.SERVER_ERROR, Outcome.UNKNOWN), Duration.ZERO));
	}

	private static void create(WebPushOperations webPush) {
		webPush.createCampaign(CreateCampaign.titled("a").language("en_GB").build());
	}

}
