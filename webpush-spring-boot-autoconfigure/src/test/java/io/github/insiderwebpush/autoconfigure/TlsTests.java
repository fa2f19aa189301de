package io.github.insiderwebpush.autoconfigure;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.client.AnyCall;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.Certificates;
import io.github.insiderwebpush.client.WebPushTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Against a real TLS server: who is trusted, who is not, and that nothing was sent to the
 * latter.
 */
class TlsTests {

	private static final String ANY_HOST = "jdk.internal.httpclient.disableHostnameVerification";

	@TempDir
	private static Path folder;

	private static Certificates certificates;

	private static Path trust;

	private static Path server;

	@RegisterExtension
	private final ApiServer plain = new ApiServer();

	private @Nullable WireMockServer tls;

	@BeforeAll
	static void makeCertificates() throws Exception {
		certificates = new Certificates(folder);
		trust = certificates.trust();
		server = certificates.signed("server", "ip:127.0.0.1");
	}

	@AfterEach
	void stop() {
		if (this.tls != null) {
			this.tls.stop();
		}
	}

	@ParameterizedTest
	@EnumSource
	void bundleThatTrustsTheServerReachesIt(WebPushOperation operation) {
		start(server);
		assertThat(call(trusting(trust), operation)).isNull();
		assertThat(received()).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void certificateOfAnUnknownIssuerIsRefusedBeforeAnythingIsSent(WebPushOperation operation) {
		start(server);
		assertRefused(call(application(), operation), "unable to find valid certification path");
	}

	@Test
	void bundleIsTrustedInsteadOfTheTrustStoreOfTheJvmAndNotBesideIt() throws Exception {
		start(server);
		Path other = Files.createDirectory(folder.resolve("other"));
		assertRefused(call(trusting(new Certificates(other).trust()), WebPushOperation.CREATE),
				"unable to find valid certification path");
	}

	@Test
	void certificateOfAnotherHostIsRefused() throws Exception {
		start(certificates.signed("elsewhere", "dns:elsewhere.example"));
		assertRefused(call(trusting(trust), WebPushOperation.LAUNCH), "No subject alternative names matching");
	}

	@Test
	void expiredCertificateIsRefused() throws Exception {
		start(certificates.expired("expired", "ip:127.0.0.1"));
		assertRefused(call(trusting(trust), WebPushOperation.LAUNCH), "CertificateExpiredException: NotAfter");
	}

	@Test
	void certificateOfTheBundleIsShownToAServerThatWantsOne() throws Exception {
		start(server,
				(configuration) -> configuration.needClientAuth(true)
					.trustStorePath(trust.toString())
					.trustStorePassword(Certificates.PASSWORD)
					.trustStoreType("PKCS12"));
		assertThat(call(showing(certificates.signed("client", "dns:client.example")), WebPushOperation.CREATE))
			.isNull();
		assertThat(received()).isOne();
	}

	@Test
	void clientWithoutACertificateThatTheServerWantsSendsNothingThatCounts() {
		start(server,
				(configuration) -> configuration.needClientAuth(true)
					.trustStorePath(trust.toString())
					.trustStorePassword(Certificates.PASSWORD)
					.trustStoreType("PKCS12"));
		WebPushException failure = call(trusting(trust), WebPushOperation.CREATE);
		assertThat(failure).isNotNull();
		assertThat(failure.error()).isIn(WebPushError.UNREACHABLE, WebPushError.NO_RESPONSE);
		assertThat(received()).isZero();
	}

	@Test
	void bundleOfADetailsBeanIsHonoured() {
		start(server);
		ApplicationContextRunner application = trusting(trust).withPropertyValues("webpush.ssl.bundle=")
			.withUserConfiguration(OwnDetails.class);
		assertThat(call(application.withPropertyValues("test.trusts=false"), WebPushOperation.CREATE)).isNotNull();
		assertThat(received()).isZero();
		assertThat(call(application.withPropertyValues("test.trusts=true"), WebPushOperation.CREATE)).isNull();
		assertThat(received()).isOne();
	}

	@Test
	void furtherAccountTrustsTheSameBundle() {
		start(server);
		trusting(trust)
			.withPropertyValues("webpush.accounts.shop.token=a-token-of-the-shop",
					"webpush.accounts.shop.partner-id=200")
			.run((context) -> AnyCall.of(WebPushOperation.CREATE)
				.on(context.getBean(WebPushAccounts.class).get("shop")));
		assertThat(received()).isOne();
	}

	@Test
	void redirectFromTlsToPlainHttpTakesNothingAlong() {
		this.plain.answers(200, "{}");
		start(server);
		tls().stubFor(any(anyUrl())
			.willReturn(aResponse().withStatus(308).withHeader("Location", this.plain.url() + "/v1/single")));
		WebPushException failure = call(trusting(trust), WebPushOperation.CREATE);
		assertThat(failure).isNotNull();
		assertThat(failure.error()).isEqualTo(WebPushError.UNEXPECTED_STATUS);
		assertThat(this.plain.requests()).isEmpty();
	}

	@Test
	void serverThatSpeaksNoTlsGetsNoRequest() {
		WebPushException failure = call(this.plain.application()
			.withPropertyValues("webpush.base-url=" + this.plain.url().replace("http:", "https:"),
					"webpush.retry.max-retries=0"),
				WebPushOperation.CREATE);
		assertThat(failure).isNotNull().hasRootCauseInstanceOf(SSLException.class);
		assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(this.plain.requests()).isEmpty();
	}

	@Test
	void connectionTestSaysThatItIsTheCertificate() {
		start(server);
		application().withPropertyValues("webpush.test-connection=true").run((context) -> {
			FailureAnalysis analysis = new InvalidWebPushConfigurationFailureAnalyzer(new MockEnvironment())
				.analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("unable to find valid certification path");
			assertThat(analysis.getAction()).contains("TLS failed").contains("'webpush.ssl.bundle'");
		});
	}

	@Test
	void bundleThatCannotBeHadIsNotReplacedByTheTrustStoreOfTheJvm() {
		this.plain.application()
			.withPropertyValues("webpush.ssl.bundle=vendor")
			.run((context) -> assertThat(context.getStartupFailure()).isNull());
		this.plain.application()
			.withPropertyValues("webpush.ssl.bundle=vendor")
			.withUserConfiguration(InjectingApplication.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidWebPushConfigurationException.class)
				.hasMessageContaining("'webpush.ssl.bundle' is 'vendor'"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "true" })
	void jvmThatVerifiesNoHostNamesIsRefused(String value) {
		System.setProperty(ANY_HOST, value);
		try {
			this.plain.application()
				.withPropertyValues("webpush.base-url=https://web-push.invalid")
				.withUserConfiguration(InjectingApplication.class)
				.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(ANY_HOST));
			this.plain.application()
				.withUserConfiguration(InjectingApplication.class)
				.run((context) -> assertThat(context).hasNotFailed());
		}
		finally {
			System.clearProperty(ANY_HOST);
		}
	}

