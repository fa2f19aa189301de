package io.github.insiderwebpush.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushOperations;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.client.ApiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Looks for the token in everything that an application writes or shows.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenSecrecyTests {

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@AfterEach
	void makeTheLogReadableAgain() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	@Test
	void tokenIsInNoLogNoExceptionNoTextAndNoEndpoint(CapturedOutput output) throws Exception {
		this.vendor.answersInTurn(aResponse().withStatus(201).withBody("{\"success\": true, \"campaign_id\": 25696}"),
				aResponse().withStatus(403).withBody("{\"message\": \"Invalid api key " + ApiServer.TOKEN + "\"}"),
				aResponse().withStatus(422)
					.withBody("{\"errors\": {\"token\": [\"" + ApiServer.TOKEN + " is expired\"]}}"),
				aResponse().withStatus(201).withBody("<html>" + ApiServer.TOKEN + "</html>"),
				aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		StringBuilder seen = new StringBuilder();
		try (ConfigurableApplicationContext context = run()) {
			WebPushOperations webPush = context.getBean(WebPushOperations.class);
			webPush.createCampaign(CreateCampaign.titled("First").language("en_GB").build());
			for (int i = 0; i < 4; i++) {
				WebPushException failure = catchThrowableOfType(WebPushException.class,
						() -> webPush.createCampaign(CreateCampaign.titled("Next").language("en_GB").build()));
				StringWriter trace = new StringWriter();
				failure.printStackTrace(new PrintWriter(trace));
				seen.append(trace).append(failure.detail()).append(failure.fieldErrors());
			}
			Stream.of(context.getBeanDefinitionNames())
				.filter((name) -> name.toLowerCase(java.util.Locale.ROOT).startsWith("webpush"))
				.forEach((name) -> seen.append(context.getBean(name)));
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			for (String endpoint : List.of("env", "env/webpush.token", "configprops", "configprops/webpush", "beans",
					"conditions", "mappings", "metrics", "loggers")) {
				String shown = get("http://127.0.0.1:" + port + "/actuator/" + endpoint);
				assertThat(shown).as(endpoint).isNotEmpty();
				seen.append(shown);
			}
		}
		assertThat(this.vendor.requests()).hasSize(5)
			.allSatisfy(
					(request) -> assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + ApiServer.TOKEN));
		assertThat(seen).contains("webpush.token").contains("Invalid api key ***").doesNotContain(ApiServer.TOKEN);
		assertThat(output.getAll()).contains("TRACE").doesNotContain(ApiServer.TOKEN);
	}

	private ConfigurableApplicationContext run() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.setDefaultProperties(Map.of("webpush.token", ApiServer.TOKEN, "webpush.partner-id", "10012345",
				"webpush.base-url", this.vendor.url(), "webpush.retry.max-retries", 0, "server.port", 0,
				"server.address", "127.0.0.1", "logging.level.root", "TRACE",
				"management.endpoints.web.exposure.include", "*", "management.endpoint.env.show-values", "always",
				"management.endpoint.configprops.show-values", "always"));
		return application.run();
	}

	private static String get(String url) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
