package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.client.ApiServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

class WebPushConnectionValidatorTests {

	private static final String REPORT = "{\"overview\": {}}";

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void sendsNothingUnlessAsked() {
		this.vendor.application().run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void oneReadOnlyCallProvesTheAccount() {
		this.vendor.answers(200, REPORT);
		testing().run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.vendor.requests()).singleElement()
			.satisfies((request) -> assertThat(request.getUrl()).isEqualTo("/v1/statistics/top-metrics"));
	}

	@Test
	void everyAccountIsTested() {
		this.vendor.answers(200, REPORT);
		testing()
			.withPropertyValues("webpush.accounts.shop.token=a-token-of-the-shop",
					"webpush.accounts.shop.partner-id=200")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.vendor.requests()).extracting((request) -> request.getHeader("Authorization"))
			.containsExactly("Bearer " + ApiServer.TOKEN, "Bearer a-token-of-the-shop");
	}

	@Test
	void accountThatIsNotConfiguredIsNotAskedFor() {
		this.vendor.answers(200, REPORT);
		testing()
			.withPropertyValues("webpush.token=", "webpush.accounts.shop.token=a-token-of-the-shop",
					"webpush.accounts.shop.partner-id=200")
			.run((context) -> assertThat(context).hasFailed());
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, WebPushAutoConfiguration.class))
			.withPropertyValues("webpush.base-url=" + this.vendor.url(), "webpush.test-connection=true",
					"webpush.accounts.shop.token=a-token-of-the-shop", "webpush.accounts.shop.partner-id=200")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.vendor.requests()).singleElement()
			.satisfies((request) -> assertThat(request.getHeader("Authorization"))
				.isEqualTo("Bearer a-token-of-the-shop"));
	}

	@Test
	void accountWithoutAnythingFailsTheStart() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, WebPushAutoConfiguration.class))
			.withPropertyValues("webpush.test-connection=true")
			.run((context) -> assertThat(analysis(context).getDescription())
				.contains("'webpush.partner-id': is not set"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			401 | {"message": "Unauthorized"}        | switched off on 2025-10-15
			401 | {"status_code": 401}               | bound to IP addresses
			403 | {"message": "Access Denied"}       | 'webpush.partner-id' belongs to another account
			400 | {"error": "no such partner"}       | compare 'webpush.partner-id'
			302 |                                    | Something other than Insider One responds
			200 | <html>Sign in to the network</html> | a login page of the network
			503 |                                    | CF-RAY
			424 | {"message": "SERVICE:-"}           | Insider One has a problem
			429 |                                    | budget for statistics is used up
			""")
	void refusalFailsTheStartWithADiagnosis(int status, String body, String diagnosis) {
		this.vendor.answers(aResponse().withStatus(status).withBody((body != null) ? body : ""));
		testing().run((context) -> assertThat(analysis(context).getAction()).contains(diagnosis)
			.contains("webpush.test-connection"));
	}

	@Test
	void refusedConnectionIsDiagnosed() {
		testing().withPropertyValues("webpush.base-url=http://127.0.0.1:1").run((context) -> {
			assertThat(analysis(context).getAction()).contains("connection was refused").contains("https.proxyHost");
			assertThat(analysis(context).getDescription()).containsOnlyOnce("ConnectException")
				.contains("Nothing was sent: ConnectException");
		});
	}

	@Test
	void unknownHostIsDiagnosed() {
		testing().withPropertyValues("webpush.base-url=https://web-push.invalid")
			.run((context) -> assertThat(analysis(context).getAction()).contains("DNS"));
	}

	@Test
	void silenceIsDiagnosed() {
		this.vendor.answers(aResponse().withFixedDelay(20_000));
		testing().withPropertyValues("webpush.read-timeout=2s").run((context) -> {
			assertThat(analysis(context).getAction()).contains("no response came");
			assertThat(analysis(context).getDescription()).contains(" Caused by ");
		});
	}

	@Test
	void answerThatIsNoReportIsNotExplainedByTheReadersOwnWords() {
		this.vendor.answers(200, "[]");
		testing().run((context) -> assertThat(analysis(context).getDescription()).contains("UNREADABLE_RESPONSE")
			.doesNotContain("Caused by"));
	}

	@Test
	void messageShowsNoToken() {
		this.vendor.answers(401, "{\"message\": \"bad key " + ApiServer.TOKEN + "\"}");
		testing().run((context) -> assertThat(analysis(context).getDescription()).contains("bad key ***")
			.doesNotContain(ApiServer.TOKEN));
	}

	private ApplicationContextRunner testing() {
		return this.vendor.application()
			.withPropertyValues("webpush.test-connection=true", "webpush.retry.max-retries=0");
	}

	private static FailureAnalysis analysis(AssertableApplicationContext context) {
		FailureAnalysis analysis = new InvalidWebPushConfigurationFailureAnalyzer(new MockEnvironment())
			.analyze(context.getStartupFailure());
		assertThat(analysis).isNotNull();
		return analysis;
	}

}