	private void start(Path keyStore) {
		start(keyStore, (configuration) -> {
		});
	}

	private void start(Path keyStore, Consumer<WireMockConfiguration> more) {
		WireMockConfiguration configuration = wireMockConfig().httpDisabled(true)
			.dynamicHttpsPort()
			.bindAddress("127.0.0.1")
			.keystorePath(keyStore.toString())
			.keystoreType("PKCS12")
			.keystorePassword(Certificates.PASSWORD)
			.keyManagerPassword(Certificates.PASSWORD);
		more.accept(configuration);
		this.tls = new WireMockServer(configuration);
		this.tls.start();
		this.tls.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)
			.withBody("{\"success\": true, \"campaign_id\": 7, \"data\": [], \"overview\": {}}")));
	}

	private WireMockServer tls() {
		assertThat(this.tls).isNotNull();
		return this.tls;
	}

	private int received() {
		return tls().findAll(anyRequestedFor(anyUrl())).size();
	}

	private ApplicationContextRunner application() {
		return this.plain.application()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("webpush.base-url=https://127.0.0.1:" + tls().httpsPort(),
					"webpush.retry.max-retries=0");
	}

	private ApplicationContextRunner trusting(Path store) {
		return application().withPropertyValues("webpush.ssl.bundle=vendor",
				"spring.ssl.bundle.jks.vendor.truststore.location=file:" + store,
				"spring.ssl.bundle.jks.vendor.truststore.type=PKCS12",
				"spring.ssl.bundle.jks.vendor.truststore.password=" + Certificates.PASSWORD);
	}

	private ApplicationContextRunner showing(Path store) {
		return trusting(trust).withPropertyValues("spring.ssl.bundle.jks.vendor.keystore.location=file:" + store,
				"spring.ssl.bundle.jks.vendor.keystore.type=PKCS12",
				"spring.ssl.bundle.jks.vendor.keystore.password=" + Certificates.PASSWORD);
	}

	private static @Nullable WebPushException call(ApplicationContextRunner application, WebPushOperation operation) {
		AtomicReference<WebPushException> failure = new AtomicReference<>();
		application.run((context) -> failure.set(catchThrowableOfType(WebPushException.class,
				() -> AnyCall.of(operation).on(context.getBean(WebPushTemplate.class)))));
		return failure.get();
	}

	private void assertRefused(@Nullable WebPushException failure, String reason) {
		assertThat(failure).isNotNull().hasMessageContaining("Nothing was sent: ").hasMessageContaining(reason);
		assertThat(failure.error()).isEqualTo(WebPushError.UNREACHABLE);
		assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
		assertThat(failure).hasCauseInstanceOf(SSLHandshakeException.class);
		assertThat(received()).isZero();
	}

	@Configuration(proxyBeanMethods = false)
	static class InjectingApplication {

		@Bean
		String needsTheTemplate(WebPushTemplate template) {
			return template.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDetails {

		@Bean
		WebPushConnectionDetails connectionDetails(WebPushProperties properties, SslBundles bundles,
				Environment environment) {
			return new WebPushConnectionDetails() {

				@Override
				public URI baseUrl() {
					return properties.baseUrl();
				}

				@Override
				public String token() {
					return ApiServer.TOKEN;
				}

				@Override
				public String partnerId() {
					return "10012345";
				}

				@Override
				public @Nullable SslBundle sslBundle() {
					return environment.getRequiredProperty("test.trusts", Boolean.class) ? bundles.getBundle("vendor")
							: null;
				}

			};
		}

	}

}
