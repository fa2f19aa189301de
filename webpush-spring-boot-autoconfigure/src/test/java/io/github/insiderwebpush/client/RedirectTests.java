package io.github.insiderwebpush.client;

import java.net.http.HttpClient;
import java.util.List;

import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.WebPushRestClientCustomizer;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.client.MockRestServiceServer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.header;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withUnauthorizedRequest;

/**
 * The token does not leave for another host, whoever asks for it: the server by a
 * redirect, or the application by a client of its own that would follow one.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedirectTests {

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@RegisterExtension
	private final ApiServer elsewhere = new ApiServer();

	static List<ClientHttpRequestFactory> clientsThatFollow() {
		return List.of(
				new JdkClientHttpRequestFactory(
						HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()),
				new HttpComponentsClientHttpRequestFactory(
						HttpClients.custom().setRedirectStrategy(DefaultRedirectStrategy.INSTANCE).build()),
				ClientHttpRequestFactoryBuilder.jetty()
					.build(HttpClientSettings.defaults().withRedirects(HttpRedirects.FOLLOW)));
	}

	@ParameterizedTest
	@MethodSource("clientsThatFollow")
	void noRedirectIsFollowedWhateverClientTheApplicationGivesToAllItsRestClients(ClientHttpRequestFactory client) {
		assertNothingGoesElsewhere(application().withBean(RestClientCustomizer.class,
				() -> (builder) -> builder.apply((same) -> same.requestFactory(client))));
	}

	@Test
	void noRedirectIsFollowedWhateverTheApplicationsHttpSettingsAre() {
		assertNothingGoesElsewhere(application().withPropertyValues("spring.http.clients.redirects=follow"));
	}

	@Test
	void requestFactoryOfACustomizerIsNotUsedAndALogLineSaysSo(CapturedOutput output) {
		this.vendor.answers(401, "");
		ClientHttpRequestFactory refusing = (uri, method) -> {
			throw new IllegalStateException("The application's own client");
		};
		application().withBean(RestClientCustomizer.class, () -> (builder) -> builder.requestFactory(refusing))
			.withBean(WebPushRestClientCustomizer.class, () -> (builder) -> builder.requestFactory(refusing))
			.run((context) -> assertThatExceptionOfType(WebPushException.class)
				.isThrownBy(() -> AnyCall.of(WebPushOperation.CREATE).on(context.getBean(WebPushTemplate.class)))
				.satisfies((ex) -> assertThat(ex.statusCode()).isEqualTo(401)));
		assertThat(output.getOut().lines().filter((line) -> line.contains("does not use the request factory")))
			.hasSize(2)
			.allMatch((line) -> line.contains("INFO"));
	}

	@Test
	void mockServerThatATestBindsByHandAnswers() {
		application().withBean(RestClientCustomizer.class, () -> (builder) -> {
			MockRestServiceServer server = MockRestServiceServer.bindTo(builder).build();
			server.expect(header("Authorization", "Bearer " + ApiServer.TOKEN)).andRespond(withUnauthorizedRequest());
		})
			.run((context) -> assertThatExceptionOfType(WebPushException.class)
				.isThrownBy(() -> AnyCall.of(WebPushOperation.CREATE).on(context.getBean(WebPushTemplate.class)))
				.satisfies((ex) -> assertThat(ex.error()).isEqualTo(WebPushError.UNAUTHORIZED)));
		assertThat(this.vendor.requests()).isEmpty();
	}

	private ApplicationContextRunner application() {
		return this.vendor.application()
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class))
			.withPropertyValues("webpush.retry.max-retries=0", "webpush.rate-limit.create.limit-for-period=6000",
					"webpush.rate-limit.delete.limit-for-period=6000",
					"webpush.rate-limit.statistics.limit-for-period=6000");
	}

	/**
	 * Each operation meets each redirect, to another port, another host, and a path of
	 * the same server.
	 */
	private void assertNothingGoesElsewhere(ApplicationContextRunner application) {
		this.elsewhere.answers(200, "{\"success\": true, \"campaign_id\": 1}");
		List<String> targets = List.of(this.elsewhere.url(), this.elsewhere.url().replace("127.0.0.1", "localhost"),
				"/elsewhere");
		int[] sent = { 0 };
		application.run((context) -> {
			WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
			for (int status : new int[] { 301, 302, 303, 307, 308 }) {
				for (String target : targets) {
					this.vendor.answers(aResponse().withStatus(status).withHeader("Location", target));
					for (WebPushOperation operation : WebPushOperation.values()) {
						WebPushException failure = catchThrowableOfType(WebPushException.class,
								() -> AnyCall.of(operation).on(webPush));
						assertThat(failure).as("%s answered %s to %s", operation, status, target).isNotNull();
						assertThat(failure.error()).isEqualTo(WebPushError.UNEXPECTED_STATUS);
						assertThat(failure.statusCode()).isEqualTo(status);
						sent[0]++;
					}
				}
			}
		});
		assertThat(this.vendor.requests()).hasSize(sent[0])
			.noneMatch((request) -> request.getUrl().equals("/elsewhere"));
		assertThat(this.elsewhere.requests()).isEmpty();
	}

}
