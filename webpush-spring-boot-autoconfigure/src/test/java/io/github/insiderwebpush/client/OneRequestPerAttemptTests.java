package io.github.insiderwebpush.client;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CreateCampaign;
import org.apache.hc.client5.http.classic.HttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.util.ClassUtils;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * With every HTTP client on the class path that Spring Boot would detect, one attempt
 * leaves one request at the server.
 */
class OneRequestPerAttemptTests {

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	static Arguments[] answers() {
		return new Arguments[] { Arguments.of(WebPushError.SERVER_ERROR, aResponse().withStatus(503)),
				Arguments.of(WebPushError.RATE_LIMITED, aResponse().withStatus(429).withHeader("Retry-After", "1")),
				Arguments.of(WebPushError.UNEXPECTED_STATUS,
						aResponse().withStatus(307).withHeader("Location", "/elsewhere")),
				Arguments.of(WebPushError.UNEXPECTED_STATUS,
						aResponse().withStatus(302).withHeader("Location", "/elsewhere")),
				Arguments.of(WebPushError.NO_RESPONSE, aResponse().withFault(Fault.EMPTY_RESPONSE)),
				Arguments.of(WebPushError.NO_RESPONSE, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
				Arguments.of(WebPushError.UNAUTHORIZED,
						aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic realm=\"x\"")) };
	}

	@ParameterizedTest
	@MethodSource("answers")
	void eachFailureLeavesOneRequestAtTheServer(WebPushError error, ResponseDefinitionBuilder answer) {
		this.vendor.answers(answer);
		this.vendor.application()
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class))
			.withPropertyValues("webpush.retry.max-retries=0")
			.run((context) -> assertThatExceptionOfType(WebPushException.class)
				.isThrownBy(() -> context.getBean(WebPushOperations.class)
					.createCampaign(CreateCampaign.titled("Once").language("en_GB").build()))
				.satisfies((ex) -> {
					assertThat(ex.error()).isEqualTo(error);
					assertThat(ex.attempts()).isEqualTo(1);
				}));
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void theClientsThatCouldBeDetectedAreOnTheClassPath() {
		assertThat(HttpClient.class).isNotNull();
		assertThat(ClassUtils.isPresent("org.eclipse.jetty.client.HttpClient", null)).isTrue();
		assertThat(ClassUtils.isPresent("reactor.netty.http.client.HttpClient", null)).isTrue();
	}

}
