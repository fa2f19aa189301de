package io.github.insiderwebpush.client;

import java.util.List;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.insiderwebpush.autoconfigure.WebPushAutoConfiguration;
import io.github.insiderwebpush.autoconfigure.WebPushHealthAutoConfiguration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/**
 * A server instead of Insider One's, with the responses that a test sets.
 */
public final class ApiServer implements BeforeEachCallback, AfterEachCallback {

	public static final String TOKEN = "t0p-S3cret.Token~value";

	private final WireMockServer wireMock = new WireMockServer(
			wireMockConfig().dynamicPort().bindAddress("127.0.0.1").http2PlainDisabled(true));

	@Override
	public void beforeEach(ExtensionContext context) {
		this.wireMock.start();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.wireMock.stop();
	}

	public void answers(ResponseDefinitionBuilder answer) {
		this.wireMock.stubFor(any(anyUrl()).willReturn(answer));
	}

	public void answers(int status, String body) {
		answers(aResponse().withStatus(status).withBody(body));
	}

	/**
	 * Answer each request with the next of these, and all further ones with the last.
	 */
	public void answersInTurn(ResponseDefinitionBuilder... answers) {
		for (int i = 0; i < answers.length; i++) {
			String next = (i < answers.length - 1) ? "answer " + (i + 1) : "answer " + i;
			this.wireMock.stubFor(any(anyUrl()).inScenario("turns")
				.whenScenarioStateIs((i == 0) ? "Started" : "answer " + i)
				.willReturn(answers[i])
				.willSetStateTo((answers.length == 1) ? "Started" : next));
		}
	}

	public List<LoggedRequest> requests() {
		return this.wireMock.findAll(anyRequestedFor(anyUrl()));
	}

	public void forgetsRequests() {
		this.wireMock.resetRequests();
	}

	public String url() {
		return this.wireMock.baseUrl();
	}

	/**
	 * An application that is configured for this server, as small as it can be.
	 */
	public ApplicationContextRunner application() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, WebPushAutoConfiguration.class,
					WebPushHealthAutoConfiguration.class))
			.withPropertyValues("webpush.token=" + TOKEN, "webpush.partner-id=10012345", "webpush.base-url=" + url());
	}

}
