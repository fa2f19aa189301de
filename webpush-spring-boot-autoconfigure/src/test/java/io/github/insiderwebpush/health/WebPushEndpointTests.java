package io.github.insiderwebpush.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.insiderwebpush.Outcome;
import io.github.insiderwebpush.WebPushError;
import io.github.insiderwebpush.WebPushException;
import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.autoconfigure.WebPushAccounts;
import io.github.insiderwebpush.autoconfigure.WebPushEndpointAutoConfiguration;
import io.github.insiderwebpush.campaign.CampaignId;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.campaign.PushMessage;
import io.github.insiderwebpush.client.ApiServer;
import io.github.insiderwebpush.client.ResponseGate;
import io.github.insiderwebpush.client.WebPushLaunchSwitch;
import io.github.insiderwebpush.client.WebPushTemplate;
import io.github.insiderwebpush.ratelimit.ManualTimer;
import io.github.insiderwebpush.ratelimit.WebPushTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * The actuator endpoint, and the launch switch behind it.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebPushEndpointTests {

	private static final String SUCCESS = "{\"success\": true, \"campaign_id\": 7}";

	@RegisterExtension
	private final ApiServer vendor = new ApiServer();

	@Test
	void endpointIsNotThereUnlessItIsExposed() {
		application().run((context) -> assertThat(context).doesNotHaveBean(WebPushEndpoint.class));
		application().withPropertyValues("management.endpoints.web.exposure.include=webpush")
			.run((context) -> assertThat(context).hasSingleBean(WebPushEndpoint.class));
		application()
			.withPropertyValues("management.endpoints.web.exposure.include=webpush",
					"management.endpoint.webpush.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(WebPushEndpoint.class));
	}

	@Test
	void stateAndFailuresAreReadAndLaunchesAreStoppedAndResumedOverHttp(CapturedOutput output) throws Exception {
		this.vendor.answers(200, SUCCESS);
		try (ConfigurableApplicationContext context = start(Map.of())) {
			WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
			assertThat(read(context).at("/accounts/default/status").asString()).isEqualTo("UNKNOWN");
			create(webPush, "Summer sale");
			JsonNode before = read(context).at("/accounts/default");
			assertThat(before.path("status").asString()).isEqualTo("ACCEPTED");
			assertThat(before.path("launchesEnabled").asBoolean()).isTrue();
			assertThat(before.path("inFlight").asInt()).isZero();
			assertThat(before.at("/budgets/create/limit").asInt()).isEqualTo(30);
			assertThat(before.at("/budgets/create/available").asInt()).isEqualTo(29);
			assertThat(before.at("/budgets/create/waiting").asInt()).isZero();
			assertThat(before.path("failures").isEmpty()).isTrue();

			assertThat(write(context, "", "{\"launchesEnabled\": false}")).isEqualTo(204);
			assertThat(read(context).at("/accounts/default/launchesEnabled").asBoolean(true)).isFalse();
			WebPushException stopped = catchThrowableOfType(WebPushException.class, () -> launch(webPush));
			assertThat(stopped.error()).isEqualTo(WebPushError.LAUNCH_DISABLED);
			assertThat(stopped.outcome()).isEqualTo(Outcome.NOT_APPLIED);
			assertThat(stopped).hasMessageContaining("stopped at run time");
			create(webPush, "beside it");
			assertThat(this.vendor.requests()).hasSize(2);

			assertThat(write(context, "/default", "{\"launchesEnabled\": true}")).isEqualTo(204);
			assertThat(launch(webPush)).isNotNull();
			assertThat(write(context, "/nobody", "{\"launchesEnabled\": false}")).isEqualTo(400);
			assertThat(write(context, "", "{}")).isEqualTo(400);
		}
		assertThat(output).containsOnlyOnce("Launches of all accounts were stopped at run time")
			.containsOnlyOnce("Launches of account 'default' were resumed at run time");
	}

	@Test
	void accessCanBeLimitedToReading() throws Exception {
		this.vendor.answers(200, SUCCESS);
		try (ConfigurableApplicationContext context = start(
				Map.of("management.endpoint.webpush.access", "read-only"))) {
			context.getBean(WebPushTemplate.class);
			assertThat(read(context).at("/accounts/default/launchesEnabled").asBoolean()).isTrue();
			assertThat(write(context, "", "{\"launchesEnabled\": false}")).isEqualTo(405);
			assertThat(context.getBean(WebPushTemplate.class).areLaunchesEnabled()).isTrue();
		}
	}

	@Test
	void failuresShowTitlesOnlyWhereThatIsAllowed() throws Exception {
		this.vendor
			.answers(aResponse().withStatus(400).withHeader("CF-RAY", "8c0-IST").withBody("{\"error\": \"no\"}"));
		Instant before = Instant.now();
		try (ConfigurableApplicationContext context = start(Map.of())) {
			catchThrowable(() -> create(context.getBean(WebPushTemplate.class), "Secret sale"));
			JsonNode failure = read(context).at("/accounts/default/failures/0");
			assertThat(Instant.parse(failure.path("time").asString())).isBetween(before, Instant.now());
			assertThat(failure.path("operation").asString()).isEqualTo("CREATE");
			assertThat(failure.path("error").asString()).isEqualTo("BAD_REQUEST");
			assertThat(failure.path("outcome").asString()).isEqualTo("NOT_APPLIED");
			assertThat(failure.path("cfRay").asString()).isEqualTo("8c0-IST");
			assertThat(failure.has("subject")).isFalse();
		}
		try (ConfigurableApplicationContext context = start(
				Map.of("management.endpoint.webpush.show-values", "always"))) {
			catchThrowable(() -> create(context.getBean(WebPushTemplate.class), "Secret sale"));
			assertThat(read(context).at("/accounts/default/failures/0/subject").asString()).isEqualTo("Secret sale");
		}
	}

	@Test
	void onlyTheLastFiftyFailuresAreKept() {
		this.vendor.answers(aResponse().withStatus(400));
		application().withPropertyValues("webpush.rate-limit.burst=60", "webpush.rate-limit.create.limit-for-period=60")
			.run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				for (int i = 1; i <= 51; i++) {
					String title = "Campaign " + i;
					catchThrowable(() -> create(webPush, title));
				}
				assertThat(webPush.recentFailures()).hasSize(50);
				assertThat(webPush.recentFailures().get(0).subject()).isEqualTo("Campaign 51");
				assertThat(webPush.recentFailures().get(49).subject()).isEqualTo("Campaign 2");
			});
	}

	@Test
	void launchThatWaitsWhenLaunchesAreStoppedIsNotSent() {
		this.vendor.answers(200, SUCCESS);
		ManualTimer timer = new ManualTimer();
		application().withBean(WebPushTimer.class, () -> timer)
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("webpush.rate-limit.launch.limit-for-period=1")
			.run((context) -> {
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				webPush.launchCampaignAsync(CampaignId.of(7), message()).join();
				CompletableFuture<LaunchedCampaign> waiting = webPush.launchCampaignAsync(CampaignId.of(7), message());
				context.getBean(WebPushLaunchSwitch.class).stop("default");
				assertThat(context.getBean(MeterRegistry.class)
					.get("webpush.launch.enabled")
					.tag("webpush.account", "default")
					.gauge()
					.value()).isZero();
				timer.advance(Duration.ofMinutes(1));
				WebPushException failure = (WebPushException) waiting.handle((result, ex) -> ex)
					.get(30, TimeUnit.SECONDS);
				assertThat(failure.error()).isEqualTo(WebPushError.LAUNCH_DISABLED);
				assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
				assertThat(webPush.recentFailures()).as("a stopped launch is no failure").isEmpty();
			});
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void switchOfOneAccountLeavesTheOthersAloneAndThatOfAllCoversThoseThatAreCreatedLater() {
		this.vendor.answers(200, SUCCESS);
		application()
			.withPropertyValues("webpush.accounts.turkey.token=a-token", "webpush.accounts.turkey.partner-id=200")
			.run((context) -> {
				WebPushLaunchSwitch launches = context.getBean(WebPushLaunchSwitch.class);
				WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
				launches.stopAll();
				WebPushTemplate turkey = context.getBean(WebPushAccounts.class).get("turkey");
				assertThat(List.of(webPush.areLaunchesEnabled(), turkey.areLaunchesEnabled())).containsOnly(false);
				launches.resume("turkey");
				assertThat(webPush.areLaunchesEnabled()).isFalse();
				assertThat(turkey.areLaunchesEnabled()).isTrue();
				launches.stop("turkey");
				assertThat(turkey.areLaunchesEnabled()).isFalse();
				launches.resumeAll();
				assertThat(List.of(webPush.areLaunchesEnabled(), turkey.areLaunchesEnabled())).containsOnly(true);
				launches.stop("turkey");
				assertThat(webPush.areLaunchesEnabled()).isTrue();
				assertThat(turkey.areLaunchesEnabled()).isFalse();
			});
	}

	@Test
	void launchesThatTheConfigurationDisablesCannotBeEnabled() {
		application().withPropertyValues("webpush.launch.enabled=false").run((context) -> {
			context.getBean(WebPushLaunchSwitch.class).resumeAll();
			WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
			assertThat(webPush.areLaunchesEnabled()).isFalse();
			assertThat(catchThrowable(() -> launch(webPush))).hasMessageContaining("'webpush.launch.enabled' is false");
		});
	}

	@Test
	void requestThatIsNotAnsweredYetIsInFlight() {
		this.vendor.answers(201, SUCCESS);
		ResponseGate gate = new ResponseGate();
		application().withBean(WebPushRestClientCustomizer.class, () -> gate).run((context) -> {
			WebPushTemplate webPush = context.getBean(WebPushTemplate.class);
			CompletableFuture<?> call = webPush
				.createCampaignAsync(CreateCampaign.titled("a").language("en_GB").build());
			await().until(() -> webPush.inFlight() == 1);
			gate.open();
			call.join();
			assertThat(webPush.inFlight()).isZero();
		});
	}

	private ApplicationContextRunner application() {
		return this.vendor.application()
			.withConfiguration(AutoConfigurations.of(WebPushEndpointAutoConfiguration.class))
			.withPropertyValues("webpush.retry.max-retries=0");
	}

	private ConfigurableApplicationContext start(Map<String, Object> properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setBannerMode(Banner.Mode.OFF);
		Map<String, Object> all = new LinkedHashMap<>(properties);
		all.putAll(Map.of("webpush.token", ApiServer.TOKEN, "webpush.partner-id", "10012345", "webpush.base-url",
				this.vendor.url(), "webpush.retry.max-retries", 0, "server.port", 0, "server.address", "127.0.0.1",
				"management.endpoints.web.exposure.include", "webpush"));
		application.setDefaultProperties(all);
		return application.run();
	}

	private static JsonNode read(ConfigurableApplicationContext context) throws IOException, InterruptedException {
		return new JsonMapper().readTree(send(HttpRequest.newBuilder(uri(context, ""))).body());
	}

	private static int write(ConfigurableApplicationContext context, String path, String body)
			throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(context, path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))).statusCode();
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static URI uri(ConfigurableApplicationContext context, String path) {
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		return URI.create("http://127.0.0.1:" + port + "/actuator/webpush" + path);
	}

	private static void create(WebPushTemplate webPush, String title) {
		webPush.createCampaign(CreateCampaign.titled(title).language("en_GB").build());
	}

	private static LaunchedCampaign launch(WebPushTemplate webPush) {
		return webPush.launchCampaign(CampaignId.of(7), message());
	}

	private static PushMessage message() {
		return PushMessage.titled("a")
			.description("b")
			.link("https://example.com")
			.ttl(Duration.ofHours(1))
			.toAllSubscribers()
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
